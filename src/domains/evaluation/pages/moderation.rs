//! `/moderation`: what waits for approval, what was put aside; its counts are for everybody.
use super::number_of;
use crate::domains::evaluation::{
    actions::{self, Moderation},
    store::{self, QueueCounts, Queued},
};
use crate::domains::ideas;
use crate::kernel::{Actor, Refusal};
use crate::platform::{
    error::{AppError, AppResult},
    markdown,
    web::{Cursor, Limit, Page, Posted, ProblemField, Queried, Section, State, Title, Toast, Visit, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

const ROWS: i64 = 30;
/// Ideas approved at once, at most.
const BATCH: usize = 50;

/// None is marked, or too many.
const NONE_MARKED: Refusal = Refusal::of("idea", "moderation-none-marked");

/// Which list, and where in it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueQuery {
    list: Option<String>,
    after: Option<String>,
    idea: Option<String>,
}

#[derive(Serialize)]
struct Row {
    number: i64,
    href: String,
    page_href: String,
    title: String,
    body_html: String,
    author: String,
    campaign: String,
    source_key: String,
    state_key: String,
    state_kind: &'static str,
    created_at: String,
    reason: String,
    current: bool,
}

#[derive(Serialize)]
struct ModerationPage {
    counts: QueueCounts,
    may_moderate: bool,
    aside: bool,
    rows: Vec<Row>,
    preview: Option<usize>,
    /// Whether the idea was chosen, or is only the first of the list.
    chosen: bool,
    back_href: String,
    next_href: String,
    note: String,
    problem: String,
    note_error: String,
}

impl Page for ModerationPage {
    const TEMPLATE: &'static str = "evaluation/moderation.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("moderation-title")
    }
}

/// The preview alone, for a script that moves through the list.
#[derive(Serialize)]
#[serde(transparent)]
struct PreviewPart(ModerationPage);

impl Page for PreviewPart {
    const TEMPLATE: &'static str = "evaluation/_moderation_preview.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        self.0.title()
    }
}

fn row(queued: Queued, list: &str, current: Option<i64>) -> Row {
    Row {
        number: queued.number,
        href: format!("/moderation?list={list}&idea={}", queued.number),
        page_href: ideas::store::path(queued.number, &queued.slug),
        title: queued.title,
        body_html: markdown::to_html(&queued.body),
        author: queued.author_name,
        campaign: queued.campaign_title.unwrap_or_default(),
        source_key: format!("evaluation-source-{}", queued.source),
        state_key: format!("evaluation-state-{}", queued.state),
        state_kind: ideas::rules::status_kind(queued.state),
        created_at: queued.created_at.to_rfc3339(),
        reason: queued.reason.unwrap_or_default(),
        current: current == Some(queued.number),
    }
}

async fn page(state: &State, visit: &Visit, query: QueueQuery) -> AppResult<ModerationPage> {
    let aside = query.list.as_deref() == Some("aside");
    let after = query.after.as_deref().map(Cursor::parse::<store::QueuePlace>).transpose()?;
    let limit = Limit::parse(None, ROWS)?;
    let (viewer, may_moderate) = (visit.viewer.clone(), store::may_moderate(&visit.viewer));
    let (counts, mut rows) = state
        .db
        .read(move |conn| {
            let counts = store::count_queue(conn, &viewer)?;
            let rows = match (may_moderate, aside) {
                (false, _) => Vec::new(),
                (true, false) => store::list_pending(conn, &viewer, after, limit.rows_and_one())?,
                (true, true) => store::list_put_aside(conn, &viewer, after, limit.rows_and_one())?,
            };
            Ok((counts, rows))
        })
        .await?;
    let next = limit.cut(&mut rows, |row| (row.created_at, row.id));
    let list = if aside { "aside" } else { "waiting" };
    let wished = query.idea.as_deref().map(number_of).transpose()?;
    let current = wished.filter(|wished| rows.iter().any(|row| row.number == *wished)).or_else(|| rows.first().map(|row| row.number));
    let rows: Vec<Row> = rows.into_iter().map(|queued| row(queued, list, current)).collect();
    Ok(ModerationPage {
        counts,
        may_moderate,
        aside,
        chosen: wished.is_some() && wished == current,
        back_href: format!("/moderation?list={list}"),
        preview: rows.iter().position(|row| row.current),
        next_href: next.map(|after| format!("/moderation?list={list}&after={after}")).unwrap_or_default(),
        rows,
        note: String::new(),
        problem: String::new(),
        note_error: String::new(),
    })
}

/// `GET /moderation`.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<QueueQuery>) -> AppResult<HttpResponse> {
    let page = page(&state, &visit, query.0).await?;
    if visit.fragment {
        return state.page(&request, &visit, &PreviewPart(page));
    }
    state.page(&request, &visit, &page)
}

/// The ideas that were marked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalForm {
    #[serde(default)]
    idea: Vec<i64>,
}

/// `POST /moderation/approvals`: one idea or all that are marked, in one transaction.
pub async fn approve(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    form: Posted<ApprovalForm>,
) -> AppResult<HttpResponse> {
    let mut numbers = form.0.idea;
    // Rows are locked in one order, so that two moderators never wait for each other.
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() || numbers.len() > BATCH {
        let mut page = page(&state, &visit, QueueQuery::default()).await?;
        page.problem = ProblemField::of(&state.words, visit.preferences.lang, &NONE_MARKED).text;
        return state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let only = if let [only] = numbers.as_slice() { Some(*only) } else { None };
    state
        .write(&visit, actor, move |tx| {
            // One grant and one event for each idea; the number of them is bounded.
            numbers.iter().try_for_each(|number| actions::moderate(tx, *number, Moderation::Approve, "").map(|_| ()))
        })
        .await?;
    let toast = match only {
        Some(number) => Toast::undoable("toast-moderation-approved", format!("/moderation/{number}/return")),
        None => Toast::new("toast-moderation-approved-many"),
    };
    Ok(see_other_with(&state, "/moderation", &toast))
}

/// Why it does not fit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteForm {
    #[serde(default)]
    reason: String,
}

/// `POST /moderation/{idea}/decline`: off-topic, with a note that the author reads.
pub async fn decline(
    (state, visit, actor, request): (web::Data<State>, Visit, Actor, HttpRequest),
    idea: web::Path<String>,
    form: Posted<NoteForm>,
) -> AppResult<HttpResponse> {
    let (number, note) = (number_of(&idea)?, form.0.reason);
    let typed = note.clone();
    let done = state.write(&visit, actor, move |tx| actions::moderate(tx, number, Moderation::Decline, &note)).await;
    match done {
        Ok(_) => {
            Ok(see_other_with(&state, "/moderation", &Toast::undoable("toast-moderation-declined", format!("/moderation/{number}/return"))))
        }
        Err(AppError::Refused(refusal)) if refusal.field.is_some() => {
            let mut page = page(&state, &visit, QueueQuery { idea: Some(number.to_string()), ..QueueQuery::default() }).await?;
            page.note_error = ProblemField::of(&state.words, visit.preferences.lang, &refusal).text;
            page.note = typed;
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(error),
    }
}

/// `POST /moderation/{idea}/bin`.
pub async fn bin(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    idea: web::Path<String>,
    form: Posted<NoteForm>,
) -> AppResult<HttpResponse> {
    let (number, note) = (number_of(&idea)?, form.0.reason);
    state.write(&visit, actor, move |tx| actions::moderate(tx, number, Moderation::Bin, &note)).await?;
    Ok(see_other_with(&state, "/moderation", &Toast::undoable("toast-moderation-binned", format!("/moderation/{number}/return"))))
}

/// `POST /moderation/{idea}/return`: back to where it was; restores, and undoes an approval.
pub async fn give_back(state: web::Data<State>, visit: Visit, actor: Actor, idea: web::Path<String>) -> AppResult<HttpResponse> {
    let number = number_of(&idea)?;
    let idea = state.write(&visit, actor, move |tx| actions::moderate(tx, number, Moderation::Return, "")).await?;
    if store::may_moderate(&visit.viewer) {
        return Ok(see_other_with(&state, format!("/moderation?idea={number}"), &Toast::new("toast-moderation-returned")));
    }
    Ok(see_other(idea.path()))
}
