//! All campaigns: what runs, what opens soon, what came of the others; drafts for those who run campaigns.
use super::view::{Card, Reading};
use crate::domains::campaigns::{
    rules::Plan,
    store::{self, Campaign},
};
use crate::kernel::{CampaignState, Doer, DraftCampaign, Place, holds};
use crate::platform::{
    error::AppResult,
    web::{Cursor, Limit, Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

/// Campaigns shown at once of those that run, are coming or drafted.
const MOST: i64 = 60;
/// Past campaigns on a page.
const PAST: i64 = 20;

#[derive(Serialize)]
struct ListPage {
    running: Vec<Card>,
    coming: Vec<Card>,
    drafts: Vec<Card>,
    past: Vec<Card>,
    next_href: String,
    further: bool,
    may_draft: bool,
    visitor: bool,
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
    let (live, mut past, plans, reminded) = state
        .db
        .read(move |conn| {
            let live = if below.is_some() { Vec::new() } else { store::list(conn, &viewer, LIVE, None, MOST)? };
            let past = store::list(conn, &viewer, PAST_STATES, below, limit.rows_and_one())?;
            let ids: Vec<_> = live.iter().chain(&past).map(|campaign| campaign.id).collect();
            let reminded = viewer.person_id().map(|person| store::reminded_of(conn, person, &ids)).transpose()?;
            Ok((live, past, store::plans(conn, &ids)?, reminded.unwrap_or_default()))
        })
        .await?;
    let next = limit.cut(&mut past, |campaign| campaign.number);
    let reading = Reading::of(&state, &visit);
    let none = Plan::default();
    let plan_of = |campaign: &Campaign| plans.get(&campaign.id).unwrap_or(&none);
    let card = |campaign: &Campaign| reading.card(campaign, plan_of(campaign)).reminding(reminded.contains(&campaign.id));
    let cards = |campaigns: &[Campaign], of: fn(CampaignState) -> bool| -> Vec<Card> {
        campaigns.iter().filter(|campaign| of(campaign.state)).map(card).collect()
    };
    // What opens first stands first.
    let mut coming: Vec<Campaign> = live.iter().filter(|campaign| campaign.state == CampaignState::Scheduled).cloned().collect();
    coming.sort_by_key(|campaign| plan_of(campaign).phases().first().map(|phase| phase.starts_at));
    let page = ListPage {
        running: cards(&live, CampaignState::is_running),
        coming: cards(&coming, |_| true),
        drafts: cards(&live, |state| state == CampaignState::Draft),
        past: cards(&past, |_| true),
        next_href: next.map_or_else(String::new, |after| format!("/campaigns?after={after}")),
        further: below.is_some(),
        may_draft: may_draft(&visit),
        visitor: visit.viewer.person().is_none(),
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
