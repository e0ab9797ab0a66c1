//! What happened to one item, from the spine, in words.
use crate::kernel::{ActorKind, Event, Eyes, GateId, ItemRef, Moment, PrototypeId, Readers, Viewer, sql_types, text};
use crate::platform::{db::sql, error::AppResult, spine::no_vote};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Bool, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

/// What one act leaves twice, and the event of the same act that says it better.
const TOLD_BY: &[(&str, &str)] = &[
    ("idea.moved", "idea.clarification-asked"),
    ("idea.moved", "idea.clarification-answered"),
    ("idea.moved", "idea.merged"),
    ("idea.moved", "idea.unmerged"),
    ("idea.moved", "idea.graduated"),
    ("idea.moved", "idea.graduation-undone"),
    ("idea.triaged", "idea.moved"),
    ("idea.triage-undone", "idea.moved"),
];

/// The condition that leaves such an event `e` out; takes the two columns of [`told_by`].
macro_rules! told_once {
    ($verbs:literal, $tellers:literal) => {
        concat!(
            "NOT EXISTS (SELECT FROM events t JOIN unnest(",
            $verbs,
            ", ",
            $tellers,
            ") AS s (verb, told_by) ON s.verb = e.verb AND s.told_by = t.verb
                WHERE t.stream_id = e.stream_id AND ",
            $crate::platform::spine::no_vote!("t.verb"),
            " AND t.seq BETWEEN e.seq - 50 AND e.seq + 50 AND t.occurred_at = e.occurred_at AND t.actor_id = e.actor_id)"
        )
    };
}
pub(super) use told_once;

/// [`TOLD_BY`] as columns.
pub(super) fn told_by() -> (Vec<&'static str>, Vec<&'static str>) {
    TOLD_BY.iter().copied().unzip()
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Happening {
    /// Place in the log; give it as `before` to read on.
    pub seq: i64,
    /// When, RFC 3339.
    pub at: String,
    /// Who; `None` where `who_key` says it.
    pub who: Option<String>,
    /// Fluent key instead of a name: the program itself, or somebody in a room.
    pub who_key: &'static str,
    /// Fluent key of what they did; takes `word`.
    pub key: String,
    /// Fluent key of the state or outcome it led to; empty when there is none.
    pub word_key: String,
    /// A turn in the life of the item, not a detail.
    pub main: bool,
    /// Which part of the item it was about: its number and the start of its title; empty where there is none.
    pub object: String,
    /// How often they did so, one right after the other.
    pub times: usize,
    #[serde(skip)]
    part: Option<Uuid>,
}

/// A page of what happened, and the way on to what happened before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Activity {
    /// Newest first; what one person did several times in a row stands once.
    pub rows: Vec<Happening>,
    /// Query of the page with what is older; empty at the end.
    pub older: String,
    /// This is such an older page.
    pub begun: bool,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Timestamptz)]
    occurred_at: Moment,
    #[diesel(sql_type = sql_types::ActorKind)]
    actor_kind: ActorKind,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Text)]
    verb: String,
    #[diesel(sql_type = Json)]
    payload: serde_json::Value,
}

/// What happened to an item, newest first, without votes; what only staff may read only for staff.
/// The caller has checked that the viewer may see the item.
///
/// # Errors
/// When the query fails.
pub fn activity(conn: &mut PgConnection, viewer: &Viewer, item: ItemRef, before: Option<i64>, most: i64) -> AppResult<Vec<Happening>> {
    list(conn, viewer, item, None, before, most)
}

/// A page of [`activity`], with runs of the same folded and parts named.
///
/// # Errors
/// When a query fails.
pub fn activity_page(conn: &mut PgConnection, viewer: &Viewer, item: ItemRef, before: Option<i64>, most: i64) -> AppResult<Activity> {
    let rows = list(conn, viewer, item, None, before, most + 1)?;
    page(conn, rows, before, most)
}

/// A page of what happened to one gate, whose events stand in the stream of its prototype.
///
/// # Errors
/// When a query fails.
pub fn activity_page_of_gate(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (prototype, gate): (PrototypeId, GateId),
    before: Option<i64>,
    most: i64,
) -> AppResult<Activity> {
    let rows = list(conn, viewer, prototype.into(), Some(gate), before, most + 1)?;
    page(conn, rows, before, most)
}

fn page(conn: &mut PgConnection, mut rows: Vec<Happening>, before: Option<i64>, most: i64) -> AppResult<Activity> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let older = rows.last().filter(|_| more).map(|last| format!("?before={}#activity-title", last.seq)).unwrap_or_default();
    name_parts(conn, &mut rows)?;
    let mut folded: Vec<Happening> = Vec::new();
    for row in rows {
        match folded.last_mut() {
            Some(last)
                if !row.main
                    && (&last.who, last.who_key, &last.key, &last.word_key) == (&row.who, row.who_key, &row.key, &row.word_key) =>
            {
                last.times += 1;
                last.object.clear();
            }
            _ => folded.push(row),
        }
    }
    Ok(Activity { rows: folded, older, begun: before.is_some() })
}

#[derive(QueryableByName)]
struct PartName {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    title: String,
}

/// Says which build, test, gate or hypothesis it was; of one that was taken back nothing.
fn name_parts(conn: &mut PgConnection, rows: &mut [Happening]) -> AppResult<()> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.part).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let found: Vec<PartName> = sql("SELECT id, number::bigint AS number, title FROM builds WHERE id = ANY ($1)
         UNION ALL SELECT id, number, title FROM test_sessions WHERE id = ANY ($1)
         UNION ALL SELECT id, number, title FROM gates WHERE id = ANY ($1)
         UNION ALL SELECT id, position, believe FROM hypotheses WHERE id = ANY ($1)")
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)?;
    let names: HashMap<Uuid, PartName> = found.into_iter().map(|part| (part.id, part)).collect();
    for row in rows {
        if let Some(part) = row.part.and_then(|id| names.get(&id)) {
            row.object = format!("{}, {}", part.number, text::excerpt(&part.title, 60));
        }
    }
    Ok(())
}

/// The part of the item that an event is about, where it has a number of its own.
fn part_of(event: &Event) -> Option<Uuid> {
    Some(match event {
        Event::HypothesisAdded { hypothesis, .. }
        | Event::HypothesisJudged { hypothesis, .. }
        | Event::HypothesisChanged { hypothesis, .. } => hypothesis.0,
        Event::BuildRecorded { build, .. } | Event::BuildChanged { build, .. } => build.0,
        Event::TestSessionHeld { session, .. } | Event::TestSessionJudged { session, .. } | Event::ReadingTaken { session, .. } => {
            session.0
        }
        Event::GatePlanned { gate, .. }
        | Event::GateOpened { gate, .. }
        | Event::GateOpeningUndone { gate, .. }
        | Event::GateDecided { gate, .. }
        | Event::CriterionJudged { gate, .. } => gate.0,
        _ => return None,
    })
}

fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    item: ItemRef,
    gate: Option<GateId>,
    before: Option<i64>,
    most: i64,
) -> AppResult<Vec<Happening>> {
    let Eyes { signed_in, staff, spaces, named_in } = viewer.eyes();
    // Votes are left out in the text as well, as the index `events_told` leaves them out.
    let kept_from = if staff { Vec::new() } else { Readers::Staff.verbs() };
    let hidden = [Readers::Doer.verbs(), Readers::Account.verbs(), kept_from].concat();
    let (verbs, tellers) = told_by();
    let rows: Vec<Row> = sql(concat!(
        "SELECT e.seq, e.occurred_at, e.actor_kind, p.name, e.verb, e.payload
         FROM events e LEFT JOIN people p ON p.id = e.actor_id AND e.actor_kind = 'person'
         WHERE e.stream_id = $1 AND e.seq < $2 AND ",
        no_vote!("e.verb"),
        " AND e.verb <> ALL ($3) AND may_see(e.audience, e.space_id, e.stream_id, $4, $5, $6, $7)
            AND ($8 IS NULL OR e.payload->>'gate' = $8) AND ",
        told_once!("$10", "$11"),
        " ORDER BY e.seq DESC LIMIT $9"
    ))
    .bind::<SqlUuid, _>(item.id)
    .bind::<BigInt, _>(before.unwrap_or(i64::MAX))
    .bind::<Array<Text>, _>(hidden)
    .bind::<Bool, _>(signed_in)
    .bind::<Bool, _>(staff)
    .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
    .bind::<Array<SqlUuid>, _>(named_in)
    .bind::<Nullable<Text>, _>(gate.map(|gate| gate.to_string()))
    .bind::<BigInt, _>(most.clamp(1, 200))
    .bind::<Array<Text>, _>(verbs)
    .bind::<Array<Text>, _>(tellers)
    .load(conn)?;
    Ok(rows.into_iter().filter_map(happening).collect())
}

fn happening(row: Row) -> Option<Happening> {
    let event = Event::parse(&row.verb, &row.payload)?;
    let who_key = match row.actor_kind {
        ActorKind::System => "happened-by-system",
        ActorKind::Guest | ActorKind::Person => "happened-by-somebody",
    };
    Some(Happening {
        seq: row.seq,
        at: row.occurred_at.to_rfc3339(),
        who: row.name,
        who_key,
        key: verb_key(&row.verb),
        word_key: word_key(&event),
        main: is_turn(&event),
        object: String::new(),
        times: 1,
        part: part_of(&event),
    })
}

/// Fluent key of what somebody did.
pub fn verb_key(verb: &str) -> String {
    format!("happened-{}", verb.replace('.', "-"))
}

/// Fluent key of the state or outcome an event led to, or of the role it is about; empty when there is none.
pub(super) fn word_key(event: &Event) -> String {
    if let Event::RoleGranted { role, .. } | Event::RoleRevoked { role, .. } = event {
        return format!("people-role-{role}");
    }
    word_of(event).map(|word| format!("happened-word-{}", word.replace('_', "-"))).unwrap_or_default()
}

/// The state or outcome an event led to.
fn word_of(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::IdeaMoved { after, .. } => after.as_str(),
        Event::CampaignMoved { after, .. } => after.as_str(),
        Event::CampaignReopened { state, .. } => state.as_str(),
        Event::PrototypeMoved { after, .. } => after.as_str(),
        Event::StepChanged { after, .. } => after.as_str(),
        Event::HypothesisJudged { state, .. } => state.as_str(),
        Event::TestSessionHeld { outcome, .. } | Event::TestSessionJudged { outcome, .. } => outcome.as_str(),
        Event::GateDecided { decision, .. } => decision.as_str(),
        Event::IdeaTriaged { step, .. } | Event::TriageUndone { step, .. } => step.as_str(),
        _ => return None,
    })
}

/// Moves, merges, graduations and decisions stand out in the list.
fn is_turn(event: &Event) -> bool {
    matches!(
        event,
        Event::IdeaSubmitted { .. }
            | Event::IdeaMoved { .. }
            | Event::IdeaMerged { .. }
            | Event::IdeaGraduated { .. }
            | Event::IdeaPromoted { .. }
            | Event::OfficialAnswerGiven { .. }
            | Event::CampaignLaunched { .. }
            | Event::CampaignMoved { .. }
            | Event::CampaignClosed { .. }
            | Event::PrototypeFramed { .. }
            | Event::PrototypeMoved { .. }
            | Event::GateDecided { .. }
    )
}
