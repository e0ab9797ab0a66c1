//! What happened to one item, from the spine, in words.
use crate::kernel::{ActorKind, Event, Eyes, GateId, ItemRef, Moment, PrototypeId, Readers, Viewer, sql_types};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Bool, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use serde::Serialize;

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

/// What happened to one gate, whose events stand in the stream of its prototype.
///
/// # Errors
/// When the query fails.
pub fn activity_of_gate(
    conn: &mut PgConnection,
    viewer: &Viewer,
    prototype: PrototypeId,
    gate: GateId,
    most: i64,
) -> AppResult<Vec<Happening>> {
    list(conn, viewer, prototype.into(), Some(gate), None, most)
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
    let kept_from = if staff { Vec::new() } else { Readers::Staff.verbs() };
    let hidden = [Readers::Doer.verbs(), Readers::Account.verbs(), kept_from].concat();
    let rows: Vec<Row> = sql("SELECT e.seq, e.occurred_at, e.actor_kind, p.name, e.verb, e.payload
         FROM events e LEFT JOIN people p ON p.id = e.actor_id AND e.actor_kind = 'person'
         WHERE e.stream_id = $1 AND e.seq < $2 AND e.verb <> ALL ($3) AND may_see(e.audience, e.space_id, e.stream_id, $4, $5, $6, $7)
            AND ($8 IS NULL OR e.payload->>'gate' = $8)
         ORDER BY e.seq DESC LIMIT $9")
    .bind::<SqlUuid, _>(item.id)
    .bind::<BigInt, _>(before.unwrap_or(i64::MAX))
    .bind::<Array<Text>, _>(hidden)
    .bind::<Bool, _>(signed_in)
    .bind::<Bool, _>(staff)
    .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
    .bind::<Array<SqlUuid>, _>(named_in)
    .bind::<Nullable<Text>, _>(gate.map(|gate| gate.to_string()))
    .bind::<BigInt, _>(most.clamp(1, 200))
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
    })
}

/// Fluent key of what somebody did.
pub(super) fn verb_key(verb: &str) -> String {
    format!("happened-{}", verb.replace('.', "-"))
}

/// Fluent key of the state or outcome an event led to; empty when there is none.
pub(super) fn word_key(event: &Event) -> String {
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
