//! Ideas as JSON: the same board, the same form, the same rules.
mod bodies;
mod photos;
mod steps;
mod versions;
pub use bodies::{IdeaBody, IdeaEntry};

use super::{
    actions::{self, Edit, Proposal},
    pages::{
        board::{Filter, seed},
        voted_for,
    },
    store,
};
use crate::domains::{lineage, people, prototypes};
use crate::kernel::{IdeaSource, IdeaState, PersonId, Refusal, Viewer};
use crate::platform::{
    db::Tx,
    error::AppResult,
    web::{
        ApiDone, ApiPage, ApiReader, ApiVisit, Asked, IfMatch, Json, Limit, Matching, Problems, State, UpdateProblems, WriteProblems,
        require_match,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use bodies::{Around, IdeaChange, NewIdeaBody, body, check_tags, entry};
use diesel::PgConnection;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(list_ideas)
        .service(submit_idea)
        .service(show_idea)
        .service(edit_idea)
        .service(steps::withdraw_idea)
        .service(steps::undo_withdrawal)
        .service(steps::follow_idea)
        .service(steps::unfollow_idea)
        .service(photos::add_photo)
        .service(photos::remove_photo)
        .service(photos::restore_photo)
        .service(photos::show_file)
        .service(versions::list_versions)
        .service(versions::restore_version);
}

/// Order of the list.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By the rising score: votes and comments, weighed against age.
    #[default]
    Rising,
    /// By votes.
    Wanted,
    /// Newest first.
    New,
    /// What shipped, latest first.
    Shipped,
}

/// Which ideas.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Order of the list; without it `rising`. `rising` has what is open, in review, shortlisted or in prototype, `wanted`
    /// what is parked as well, `new` all but what was merged or taken off the board, `shipped` what shipped.
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
    /// In one state, whichever the order would leave out.
    status: Option<IdeaState>,
    /// Slug or number of a campaign.
    campaign: Option<String>,
    /// With a tag.
    tag: Option<String>,
    /// From one source.
    source: Option<IdeaSource>,
    /// Words in web search syntax; the best hits first, on one page.
    q: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

/// Ideas as the caller sees them. Without `sort` they come by the rising score, and each order leaves out what it is not
/// about: declined ideas are under `new` or a `status`. Ideas of a campaign that hides its counts come shuffled, in an
/// order that is the caller's own, wherever counts would order them. With `q` the best hits come first, on one page.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(ListQuery), responses((status = 200, description = "A page of ideas", body = ApiPage<IdeaEntry>), Problems))]
#[get("/ideas")]
pub async fn list_ideas(
    state: web::Data<State>,
    call: ApiReader,
    request: HttpRequest,
    query: Asked<ListQuery>,
) -> AppResult<HttpResponse> {
    let query = query.into_inner();
    let sort = match query.sort {
        Sort::Rising => "rising",
        Sort::Wanted => "wanted",
        Sort::New => "new",
        Sort::Shipped => "shipped",
    };
    // The board begins where it reads no place; here only one that a page gave is taken, and a search has one page.
    let searched = query.q.as_deref().is_some_and(|words| !words.trim().is_empty());
    if query.after.as_deref().is_some_and(|after| after.is_empty() || searched) {
        return Err(Refusal::of("after", "cursor-unreadable").into());
    }
    let filter = Filter {
        sort: Some(sort.to_owned()),
        campaign: query.campaign,
        status: query.status.map(|state| state.to_string()),
        tag: query.tag,
        source: query.source.map(|source| source.to_string()),
        q: query.q,
        after: query.after,
    };
    let limit = Limit::parse(query.limit, 20)?;
    let (items, next) = page(&state, &call.visit.viewer, seed(&state, &call.visit), &filter, limit).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

/// A page of the board as entries, and the cursor of the next one.
///
/// # Errors
/// When the campaign is not to be seen, or the cursor is none of this order.
pub(super) async fn page(
    state: &State,
    viewer: &Viewer,
    seed: u64,
    filter: &Filter,
    limit: Limit,
) -> AppResult<(Vec<IdeaEntry>, Option<String>)> {
    let (asked, viewer) = (filter.understood(limit), viewer.clone());
    let found = state.db.read(move |conn| {
        let found = asked.look(conn, &viewer, seed)?;
        let authors: Vec<PersonId> = found.ideas.iter().map(|idea| idea.author_id).collect();
        let names = people::store::names(conn, &authors)?;
        Ok((found.ideas.iter().zip(&found.rows).map(|(idea, row)| entry(idea, row.votes(), &names)).collect(), found.next))
    });
    found.await
}

/// The idea as it is now, as every change answers.
///
/// # Errors
/// When it is not to be seen.
pub async fn answer(state: &State, call: &ApiVisit, number: i64) -> AppResult<ApiDone<IdeaBody>> {
    shown(state, &call.visit.viewer, number).await
}

async fn shown(state: &State, viewer: &Viewer, number: i64) -> AppResult<ApiDone<IdeaBody>> {
    let item = read(state, viewer, number).await?;
    Ok(ApiDone { version: Some(item.version), item, location: None })
}

/// Carries an action out on an idea for a token with this scope; the idea as it is then.
///
/// # Errors
/// When the token lacks the scope, or those of the action.
pub async fn carry_out<T: Send + 'static>(
    state: &State,
    call: &ApiVisit,
    scope: &'static str,
    number: i64,
    work: impl Fn(&mut Tx<'_>) -> AppResult<T> + Send + 'static,
) -> AppResult<ApiDone<IdeaBody>> {
    call.require(scope)?;
    state.write(&call.visit, call.actor.clone(), move |tx| work(tx).map(drop)).await?;
    answer(state, call, number).await
}

/// As [`carry_out`], but only on the idea as it was read, where the call says how that was.
///
/// # Errors
/// [`AppError::Stale`](crate::platform::error::AppError::Stale) when it says something else by now, else as [`carry_out`].
pub async fn carry_out_on<T: Send + 'static>(
    state: &State,
    call: &ApiVisit,
    scope: &'static str,
    (number, matching): (i64, Matching),
    work: impl Fn(&mut Tx<'_>) -> AppResult<T> + Send + 'static,
) -> AppResult<ApiDone<IdeaBody>> {
    let held = move |tx: &mut Tx<'_>| {
        if matching.is_asked() {
            let viewer = tx.doer().viewer();
            // Locked first: whoever answers it at the same time is seen, or waits.
            store::lock_visible(tx, number)?;
            let stands = look(tx.reading(), &viewer, number)?;
            matching.check(stands.version, &stands)?;
        }
        work(tx)
    };
    carry_out(state, call, scope, number, held).await
}

async fn read(state: &State, viewer: &Viewer, number: i64) -> AppResult<IdeaBody> {
    let viewer = viewer.clone();
    state.db.read(move |conn| look(conn, &viewer, number)).await
}

fn look(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<IdeaBody> {
    let whole = store::find_whole(conn, viewer, number)?;
    let names = people::store::names(conn, &[whole.idea.author_id])?;
    let idea = whole.idea.id;
    let around = Around {
        voted: voted_for(conn, viewer, &[idea])?.contains(&idea),
        origin: lineage::store::source_of_idea(conn, viewer, idea)?,
        prototype: prototypes::store::coupon_of_idea(conn, viewer, idea)?.map(|coupon| coupon.number),
    };
    Ok(body(whole, &names, around))
}

/// One idea.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea", body = IdeaBody), (status = 304, description = "If-None-Match names the present version"), Problems))]
#[get("/ideas/{number}")]
pub async fn show_idea(state: web::Data<State>, call: ApiReader, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    shown(&state, &call.visit.viewer, *path).await
}

/// Submits an idea.
#[utoipa::path(tag = "ideas", security(("token" = ["ideas:write"])), request_body = NewIdeaBody, responses((status = 201, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas")]
pub async fn submit_idea(state: web::Data<State>, call: ApiVisit, new: Json<NewIdeaBody>) -> AppResult<ApiDone<IdeaBody>> {
    call.require("ideas:write")?;
    let new = new.into_inner();
    check_tags(&new.tags)?;
    let proposal = Proposal {
        campaign: new.campaign.filter(|slug| !slug.is_empty()),
        title: new.title,
        body: new.body,
        tags: new.tags,
        fields: new.fields.into_iter().map(|field| (field.field, field.value)).collect(),
        internal: new.internal,
        accept_terms: new.accept_terms,
    };
    let number =
        state.write(&call.visit, call.actor.clone(), move |tx| actions::propose(tx, &proposal).map(|(_, number, _)| number)).await?;
    let item = read(&state, &call.visit.viewer, number).await?;
    Ok(ApiDone { version: Some(item.version), location: Some(format!("/api/v1/ideas/{number}")), item })
}

/// Edits an idea. If-Match must name the version that was read.
#[utoipa::path(tag = "ideas", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea"), IfMatch), request_body = IdeaChange, responses((status = 200, description = "The idea as it stands", body = IdeaBody), UpdateProblems))]
#[patch("/ideas/{number}")]
pub async fn edit_idea(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    change: Json<IdeaChange>,
) -> AppResult<ApiDone<IdeaBody>> {
    call.require("ideas:write")?;
    let (number, change) = (*path, change.into_inner());
    check_tags(change.tags.as_deref().unwrap_or_default())?;
    let known = read(&state, &call.visit.viewer, number).await?;
    require_match(&request, known.version)?;
    let edit = Edit {
        version: known.version,
        title: change.title.unwrap_or(known.title),
        body: change.body.unwrap_or(known.body),
        tags: change.tags,
        fields: change.fields.map(|fields| fields.into_iter().map(|field| (field.field, field.value)).collect()),
    };
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::edit(tx, number, &edit)).await
}
