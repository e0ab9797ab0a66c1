//! All rooms a viewer may see: running, planned, done.
use crate::domains::brainstorms::store::{self, ListedRoom};
use crate::kernel::{BrainstormState, CreateBrainstorm, Doer, Place, Sight, holds};
use crate::platform::{
    error::AppResult,
    web::{Cursor, Limit, Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

/// Rooms done on one page.
const DONE: i64 = 20;
/// Rooms running or planned shown at most.
const AHEAD: i64 = 50;

#[derive(Serialize)]
struct RoomLine {
    href: String,
    title: String,
    prompt: String,
    facilitator: String,
    mine: bool,
    people: i64,
    notes: i64,
    round: i64,
    at: String,
    paused: bool,
    draft: bool,
    lobby: bool,
}

impl From<ListedRoom> for RoomLine {
    fn from(room: ListedRoom) -> Self {
        let tail = if room.state == BrainstormState::Closed { "/results" } else { "" };
        Self {
            href: format!("/brainstorms/{}-{}{tail}", room.number, room.slug),
            title: room.title,
            prompt: room.prompt,
            facilitator: room.facilitator,
            mine: room.mine,
            people: room.people,
            notes: room.notes,
            round: room.round,
            at: room.closed_at.unwrap_or(room.created_at).to_rfc3339(),
            paused: room.paused,
            draft: room.state == BrainstormState::Draft,
            lobby: room.state == BrainstormState::Lobby,
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    running: Vec<RoomLine>,
    planned: Vec<RoomLine>,
    done: Vec<RoomLine>,
    next_href: String,
    first: bool,
    may_create: bool,
}
impl Page for ListPage {
    const TEMPLATE: &'static str = "brainstorms/list.html";
    const SECTION: Section = Section::Brainstorm;
    fn title(&self) -> Title {
        Title::Key("brainstorms-title")
    }
}

/// Whether somebody may make rooms, in some campaign at least.
pub(super) fn may_create(visit: &Visit) -> bool {
    visit.viewer.person().is_some_and(|actor| {
        let place = Place::of(crate::kernel::BrainstormId(uuid::Uuid::nil()), Sight::INTERNAL);
        let campaigns = actor.standing.campaign_roles.iter().map(|(campaign, _)| Some(*campaign));
        let doer = Doer::from(actor.clone());
        std::iter::once(None).chain(campaigns).any(|campaign| holds::<CreateBrainstorm>(&doer, &place.in_campaign(campaign)))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    #[serde(default)]
    after: Option<String>,
}

pub(super) async fn index(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    query: Queried<ListQuery>,
) -> AppResult<HttpResponse> {
    let (viewer, before) = (visit.viewer.clone(), query.0.after.as_deref().map(Cursor::parse::<i64>).transpose()?);
    let limit = Limit::parse(Some(DONE), DONE)?;
    let (ahead, mut done) = state
        .db
        .read(move |conn| {
            use BrainstormState::{Closed, Draft, Lobby, Running};
            let ahead = match before {
                None => store::list_visible(conn, &viewer, &[Running, Lobby, Draft], None, None, AHEAD)?,
                Some(_) => Vec::new(),
            };
            Ok((ahead, store::list_visible(conn, &viewer, &[Closed], None, before, limit.rows_and_one())?))
        })
        .await?;
    let next = limit.cut(&mut done, |room| room.number);
    let (running, planned): (Vec<_>, Vec<_>) = ahead.into_iter().partition(|room| room.state == BrainstormState::Running);
    let page = ListPage {
        running: running.into_iter().map(RoomLine::from).collect(),
        planned: planned.into_iter().map(RoomLine::from).collect(),
        done: done.into_iter().map(RoomLine::from).collect(),
        next_href: next.map_or_else(String::new, |next| format!("/brainstorms?after={next}")),
        first: before.is_none(),
        may_create: may_create(&visit),
    };
    state.page(&request, &visit, &page)
}
