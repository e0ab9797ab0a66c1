//! What came of a campaign: the page to read and print, and its table for a spreadsheet.
use super::{
    show::{moved, moved_permanently},
    view::{Card, Person, Reading},
};
use crate::domains::{
    campaigns::{
        rules::{self, Plan},
        store::{self, Campaign},
    },
    ideas::{
        self,
        store::outcome::{self, Reported},
    },
    people,
    prototypes::pages::{CardView, cards_of_ideas},
};
use crate::kernel::{CampaignState, IdeaId, IdeaState, Moment, PersonId, Viewer};
use crate::platform::{
    csv_out,
    error::{AppError, AppResult},
    markdown,
    web::{Page, Section, State, Title, Visit, see_other},
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use diesel::PgConnection;
use serde::Serialize;
use std::{borrow::Cow, collections::HashMap};

/// Chosen ideas on the page.
const MOST_SELECTED: i64 = 200;
/// Parked ideas on the page, and as many declined ones.
const MOST_TURNED_DOWN: i64 = 50;
/// Rows of the table for a spreadsheet.
const MOST_ROWS: i64 = 10_000;

#[derive(Serialize)]
struct StateRow {
    kind: &'static str,
    key: String,
    count: i64,
    share: i64,
}

#[derive(Serialize)]
struct ResultRow {
    number: i64,
    href: String,
    title: String,
    author: Option<Person>,
    status_kind: &'static str,
    status_key: String,
    /// Unless they are hidden.
    votes: Option<i32>,
    reason: String,
    prototype: Option<CardView>,
}

/// Ideas that were not chosen, for one kind of reason.
#[derive(Serialize)]
struct TurnedDown {
    state: IdeaState,
    title_key: String,
    ideas: Vec<ResultRow>,
    /// All there are, where the page does not hold them.
    more: Option<i64>,
}

#[derive(Serialize)]
struct ResultsPage {
    /// The board still shows some of its ideas.
    on_board: bool,
    card: Card,
    slug: String,
    summary_html: String,
    summary_titled: bool,
    ideas: i64,
    voters: i32,
    selected_count: i64,
    median_days: Option<f64>,
    states: Vec<StateRow>,
    selected: Vec<ResultRow>,
    turned_down: Vec<TurnedDown>,
    sponsor: Option<Person>,
    promise: String,
    reopened: bool,
    runs: bool,
}

impl Page for ResultsPage {
    const TEMPLATE: &'static str = "campaigns/results.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.card.title().to_owned())
    }
}

/// Results are for everybody once it is closed, and for those who run it before.
fn is_open_to(campaign: &Campaign, visit: &Visit) -> bool {
    campaign.state >= CampaignState::Closed || (campaign.state > CampaignState::Draft && campaign.is_run_by(&visit.viewer))
}

fn status_key(state: IdeaState) -> String {
    format!("idea-state-{}", state.as_str().replace('_', "-"))
}

/// A count that is hidden until the end is hidden from those who run the campaign, too.
fn counts_shown(campaign: &Campaign) -> bool {
    rules::counts_visible(campaign.counts, Some(campaign.state), false)
}

fn result_row(idea: &Reported, names: &HashMap<PersonId, people::store::Name>, prototype: Option<CardView>, counted: bool) -> ResultRow {
    ResultRow {
        number: idea.number,
        href: ideas::store::path(idea.number, &idea.slug),
        title: idea.title.clone(),
        author: Person::among(names, idea.author_id),
        status_kind: ideas::rules::status_kind(idea.state),
        status_key: status_key(idea.state),
        votes: counted.then_some(idea.vote_count),
        reason: idea.reason.clone(),
        prototype,
    }
}

/// What the database says came of a campaign, before it is dressed.
struct Found {
    campaign: Campaign,
    plan: Plan,
    /// Ideas on show by their state, so that they add up to what the campaign's own page counts.
    counts: Vec<(IdeaState, i64)>,
    selected: Vec<Reported>,
    parked: Vec<Reported>,
    declined: Vec<Reported>,
    median_days: Option<f64>,
    names: HashMap<PersonId, people::store::Name>,
    cards: HashMap<IdeaId, CardView>,
}

fn look(conn: &mut PgConnection, viewer: &Viewer, slug: &str, now: Moment) -> AppResult<Found> {
    let campaign = store::find_visible(conn, viewer, slug)?;
    let plan = store::plan(conn, campaign.id)?;
    let mut counts = outcome::count_by_state(conn, viewer, campaign.id)?;
    counts.retain(|(state, _)| ideas::rules::is_on_show(*state));
    let selected = outcome::list_reported(conn, viewer, campaign.id, outcome::SELECTED, MOST_SELECTED)?;
    let parked = outcome::list_reported(conn, viewer, campaign.id, &[IdeaState::Parked], MOST_TURNED_DOWN)?;
    let declined = outcome::list_reported(conn, viewer, campaign.id, &[IdeaState::Declined], MOST_TURNED_DOWN)?;
    let median_days = outcome::median_days_to_decision(conn, viewer, campaign.id)?;
    let listed = selected.iter().chain(&parked).chain(&declined);
    let people: Vec<PersonId> = listed.map(|idea| idea.author_id).chain(campaign.sponsor_id).collect();
    let names = people::store::names_for(conn, viewer, &people)?;
    let ids: Vec<IdeaId> = selected.iter().map(|idea| idea.id).collect();
    let cards = cards_of_ideas(conn, viewer, &ids, now)?;
    Ok(Found { campaign, plan, counts, selected, parked, declined, median_days, names, cards })
}

fn turned_down(found: &Found, state: IdeaState, listed: &[Reported], counted: bool) -> Option<TurnedDown> {
    let all = found.counts.iter().find(|(of, _)| *of == state).map_or(0, |(_, count)| *count);
    let ideas: Vec<ResultRow> = listed.iter().map(|idea| result_row(idea, &found.names, None, counted)).collect();
    let more = (all > MOST_TURNED_DOWN).then_some(all);
    (!ideas.is_empty()).then(|| TurnedDown { state, title_key: format!("campaigns-results-{}", state.as_str()), ideas, more })
}

fn dress(state: &State, visit: &Visit, mut found: Found) -> ResultsPage {
    let counted = counts_shown(&found.campaign);
    let total: i64 = found.counts.iter().map(|(_, count)| count).sum();
    let bar = |(state, count): &(IdeaState, i64)| StateRow {
        kind: ideas::rules::status_kind(*state),
        key: status_key(*state),
        count: *count,
        share: count * 100 / total.max(1),
    };
    let mut cards = std::mem::take(&mut found.cards);
    let selected = found.selected.iter().map(|idea| result_row(idea, &found.names, cards.remove(&idea.id), counted)).collect();
    let groups = [(IdeaState::Parked, &found.parked), (IdeaState::Declined, &found.declined)];
    let turned_down = groups.into_iter().filter_map(|(state, listed)| turned_down(&found, state, listed, counted)).collect();
    let campaign = &found.campaign;
    ResultsPage {
        card: Reading::of(state, visit).card(campaign, &found.plan),
        slug: campaign.slug.clone(),
        summary_html: markdown::to_section_html(&campaign.summary),
        summary_titled: markdown::is_titled(&campaign.summary),
        ideas: total,
        on_board: found.counts.iter().any(|(state, count)| ideas::store::ON_BOARD.contains(state) && *count > 0),
        voters: campaign.voter_count,
        selected_count: found.counts.iter().filter(|(state, _)| outcome::SELECTED.contains(state)).map(|(_, count)| count).sum(),
        median_days: found.median_days.map(|days| (days * 10.0).round() / 10.0),
        states: found.counts.iter().map(bar).collect(),
        selected,
        turned_down,
        sponsor: campaign.sponsor_id.and_then(|id| Person::among(&found.names, id)),
        promise: campaign.sponsor_promise.clone(),
        reopened: campaign.state < CampaignState::Closed,
        runs: campaign.is_run_by(&visit.viewer),
    }
}

/// The result page.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (slug, viewer, now) = (path.into_inner(), visit.viewer.clone(), visit.now);
    let asked = slug.clone();
    match state.db.read(move |conn| look(conn, &viewer, &asked, now)).await {
        Ok(found) if !is_open_to(&found.campaign, &visit) => Ok(see_other(found.campaign.path())),
        Ok(found) => state.page(&request, &visit, &dress(&state, &visit, found)),
        Err(AppError::NotFound("campaign")) => Ok(moved_permanently(&format!("{}/results", moved(&state, &visit, slug).await?))),
        Err(error) => Err(error),
    }
}

/// Every idea with what became of it, as a table. Cells can never become formulas.
pub async fn csv(state: web::Data<State>, visit: Visit, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (slug, viewer) = (path.into_inner(), visit.viewer.clone());
    let (campaign, rows, names) = state
        .db
        .read(move |conn| {
            let campaign = store::find_visible(conn, &viewer, &slug)?;
            let rows = outcome::list_reported(conn, &viewer, campaign.id, outcome::REPORTED, MOST_ROWS)?;
            let people: Vec<PersonId> = rows.iter().map(|idea| idea.author_id).collect();
            let names = people::store::names_for(conn, &viewer, &people)?;
            Ok((campaign, rows, names))
        })
        .await?;
    if !is_open_to(&campaign, &visit) {
        return Err(AppError::NotFound("campaign"));
    }
    let word = |key: &str| Cow::Owned(state.words.plain(visit.preferences.lang, key));
    let head = ["number", "title", "author", "state", "votes", "comments", "sent", "decided", "reason", "link-head"];
    let head = head.iter().map(|name| word(&format!("campaigns-csv-{name}"))).collect();
    let base = state.config.base_url().to_owned();
    let counted = counts_shown(&campaign);
    let body = rows.iter().map(|idea| {
        vec![
            Cow::Owned(idea.number.to_string()),
            Cow::Borrowed(idea.title.as_str()),
            names.get(&idea.author_id).map_or(Cow::Borrowed(""), |name| Cow::Borrowed(name.name.as_str())),
            word(&status_key(idea.state)),
            if counted { Cow::Owned(idea.vote_count.to_string()) } else { Cow::Borrowed("") },
            Cow::Owned(idea.comment_count.to_string()),
            Cow::Owned(idea.created_at.to_rfc3339()),
            Cow::Owned(idea.decided_at.map_or_else(String::new, |at| at.to_rfc3339())),
            Cow::Borrowed(idea.reason.as_str()),
            Cow::Owned(format!("{base}{}", ideas::store::path(idea.number, &idea.slug))),
        ]
    });
    let file = csv_out::file(std::iter::once(head).chain(body))?;
    let name =
        format!("attachment; filename=\"{}-results.csv\"", campaign.slug.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', ""));
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}
