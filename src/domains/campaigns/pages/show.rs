//! The page of one campaign, and the same as customers see it before the launch.
use super::view::{Card, Person, Reading};
use crate::domains::{
    campaigns::{
        actions,
        rules::{self, Plan},
        store::{self, Campaign},
    },
    ideas::{
        self,
        store::{Listed, Order, Query},
    },
    lineage, people,
    voting::{self, pages::VoteView, store::Budget},
};
use crate::kernel::{
    Actor, Audience, CampaignState, CountsShown, CreateBrainstorm, Doer, IdeaSource, IdeaState, ItemRef, PersonId, Viewer, holds,
};
use crate::platform::{
    error::{AppError, AppResult},
    markdown,
    web::{Limit, Page, Posted, Section, State, Title, Toast, Visit, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use diesel::PgConnection;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Ideas on the page.
const TOP: i64 = 8;
/// Newest happenings on the page.
const HAPPENINGS: i64 = 20;

#[derive(Serialize)]
struct IdeaRow {
    number: i64,
    href: String,
    title: String,
    text: String,
    status_kind: &'static str,
    status_key: String,
    author: String,
    tip: bool,
    comments: i32,
    vote: VoteView,
}

#[derive(Serialize)]
struct CampaignPage {
    card: Card,
    slug: String,
    brief_html: String,
    criteria_html: String,
    brief_first: bool,
    summary_html: String,
    summary_titled: bool,
    terms_html: String,
    sponsor: Option<Person>,
    promise: String,
    /// Who is asked by name, for the organisation's own people to see.
    asked: Vec<Person>,
    owner: Option<Person>,
    reviewers: Vec<Person>,
    answer_by: Option<String>,
    answer_days: i16,
    takes_ideas: bool,
    takes_votes: bool,
    counts: CountsShown,
    vote_budget: Option<i32>,
    budget: Option<Budget>,
    /// Of a coming campaign: whether the viewer is to be told when it opens.
    reminder: Option<bool>,
    visitor: bool,
    approval_needed: bool,
    ideas: Vec<IdeaRow>,
    order_key: &'static str,
    runs: bool,
    /// Whether the viewer may plan a brainstorm for this campaign.
    may_brainstorm: bool,
    preview: bool,
    /// For whom it is, as a word that picks the words of the preview.
    audience: String,
    lineage: Vec<lineage::store::Step>,
    activity: lineage::store::Activity,
}

impl Page for CampaignPage {
    const TEMPLATE: &'static str = "campaigns/show.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.card_title())
    }
}

impl CampaignPage {
    fn card_title(&self) -> String {
        self.card.title().to_owned()
    }
}

/// What the database says of a campaign, before it is dressed.
struct Found {
    campaign: Campaign,
    plan: Plan,
    ideas: Vec<Listed>,
    voted: HashSet<crate::kernel::IdeaId>,
    names: HashMap<PersonId, people::store::Name>,
    reviewers: Vec<PersonId>,
    asked: Vec<PersonId>,
    budget: Option<Budget>,
    reminded: bool,
    order: Order,
    lineage: Vec<lineage::store::Step>,
    activity: lineage::store::Activity,
}

fn order_of(campaign: &Campaign, seed: u64) -> Order {
    let hidden = campaign.counts != CountsShown::Always && rules::accepts_votes(campaign.state);
    match campaign.state {
        _ if hidden => Order::Shuffled(i64::from_ne_bytes(seed.to_ne_bytes())),
        CampaignState::Open | CampaignState::Discuss => Order::Rising,
        _ => Order::Wanted,
    }
}

fn look(conn: &mut PgConnection, viewer: &Viewer, campaign: Campaign, seed: u64, before: Option<i64>) -> AppResult<Found> {
    let plan = store::plan(conn, campaign.id)?;
    let order = order_of(&campaign, seed);
    let query = Query {
        order,
        campaign: Some(campaign.id),
        few: false,
        status: None,
        tag: None,
        source: None,
        after: None,
        limit: Limit::parse(Some(TOP), TOP)?,
    };
    let ideas = if campaign.state > CampaignState::Scheduled { ideas::store::list_board(conn, viewer, &query)?.0 } else { Vec::new() };
    let ids: Vec<_> = ideas.iter().map(|idea| idea.id).collect();
    let voted = match viewer.person_id() {
        Some(person) if !ids.is_empty() => voting::store::mine(conn, person, &ids)?,
        _ => HashSet::new(),
    };
    let reviewers = store::reviewers(conn, campaign.id)?;
    let by_name = campaign.sight.audience == Audience::People && viewer.is_staff();
    let asked = if by_name { store::asked(conn, campaign.id)? } else { Vec::new() };
    let mut people: Vec<PersonId> = ideas.iter().map(|idea| idea.author_id).chain(reviewers.iter().chain(&asked).copied()).collect();
    people.push(campaign.owner_id);
    people.extend(campaign.sponsor_id);
    let names = people::store::names_for(conn, viewer, &people)?;
    let budget = voting::pages::budget_left(conn, viewer, Some((campaign.id, campaign.state, campaign.vote_budget)))?;
    let reminded = match viewer.person_id() {
        Some(person) if campaign.state == CampaignState::Scheduled => !store::reminded_of(conn, person, &[campaign.id])?.is_empty(),
        _ => false,
    };
    let item = ItemRef::from(campaign.id);
    let lineage = lineage::store::chain(conn, viewer, item)?;
    let activity = lineage::store::activity_page(conn, viewer, item, before, HAPPENINGS)?;
    Ok(Found { campaign, plan, ideas, voted, names, reviewers, asked, budget, reminded, order, lineage, activity })
}

fn row(found: &Found, idea: &Listed) -> IdeaRow {
    let (campaign, voted) = (&found.campaign, found.voted.contains(&idea.id));
    let shown = rules::counts_visible(campaign.counts, Some(campaign.state), voted);
    let open = ideas::rules::takes_votes(idea.state, Some(campaign.state));
    let text = crate::kernel::text::excerpt(&idea.opening.replace(['*', '`', '#', '>', '~', '|'], ""), 180);
    IdeaRow {
        number: idea.number,
        href: ideas::store::path(idea.number, &idea.slug),
        title: idea.title.clone(),
        text: Some(text).filter(|text| !ideas::rules::is_title_again(&idea.title, text)).unwrap_or_default(),
        status_kind: ideas::rules::status_kind(idea.state),
        status_key: format!("idea-state-{}", state_word(idea.state)),
        author: found.names.get(&idea.author_id).map(|name| name.name.clone()).unwrap_or_default(),
        tip: idea.source == IdeaSource::SalesTip,
        comments: idea.comment_count,
        vote: VoteView::new(idea.number, shown.then_some(idea.vote_count), voted, open).with_key("v"),
    }
}

fn state_word(state: IdeaState) -> String {
    state.as_str().replace('_', "-")
}

fn dress(state: &State, visit: &Visit, found: &Found, preview: bool) -> CampaignPage {
    let campaign = &found.campaign;
    let person = |id| Person::among(&found.names, id);
    let mut asked: Vec<Person> = found.asked.iter().filter_map(|id| person(*id)).collect();
    asked.sort_by_cached_key(|person| crate::kernel::text::sort_key(person.name()));
    let order_key = match found.order {
        Order::Shuffled(_) => "campaigns-order-shuffled",
        Order::Rising | Order::New => "campaigns-order-rising",
        Order::Wanted | Order::Shipped => "campaigns-order-wanted",
    };
    CampaignPage {
        card: Reading::of(state, visit).card(campaign, &found.plan),
        slug: campaign.slug.clone(),
        brief_html: markdown::to_html(&campaign.brief),
        criteria_html: markdown::to_html(&campaign.criteria),
        brief_first: campaign.state <= CampaignState::Discuss,
        summary_html: markdown::to_section_html(&campaign.summary),
        summary_titled: markdown::is_titled(&campaign.summary),
        terms_html: markdown::to_html(&campaign.terms),
        sponsor: campaign.sponsor_id.and_then(person),
        promise: campaign.sponsor_promise.clone(),
        asked,
        owner: person(campaign.owner_id),
        reviewers: found.reviewers.iter().filter_map(|id| person(*id)).collect(),
        answer_by: campaign.answer_by.map(|at| at.to_rfc3339()),
        answer_days: campaign.answer_days,
        takes_ideas: rules::accepts_ideas(campaign.state),
        takes_votes: rules::accepts_votes(campaign.state),
        counts: campaign.counts,
        vote_budget: campaign.vote_budget,
        budget: found.budget,
        reminder: (campaign.state == CampaignState::Scheduled && !preview).then_some(found.reminded),
        visitor: visit.viewer.person().is_none(),
        approval_needed: campaign.approval_needed,
        ideas: found.ideas.iter().map(|idea| row(found, idea)).collect(),
        order_key,
        runs: !preview && campaign.is_run_by(&visit.viewer),
        may_brainstorm: !preview && may_brainstorm(visit, campaign),
        preview,
        audience: campaign.sight.audience.as_str().replace('_', "-"),
        lineage: found.lineage.clone(),
        activity: found.activity.clone(),
    }
}

/// Rooms are planned from the campaign while it still takes what comes out of them.
fn may_brainstorm(visit: &Visit, campaign: &Campaign) -> bool {
    visit.viewer.person().is_some_and(|actor| {
        let doer = Doer::from(actor.clone());
        campaign.state < CampaignState::Closed && holds::<CreateBrainstorm>(&doer, &campaign.place(&doer))
    })
}

/// Where a link from before, or a number alone, leads: the campaign's page of today.
pub async fn moved(state: &State, visit: &Visit, slug: String) -> AppResult<String> {
    let viewer = visit.viewer.clone();
    state.db.read(move |conn| Ok(store::find_moved(conn, &viewer, &slug)?.path())).await
}

/// An answer for an address of before.
pub fn moved_permanently(to: &str) -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((header::LOCATION, to)).insert_header((header::CACHE_CONTROL, "no-store")).finish()
}

/// The campaign.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (slug, viewer) = (path.into_inner(), visit.viewer.clone());
    let seed = state.secret.seed("board-order", &visit.draft_owner());
    let (asked, before) = (slug.clone(), lineage::before(&request));
    let found = state
        .db
        .read(move |conn| {
            let campaign = store::find_visible(conn, &viewer, &asked)?;
            look(conn, &viewer, campaign, seed, before)
        })
        .await;
    match found {
        Ok(found) => state.page(&request, &visit, &dress(&state, &visit, &found, false)),
        Err(AppError::NotFound("campaign")) => Ok(moved_permanently(&moved(&state, &visit, slug).await?)),
        Err(error) => Err(error),
    }
}

/// Whether to be told when it opens.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderForm {
    remind: bool,
    /// `list` leads back to the list it was asked from, everything else to the campaign.
    #[serde(default)]
    from: String,
}

/// Asks to be told when a coming campaign opens, or takes that back.
pub async fn remind(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<ReminderForm>,
) -> AppResult<HttpResponse> {
    let (slug, on) = (path.into_inner(), form.0.remind);
    let back = if form.0.from == "list" { "/campaigns".to_owned() } else { format!("/campaigns/{slug}") };
    let toast = match state.write(&visit, actor, move |tx| actions::remind(tx, &slug, on)).await {
        Ok(_) if on => "toast-campaign-reminder-asked",
        Ok(_) => "toast-campaign-reminder-dropped",
        // It opened while they looked at the page: what they waited for is there.
        Err(AppError::Refused(actions::NOT_COMING)) => "toast-campaign-open-already",
        Err(error) => return Err(error),
    };
    Ok(see_other_with(&state, back, &Toast::new(toast)))
}

/// The campaign as its audience will see it, without what is somebody's own.
pub async fn preview(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let slug = path.into_inner();
    let found = state
        .db
        .read(move |conn| {
            let campaign = actions::find_run_by(conn, &actor, &slug)?;
            look(conn, &Viewer::Anonymous, campaign, 0, None)
        })
        .await?;
    if found.campaign.state == CampaignState::Archived {
        return Ok(see_other(found.campaign.path()));
    }
    state.page(&request, &visit, &dress(&state, &visit, &found, true))
}
