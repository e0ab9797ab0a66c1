//! What a room shows to one viewer at one moment. Everything that may leave the server is decided
//! here, once, for pages and parts alike.
use crate::domains::brainstorms::{
    actions,
    rules::{self, NotesShown, RECIPE, Timer},
    store::{self, Cluster, Note, Participant, Round, Turnout, VisibleBrainstorm},
};
use crate::kernel::{BrainstormState, ClusterId, Moment, NoteColour, ParticipantRole, RoundStep, Viewer, text};
use crate::platform::error::AppResult;
use diesel::PgConnection;
use serde::Serialize;

/// The whole of it; templates pick what their part shows.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RoomView {
    pub(super) number: i64,
    pub(super) path: String,
    pub(super) title: String,
    pub(super) state: BrainstormState,
    pub(super) joined: bool,
    pub(super) steering: bool,
    pub(super) guest: bool,
    colour: NoteColour,
    names_shown: bool,
    guests_allowed: bool,
    warm_up: String,
    facilitator: String,
    code: String,
    /// What people type to come to the field for the code.
    join_address: String,
    link: String,
    qr: Option<Qr>,
    live_url: String,
    pub(super) step: RoundStep,
    next_step: Option<RoundStep>,
    can_go_back: bool,
    round: usize,
    rounds: usize,
    round_prompts: Vec<String>,
    standing: String,
    prompt: String,
    steps: Vec<StepView>,
    clock: ClockView,
    people: Vec<PersonView>,
    me_ready: bool,
    ready: usize,
    /// Those who take part without steering.
    takers: usize,
    loose: usize,
    /// Notes on the wall that nobody could vote on, because they are in no cluster.
    unvotable: usize,
    own: Vec<NoteView>,
    others: store::NoteCount,
    wall: Vec<NoteView>,
    clusters: Vec<ClusterView>,
    /// Some cluster has notes in it that can be voted on.
    votable: bool,
    dots_each: i16,
    dots_per_cluster: i16,
    dots_spent: i16,
    turnout: Turnout,
    projector: bool,
}

/// A QR picture: the path of its dark modules on a square of this size.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Qr {
    size: usize,
    path: String,
}

#[derive(Debug, Clone, Serialize)]
struct StepView {
    step: RoundStep,
    state: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct ClockView {
    timed: bool,
    paused: bool,
    over: bool,
    ends_at: Option<String>,
    now: String,
    left: String,
}

#[derive(Debug, Clone, Serialize)]
struct PersonView {
    id: String,
    name: String,
    initials: String,
    guest: bool,
    role: ParticipantRole,
    me: bool,
    ready: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NoteView {
    pub(super) id: String,
    pub(super) text: String,
    colour: NoteColour,
    /// Only where names are shown.
    pub(super) writer: Option<String>,
    mine: bool,
    held: bool,
    pub(super) cluster: Option<String>,
    promoted: Option<i64>,
    title: String,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct ClusterView {
    #[serde(skip)]
    pub(super) cluster: ClusterId,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) notes: Vec<NoteView>,
    mine: i16,
    more: Option<i16>,
    fewer: Option<i16>,
    /// Hidden until voting has ended.
    pub(super) dots: Option<i32>,
    pub(super) voters: Option<i64>,
    pub(super) rank: usize,
    promoted: Option<i64>,
    /// It went into an idea that was there before; the results say which.
    pub(super) merged: bool,
    /// That idea, where the viewer may see it.
    pub(super) merged_into: Option<i64>,
    body: String,
}

/// How the notes of a round look to somebody.
struct Glasses {
    me: Option<crate::kernel::ParticipantId>,
    names: bool,
}

impl Glasses {
    fn note(&self, note: &Note) -> NoteView {
        let mine = self.me == Some(note.participant_id);
        let title = text::derived_title(&note.text, 80);
        NoteView {
            id: note.id.to_string(),
            text: note.text.clone(),
            colour: note.colour,
            writer: self.names.then(|| note.writer.clone()).filter(|name| !name.is_empty()),
            mine,
            held: note.held,
            cluster: note.cluster_id.map(|id| id.to_string()),
            promoted: note.promoted_number,
            title,
        }
    }
}

/// "04:12" of milliseconds.
fn clock_text(left_ms: i32) -> String {
    let seconds = (i64::from(left_ms) + 999) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes:02}:{seconds:02}") }
}

impl ClockView {
    fn of(timer: Timer, now: Moment) -> Self {
        let left = timer.left_ms(now);
        let (ends_at, _) = timer.columns();
        Self {
            timed: ends_at.is_some() || left.is_some_and(|left| left > 0),
            paused: matches!(timer, Timer::Paused { .. }),
            over: left == Some(0) && ends_at.is_some(),
            ends_at: ends_at.map(|at| at.to_rfc3339()),
            now: now.to_rfc3339(),
            left: clock_text(left.unwrap_or(0)),
        }
    }
}

fn steps_of(room: &VisibleBrainstorm, step: RoundStep) -> Vec<StepView> {
    let now = RECIPE.iter().position(|known| *known == step).filter(|_| room.state == BrainstormState::Running);
    RECIPE
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let state = match now {
                Some(now) if index < now => "done",
                Some(now) if index == now => "now",
                _ => "next",
            };
            StepView { step: *step, state }
        })
        .collect()
}

/// A QR code (ISO/IEC 18004) as one SVG path, so that it needs neither inline style nor script.
pub(super) fn qr(url: &str) -> Option<Qr> {
    use std::fmt::Write;
    const QUIET: usize = 4;
    let code = qrcode::QrCode::new(url.as_bytes()).ok()?;
    let (width, colors, mut path) = (code.width(), code.to_colors(), String::new());
    for (index, color) in colors.into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            write!(path, "M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET).ok()?;
        }
    }
    Some(Qr { size: width + 2 * QUIET, path })
}

/// Short enough to be typed from a wall: without `https://`.
fn join_address(base_url: &str) -> String {
    format!("{}/join", base_url.split_once("://").map_or(base_url, |(_, host)| host))
}

/// Ranked as results: most dots first, then most people, then as they were made.
pub(super) fn rank(clusters: &mut [ClusterView]) {
    let given = |cluster: &ClusterView| (cluster.dots.unwrap_or(0), cluster.voters.unwrap_or(0));
    clusters.sort_by_key(|cluster| std::cmp::Reverse(given(cluster)));
    let places = rules::places(&clusters.iter().map(given).collect::<Vec<_>>());
    for (cluster, place) in clusters.iter_mut().zip(places) {
        cluster.rank = place;
    }
}

fn cluster_view(cluster: &Cluster, notes: &[NoteView], totals: bool, left: i16, cap: i16) -> ClusterView {
    let id = cluster.id.to_string();
    let notes: Vec<NoteView> = notes.iter().filter(|note| note.cluster.as_deref() == Some(id.as_str())).cloned().collect();
    let body =
        notes.iter().filter(|note| !note.held).map(|note| format!("- {}", note.text.replace('\n', " "))).collect::<Vec<_>>().join("\n");
    ClusterView {
        title: cluster.title.clone(),
        notes,
        mine: cluster.mine,
        more: (cluster.mine < cap && left > 0).then(|| cluster.mine + 1),
        fewer: (cluster.mine > 0).then(|| cluster.mine - 1),
        dots: totals.then_some(cluster.dot_count),
        voters: totals.then_some(cluster.voters),
        rank: 0,
        promoted: cluster.promoted_number,
        merged: false,
        merged_into: None,
        body,
        cluster: cluster.id,
        id,
    }
}

/// The wall and the clusters of a round, as far as this viewer may see them.
pub(super) struct RoundView {
    pub(super) wall: Vec<NoteView>,
    pub(super) clusters: Vec<ClusterView>,
    pub(super) dots_spent: i16,
    pub(super) turnout: Turnout,
}

/// Reads one round for a viewer. Before the reveal there is nothing of others in it.
pub(super) fn round_view(conn: &mut PgConnection, room: &VisibleBrainstorm, round: &Round) -> AppResult<RoundView> {
    let (finished, me) = (round.finished_at.is_some(), room.me.map(|me| me.participant));
    if rules::notes_shown(room.state, round.step, finished) == NotesShown::Own {
        return Ok(RoundView { wall: Vec::new(), clusters: Vec::new(), dots_spent: 0, turnout: Turnout::default() });
    }
    let glasses = Glasses { me, names: room.names_shown };
    let held = match me {
        _ if room.is_steered() => store::Held::All,
        Some(me) => store::Held::Of(me),
        None => store::Held::None,
    };
    let wall: Vec<NoteView> = store::list_wall(conn, round.id, held)?.iter().map(|note| glasses.note(note)).collect();
    let clusters = store::list_clusters(conn, round.id, me)?;
    let dots_spent: i16 = clusters.iter().map(|cluster| cluster.mine).sum();
    let (totals, left) = (rules::totals_shown(room.state, round.step, finished), room.dots_each - dots_spent);
    let mut clusters: Vec<ClusterView> =
        clusters.iter().map(|cluster| cluster_view(cluster, &wall, totals, left, room.dots_per_cluster)).collect();
    if totals {
        rank(&mut clusters);
    }
    let turnout = if totals { store::count_turnout(conn, room.id, round.id)? } else { Turnout::default() };
    Ok(RoundView { wall, clusters, dots_spent, turnout })
}

fn person_view(person: &Participant, me: Option<crate::kernel::ParticipantId>, key: &str) -> PersonView {
    PersonView {
        id: person.id.to_string(),
        name: person.name.clone(),
        initials: text::initials(&person.name),
        guest: person.guest,
        role: person.role,
        me: me == Some(person.id),
        ready: person.ready_for.as_deref() == Some(key),
    }
}

/// Reads the room as this viewer may see it now.
#[expect(clippy::too_many_lines, reason = "one view, field by field")]
pub(super) fn read(conn: &mut PgConnection, viewer: &Viewer, number: i64, now: Moment, base_url: &str) -> AppResult<RoomView> {
    let room = store::find_visible(conn, viewer, number)?;
    let rounds = store::list_rounds(conn, room.id)?;
    let index = store::current(&rounds).unwrap_or(0);
    let round = rounds.get(index).ok_or_else(|| anyhow::anyhow!("room {number} has no round"))?;
    let me = room.me.map(|me| me.participant);
    let key = rules::ready_key(&round.id, round.step);
    let participants = store::list_participants(conn, room.id)?;
    let people: Vec<PersonView> = participants.iter().map(|person| person_view(person, me, &key)).collect();
    // Whoever is not in the room sees that it exists, and nothing that was written in it.
    let inside = room.me.is_some();
    let shown = if inside {
        round_view(conn, &room, round)?
    } else {
        RoundView { wall: Vec::new(), clusters: Vec::new(), dots_spent: 0, turnout: Turnout::default() }
    };
    let glasses = Glasses { me, names: false };
    let own = match me {
        Some(me) => store::list_own_notes(conn, round.id, me)?.iter().map(|note| glasses.note(note)).collect(),
        None => Vec::new(),
    };
    let others = if inside { store::count_others(conn, round.id, me)? } else { store::NoteCount::default() };
    let seen = crate::platform::spine::snapshot(conn)?;
    let spot = rules::Spot { round: index, step: round.step };
    let link = format!("{base_url}/b/{}", room.link);
    let ready = people.iter().filter(|person| person.ready && person.role == ParticipantRole::Participant).count();
    Ok(RoomView {
        number: room.number,
        path: room.path(),
        title: room.title.clone(),
        state: room.state,
        joined: inside,
        steering: room.is_steered(),
        guest: matches!(viewer, Viewer::Guest(_)),
        colour: room.me.map_or(NoteColour::Lime, |me| me.colour),
        names_shown: room.names_shown,
        guests_allowed: room.guests_allowed,
        warm_up: room.warm_up.clone(),
        facilitator: participants
            .iter()
            .find(|person| person.role == ParticipantRole::Facilitator)
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        code: room.code.as_deref().filter(|_| inside).map(rules::spoken).unwrap_or_default(),
        join_address: join_address(base_url),
        qr: if inside && (room.is_steered() || room.state == BrainstormState::Lobby) { qr(&link) } else { None },
        link: if inside { link } else { String::new() },
        live_url: format!("/brainstorms/{}/live?seen={seen}", room.number),
        step: round.step,
        next_step: rules::next(spot, rounds.len()).ok().map(|spot| spot.step),
        can_go_back: room.state == BrainstormState::Running && rules::back(spot).is_ok(),
        round: index + 1,
        rounds: rounds.len(),
        round_prompts: rounds.iter().map(|round| round.prompt.clone()).collect(),
        standing: actions::standing(round),
        prompt: round.prompt.clone(),
        steps: steps_of(&room, round.step),
        clock: ClockView::of(round.timer(), now),
        me_ready: people.iter().any(|person| person.me && person.ready),
        ready,
        takers: people.iter().filter(|person| person.role == ParticipantRole::Participant).count(),
        loose: shown.wall.iter().filter(|note| note.cluster.is_none()).count(),
        unvotable: if matches!(round.step, RoundStep::Cluster | RoundStep::Vote) {
            shown.wall.iter().filter(|note| note.cluster.is_none() && !note.held).count()
        } else {
            0
        },
        people,
        own,
        others,
        wall: shown.wall,
        votable: shown.clusters.iter().any(|cluster| !cluster.notes.is_empty()),
        clusters: shown.clusters,
        dots_each: room.dots_each,
        dots_per_cluster: room.dots_per_cluster,
        dots_spent: shown.dots_spent,
        turnout: shown.turnout,
        projector: false,
    })
}

impl RoomView {
    /// Whether the viewer can change this note on their screen now.
    pub(super) fn offers_edit_of(&self, note: &str) -> bool {
        self.state == BrainstormState::Running && self.step == RoundStep::Write && self.own.iter().any(|own| own.id == note)
    }
    /// For a second screen: the same wall without what steers it, and without what is held back from everybody.
    pub(super) fn for_projector(mut self) -> Self {
        self.projector = true;
        self.wall.retain(|note| !note.held);
        for cluster in &mut self.clusters {
            cluster.notes.retain(|note| !note.held);
        }
        self.loose = self.wall.iter().filter(|note| note.cluster.is_none()).count();
        self
    }
}
