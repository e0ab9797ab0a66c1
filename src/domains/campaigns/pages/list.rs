//! All campaigns: what runs, what is planned, what came of the others.
use super::view::{Card, Reading};
use crate::domains::campaigns::store::{self, Campaign};
use crate::kernel::{CampaignState, Doer, DraftCampaign, Place, holds};
use crate::platform::{
    error::AppResult,
    web::{Cursor, Limit, Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

/// Campaigns shown at once of those that run or are planned.
const MOST: i64 = 60;
/// Past campaigns on a page.
const PAST: i64 = 20;

#[derive(Serialize)]
struct ListPage {
    running: Vec<Card>,
    planned: Vec<Card>,
    past: Vec<Card>,
    next_href: String,
    further: bool,
    may_draft: bool,
    hint: bool,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "campaigns/list.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("campaigns-title")
    }
}

/// Which page of the past.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    after: Option<String>,
}

/// The list.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<ListQuery>) -> AppResult<HttpResponse> {
    let below: Option<i64> = query.0.after.as_deref().map(Cursor::parse).transpose()?;
    let viewer = visit.viewer.clone();
    let limit = Limit::parse(None, PAST)?;
    let (running, planned, past, plans) = state
        .db
        .read(move |conn| {
            let further = below.is_some();
            let mut live = if further { Vec::new() } else { store::list(conn, &viewer, LIVE, None, MOST)? };
            let past = store::list(conn, &viewer, PAST_STATES, below, limit.rows_and_one())?;
            live.retain(|campaign| campaign.state.is_running() || campaign.is_run_by(&viewer));
            let ids: Vec<_> = live.iter().chain(&past).map(|campaign| campaign.id).collect();
            let plans = store::plans(conn, &ids)?;
            let (running, planned): (Vec<Campaign>, Vec<Campaign>) = live.into_iter().partition(|campaign| campaign.state.is_running());
            Ok((running, planned, past, plans))
        })
        .await?;
    let mut past = past;
    let next = limit.cut(&mut past, |campaign| campaign.number);
    let reading = Reading::of(&state, &visit);
    let none = crate::domains::campaigns::rules::Plan::default();
    let cards = |campaigns: &[Campaign]| -> Vec<Card> {
        campaigns.iter().map(|campaign| reading.card(campaign, plans.get(&campaign.id).unwrap_or(&none))).collect()
    };
    let page = ListPage {
        running: cards(&running),
        planned: cards(&planned),
        past: cards(&past),
        next_href: next.map_or_else(String::new, |after| format!("/campaigns?after={after}")),
        further: below.is_some(),
        may_draft: may_draft(&visit),
        hint: !visit.preferences.hints_seen.iter().any(|hint| hint == "campaigns"),
    };
    state.page(&request, &visit, &page)
}

const LIVE: &[CampaignState] = &[
    CampaignState::Draft,
    CampaignState::Scheduled,
    CampaignState::Open,
    CampaignState::Discuss,
    CampaignState::Vote,
    CampaignState::Review,
    CampaignState::Decide,
];
const PAST_STATES: &[CampaignState] = &[CampaignState::Closed, CampaignState::Archived];

/// Whether the visitor may start a campaign.
pub fn may_draft(visit: &Visit) -> bool {
    visit.viewer.person().is_some_and(|actor| holds::<DraftCampaign>(&Doer::from(actor.clone()), &Place::INSTANCE))
}
