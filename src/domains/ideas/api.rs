//! Ideas as JSON: the same board, the same form, the same rules.
use super::{
    actions::{self, Edit, Proposal},
    pages::{
        board::{Filter, seed},
        voted_for,
    },
    rules,
    store::{self, Listed, Whole},
};
use crate::domains::{
    campaigns,
    people::{self, store::Name},
};
use crate::kernel::{IdeaId, IdeaSource, IdeaState, Moment, PersonId, Viewer};
use crate::platform::{
    db::Tx,
    error::AppResult,
    web::{
        ApiDone, ApiPage, ApiReader, ApiVisit, Cursor, IfMatch, Json, Limit, Problems, State, UpdateProblems, WriteProblems, nullable,
        require_match, texts,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema, openapi::Array};
use uuid::Uuid;

/// Who wrote an idea or a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorBody {
    /// Which person.
    id: PersonId,
    /// Name as shown.
    pub(super) name: String,
    /// Handle of the profile.
    handle: String,
    /// Company of people from outside; empty when there is none.
    company: String,
}

impl AuthorBody {
    fn among(names: &HashMap<PersonId, Name>, id: PersonId) -> Self {
        let name = names.get(&id);
        let text = |read: fn(&Name) -> &String| name.map_or_else(String::new, |name| read(name).clone());
        Self { id, name: text(|name| &name.name), handle: text(|name| &name.handle), company: text(|name| &name.company) }
    }
}

/// An idea in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdeaEntry {
    /// Which idea.
    id: IdeaId,
    /// Its number, as people type it.
    pub(super) number: i64,
    /// Its page.
    pub(super) path: String,
    /// Title.
    pub(super) title: String,
    /// The first 400 characters of its text.
    pub(super) opening: String,
    /// Where it is in its life cycle.
    pub(super) state: IdeaState,
    /// How it came in.
    source: IdeaSource,
    /// Slug of its campaign.
    campaign: Option<String>,
    /// Who had it.
    pub(super) author: AuthorBody,
    /// Votes; null while they are hidden from the caller.
    votes: Option<i32>,
    /// Comments and replies.
    comments: i32,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    pub(super) created_at: Moment,
    /// When its wording or state changed last.
    #[schema(value_type = String, format = DateTime)]
    pub(super) changed_at: Moment,
}

/// An idea with its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdeaBody {
    /// Which idea.
    id: IdeaId,
    /// Its number, as people type it.
    number: i64,
    /// Its page.
    path: String,
    /// Title.
    title: String,
    /// Text, Markdown.
    body: String,
    /// Where it is in its life cycle.
    state: IdeaState,
    /// How it came in.
    source: IdeaSource,
    /// Slug of its campaign.
    campaign: Option<String>,
    /// Who had it.
    author: AuthorBody,
    /// Tags, in order.
    tags: Vec<String>,
    /// Answers to the campaign's own questions.
    fields: Vec<FieldBody>,
    /// Votes; null while they are hidden from the caller.
    votes: Option<i32>,
    /// Comments and replies.
    comments: i32,
    /// The reason of its last move, when one was given.
    reason: Option<String>,
    /// The official answer, Markdown.
    answer: Option<String>,
    /// Number of the idea it was merged into.
    merged_into: Option<i64>,
    /// When an answer is promised by.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_due_at: Option<Moment>,
    /// Version of the wording, as in the entity tag.
    version: i32,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    /// When its wording or state changed last.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Moment,
}

/// An answer to one of a campaign's own questions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldBody {
    /// Which question.
    field: Uuid,
    /// The answer.
    #[schema(max_length = 4000)]
    value: String,
}

fn tags() -> Array {
    texts(0..=8, 0..=40)
}

fn tags_or_null() -> Array {
    nullable(tags())
}

/// More than fit are refused before the empty ones are left out.
fn check_tags(tags: &[String]) -> AppResult<()> {
    if tags.len() > rules::MOST_TAGS { Err(rules::TOO_MANY_TAGS.into()) } else { Ok(()) }
}

/// An idea to submit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdeaBody {
    /// Slug of the campaign it answers.
    #[schema(max_length = 120)]
    campaign: Option<String>,
    /// Title; without one it is the first sentence of the text.
    #[schema(max_length = 120)]
    #[serde(default)]
    title: String,
    /// Text, Markdown; ten letters or more.
    #[schema(
        min_length = 10,
        max_length = 20000,
        pattern = r"^(?:[^\u0000\S]*[^\u0000\s]){10}[^\u0000]*$",
        example = "A peel tab that a gloved hand finds."
    )]
    body: String,
    /// Tags.
    #[schema(schema_with = tags)]
    #[serde(default)]
    tags: Vec<String>,
    /// Answers to the campaign's own questions.
    #[schema(max_items = 50)]
    #[serde(default)]
    fields: Vec<FieldBody>,
    /// For the organisation's own people only; a campaign decides by its own audience.
    #[serde(default)]
    internal: bool,
    /// The campaign's idea terms are accepted with it.
    #[serde(default)]
    accept_terms: bool,
}

/// A change of an idea; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdeaChange {
    /// Title; an empty one becomes the first sentence of the text.
    #[schema(max_length = 120)]
    title: Option<String>,
    /// Text, Markdown; ten letters or more.
    #[schema(min_length = 10, max_length = 20000, pattern = r"^(?:[^\u0000\S]*[^\u0000\s]){10}[^\u0000]*$")]
    body: Option<String>,
    /// Tags, all of them.
    #[schema(schema_with = tags_or_null)]
    tags: Option<Vec<String>>,
}

/// Order of the list.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By the rising score.
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
    /// Order of the list.
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
    /// In one state.
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
    #[param(pattern = "^[A-Za-z0-9_-]*$", max_length = 1000)]
    after: Option<String>,
}

/// Ideas as the caller sees them.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(ListQuery), responses((status = 200, description = "A page of ideas", body = ApiPage<IdeaEntry>), Problems))]
#[get("/ideas")]
pub async fn list_ideas(
    state: web::Data<State>,
    call: ApiReader,
    request: HttpRequest,
    query: web::Query<ListQuery>,
) -> AppResult<HttpResponse> {
    let query = query.into_inner();
    let sort = match query.sort {
        Sort::Rising => "rising",
        Sort::Wanted => "wanted",
        Sort::New => "new",
        Sort::Shipped => "shipped",
    };
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

fn entry(idea: &Listed, votes: Option<i32>, names: &HashMap<PersonId, Name>) -> IdeaEntry {
    IdeaEntry {
        id: idea.id,
        number: idea.number,
        path: store::path(idea.number, &idea.slug),
        title: idea.title.clone(),
        opening: idea.opening.clone(),
        state: idea.state,
        source: idea.source,
        campaign: idea.campaign_slug.clone(),
        author: AuthorBody::among(names, idea.author_id),
        votes,
        comments: idea.comment_count,
        created_at: idea.created_at,
        changed_at: idea.changed_at,
    }
}

/// The idea as it is now, as every change answers.
///
/// # Errors
/// When it is not to be seen.
pub async fn answer(state: &State, call: &ApiVisit, number: i64) -> AppResult<ApiDone<IdeaBody>> {
    let item = read(state, &call.visit.viewer, number).await?;
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

async fn read(state: &State, viewer: &Viewer, number: i64) -> AppResult<IdeaBody> {
    let viewer = viewer.clone();
    state
        .db
        .read(move |conn| {
            let whole = store::find_whole(conn, &viewer, number)?;
            let names = people::store::names(conn, &[whole.idea.author_id])?;
            let voted = voted_for(conn, &viewer, &[whole.idea.id])?.contains(&whole.idea.id);
            Ok(body(whole, &names, voted))
        })
        .await
}

fn body(whole: Whole, names: &HashMap<PersonId, Name>, voted: bool) -> IdeaBody {
    let idea = whole.idea;
    let shown = whole.campaign.as_ref().is_none_or(|known| campaigns::rules::counts_visible(known.counts, Some(known.state), voted));
    IdeaBody {
        id: idea.id,
        number: idea.number,
        path: idea.path(),
        state: idea.state,
        source: idea.source,
        campaign: whole.campaign.map(|known| known.slug),
        author: AuthorBody::among(names, idea.author_id),
        tags: whole.tags,
        fields: whole.fields.into_iter().map(|field| FieldBody { field: field.id, value: field.value }).collect(),
        votes: shown.then_some(idea.vote_count),
        comments: idea.comment_count,
        reason: whole
            .moves
            .into_iter()
            .find(|step| step.to_state == idea.state)
            .map(|step| step.reason)
            .filter(|reason| !reason.is_empty()),
        answer: whole.answer.map(|answer| answer.text),
        merged_into: whole.kept.map(|kept| kept.number),
        answer_due_at: idea.answer_due_at,
        version: idea.version,
        created_at: idea.created_at,
        changed_at: idea.changed_at,
        title: idea.title,
        body: idea.body,
    }
}

/// One idea.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea", body = IdeaBody), (status = 304, description = "If-None-Match names the present version"), Problems))]
#[get("/ideas/{number}")]
pub async fn show_idea(state: web::Data<State>, call: ApiReader, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let item = read(&state, &call.visit.viewer, *path).await?;
    // Counts and state move without a new version, so the tag guards updates and is no cache key.
    Ok(ApiDone { version: Some(item.version), item, location: None })
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
    };
    state.write(&call.visit, call.actor.clone(), move |tx| actions::edit(tx, number, &edit)).await?;
    let item = read(&state, &call.visit.viewer, number).await?;
    Ok(ApiDone { version: Some(item.version), item, location: None })
}

/// A version of an idea's wording.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionBody {
    /// Number of the version, from 1.
    version: i32,
    /// Title.
    title: String,
    /// Text, Markdown.
    body: String,
    /// Who wrote it.
    editor: AuthorBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
}

/// Which page of the versions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionsQuery {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]*$", max_length = 1000)]
    after: Option<String>,
}

/// The versions of an idea's wording, newest first.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea"), VersionsQuery), responses((status = 200, description = "A page of versions", body = ApiPage<VersionBody>), Problems))]
#[get("/ideas/{number}/versions")]
pub async fn list_versions(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    query: web::Query<VersionsQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let limit = Limit::parse(query.limit, 20)?;
    let below: Option<i32> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (number, viewer) = (*path, call.visit.viewer.clone());
    let (items, next) = state
        .db
        .read(move |conn| {
            let idea = store::find_visible(conn, &viewer, number)?;
            let mut versions = store::list_versions(conn, idea.id, below, limit.rows_and_one())?;
            let next = limit.cut(&mut versions, |version| version.version);
            let editors: Vec<PersonId> = versions.iter().map(|version| version.editor_id).collect();
            let names = people::store::names(conn, &editors)?;
            let items: Vec<VersionBody> = versions
                .into_iter()
                .map(|version| VersionBody {
                    version: version.version,
                    title: version.title,
                    body: version.body,
                    editor: AuthorBody::among(&names, version.editor_id),
                    created_at: version.created_at,
                })
                .collect();
            Ok((items, next))
        })
        .await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}
