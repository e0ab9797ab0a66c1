//! Campaigns as JSON: read, draft, change, launch, move.
use super::{
    actions,
    rules::{Change, FieldSetup, Phase},
    store::{self, Campaign},
};
use crate::domains::people;
use crate::kernel::{
    Audience, CampaignId, CampaignState, CountsShown, FieldId, FieldKind, Hatch, Moment, PersonId, PhaseKind, Refusal, Sight, SpaceId,
};
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiDone, ApiPage, ApiVisit, Cursor, IfMatch, Json, Limit, Problems, State, UpdateProblems, WriteProblems, require_match, texts},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put, web};
use chrono::Datelike;
use diesel::PgConnection;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema, openapi::Array};
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
        .service(patch_phase)
        .service(post_reopening)
        .service(post_archive)
        .service(put_reminder)
        .service(delete_reminder);
}

/// Somebody with a part in a campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampaignPersonBody)]
pub struct PersonBody {
    /// Which person.
    id: PersonId,
    /// Name as shown.
    name: String,
    /// Tail of the profile's address.
    handle: String,
}

/// A dated phase.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseBody {
    /// Which one.
    kind: PhaseKind,
    /// When it begins.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Moment,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
}

fn choices() -> Array {
    texts(0..=30, 0..=120)
}

/// An extra field of the idea form. Without an id it is a new one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignFieldBody)]
pub struct FieldBody {
    /// Which one.
    #[serde(default)]
    id: Option<FieldId>,
    /// The question as asked.
    #[schema(min_length = 1, max_length = 120)]
    label: String,
    /// What kind of answer it takes.
    kind: FieldKind,
    /// Answers to choose from; for a choice only.
    #[serde(default)]
    #[schema(schema_with = choices)]
    choices: Vec<String>,
    /// An idea cannot be sent without it.
    #[serde(default)]
    required: bool,
}

/// A campaign in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignItem {
    /// Short number.
    number: i64,
    /// Tail of its address.
    slug: String,
    /// Name.
    title: String,
    /// What is asked.
    question: String,
    /// Where it stands.
    state: CampaignState,
    /// Who may see it.
    audience: Audience,
    /// Section hatch.
    hatch: Hatch,
    /// Every idea is answered by then.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Moment>,
    /// Ideas sent.
    idea_count: i32,
    /// People who voted.
    voter_count: i32,
    /// Version, the same as in its entity tag.
    version: i32,
}

impl From<Campaign> for CampaignItem {
    fn from(campaign: Campaign) -> Self {
        Self {
            number: campaign.number,
            slug: campaign.slug,
            title: campaign.title,
            question: campaign.question,
            state: campaign.state,
            audience: campaign.sight.audience,
            hatch: campaign.hatch,
            answer_by: campaign.answer_by,
            idea_count: campaign.idea_count,
            voter_count: campaign.voter_count,
            version: campaign.version,
        }
    }
}

/// A campaign with everything that is set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignBody {
    /// Which campaign.
    id: CampaignId,
    /// Short number.
    number: i64,
    /// Tail of its address.
    slug: String,
    /// Where it stands.
    state: CampaignState,
    /// Name.
    title: String,
    /// What is asked.
    question: String,
    /// What is looked for, in Markdown.
    brief: String,
    /// Section hatch.
    hatch: Hatch,
    /// Who may see it; null until somebody chose.
    audience: Option<Audience>,
    /// The space, where the audience is one.
    space: Option<SpaceId>,
    /// Who runs it.
    owner: Option<PersonBody>,
    /// Who stands behind it.
    sponsor: Option<PersonBody>,
    /// What the sponsor promises.
    sponsor_promise: String,
    /// Who scores the ideas.
    reviewers: Vec<PersonBody>,
    /// Phases, in order.
    phases: Vec<PhaseBody>,
    /// Every idea is answered by then.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Moment>,
    /// Days until the first answer to an idea.
    answer_days: i16,
    /// Idea terms, in Markdown.
    terms: String,
    /// Version of the terms.
    terms_version: i32,
    /// Votes per person; null is without limit.
    vote_budget: Option<i32>,
    /// When counts are seen.
    counts: CountsShown,
    /// Ideas wait for a moderator.
    approval_needed: bool,
    /// Extra fields of the idea form.
    fields: Vec<FieldBody>,
    /// What came of it, in Markdown.
    summary: String,
    /// Ideas sent.
    idea_count: i32,
    /// People who voted.
    voter_count: i32,
    /// Version, the same as in its entity tag.
    version: i32,
    /// When it was drafted.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    /// When it was launched.
    #[schema(value_type = Option<String>, format = DateTime)]
    launched_at: Option<Moment>,
    /// When it first opened.
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Moment>,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Moment>,
}

/// The campaign as an answer.
///
/// # Errors
/// When the database cannot be asked.
pub fn body(conn: &mut PgConnection, campaign: Campaign) -> AppResult<CampaignBody> {
    let setup = store::setup(conn, &campaign)?;
    let asked: Vec<PersonId> = setup.reviewers.iter().copied().chain([setup.owner]).chain(setup.sponsor).collect();
    let names: HashMap<PersonId, people::store::Name> = people::store::names(conn, &asked)?;
    let person = |id: &PersonId| names.get(id).map(|name| PersonBody { id: *id, name: name.name.clone(), handle: name.handle.clone() });
    let field = |field: FieldSetup| FieldBody {
        id: field.id,
        label: field.label,
        kind: field.kind,
        choices: field.choices,
        required: field.required,
    };
    let phase = |phase: &Phase| PhaseBody { kind: phase.kind, starts_at: phase.starts_at, ends_at: phase.ends_at };
    Ok(CampaignBody {
        id: campaign.id,
        number: campaign.number,
        slug: campaign.slug,
        state: campaign.state,
        title: campaign.title,
        question: campaign.question,
        brief: campaign.brief,
        hatch: campaign.hatch,
        audience: campaign.audience_chosen.then_some(campaign.sight.audience),
        space: campaign.sight.space,
        owner: person(&setup.owner),
        sponsor: setup.sponsor.as_ref().and_then(person),
        sponsor_promise: campaign.sponsor_promise,
        reviewers: setup.reviewers.iter().filter_map(person).collect(),
        phases: setup.plan.phases().iter().map(phase).collect(),
        answer_by: campaign.answer_by,
        answer_days: campaign.answer_days,
        terms: campaign.terms,
        terms_version: campaign.terms_version,
        vote_budget: campaign.vote_budget,
        counts: campaign.counts,
        approval_needed: campaign.approval_needed,
        fields: setup.fields.into_iter().map(field).collect(),
        summary: campaign.summary,
        idea_count: campaign.idea_count,
        voter_count: campaign.voter_count,
        version: campaign.version,
        created_at: campaign.created_at,
        launched_at: campaign.launched_at,
        opened_at: campaign.opened_at,
        closed_at: campaign.closed_at,
    })
}

/// The answer to a change.
pub fn done(item: CampaignBody) -> ApiDone<CampaignBody> {
    let version = Some(item.version);
    ApiDone { item, version, location: None }
}

/// Which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
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

/// Campaigns that the caller may see, newest first.
#[utoipa::path(tag = "campaigns", security(("token" = ["read"])), params(CampaignsQuery), responses((status = 200, description = "A page of campaigns", body = ApiPage<CampaignItem>), Problems))]
#[get("/campaigns")]
pub async fn list_campaigns(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    query: web::Query<CampaignsQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let limit = Limit::parse(query.limit, 50)?;
    let below: Option<i64> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (viewer, wanted) = (call.visit.viewer.clone(), query.state);
    let (rows, next) = state
        .db
        .read(move |conn| {
            let states = wanted.map_or_else(|| CampaignState::ALL.to_vec(), |state| vec![state]);
            let mut rows = store::list(conn, &viewer, &states, below, limit.rows_and_one())?;
            let next = limit.cut(&mut rows, |campaign| campaign.number);
            Ok((rows, next))
        })
        .await?;
    Ok(ApiPage { items: rows.into_iter().map(CampaignItem::from).collect(), next }.answer(&state, &request))
}

/// One campaign.
#[utoipa::path(tag = "campaigns", operation_id = "show_campaign", security(("token" = ["read"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign", body = CampaignBody), (status = 304, description = "As named in If-None-Match"), Problems))]
#[get("/campaigns/{slug}")]
pub async fn get_campaign(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    call.require("read")?;
    let (viewer, slug) = (call.visit.viewer.clone(), path.into_inner());
    let item = state
        .db
        .read(move |conn| {
            let campaign = store::find_visible(conn, &viewer, &slug)?;
            body(conn, campaign)
        })
        .await?;
    Ok(done(item))
}

/// A campaign to draft.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
    call.require("campaigns:write")?;
    let (draft, actor) = (draft.into_inner(), call.actor.clone());
    let change = Change { title: draft.title, question: draft.question, brief: draft.brief, ..Change::default() };
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let drafted = actions::draft(tx, &actor, &change, draft.from.as_deref())?;
            let campaign = store::find(tx.reading(), drafted.id)?;
            body(tx.reading(), campaign)
        })
        .await?;
    let location = Some(format!("/api/v1/campaigns/{}", item.slug));
    Ok(ApiDone { version: Some(item.version), location, item })
}

/// Reads `null` as "take it away", and a missing member as "leave it".
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// What is to be different; members left out stay as they are.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
#[schema(as = CampaignChangeBody)]
pub struct ChangeBody {
    /// Name.
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// What is asked.
    #[schema(max_length = 300)]
    question: Option<String>,
    /// What is looked for, in Markdown.
    #[schema(max_length = 20000)]
    brief: Option<String>,
    /// Section hatch.
    hatch: Option<Hatch>,
    /// Who may see it: `public`, `signed_in`, `internal` or `space`.
    audience: Option<Audience>,
    /// The space, where the audience is one.
    space: Option<SpaceId>,
    /// Who runs it, one of the organisation's own people.
    owner: Option<PersonId>,
    /// Who stands behind it; null for nobody.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<PersonId>)]
    sponsor: Option<Option<PersonId>>,
    /// What the sponsor promises.
    #[schema(max_length = 600)]
    sponsor_promise: Option<String>,
    /// Who scores the ideas.
    #[schema(max_items = 50)]
    reviewers: Option<Vec<PersonId>>,
    /// All phases.
    #[schema(max_items = 5)]
    phases: Option<Vec<PhaseBody>>,
    /// Every idea is answered by then.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Option<Moment>>,
    /// Days until the first answer to an idea.
    #[schema(minimum = 1, maximum = 365)]
    answer_days: Option<i16>,
    /// Idea terms, in Markdown.
    #[schema(max_length = 10000)]
    terms: Option<String>,
    /// Votes per person; null for no limit.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000)]
    vote_budget: Option<Option<i32>>,
    /// When counts are seen.
    counts: Option<CountsShown>,
    /// Ideas wait for a moderator.
    approval_needed: Option<bool>,
    /// All extra fields of the idea form.
    #[schema(max_items = 20)]
    fields: Option<Vec<FieldBody>>,
}

/// A year that a calendar of campaigns can mean; far ones overflow elsewhere.
fn near(at: Moment, field: &'static str) -> AppResult<Moment> {
    if (2000..2200).contains(&at.year()) { Ok(at) } else { Err(Refusal::of(field, "campaign-moment-unreadable").into()) }
}

impl ChangeBody {
    fn change(self) -> AppResult<Change> {
        let phases = self.phases.map(|phases| {
            let phase = |phase: PhaseBody| {
                Ok(Phase { kind: phase.kind, starts_at: near(phase.starts_at, "phases")?, ends_at: near(phase.ends_at, "phases")? })
            };
            phases.into_iter().map(phase).collect::<AppResult<Vec<Phase>>>()
        });
        let field = |field: FieldBody| FieldSetup {
            id: field.id,
            label: field.label,
            kind: field.kind,
            choices: field.choices,
            required: field.required,
        };
        if self.space.is_some() && self.audience != Some(Audience::Space) {
            return Err(Refusal::of("space", "campaign-space-unfit").into());
        }
        Ok(Change {
            title: self.title,
            question: self.question,
            brief: self.brief,
            hatch: self.hatch,
            sight: self.audience.map(|audience| Sight { audience, space: self.space }),
            owner: self.owner,
            sponsor: self.sponsor,
            sponsor_promise: self.sponsor_promise,
            reviewers: self.reviewers,
            phases: phases.transpose()?,
            answer_by: self.answer_by.map(|at| at.map(|at| near(at, "answer_by")).transpose()).transpose()?,
            answer_days: self.answer_days,
            terms: self.terms,
            vote_budget: self.vote_budget,
            counts: self.counts,
            approval_needed: self.approval_needed,
            fields: self.fields.map(|fields| fields.into_iter().map(field).collect()),
        })
    }
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
    let (slug, actor) = (path.into_inner(), call.actor.clone());
    let asked = slug.clone();
    let seen = state.db.read(move |conn| Ok(actions::find_run_by(conn, &actor, &asked)?.version)).await?;
    require_match(&request, seen)?;
    let change = change.into_inner().change()?;
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let edited = actions::edit(tx, &slug, seen, &change)?;
            let campaign = store::find(tx.reading(), edited.id)?;
            body(tx.reading(), campaign)
        })
        .await?;
    Ok(done(item))
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
    call.require("campaigns:write")?;
    let slug = path.into_inner();
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let campaign = actions::launch(tx, &slug)?;
            body(tx.reading(), campaign)
        })
        .await?;
    Ok(done(item))
}

/// Takes a launch back, within ten minutes and before the first idea.
#[utoipa::path(tag = "campaigns", operation_id = "undo_launch", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The draft again", body = CampaignBody), WriteProblems))]
#[delete("/campaigns/{slug}/launch")]
pub async fn delete_launch(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let slug = path.into_inner();
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let campaign = actions::undo_launch(tx, &slug)?;
            body(tx.reading(), campaign)
        })
        .await?;
    Ok(done(item))
}

/// Ends the running phase and begins the next one now.
#[utoipa::path(tag = "campaigns", operation_id = "begin_next_phase", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[post("/campaigns/{slug}/next-phase")]
pub async fn post_next_phase(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let slug = path.into_inner();
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let (campaign, _) = actions::next_phase(tx, &slug)?;
            body(tx.reading(), campaign)
        })
        .await?;
    Ok(done(item))
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
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let (campaign, _) = actions::end_phase(tx, &slug, kind, ends_at, answer_by).map_err(named_in_path)?;
            body(tx.reading(), campaign)
        })
        .await?;
    Ok(done(item))
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
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let campaign = actions::reopen(tx, &slug, kind, ends_at, answer_by).map_err(named_in_path)?;
            body(tx.reading(), campaign)
        })
        .await?;
    Ok(done(item))
}

/// Puts a closed campaign into the archive.
#[utoipa::path(tag = "campaigns", operation_id = "archive_campaign", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[post("/campaigns/{slug}/archive")]
pub async fn post_archive(state: web::Data<State>, call: ApiVisit, path: web::Path<String>) -> AppResult<ApiDone<CampaignBody>> {
    call.require("campaigns:write")?;
    let slug = path.into_inner();
    let item = state
        .write(&call.visit, call.actor.clone(), move |tx| {
            let campaign = actions::archive(tx, &slug)?;
            body(tx.reading(), campaign)
        })
        .await?;
    Ok(done(item))
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
