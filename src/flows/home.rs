//! Home: what there is for a visitor, and what waits for each role. Every card shows only what its reader can use.
use crate::domains::{
    brainstorms::{self, store::ListedRoom},
    campaigns::{self, store::Campaign},
    evaluation,
    ideas::{
        self,
        rules::{Clock, ClockState},
        store::{Listed, Order, Own, Query},
    },
    notifications::{self, pages::NoticeView},
    people::{self, store::Name},
    prototypes::{
        self,
        pages::{CardView, cards_of_ideas},
    },
    voting::{self, pages::VoteView},
};
use crate::kernel::{Actor, BrainstormState, Hatch, IdeaId, Moment, PersonId, PrototypeStage, Role, Viewer, text};
use crate::platform::{
    error::AppResult,
    markdown,
    web::{Limit, Page, Section, State, Title, Visit},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, ServiceConfig, get},
};
use diesel::PgConnection;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Rows of each strip.
const ROWS: i64 = 5;
/// Running campaigns shown.
const CAMPAIGNS: i64 = 6;

/// `GET /`.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/", get().to(show));
}

#[derive(Serialize)]
struct HomePage {
    visitor: bool,
    name: String,
    campaigns: Vec<CampaignCard>,
    rising: Vec<IdeaCard>,
    own: Option<Vec<OwnCard>>,
    notices: Vec<NoticeView>,
    triage: Option<i64>,
    /// Whether they decide on what waits there; reviewers only read.
    decides: bool,
    queue: Option<i64>,
    rooms: Vec<RoomCard>,
    gates: Option<Vec<CardView>>,
    /// There are more at a gate than are shown.
    more_gates: bool,
    leads: Vec<CardView>,
    sprint: Option<SprintCard>,
    can_tip: bool,
    can_admin: bool,
    can_audit: bool,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "home/show.html";
    const SECTION: Section = Section::Home;
    fn title(&self) -> Title {
        Title::Key("home-title")
    }
}

#[derive(Serialize)]
struct CampaignCard {
    title: String,
    question: String,
    href: String,
    hatch: Hatch,
    state_key: String,
    ideas: i32,
    takes_ideas: bool,
    new_href: String,
}

#[derive(Serialize)]
struct IdeaCard {
    title: String,
    href: String,
    author: String,
    firm: String,
    status: StatusCard,
    vote: VoteView,
}

#[derive(Serialize)]
struct StatusCard {
    kind: &'static str,
    key: String,
}

#[derive(Serialize)]
struct OwnCard {
    title: String,
    href: String,
    status: StatusCard,
    votes: Option<i32>,
    reason: String,
    moved_by: String,
    moved_at: Option<String>,
    due_at: Option<String>,
    /// Who answers by then; empty when nobody is named.
    answers: String,
    missed: bool,
    asked: bool,
    prototype: Option<CardView>,
    /// Where it was merged into.
    kept: Option<KeptCard>,
}

#[derive(Serialize)]
struct KeptCard {
    link: LinkCard,
    status: StatusCard,
}

#[derive(Serialize)]
struct LinkCard {
    href: String,
    text: String,
}

#[derive(Serialize)]
struct RoomCard {
    title: String,
    href: String,
    round: i64,
    people: i64,
    notes: i64,
    facilitator: String,
}

#[derive(Serialize)]
struct SprintCard {
    title: String,
    href: String,
    built: i64,
    total: i64,
    target: i32,
    day: i64,
    days: i64,
}

async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest) -> AppResult<HttpResponse> {
    let (parts, looking) = (state.clone(), visit.clone());
    let page = state.db.read(move |conn| HomePage::read(conn, &parts, &looking)).await?;
    state.page(&request, &visit, &page)
}

impl HomePage {
    fn read(conn: &mut PgConnection, state: &State, visit: &Visit) -> AppResult<Self> {
        let viewer = &visit.viewer;
        let campaigns = campaigns::store::list_running(conn, viewer, CAMPAIGNS)?;
        let mut page = Self {
            visitor: true,
            name: String::new(),
            campaigns: campaigns.into_iter().map(CampaignCard::of).collect(),
            rising: rising(conn, viewer)?,
            own: None,
            notices: Vec::new(),
            triage: None,
            decides: false,
            queue: None,
            rooms: Vec::new(),
            gates: None,
            more_gates: false,
            leads: Vec::new(),
            sprint: None,
            can_tip: false,
            can_admin: false,
            can_audit: false,
        };
        if let Some(actor) = viewer.person() {
            page.add_own(conn, state, visit, actor)?;
        }
        Ok(page)
    }

    /// What a person finds beside the things everybody sees.
    fn add_own(&mut self, conn: &mut PgConnection, state: &State, visit: &Visit, actor: &Actor) -> AppResult<()> {
        self.visitor = false;
        self.name.clone_from(&actor.standing.name);
        self.notices = notifications::pages::newest(conn, state, visit, actor, ROWS)?;
        let (own, _) = ideas::store::list_own(conn, &visit.viewer, actor.id, None, Limit::parse(Some(ROWS), ROWS)?)?;
        if !own.is_empty() || !actor.is_staff() {
            let people: Vec<PersonId> = own.iter().flat_map(Own::people).collect();
            let names = people::store::names_for(conn, &visit.viewer, &people)?;
            let ids: Vec<_> = own.iter().map(|own| own.idea.id).collect();
            let voted = voting::store::mine(conn, actor.id, &ids)?;
            let mut cards = cards_of_ideas(conn, &visit.viewer, &ids, visit.now)?;
            let card = |own: Own| OwnCard { prototype: cards.remove(&own.idea.id), ..OwnCard::of(own, &names, &voted, visit.now) };
            self.own = Some(own.into_iter().map(card).collect());
        }
        if evaluation::store::may_read_inbox(conn, &visit.viewer)? {
            let all = evaluation::store::Filter::default();
            self.triage = Some(evaluation::store::count_waiting(conn, &visit.viewer, &all, visit.now)?);
            self.decides = evaluation::store::may_decide(&visit.viewer);
        }
        if evaluation::store::may_moderate(&visit.viewer) {
            self.queue = Some(evaluation::store::count_queue(conn, &visit.viewer)?.pending);
            let running = [BrainstormState::Lobby, BrainstormState::Running];
            let rooms = brainstorms::store::list_visible(conn, &visit.viewer, &running, None, None, ROWS)?;
            self.rooms = rooms.into_iter().map(RoomCard::of).collect();
        }
        if actor.is_staff() {
            self.add_prototypes(conn, visit, actor)?;
        }
        self.can_tip = ideas::rules::leaves_tips(&actor.standing.roles);
        self.can_admin = actor.has(Role::Admin);
        self.can_audit = actor.has(Role::Compliance) || actor.has(Role::Admin);
        Ok(())
    }

    fn add_prototypes(&mut self, conn: &mut PgConnection, visit: &Visit, actor: &Actor) -> AppResult<()> {
        let decides = [Role::Gatekeeper, Role::Rnd, Role::Executive, Role::Admin].iter().any(|role| actor.has(*role));
        if decides {
            let mut gates = prototypes::store::list_page(conn, &visit.viewer, Some(PrototypeStage::Gate), None, ROWS + 1)?;
            let limit = Limit::parse(Some(ROWS), ROWS)?;
            self.more_gates = limit.cut(&mut gates, |prototype| prototype.number).is_some();
            self.gates = Some(gates.iter().map(|prototype| CardView::of(prototype, &HashMap::new(), visit.now)).collect());
        }
        if actor.has(Role::Rnd) {
            let filter = prototypes::store::Filter { lead: Some(actor.id), ..prototypes::store::Filter::default() };
            let led = prototypes::store::list_board(conn, &visit.viewer, filter)?.into_iter().map(|card| card.prototype);
            let running = led.filter(|prototype| !matches!(prototype.stage, PrototypeStage::Graduated | PrototypeStage::Stopped));
            self.leads = running.take(5).map(|prototype| CardView::of(&prototype, &HashMap::new(), visit.now)).collect();
        }
        let today = visit.today();
        self.sprint = prototypes::store::running_sprint(conn, today)?.map(|running| {
            let (day, days) = running.sprint.day(today);
            SprintCard {
                href: format!("/sprints/{}", running.sprint.slug),
                target: running.sprint.target,
                title: running.sprint.title,
                built: running.built,
                total: running.total,
                day,
                days,
            }
        });
        Ok(())
    }
}

fn rising(conn: &mut PgConnection, viewer: &Viewer) -> AppResult<Vec<IdeaCard>> {
    let query = Query {
        order: Order::Rising,
        campaign: None,
        few: false,
        status: None,
        tag: None,
        source: None,
        after: None,
        limit: Limit::parse(Some(ROWS), ROWS)?,
    };
    let (rows, _) = ideas::store::list_board(conn, viewer, &query)?;
    let authors: Vec<PersonId> = rows.iter().map(|row| row.author_id).collect();
    let names = people::store::names_for(conn, viewer, &authors)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let voted = match viewer.person_id() {
        Some(person) => voting::store::mine(conn, person, &ids)?,
        None => HashSet::new(),
    };
    Ok(rows.into_iter().map(|row| IdeaCard::of(row, &names, &voted)).collect())
}

impl CampaignCard {
    fn of(campaign: Campaign) -> Self {
        Self {
            href: campaign.path(),
            new_href: format!("/ideas/new?campaign={}", campaign.slug),
            takes_ideas: campaigns::rules::accepts_ideas(campaign.state),
            state_key: format!("campaigns-state-{}", campaign.state),
            title: campaign.title,
            question: campaign.question,
            hatch: campaign.hatch,
            ideas: campaign.idea_count,
        }
    }
}

impl StatusCard {
    fn of(state: crate::kernel::IdeaState) -> Self {
        Self { kind: ideas::rules::status_kind(state), key: format!("idea-state-{}", state.as_str().replace('_', "-")) }
    }
}

/// Whether the count of an idea can be seen by somebody who voted for it, or did not.
fn shown(idea: &Listed, voted: bool) -> bool {
    let phase = idea.campaign_state.zip(idea.campaign_counts);
    phase.is_none_or(|(state, counts)| campaigns::rules::counts_visible(counts, Some(state), voted))
}

impl IdeaCard {
    fn of(row: Listed, names: &HashMap<PersonId, Name>, voted: &HashSet<IdeaId>) -> Self {
        let mine = voted.contains(&row.id);
        let open = ideas::rules::takes_votes(row.state, row.campaign_state);
        let author = names.get(&row.author_id);
        Self {
            href: ideas::store::path(row.number, &row.slug),
            author: author.map_or_else(String::new, |name| name.name.clone()),
            firm: author.map_or_else(String::new, |name| name.company.clone()),
            status: StatusCard::of(row.state),
            vote: VoteView::new(row.number, shown(&row, mine).then_some(row.vote_count), mine, open).with_key("v"),
            title: row.title,
        }
    }
}

impl OwnCard {
    fn of(own: Own, names: &HashMap<PersonId, Name>, voted: &HashSet<IdeaId>, now: Moment) -> Self {
        let clock = Clock { due: own.answer_due_at, paused: own.clock_paused_at, answered: own.answered_at };
        let clock = clock.shown_in(own.idea.state).state(now);
        let waiting = matches!(clock, ClockState::OnTrack | ClockState::AtRisk | ClockState::Missed);
        let kept = own.kept().map(|kept| KeptCard {
            link: LinkCard { href: ideas::store::path(kept.number, kept.slug), text: format!("#{} {}", kept.number, kept.title) },
            status: StatusCard::of(kept.state),
        });
        let idea = own.idea;
        Self {
            href: ideas::store::path(idea.number, &idea.slug),
            status: StatusCard::of(idea.state),
            votes: shown(&idea, voted.contains(&idea.id)).then_some(idea.vote_count),
            reason: own.reason.map_or_else(String::new, |reason| text::excerpt(&markdown::to_text(&reason), 240)),
            moved_by: own.moved_by.and_then(|id| names.get(&id)).map_or_else(String::new, |name| name.name.clone()),
            moved_at: own.moved_at.map(|at| at.to_rfc3339()),
            due_at: own.answer_due_at.filter(|_| waiting).map(|at| at.to_rfc3339()),
            answers: own.answers_by.and_then(|id| names.get(&id)).map_or_else(String::new, |name| name.name.clone()),
            missed: clock == ClockState::Missed,
            asked: idea.state == crate::kernel::IdeaState::Clarification,
            prototype: None,
            kept,
            title: idea.title,
        }
    }
}

impl RoomCard {
    fn of(room: ListedRoom) -> Self {
        Self {
            href: format!("/brainstorms/{}-{}", room.number, room.slug),
            title: room.title,
            round: room.round,
            people: room.people,
            notes: room.notes,
            facilitator: room.facilitator,
        }
    }
}
