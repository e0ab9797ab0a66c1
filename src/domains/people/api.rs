//! People and the spine as JSON.
use super::{
    rules,
    store::{
        profile::{self, Profile, Search},
        sessions,
    },
};
use crate::domains::{ideas, lineage};
use crate::kernel::{ActorKind, Event, IdeaId, ItemKind, Moment, PersonId, Refusal, Role, TagSource, Viewer};
use crate::platform::{
    csv_out,
    error::{AppError, AppResult},
    secret,
    spine::{self, Recorded},
    web::{ApiPage, ApiReader, ApiVisit, Asked, Cursor, Json, Limit, Problems, State, Visit, bearer},
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use utoipa::{
    IntoParams, ToSchema,
    openapi::{
        Object, ObjectBuilder,
        schema::{SchemaType, Type},
    },
};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;
use uuid::Uuid;

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config.service(list_people).service(find_person).service(me).service(list_events);
}

/// Longest search.
const LONGEST_SEARCH: usize = 200;

/// An expertise tag.
#[derive(Debug, Serialize, ToSchema)]
pub struct TagBody {
    /// Its words.
    name: String,
    /// Its place in a query.
    slug: String,
    /// Where it came from.
    source: TagSource,
}

/// Somebody, as the caller may see them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    /// Which person.
    id: PersonId,
    /// Tail of the profile's address.
    handle: String,
    /// Name as shown.
    name: String,
    /// Job title.
    title: String,
    /// Site.
    site: String,
    /// Business unit.
    unit: String,
    /// Company of people from outside.
    company: String,
    /// A few sentences, as Markdown.
    bio: String,
    /// Languages spoken, as BCP 47 tags.
    languages: Vec<String>,
    /// In the directory that everybody can read.
    listed: bool,
    /// Expertise tags.
    tags: Vec<TagBody>,
    /// Roles held everywhere; absent for callers from outside the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    roles: Option<Vec<Role>>,
}

impl PersonBody {
    fn of(person: Profile, with_roles: bool) -> Self {
        let tags = person.tag_names.into_iter().zip(person.tag_slugs).zip(person.tag_sources);
        Self {
            id: PersonId(person.id),
            handle: person.handle,
            name: person.name,
            title: person.title,
            site: person.site,
            unit: person.unit,
            company: person.company,
            bio: person.bio,
            languages: person.languages,
            listed: person.listed,
            tags: tags.map(|((name, slug), source)| TagBody { name, slug, source }).collect(),
            roles: with_roles.then_some(person.roles),
        }
    }
}

/// Which people.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// Words that must all be found in name, title, unit, site, company or tags.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

async fn page(state: &State, viewer: Viewer, query: PeopleQuery) -> AppResult<(Vec<PersonBody>, Option<String>)> {
    let limit = Limit::parse(query.limit, 50)?;
    let q = query.q.unwrap_or_default();
    if q.chars().count() > LONGEST_SEARCH {
        return Err(Refusal::of("q", "search-too-long").into());
    }
    let search = Search {
        patterns: rules::search_words(&q).iter().map(|word| rules::pattern(word)).collect(),
        tag: None,
        after: profile::directory_cursor(query.after.as_deref())?,
    };
    let staff = viewer.is_staff();
    let (people, next) = state.db.read(move |conn| profile::list_visible(conn, &viewer, &search, limit)).await?;
    Ok((people.into_iter().map(|person| PersonBody::of(person, staff)).collect(), next))
}

const COLUMNS: &[csv_out::Column] = &[
    ("handle", "/handle"),
    ("name", "/name"),
    ("title", "/title"),
    ("site", "/site"),
    ("unit", "/unit"),
    ("company", "/company"),
    ("bio", "/bio"),
    ("languages", "/languages"),
    ("listed", "/listed"),
    ("tags", "/tags"),
    ("roles", "/roles"),
];

/// All people that the visitor may see, as CSV.
pub async fn csv(state: web::Data<State>, visit: Visit, query: Asked<PeopleQuery>) -> AppResult<HttpResponse> {
    let query = query.into_inner();
    csv_out::stream("people", COLUMNS, move |after| {
        let (state, viewer, query) =
            (state.clone(), visit.viewer.clone(), PeopleQuery { after, limit: Some(Limit::MOST), ..query.clone() });
        async move { page(&state, viewer, query).await }
    })
    .await
}

/// The directory by name: staff for staff, and everybody who is listed.
#[utoipa::path(tag = "people", security(("token" = ["read"])), params(PeopleQuery), responses((status = 200, description = "A page of people", body = ApiPage<PersonBody>), Problems))]
#[get("/people")]
pub async fn list_people(
    state: web::Data<State>,
    call: ApiReader,
    request: HttpRequest,
    query: Asked<PeopleQuery>,
) -> AppResult<HttpResponse> {
    let (items, next) = page(&state, call.visit.viewer, query.into_inner()).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

/// One person.
#[utoipa::path(tag = "people", operation_id = "show_person", security(("token" = ["read"])), params(("handle" = String, Path, description = "Handle of the person")), responses((status = 200, description = "The person", body = PersonBody), Problems))]
#[get("/people/{handle}")]
pub async fn find_person(state: web::Data<State>, call: ApiReader, handle: web::Path<String>) -> AppResult<Json<PersonBody>> {
    let viewer = call.visit.viewer;
    let staff = viewer.is_staff();
    let person = state.db.read(move |conn| profile::find_visible(conn, &viewer, &handle)?.ok_or(AppError::NotFound("person"))).await?;
    Ok(Json(PersonBody::of(person, staff)))
}

/// Whose token this is, and what it allows.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeBody {
    /// The token's owner.
    person: PersonBody,
    /// What the token allows.
    scopes: Vec<String>,
    /// Name of the token, as its owner gave it.
    token: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Moment,
}

/// The token's owner, its name, its scopes and its end.
#[utoipa::path(tag = "people", operation_id = "show_me", security(("token" = [])), responses((status = 200, description = "Who calls", body = MeBody), Problems))]
#[get("/me")]
pub async fn me(state: web::Data<State>, call: ApiVisit, request: HttpRequest) -> AppResult<Json<MeBody>> {
    let (viewer, handle) = (call.visit.viewer.clone(), call.visit.handle.clone());
    let hash = secret::hash(bearer(&request).ok_or(AppError::Unauthenticated)?);
    let (person, token) = state
        .db
        .read(move |conn| {
            let token = sessions::find_token(conn, &hash)?.ok_or(AppError::Unauthenticated)?;
            Ok((profile::find_visible(conn, &viewer, &handle)?.ok_or(AppError::NotFound("person"))?, token))
        })
        .await?;
    Ok(Json(MeBody { person: PersonBody::of(person, true), scopes: token.scopes, token: token.name, expires_at: token.expires_at }))
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoerBody {
    /// A person, a guest of a room, or the program itself.
    kind: ActorKind,
    /// Which one; absent for the program, and where it is nobody's business.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    id: Option<Uuid>,
    /// Their address in the API; absent where the caller may not see their profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    href: Option<String>,
}

/// The item whose activity an event belongs to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemBody {
    /// What it is.
    kind: ItemKind,
    /// Which one.
    id: Uuid,
    /// Its address in the API; absent where it is gone, or has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    href: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventBody {
    /// Its number; later ones may have lower numbers, so go on with `next`, not with this.
    seq: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// Who.
    doer: DoerBody,
    /// What, as a stable word in the past tense.
    verb: String,
    /// Where.
    item: ItemBody,
    /// What exactly it is about: the item or a part of it.
    subject: Uuid,
    /// The ids and states that belong to the verb, by name: for `idea.moved` the idea, the state `before` and the state
    /// `after`; for `comment.written` the idea, the comment and its parent. Texts are never among them: read the item. Only
    /// a space that was renamed or deleted is named as it was. The members of a verb stay; new ones may come.
    #[schema(value_type = Object, example = json!({"idea": "0190a3c2-7d1e-7c3a-9f2b-5a8d3c1e4f60", "before": "open", "after": "in_review"}))]
    details: serde_json::Value,
}

/// Where the API has these items and people, as far as the viewer may see them.
fn addresses(conn: &mut PgConnection, viewer: &Viewer, rows: &[Recorded]) -> AppResult<HashMap<Uuid, String>> {
    let of_kind = |wanted: bool| rows.iter().filter(move |row| (row.stream_kind == ItemKind::Person) == wanted).map(|row| row.stream_id);
    let items: BTreeSet<Uuid> = of_kind(false).collect();
    let doers = rows.iter().filter(|row| row.actor_kind == ActorKind::Person).filter_map(|row| row.actor_id);
    let people: BTreeSet<Uuid> = of_kind(true).chain(doers).collect();
    let named = lineage::store::names(conn, viewer, &items.into_iter().collect::<Vec<_>>())?;
    let handles = profile::list_handles_visible(conn, viewer, &people.into_iter().collect::<Vec<_>>())?;
    let items = named.values().filter_map(|item| Some((item.id, item.api_href()?)));
    Ok(items.chain(handles.into_iter().map(|(id, handle)| (id, format!("/api/v1/people/{handle}")))).collect())
}

impl EventBody {
    fn of(row: Recorded, addresses: &HashMap<Uuid, String>) -> Self {
        let href = |id: &Uuid| addresses.get(id).cloned();
        Self {
            seq: row.seq,
            at: row.occurred_at,
            doer: DoerBody { kind: row.actor_kind, id: row.actor_id, href: row.actor_id.as_ref().and_then(href) },
            verb: row.verb,
            item: ItemBody { kind: row.stream_kind, id: row.stream_id, href: href(&row.stream_id) },
            subject: row.subject_id,
            details: row.payload,
        }
    }
}

fn verbs() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some("Only this verb, such as `idea.submitted`; all of them without it."))
        .enum_values(Some(Event::VERBS.iter().copied()))
        .build()
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// Only this verb, such as `idea.submitted`.
    #[param(schema_with = verbs)]
    verb: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

/// What happened, oldest first, as far as the caller may see it. How somebody voted, whom they follow, what they wrote in
/// a room and when they signed in is shown to themselves alone; steps of triage and changes of drafts to the
/// organisation's own people. A page may hold fewer rows than asked for; there are more while `next` is given.
#[utoipa::path(tag = "events", security(("token" = ["read"])), params(EventsQuery), responses((status = 200, description = "A page of events", body = ApiPage<EventBody>), Problems))]
#[get("/events")]
pub async fn list_events(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    query: Asked<EventsQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let query = query.into_inner();
    let limit = Limit::parse(query.limit, 50)?;
    let after: Option<(i64, i64)> = query.after.as_deref().map(Cursor::parse).transpose()?;
    if query.verb.as_deref().is_some_and(|verb| !Event::VERBS.contains(&verb)) {
        return Err(Refusal::of("verb", "verb-unknown").into());
    }
    let (viewer, verb) = (call.visit.viewer.clone(), query.verb);
    let (items, next): (Vec<EventBody>, _) = state
        .db
        .read(move |conn| {
            let mut rows = spine::list_visible(conn, &viewer, verb.as_deref(), after.unwrap_or((0, 0)), limit.rows_and_one())?;
            let next = limit.cut(&mut rows, |row| (row.xid, row.seq));
            // An idea that waits for approval, or was binned, has the audience it will have when it is shown.
            let asked: Vec<IdeaId> = rows.iter().filter(|row| row.stream_kind == ItemKind::Idea).map(|row| IdeaId(row.stream_id)).collect();
            let seen: HashSet<Uuid> = ideas::store::list_visible_by_id(conn, &viewer, &asked)?.into_iter().map(|idea| idea.id.0).collect();
            rows.retain(|row| row.stream_kind != ItemKind::Idea || seen.contains(&row.stream_id));
            let addresses = addresses(conn, &viewer, &rows)?;
            Ok((rows.into_iter().map(|row| EventBody::of(row, &addresses)).collect(), next))
        })
        .await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}
