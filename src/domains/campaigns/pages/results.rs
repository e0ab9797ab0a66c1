//! What came of a campaign: the page to read and print, and its table for a spreadsheet.
use super::{
    show::{moved, moved_permanently},
    view::{Card, Person, Reading},
};
use crate::domains::{
    campaigns::{
        rules,
        store::{self, Campaign},
    },
    ideas::{
        self,
        store::outcome::{self, Reported},
    },
    people,
    prototypes::pages::{CardView, cards_of_ideas},
};
use crate::kernel::{CampaignState, IdeaState, PersonId};
use crate::platform::{
    csv_out,
    error::{AppError, AppResult},
    markdown,
    web::{Page, Section, State, Title, Visit, see_other},
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use serde::Serialize;
use std::{borrow::Cow, collections::HashMap};

/// Chosen ideas on the page.
const MOST_SELECTED: i64 = 200;
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
struct SelectedRow {
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
    selected: Vec<SelectedRow>,
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

fn selected_row(
    idea: &Reported,
    names: &HashMap<PersonId, people::store::Name>,
    prototype: Option<CardView>,
    counted: bool,
) -> SelectedRow {
    SelectedRow {
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

/// The result page.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (slug, viewer, now) = (path.into_inner(), visit.viewer.clone(), visit.now);
    let asked = slug.clone();
    let found = state
        .db
        .read(move |conn| {
            let campaign = store::find_visible(conn, &viewer, &asked)?;
            let plan = store::plan(conn, campaign.id)?;
            let counts = outcome::count_by_state(conn, &viewer, campaign.id)?;
            let selected = outcome::list_reported(conn, &viewer, campaign.id, outcome::SELECTED, MOST_SELECTED)?;
            let median_days = outcome::median_days_to_decision(conn, &viewer, campaign.id)?;
            let people: Vec<PersonId> = selected.iter().map(|idea| idea.author_id).chain(campaign.sponsor_id).collect();
            let names = people::store::names_for(conn, &viewer, &people)?;
            let ids: Vec<_> = selected.iter().map(|idea| idea.id).collect();
            let cards = cards_of_ideas(conn, &viewer, &ids, now)?;
            Ok((campaign, plan, counts, selected, median_days, names, cards))
        })
        .await;
    let (campaign, plan, counts, selected, median_days, names, mut cards) = match found {
        Ok(found) => found,
        Err(AppError::NotFound("campaign")) => {
            return Ok(moved_permanently(&format!("{}/results", moved(&state, &visit, slug).await?)));
        }
        Err(error) => return Err(error),
    };
    if !is_open_to(&campaign, &visit) {
        return Ok(see_other(campaign.path()));
    }
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    let row = |(state, count): &(IdeaState, i64)| StateRow {
        kind: ideas::rules::status_kind(*state),
        key: status_key(*state),
        count: *count,
        share: count * 100 / total.max(1),
    };
    let page = ResultsPage {
        card: Reading::of(&state, &visit).card(&campaign, &plan),
        slug: campaign.slug.clone(),
        summary_html: markdown::to_section_html(&campaign.summary),
        summary_titled: markdown::is_titled(&campaign.summary),
        ideas: total,
        on_board: counts.iter().any(|(state, count)| ideas::store::ON_BOARD.contains(state) && *count > 0),
        voters: campaign.voter_count,
        selected_count: counts.iter().filter(|(state, _)| outcome::SELECTED.contains(state)).map(|(_, count)| count).sum(),
        median_days: median_days.map(|days| (days * 10.0).round() / 10.0),
        states: counts.iter().map(row).collect(),
        selected: selected.iter().map(|idea| selected_row(idea, &names, cards.remove(&idea.id), counts_shown(&campaign))).collect(),
        sponsor: campaign.sponsor_id.and_then(|id| Person::among(&names, id)),
        promise: campaign.sponsor_promise.clone(),
        reopened: campaign.state < CampaignState::Closed,
        runs: campaign.is_run_by(&visit.viewer),
    };
    state.page(&request, &visit, &page)
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
