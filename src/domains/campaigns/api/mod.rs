//! Campaigns as JSON: read, draft, change, launch, move.
mod bodies;
mod changes;
pub use bodies::{CampaignBody, CampaignItem, body};
pub use changes::ChangeBody;

use super::{actions, rules::Change, store};
use crate::domains::voting::store::most_spent;
use crate::kernel::{CampaignState, Moment, PhaseKind, Viewer};
use crate::platform::{
    csv_out,
    db::Tx,
    error::{AppError, AppResult},
    web::{
        ApiDone, ApiPage, ApiReader, ApiVisit, Asked, Cursor, IfMatch, Json, Limit, Problems, State, UpdateProblems, Visit, WriteProblems,
        require_match,
    },
};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put, web};
use changes::near;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Handlers of campaigns.
pub fn api(config: &mut ApiConfig<'_>) {
    config
        .service(list_campaigns)
        .service(post_campaign)
        .service(get_campaign)
        .service(patch_campaign)
        .service(delete_campaign)
        .service(post_launch)
        .service(delete_launch)
        .service(post_next_phase)
        .service(delete_next_phase)
        .service(patch_phase)
        .service(post_reopening)
        .service(post_archive)
        .service(delete_archive)
        .service(put_reminder)
        .service(delete_reminder);
}

fn done(item: CampaignBody) -> ApiDone<CampaignBody> {
    let version = Some(item.version);
    ApiDone { item, version, location: None }
}

/// Carries an action out on a campaign; the campaign as it is then, as an answer to whoever changed it.
///
/// # Errors
/// When the token lacks the scope, or those of the action.
pub async fn carry_out(
    state: &State,
    call: &ApiVisit,
    work: impl Fn(&mut Tx<'_>) -> AppResult<store::Campaign> + Send + 'static,
) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let (campaign, viewer) = (work(tx)?, tx.doer().viewer());
            body(tx.reading(), campaign, &viewer)
        })
        .await?;
    Ok(done(item))
}

/// The version of a campaign that the caller runs, which If-Match has to name.
async fn matched(state: &State, call: &ApiVisit, request: &HttpRequest, slug: &str) -> AppResult<i32> {
    let (actor, slug) = (call.actor.clone(), slug.to_owned());
    let seen = state.db.read(move |conn| Ok(actions::find_run_by(conn, &actor, &slug)?.version)).await?;
    require_match(request, seen)?;
    Ok(seen)
}

/// Which page of the list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CampaignsQuery {
    /// Only those in this state.
    state: Option<CampaignState>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

async fn page(state: &State, viewer: Viewer, query: CampaignsQuery) -> AppResult<(Vec<CampaignItem>, Option<String>)> {
    let limit = Limit::parse(query.limit, 50)?;
    let below: Option<i64> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let rows = state.db.read(move |conn| {
        let states = query.state.map_or_else(|| CampaignState::ALL.to_vec(), |state| vec![state]);
        let mut rows = store::list(conn, &viewer, &states, below, limit.rows_and_one())?;
        let next = limit.cut(&mut rows, |campaign| campaign.number);
        Ok((rows, next))
    });
    let (rows, next) = rows.await?;
    Ok((rows.into_iter().map(CampaignItem::from).collect(), next))
}

const COLUMNS: &[csv_out::Column] = &[
    ("number", "/number"),
    ("slug", "/slug"),
    ("title", "/title"),
    ("question", "/question"),
    ("state", "/state"),
    ("audience", "/audience"),
    ("hatch", "/hatch"),
    ("answer_by", "/answer_by"),
    ("idea_count", "/idea_count"),
    ("voter_count", "/voter_count"),
];

/// All campaigns that the visitor may see, as CSV.
pub async fn csv(state: web::Data<State>, visit: Visit, query: Asked<CampaignsQuery>) -> AppResult<HttpResponse> {
    let query = query.into_inner();
    csv_out::stream("campaigns", COLUMNS, move |after| {
        let (state, viewer, query) =
            (state.clone(), visit.viewer.clone(), CampaignsQuery { after, limit: Some(Limit::MOST), ..query.clone() });
        async move { page(&state, viewer, query).await }
    })
    .await
}

/// Campaigns that the caller may see, newest first.
#[utoipa::path(tag = "campaigns", security(("token" = ["read"])), params(CampaignsQuery), responses((status = 200, description = "A page of campaigns", body = ApiPage<CampaignItem>), Problems))]
#[get("/campaigns")]
pub async fn list_campaigns(
    state: web::Data<State>,
    call: ApiReader,
    request: HttpRequest,
    query: Asked<CampaignsQuery>,
) -> AppResult<HttpResponse> {
    let (items, next) = page(&state, call.visit.viewer, query.into_inner()).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

/// One campaign.
#[utoipa::path(tag = "campaigns", operation_id = "show_campaign", security(("token" = ["read"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign", body = CampaignBody), (status = 304, description = "As named in If-None-Match"), Problems))]
#[get("/campaigns/{slug}")]
pub async fn get_campaign(state: web::Data<State>, call: ApiReader, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    let (viewer, slug) = (call.visit.viewer, path.into_inner());
    let item = state
        .db
        .read(move |conn| {
            let campaign = store::find_visible(conn, &viewer, &slug)?;
            body(conn, campaign, &viewer)
        })
        .await?;
    Ok(done(item))
}

/// A campaign to draft.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Cold-morning liners", "question": "How does a liner stay whole at -10 °C?"}))]
pub struct DraftBody {
    /// Name; may be left out for a copy, which then keeps the old one.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// Slug of a past campaign to start from: its rules, people and rhythm, with the phases moved ahead.
    #[serde(default)]
    from: Option<String>,
    /// What is asked.
    #[serde(default)]
    #[schema(max_length = 300)]
    question: Option<String>,
    /// What is looked for, in Markdown.
    #[serde(default)]
    #[schema(max_length = 20000)]
    brief: Option<String>,
}

/// Drafts a campaign. Nobody but those who run campaigns sees it before the launch.
#[utoipa::path(tag = "campaigns", operation_id = "draft_campaign", security(("token" = ["campaigns:write"])), request_body = DraftBody, responses((status = 201, description = "The draft", body = CampaignBody), WriteProblems))]
#[post("/campaigns")]
pub async fn post_campaign(state: web::Data<State>, call: ApiVisit, draft: Json<DraftBody>) -> AppResult<ApiDone<CampaignBody>> {
    let (draft, actor) = (draft.into_inner(), call.actor.clone());
    let change = Change { title: draft.title, question: draft.question, brief: draft.brief, ..Change::default() };
    let zone = state.config.time_zone();
    let drafted = carry_out(&state, &call, move |tx| {
        let drafted = actions::draft(tx, &actor, &change, draft.from.as_deref(), zone)?;
        store::find(tx.reading(), drafted.id)
    })
    .await?;
    Ok(ApiDone { location: Some(format!("/api/v1/campaigns/{}", drafted.item.slug)), ..drafted })
}

/// Changes what a campaign is set up with. Send the ETag you saw as If-Match.
#[utoipa::path(tag = "campaigns", operation_id = "edit_campaign", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address"), IfMatch), request_body = ChangeBody, responses((status = 200, description = "The campaign now", body = CampaignBody), UpdateProblems))]
#[patch("/campaigns/{slug}")]
pub async fn patch_campaign(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<String>,
    change: Json<ChangeBody>,
) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let slug = path.into_inner();
    let seen = matched(&state, &call, &request, &slug).await?;
    let change = change.into_inner();
    carry_out(&state, &call, move |tx| {
        let change = change.clone().change(tx.reading())?;
        let edited = actions::edit(tx, &slug, seen, &change, most_spent)?;
        store::find(tx.reading(), edited.id)
    })
    .await
}

/// Deletes a draft for good; for admins.
#[utoipa::path(tag = "campaigns", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 204, description = "It is gone"), WriteProblems))]
#[delete("/campaigns/{slug}")]
pub async fn delete_campaign(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<HttpResponse> {
    call.require("campaigns:write")?;
    let slug = path.into_inner();
    state.write(&call.visit, call.actor.clone(), move |tx| actions::delete(tx, &slug)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Launches a draft. What is missing is named, all at once.
#[utoipa::path(tag = "campaigns", operation_id = "launch_campaign", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[post("/campaigns/{slug}/launch")]
pub async fn post_launch(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    let slug = path.into_inner();
    carry_out(&state, &call, move |tx| actions::launch(tx, &slug)).await
}

/// Takes a launch back, within ten minutes and before the first idea.
#[utoipa::path(tag = "campaigns", operation_id = "undo_launch", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The draft again", body = CampaignBody), WriteProblems))]
#[delete("/campaigns/{slug}/launch")]
pub async fn delete_launch(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    let slug = path.into_inner();
    carry_out(&state, &call, move |tx| actions::undo_launch(tx, &slug)).await
}

/// Ends the running phase and begins the next one now.
#[utoipa::path(tag = "campaigns", operation_id = "begin_next_phase", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[post("/campaigns/{slug}/next-phase")]
pub async fn post_next_phase(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    let slug = path.into_inner();
    carry_out(&state, &call, move |tx| actions::next_phase(tx, &slug)).await
}

/// Takes the last move of the phases back, while nothing else changed: the ETag that the move answered goes into If-Match.
/// It stays where the calendar has caught up, ideas came in since the opening, or hidden counts were seen.
#[utoipa::path(tag = "campaigns", operation_id = "undo_phase_move", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address"), IfMatch), responses((status = 200, description = "The campaign as it was", body = CampaignBody), UpdateProblems))]
#[delete("/campaigns/{slug}/next-phase")]
pub async fn delete_next_phase(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let slug = path.into_inner();
    let seen = matched(&state, &call, &request, &slug).await?;
    carry_out(&state, &call, move |tx| actions::undo_move(tx, &slug, seen)).await
}

/// A new end of a phase.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBody {
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
    /// A new date of the promised answers, where the old one would come too early.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Moment>,
}

impl EndBody {
    fn read(&self) -> AppResult<(Moment, Option<Moment>)> {
        Ok((near(self.ends_at, "ends_at")?, self.answer_by.map(|at| near(at, "answer_by")).transpose()?))
    }
}

/// The phase stands in the path, so one that the campaign has not is simply not there.
fn named_in_path(error: AppError) -> AppError {
    match error {
        AppError::Refused(refusal) if refusal.field == Some("phase") => AppError::NotFound("phase"),
        error => error,
    }
}

fn kind_of(word: &str) -> AppResult<PhaseKind> {
    PhaseKind::parse(word).ok_or(AppError::NotFound("phase"))
}

/// Moves the end of a phase; the phases after it move by the same span.
#[utoipa::path(tag = "campaigns", operation_id = "move_phase_end", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address"), ("kind" = PhaseKind, Path, description = "Which phase")), request_body = EndBody, responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[patch("/campaigns/{slug}/phases/{kind}")]
pub async fn patch_phase(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(String, String)>,
    end: Json<EndBody>,
) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let (slug, kind) = path.into_inner();
    let (kind, (ends_at, answer_by)) = (kind_of(&kind)?, end.read()?);
    carry_out(&state, &call, move |tx| actions::end_phase(tx, &slug, kind, ends_at, answer_by).map_err(named_in_path)).await
}

/// Goes back to a phase that was left, also after the close.
#[utoipa::path(tag = "campaigns", operation_id = "reopen_phase", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address"), ("kind" = PhaseKind, Path, description = "Which phase")), request_body = EndBody, responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[post("/campaigns/{slug}/phases/{kind}/reopening")]
pub async fn post_reopening(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(String, String)>,
    end: Json<EndBody>,
) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let (slug, kind) = path.into_inner();
    let (kind, (ends_at, answer_by)) = (kind_of(&kind)?, end.read()?);
    carry_out(&state, &call, move |tx| actions::reopen(tx, &slug, kind, ends_at, answer_by).map_err(named_in_path)).await
}

/// Puts a closed campaign into the archive.
#[utoipa::path(tag = "campaigns", operation_id = "archive_campaign", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[post("/campaigns/{slug}/archive")]
pub async fn post_archive(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    let slug = path.into_inner();
    carry_out(&state, &call, move |tx| actions::archive(tx, &slug)).await
}

/// Takes a campaign out of the archive; it is closed, as before.
#[utoipa::path(tag = "campaigns", operation_id = "undo_archive", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[delete("/campaigns/{slug}/archive")]
pub async fn delete_archive(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    let slug = path.into_inner();
    carry_out(&state, &call, move |tx| actions::unarchive(tx, &slug)).await
}

/// Asks to be told when a coming campaign opens, here and by mail; asking again changes nothing.
#[utoipa::path(tag = "campaigns", operation_id = "set_reminder", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 204, description = "You will be told"), WriteProblems))]
#[put("/campaigns/{slug}/reminder")]
pub async fn put_reminder(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<HttpResponse> {
    remind(&state, &call, path.into_inner(), true).await
}

/// Takes the wish to be told back.
#[utoipa::path(tag = "campaigns", operation_id = "remove_reminder", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 204, description = "You will not be told"), WriteProblems))]
#[delete("/campaigns/{slug}/reminder")]
pub async fn delete_reminder(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<HttpResponse> {
    remind(&state, &call, path.into_inner(), false).await
}

async fn remind(state: &State, call: &ApiVisit, slug: String, on: bool) -> AppResult<HttpResponse> {
    call.require("campaigns:write")?;
    state.write(&call.visit, call.actor.clone(), move |tx| actions::remind(tx, &slug, on)).await?;
    Ok(HttpResponse::NoContent().finish())
}
