//! The page that looks for the idea that stays, and the forms of merging.
use super::{
    Merged, check_duplicate, merge as merge_ideas, takes_duplicates, triage_duplicate, undo_decision as take_back, unmerge as unmerge_idea,
};
use crate::domains::{
    evaluation::pages::InboxQuery,
    ideas::{self, store::Listed},
};
use crate::kernel::{Actor, MergeIdeas, Refusal, Viewer, authorize, text};
use crate::platform::{
    error::{AppError, AppResult},
    markdown,
    web::{Page, Posted, ProblemField, Queried, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};

/// Candidates on the page.
const SHOWN: i64 = 8;

/// What is looked for, and the target under the eyes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeQuery {
    q: Option<String>,
    into: Option<String>,
    /// Came from the triage inbox, and goes back there: to these filters of it.
    triage: Option<String>,
}

/// The idea that stays: "118", "#118" or its address.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeForm {
    into: String,
    #[serde(default)]
    triage: Option<String>,
}

#[derive(Serialize)]
struct Candidate {
    number: i64,
    href: String,
    title: String,
    opening: String,
    campaign: String,
    created_at: String,
    state_key: String,
    current: bool,
    choose: String,
}

#[derive(Serialize)]
struct Side {
    number: i64,
    href: String,
    title: String,
    body_html: String,
    created_at: String,
}

#[derive(Serialize)]
struct MergePage {
    this: Side,
    into: Option<Side>,
    candidates: Vec<Candidate>,
    q: String,
    from_triage: bool,
    triage: String,
    post_to: String,
    /// The number that was typed, while it is no target.
    wished: String,
    wished_error: String,
    problem: String,
    /// It can become a duplicate.
    possible: bool,
    /// Why it cannot, unless that stands on top already.
    impossible: String,
    /// The same two, the other way round, where that can be done instead.
    other_way: String,
}

impl Page for MergePage {
    const TEMPLATE: &'static str = "evaluation/merge.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("merge-title")
    }
}

/// The number that somebody typed or pasted as a target.
fn target_of(wish: &str) -> AppResult<i64> {
    let wish = wish.trim().trim_end_matches('/');
    let last = wish.rsplit('/').next().unwrap_or(wish).trim_start_matches('#');
    text::leading_number(last).ok_or_else(|| super::NO_TARGET.into())
}

fn side(idea: &ideas::store::VisibleIdea) -> Side {
    Side {
        number: idea.number,
        href: idea.path(),
        title: idea.title.clone(),
        body_html: markdown::to_html(&idea.body),
        created_at: idea.created_at.to_rfc3339(),
    }
}

fn candidate(idea: Listed, query: &MergeQuery, number: i64) -> Candidate {
    let link = format!("/ideas/{number}/merge?");
    let start = link.len();
    let mut choose = form_urlencoded::Serializer::for_suffix(link, start);
    choose.append_pair("into", &idea.number.to_string());
    for (name, value) in [("q", &query.q), ("triage", &query.triage)] {
        if let Some(value) = value {
            choose.append_pair(name, value);
        }
    }
    Candidate {
        number: idea.number,
        href: ideas::store::path(idea.number, &idea.slug),
        title: idea.title,
        opening: text::plain_opening(&idea.opening, 160),
        campaign: idea.campaign_title.unwrap_or_default(),
        created_at: idea.created_at.to_rfc3339(),
        state_key: format!("evaluation-state-{}", idea.state),
        current: query.into.as_deref() == Some(idea.number.to_string().as_str()),
        choose: choose.finish(),
    }
}

/// Other ideas that say the words, or say something like this one where none are looked for.
fn candidates(conn: &mut PgConnection, viewer: &Viewer, idea: &ideas::store::VisibleIdea, words: &str) -> AppResult<Vec<Listed>> {
    let mut found: Vec<Listed> = if words.trim().is_empty() {
        ideas::store::list_alike(conn, viewer, &idea.title, &idea.body, Some(idea.id), SHOWN * 4)?
    } else {
        let search = ideas::store::Search { words: words.to_owned(), campaign: None, status: None, tag: None, source: None, most: SHOWN };
        ideas::store::search(conn, viewer, &search)?.0.into_iter().map(|hit| hit.idea).collect()
    };
    found.retain(|other| other.id != idea.id);
    found.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    Ok(found)
}

/// The idea that a typed number stands for, or why it cannot be the one that stays.
fn target(conn: &mut PgConnection, viewer: &Viewer, number: i64, wish: &str) -> AppResult<Result<ideas::store::VisibleIdea, Refusal>> {
    let into = match target_of(wish) {
        Ok(into) if into == number => return Ok(Err(super::SAME_IDEA)),
        Ok(into) => into,
        Err(_) => return Ok(Err(super::NO_TARGET)),
    };
    match ideas::store::find_visible(conn, viewer, into) {
        Ok(found) if takes_duplicates(found.state) => Ok(Ok(found)),
        Ok(_) => Ok(Err(super::TARGET_CLOSED)),
        Err(AppError::NotFound(_)) => Ok(Err(super::NO_TARGET)),
        Err(error) => Err(error),
    }
}

async fn page(state: &State, visit: &Visit, actor: Actor, number: i64, query: MergeQuery, problem: String) -> AppResult<MergePage> {
    let (viewer, words, lang) = (visit.viewer.clone(), state.words.clone(), visit.preferences.lang);
    state
        .db
        .read(move |conn| {
            let idea = ideas::store::find_visible(conn, &viewer, number)?;
            authorize::<MergeIdeas>(&actor.clone().into(), idea.place(&actor.clone().into()))
                .ok_or_else(AppError::forbidden::<MergeIdeas>)?;
            let looked_for = query.q.clone().unwrap_or_default();
            let found = candidates(conn, &viewer, &idea, &looked_for)?;
            let wish = query.into.as_deref().map(str::trim).filter(|wish| !wish.is_empty());
            let (into, refusal) = match wish.map(|wish| target(conn, &viewer, number, wish)).transpose()? {
                None => (None, None),
                Some(Ok(into)) => (Some(into), None),
                Some(Err(refusal)) => (None, Some(refusal)),
            };
            let impossible = check_duplicate(idea.state).err();
            let turned =
                into.as_ref().filter(|into| impossible.is_some() && takes_duplicates(idea.state) && check_duplicate(into.state).is_ok());
            let from_triage = query.triage.is_some();
            let inbox = InboxQuery::of_word(query.triage.as_deref().unwrap_or_default());
            Ok(MergePage {
                this: side(&idea),
                into: into.as_ref().map(side),
                candidates: found.into_iter().map(|found| candidate(found, &query, number)).collect(),
                q: looked_for,
                from_triage,
                triage: inbox.word(),
                post_to: if from_triage {
                    inbox.here(&format!("/triage/{number}/duplicate"), &[])
                } else {
                    format!("/ideas/{number}/merge")
                },
                wished: if refusal.is_some() { wish.unwrap_or_default().to_owned() } else { String::new() },
                // What the form was refused for stands on top already.
                wished_error: refusal
                    .filter(|_| problem.is_empty())
                    .map_or_else(String::new, |refusal| ProblemField::of(&words, lang, &refusal).text),
                possible: impossible.is_none(),
                other_way: turned.map_or_else(String::new, |into| format!("/ideas/{}/merge?into={number}", into.number)),
                impossible: impossible
                    .filter(|_| problem.is_empty())
                    .map_or_else(String::new, |refusal| ProblemField::of(&words, lang, &refusal).text),
                problem: problem.clone(),
            })
        })
        .await
}

/// `GET /ideas/{idea}/merge`: similar ideas first, a search, the two side by side.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    idea: web::Path<String>,
    query: Queried<MergeQuery>,
) -> AppResult<HttpResponse> {
    let page = page(&state, &visit, actor, ideas::store::number_of(&idea)?, query.0, String::new()).await?;
    state.page(&request, &visit, &page)
}

/// The page again, with why it was not done beside the target.
async fn refused(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    actor: Actor,
    number: i64,
    form: MergeForm,
    error: AppError,
) -> AppResult<HttpResponse> {
    let AppError::Refused(refusal) = error else {
        return Err(error);
    };
    let problem = ProblemField::of(&state.words, visit.preferences.lang, &refusal).text;
    let status = if refusal.field.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    let query = MergeQuery { q: None, into: Some(form.into), triage: form.triage };
    state.page_with(request, visit, &page(state, visit, actor, number, query, problem).await?, status)
}

/// `POST /ideas/{idea}/merge`.
pub async fn merge(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    idea: web::Path<String>,
    form: Posted<MergeForm>,
) -> AppResult<HttpResponse> {
    let number = ideas::store::number_of(&idea)?;
    let wish = form.0.into.clone();
    let done = state.write(&visit, actor.clone(), move |tx| merge_ideas(tx, number, target_of(&wish)?)).await;
    match done {
        Ok(Merged { kept, .. }) => {
            Ok(see_other_with(&state, kept.path(), &Toast::undoable("toast-merged", format!("/ideas/{number}/unmerge"))))
        }
        Err(error) => refused(&state, &visit, &request, actor, number, form.0, error).await,
    }
}

/// `POST /ideas/{idea}/unmerge`.
pub async fn unmerge(state: web::Data<State>, visit: Visit, actor: Actor, idea: web::Path<String>) -> AppResult<HttpResponse> {
    let number = ideas::store::number_of(&idea)?;
    let duplicate = state.write(&visit, actor, move |tx| unmerge_idea(tx, number)).await?;
    Ok(see_other_with(&state, duplicate.path(), &Toast::new("toast-unmerged")))
}

/// `POST /triage/{idea}/duplicate`: key 2 of the inbox.
pub async fn duplicate(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    idea: web::Path<String>,
    query: Queried<InboxQuery>,
    form: Posted<MergeForm>,
) -> AppResult<HttpResponse> {
    let number = ideas::store::number_of(&idea)?;
    let wish = form.0.into.clone();
    let done = state.write(&visit, actor.clone(), move |tx| triage_duplicate(tx, number, target_of(&wish)?)).await;
    match done {
        Ok(Merged { duplicate, .. }) => {
            let undo = query.0.here("/triage/undo", &[]);
            Ok(see_other_with(&state, query.0.beyond(&state, &visit, &duplicate).await?, &Toast::undoable("toast-triage-duplicate", undo)))
        }
        Err(error) => {
            let form = MergeForm { triage: Some(query.0.word()), ..form.0 };
            refused(&state, &visit, &request, actor, number, form, error).await
        }
    }
}

/// `POST /triage/undo`: key z of the inbox.
pub async fn undo(state: web::Data<State>, visit: Visit, actor: Actor, query: Queried<InboxQuery>) -> AppResult<HttpResponse> {
    let idea = state.write(&visit, actor, |tx| take_back(tx, None)).await?;
    Ok(see_other_with(&state, query.0.at(idea.number), &Toast::new("toast-triage-undone").about(&idea.title)))
}

/// `POST /ideas/{idea}/decision/undo`: takes back one's own last decision on the idea, wherever it was taken.
pub async fn undo_decision(state: web::Data<State>, visit: Visit, actor: Actor, idea: web::Path<String>) -> AppResult<HttpResponse> {
    let number = ideas::store::number_of(&idea)?;
    let idea = state.write(&visit, actor, move |tx| take_back(tx, Some(number))).await?;
    Ok(see_other_with(&state, idea.path(), &Toast::new("toast-triage-undone").about(&idea.title)))
}
