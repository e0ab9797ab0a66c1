//! The ways into a room: six digits, the stable link, or the room's own page. Looking joins nothing; only a form does.
use super::visit::{RoomVisit, as_guest};
use crate::domains::brainstorms::{
    actions::{self, Entering},
    rules::{self, Code},
    store::{self, VisibleBrainstorm},
};
use crate::kernel::{BrainstormState, Doer, Guest, ParticipantId, Refusal, Viewer, text};
use crate::platform::{
    error::{AppError, AppResult},
    secret,
    web::{Page, Posted, ProblemField, Queried, Section, State, Title, Visit, guest_cookie, peer_bucket, see_other, use_try_unless_found},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

/// Wrong codes that one address may try in so many minutes; a million codes last longer than any room.
const WRONG_CODES: (i32, i64) = (30, 10);

const NAME_MISSING: Refusal = Refusal::of("name", "guest-name-missing");
const NAME_LONG: Refusal = Refusal::of("name", "guest-name-long");

#[derive(Serialize)]
struct JoinPage {
    code: String,
    error: String,
    /// For somebody who is not signed in: where to sign in and come back from, whether or not there is
    /// a room, so that the answer tells nothing.
    sign_in: Option<String>,
}

/// The way through the sign-in back to a door, for those who are not signed in yet.
fn sign_in_first(visit: &Visit, door: &str) -> Option<String> {
    matches!(visit.viewer, Viewer::Anonymous).then(|| {
        let next: String = form_urlencoded::byte_serialize(door.as_bytes()).collect();
        format!("/sign-in?next={next}")
    })
}
impl Page for JoinPage {
    const TEMPLATE: &'static str = "brainstorms/join.html";
    const SECTION: Section = Section::Brainstorm;
    fn title(&self) -> Title {
        Title::Key("brainstorms-join-title")
    }
}

#[derive(Serialize)]
struct DoorPage {
    title: String,
    warm_up: String,
    facilitator: String,
    action: String,
    guests_allowed: bool,
    signed_in: Option<String>,
    closed: bool,
    number: i64,
    name: String,
    error: String,
}
impl Page for DoorPage {
    const TEMPLATE: &'static str = "brainstorms/door.html";
    const SECTION: Section = Section::Brainstorm;
    fn title(&self) -> Title {
        Title::Text(self.title.clone())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeQuery {
    #[serde(default)]
    code: Option<String>,
}

/// The one field.
pub(super) async fn ask(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<CodeQuery>) -> AppResult<HttpResponse> {
    state.page(&request, &visit, &JoinPage { code: query.0.code.unwrap_or_default(), error: String::new(), sign_in: None })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeForm {
    code: String,
}

/// From the field to the door.
pub(super) async fn find(state: web::Data<State>, visit: Visit, request: HttpRequest, form: Posted<CodeForm>) -> AppResult<HttpResponse> {
    let typed = form.0.code;
    let found = match Code::parse(&typed) {
        Ok(code) => by_code(&state, &visit, &request, &code).await.map(|_| code),
        Err(refusal) => Err(refusal.into()),
    };
    match found {
        Ok(code) => Ok(see_other(format!("/join/{}", code.as_str()))),
        Err(AppError::Refused(refusal)) => wrong_code(&state, &visit, &request, typed, &refusal),
        Err(error) => Err(error),
    }
}

fn wrong_code(state: &State, visit: &Visit, request: &HttpRequest, typed: String, refusal: &Refusal) -> AppResult<HttpResponse> {
    let error = ProblemField::of(&state.words, visit.preferences.lang, refusal).text;
    // Digits that were mistyped bring nobody to a room; those of a room may wait behind the sign-in.
    let sign_in = Code::parse(&typed).ok().and_then(|code| sign_in_first(visit, &format!("/join/{}", code.as_str())));
    let code = typed.chars().filter(|c| !c.is_control()).take(20).collect();
    state.page_with(request, visit, &JoinPage { code, error, sign_in }, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The room of a code. Wrong codes are counted by address; with none left even right ones wait.
async fn by_code(state: &State, visit: &Visit, request: &HttpRequest, code: &Code) -> AppResult<VisibleBrainstorm> {
    let bucket = format!("join-code {}", peer_bucket(request).unwrap_or_default());
    let (viewer, wanted) = (visit.viewer.clone(), code.clone());
    let found = use_try_unless_found(state, bucket, WRONG_CODES, move |conn| {
        let found = store::find_by_code(conn, &viewer, &wanted)?;
        Ok(found.filter(|room| actions::may_enter(room, &viewer)))
    });
    found.await?.ok_or_else(|| rules::CODE_UNKNOWN.into())
}

/// The stable link is a random token.
fn looks_like_a_link(link: &str) -> bool {
    (20..=64).contains(&link.len()) && link.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

async fn by_link(state: &State, visit: &Visit, link: &str) -> AppResult<VisibleBrainstorm> {
    if !looks_like_a_link(link) {
        return Err(AppError::NotFound("brainstorm"));
    }
    let (viewer, link) = (visit.viewer.clone(), link.to_owned());
    let found = state.db.read(move |conn| store::find_by_link(conn, &viewer, &link)).await?;
    found.filter(|room| actions::may_enter(room, &visit.viewer)).ok_or(AppError::NotFound("brainstorm"))
}

async fn door(
    state: &State,
    visit: Visit,
    request: &HttpRequest,
    room: &VisibleBrainstorm,
    action: String,
    name: &str,
    error: String,
) -> AppResult<HttpResponse> {
    let visit = as_guest(state, request, visit, room.number).await?;
    let inside = room.me.is_some() || matches!(visit.viewer, Viewer::Guest(_));
    if inside {
        return Ok(see_other(room.path()));
    }
    let id = room.id;
    let people = state.db.read(move |conn| store::list_participants(conn, id)).await?;
    let facilitator = people.into_iter().find(|person| person.role == crate::kernel::ParticipantRole::Facilitator);
    let page = DoorPage {
        title: room.title.clone(),
        warm_up: room.warm_up.clone(),
        facilitator: facilitator.map(|person| person.name).unwrap_or_default(),
        action,
        guests_allowed: room.guests_allowed,
        signed_in: visit.viewer.person().map(|actor| actor.standing.name.clone()),
        closed: room.state == BrainstormState::Closed,
        number: room.number,
        name: name.to_owned(),
        error: error.clone(),
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    state.page_with(request, &visit, &page, status)
}

pub(super) async fn show_by_code(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let found = match Code::parse(&path) {
        Ok(code) => by_code(&state, &visit, &request, &code).await.map(|room| (code, room)),
        Err(refusal) => Err(refusal.into()),
    };
    match found {
        Ok((code, room)) => door(&state, visit, &request, &room, format!("/join/{}", code.as_str()), "", String::new()).await,
        Err(AppError::Refused(refusal)) => wrong_code(&state, &visit, &request, path.into_inner(), &refusal),
        Err(error) => Err(error),
    }
}

pub(super) async fn show_by_link(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let door_path = format!("/b/{path}");
    let room = match by_link(&state, &visit, &path).await {
        Err(AppError::NotFound(_)) if matches!(visit.viewer, Viewer::Anonymous) && looks_like_a_link(&path) => {
            return no_such_link(&state, &visit, &request, &door_path);
        }
        found => found?,
    };
    door(&state, visit, &request, &room, door_path, "", String::new()).await
}

/// The same answer for a link that leads nowhere and for one to a room that only colleagues see.
fn no_such_link(state: &State, visit: &Visit, request: &HttpRequest, door: &str) -> AppResult<HttpResponse> {
    let error = state.words.plain(visit.preferences.lang, "brainstorms-link-unknown");
    let page = JoinPage { code: String::new(), error, sign_in: sign_in_first(visit, door) };
    state.page_with(request, visit, &page, StatusCode::NOT_FOUND)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameForm {
    #[serde(default)]
    name: Option<String>,
}

pub(super) async fn enter_by_code(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<NameForm>,
) -> AppResult<HttpResponse> {
    let code = Code::parse(&path).map_err(|_| AppError::NotFound("brainstorm"))?;
    let room = by_code(&state, &visit, &request, &code).await.map_err(|error| match error {
        AppError::Refused(_) => AppError::NotFound("brainstorm"),
        error => error,
    })?;
    enter(&state, visit, &request, room, format!("/join/{}", code.as_str()), form.0).await
}

pub(super) async fn enter_by_link(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<NameForm>,
) -> AppResult<HttpResponse> {
    let room = by_link(&state, &visit, &path).await?;
    enter(&state, visit, &request, room, format!("/b/{path}"), form.0).await
}

/// From the room's page, for people who see it by its audience.
pub(super) async fn enter_by_number(
    state: web::Data<State>,
    at: RoomVisit,
    request: HttpRequest,
    form: Posted<NameForm>,
) -> AppResult<HttpResponse> {
    let (viewer, number) = (at.viewer(), at.number);
    let room = state.db.read(move |conn| store::find_visible(conn, &viewer, number)).await?;
    let action = format!("/brainstorms/{}/participants", at.segment);
    enter(&state, at.visit, &request, room, action, form.0).await
}

async fn enter(
    state: &State,
    visit: Visit,
    request: &HttpRequest,
    room: VisibleBrainstorm,
    action: String,
    form: NameForm,
) -> AppResult<HttpResponse> {
    let visit = as_guest(state, request, visit, room.number).await?;
    if room.me.is_some() || matches!(visit.viewer, Viewer::Guest(_)) {
        return Ok(see_other(room.path()));
    }
    let path = room.path();
    if let Some(actor) = visit.viewer.person().cloned() {
        state.write(&visit, actor, move |tx| actions::enter(tx, &room, &Entering::Person)).await?;
        return Ok(see_other(path));
    }
    if !room.guests_allowed {
        return Err(AppError::Unauthenticated);
    }
    let typed = form.name.unwrap_or_default();
    let name = match rules::text(&typed.replace('\n', " "), 60, NAME_MISSING, NAME_LONG) {
        Ok(name) => text::excerpt(&name, 60),
        Err(refusal) => {
            let error = ProblemField::of(&state.words, visit.preferences.lang, &refusal).text;
            return door(state, visit, request, &room, action, &typed, error).await;
        }
    };
    let (token, number) = (secret::token(), room.number);
    let entering = Entering::Guest { name, token_hash: secret::hash(&token) };
    let doer = Doer::Guest(Guest { participant: ParticipantId::new(), brainstorm: room.id });
    state.write(&visit, doer, move |tx| actions::enter(tx, &room, &entering)).await?;
    let mut answer = see_other(path);
    answer.add_cookie(&guest_cookie(state, number, token)).map_err(|error| anyhow::anyhow!("cookie: {error}"))?;
    Ok(answer)
}
