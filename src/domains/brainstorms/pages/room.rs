//! The room itself: lobby, participant's phone, facilitator's wall, second screen; each whole or in parts.
use super::{
    view::{self, RoomView},
    visit::RoomVisit,
};
use crate::kernel::{BrainstormState, NoteId};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, ProblemField, Section, State, Title, see_other},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::Serialize;

macro_rules! room_pages { ($($name:ident = $template:literal),+ $(,)?) => {$(
    #[derive(Serialize)]
    struct $name<'v> {
        room: &'v RoomView,
        draft: &'v str,
        /// Id of the note whose text was not accepted; empty for a new one.
        edited: &'v str,
        /// That note stands on the page and can be changed there.
        edited_here: bool,
        errors: &'v [ProblemField],
    }
    impl Page for $name<'_> {
        const TEMPLATE: &'static str = $template;
        const SECTION: Section = Section::Brainstorm;
        fn title(&self) -> Title {
            Title::Text(self.room.title.clone())
        }
    }
)+}}
room_pages!(
    LobbyPage = "brainstorms/lobby.html",
    PhonePage = "brainstorms/phone.html",
    WallPage = "brainstorms/wall.html",
    DoorPage = "brainstorms/outside.html",
    BarPart = "brainstorms/_bar.html",
    ClockPart = "brainstorms/_wall_clock.html",
    LatePart = "brainstorms/_late.html",
    HerePart = "brainstorms/_here.html",
    MinePart = "brainstorms/_mine.html",
    StagePart = "brainstorms/_stage.html",
    ControlsPart = "brainstorms/_controls.html",
);

pub(super) async fn load(state: &State, at: &RoomVisit) -> AppResult<RoomView> {
    let (viewer, number, now, base) = (at.viewer(), at.number, at.visit.now, state.config.base_url().to_owned());
    state.db.read(move |conn| view::read(conn, &viewer, number, now, &base)).await
}

macro_rules! answer {
    ($page:ident, $state:expr, $request:expr, $at:expr, $room:expr) => {
        $state.page($request, &$at.visit, &$page { room: &$room, draft: "", edited: "", edited_here: false, errors: &[] })
    };
}

/// Where this viewer belongs: outside, lobby, phone or wall.
pub(super) async fn show(state: web::Data<State>, at: RoomVisit, request: HttpRequest) -> AppResult<HttpResponse> {
    let room = load(&state, &at).await?;
    if !room.path.ends_with(&at.segment) || room.path.len() != "/brainstorms/".len() + at.segment.len() {
        return Ok(see_other(room.path));
    }
    if room.state == BrainstormState::Closed {
        return Ok(see_other(format!("{}/results", room.path)));
    }
    match (room.joined, room.state, room.steering) {
        (false, ..) => answer!(DoorPage, state, &request, at, room),
        (true, BrainstormState::Running, true) => answer!(WallPage, state, &request, at, room),
        (true, BrainstormState::Running, false) => answer!(PhonePage, state, &request, at, room),
        (true, ..) => answer!(LobbyPage, state, &request, at, room),
    }
}

/// The participant's screen, for those who steer and write as well.
pub(super) async fn phone(state: web::Data<State>, at: RoomVisit, request: HttpRequest) -> AppResult<HttpResponse> {
    let room = load(&state, &at).await?;
    match (room.joined, room.state) {
        (true, BrainstormState::Running) => answer!(PhonePage, state, &request, at, room),
        _ => Ok(see_other(room.path)),
    }
}

/// A text that comes back to who wrote it: of a new note, or of one that stands already.
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) note: Option<NoteId>,
}

/// The participant's screen with a text that was not accepted, or not sent yet: everything typed is kept.
pub(super) async fn with_draft(
    state: &State,
    at: &RoomVisit,
    request: &HttpRequest,
    draft: &Draft,
    errors: &[ProblemField],
) -> AppResult<HttpResponse> {
    let room = load(state, at).await?;
    let edited = draft.note.map_or_else(String::new, |note| note.to_string());
    let edited_here = room.offers_edit_of(&edited);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    state.page_with(request, &at.visit, &PhonePage { room: &room, draft: &draft.text, edited: &edited, edited_here, errors }, status)
}

/// The wall for a second screen.
pub(super) async fn wall(state: web::Data<State>, at: RoomVisit, request: HttpRequest) -> AppResult<HttpResponse> {
    let room = load(&state, &at).await?;
    if !room.joined || room.state == BrainstormState::Closed {
        return Ok(see_other(room.path));
    }
    let room = room.for_projector();
    answer!(WallPage, state, &request, at, room)
}

/// A part of the page, after something changed.
pub(super) async fn part(
    state: web::Data<State>,
    at: RoomVisit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> AppResult<HttpResponse> {
    let room = load(&state, &at).await?;
    if !room.joined {
        return Err(AppError::NotFound("part"));
    }
    match path.1.as_str() {
        "bar" => answer!(BarPart, state, &request, at, room),
        "clock" => answer!(ClockPart, state, &request, at, room),
        "late" => answer!(LatePart, state, &request, at, room),
        "here" => answer!(HerePart, state, &request, at, room),
        "mine" => answer!(MinePart, state, &request, at, room),
        "stage" => answer!(StagePart, state, &request, at, room),
        "projector" => {
            let room = room.for_projector();
            answer!(StagePart, state, &request, at, room)
        }
        "controls" if room.steering => answer!(ControlsPart, state, &request, at, room),
        _ => Err(AppError::NotFound("part")),
    }
}
