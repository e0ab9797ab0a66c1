//! What a prototype is made of: hypotheses, builds, test sessions, gates, learning cards, moves. The caller
//! has found the prototype as its viewer; each list is bounded.
use crate::kernel::{
    BuildId, CriterionId, GateDecision, GateId, GateState, HypothesisId, HypothesisState, LearningId, Moment, PersonId, PrototypeId,
    PrototypeStage, ReadingId, TestOutcome, TestSessionId, sql_types,
};
use crate::platform::{
    db::sql,
    error::{AppError, AppResult},
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Double, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};

/// A test card.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct HypothesisRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: HypothesisId,
    #[diesel(sql_type = SmallInt)]
    pub position: i16,
    #[diesel(sql_type = Text)]
    pub believe: String,
    #[diesel(sql_type = Text)]
    pub verify: String,
    #[diesel(sql_type = Text)]
    pub measure: String,
    #[diesel(sql_type = Text)]
    pub right_if: String,
    #[diesel(sql_type = sql_types::HypothesisState)]
    pub state: HypothesisState,
}

/// The hypotheses, in order.
///
/// # Errors
/// When the query fails.
pub fn list_hypotheses(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Vec<HypothesisRow>> {
    let query = sql(
        "SELECT id, position, believe, verify, measure, right_if, state FROM hypotheses WHERE prototype_id = $1 ORDER BY position LIMIT 100",
    );
    Ok(query.bind::<SqlUuid, _>(prototype.0).load(conn)?)
}

/// Something that was built.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct BuildRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: BuildId,
    #[diesel(sql_type = SmallInt)]
    pub number: i16,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub notes: String,
    #[diesel(sql_type = Text)]
    pub bill_of_material: String,
    #[diesel(sql_type = BigInt)]
    pub cost_cents: i64,
    #[diesel(sql_type = Timestamptz)]
    pub built_at: Moment,
    #[diesel(sql_type = SqlUuid)]
    pub built_by: PersonId,
}

/// The builds, newest first.
///
/// # Errors
/// When the query fails.
pub fn list_builds(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Vec<BuildRow>> {
    let query = sql(
        "SELECT id, number, title, notes, bill_of_material, cost_cents, built_at, built_by FROM builds WHERE prototype_id = $1 ORDER BY number DESC LIMIT 100",
    );
    Ok(query.bind::<SqlUuid, _>(prototype.0).load(conn)?)
}

/// A test session.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct SessionRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: TestSessionId,
    #[diesel(sql_type = SmallInt)]
    pub number: i16,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub hypothesis_id: Option<HypothesisId>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub protocol: String,
    #[diesel(sql_type = Text)]
    pub with_whom: String,
    #[diesel(sql_type = sql_types::TestOutcome)]
    pub outcome: TestOutcome,
    #[diesel(sql_type = Bool)]
    pub outcome_set: bool,
    #[diesel(sql_type = Text)]
    pub outcome_reason: String,
    #[diesel(sql_type = Timestamptz)]
    pub held_at: Moment,
    #[diesel(sql_type = SqlUuid)]
    pub held_by: PersonId,
}

macro_rules! session_columns {
    () => {
        "SELECT id, number, hypothesis_id, title, protocol, with_whom, outcome, outcome_set, outcome_reason, held_at, held_by FROM test_sessions WHERE prototype_id = $1 "
    };
}

/// The test sessions, newest first.
///
/// # Errors
/// When the query fails.
pub fn list_sessions(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Vec<SessionRow>> {
    Ok(sql(concat!(session_columns!(), "ORDER BY number DESC LIMIT 100")).bind::<SqlUuid, _>(prototype.0).load(conn)?)
}

/// One test session by its number.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub fn find_session(conn: &mut PgConnection, prototype: PrototypeId, number: i16) -> AppResult<SessionRow> {
    let query = sql(concat!(session_columns!(), "AND number = $2")).bind::<SqlUuid, _>(prototype.0).bind::<SmallInt, _>(number);
    query.get_result(conn).optional()?.ok_or(AppError::NotFound("test session"))
}

/// A reading.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct ReadingRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: ReadingId,
    #[diesel(sql_type = SqlUuid)]
    pub test_session_id: TestSessionId,
    #[diesel(sql_type = Text)]
    pub measure: String,
    #[diesel(sql_type = Double)]
    pub value: f64,
    #[diesel(sql_type = Text)]
    pub unit: String,
    #[diesel(sql_type = Nullable<Double>)]
    pub least: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    pub most: Option<f64>,
    #[diesel(sql_type = Timestamptz)]
    pub read_at: Moment,
    #[diesel(sql_type = SqlUuid)]
    pub read_by: PersonId,
}

/// The readings of some sessions, in order.
///
/// # Errors
/// When the query fails.
pub fn list_readings_of(conn: &mut PgConnection, sessions: &[TestSessionId]) -> AppResult<Vec<ReadingRow>> {
    let ids: Vec<uuid::Uuid> = sessions.iter().map(|session| session.0).collect();
    let query = sql(
        "SELECT id, test_session_id, measure, value, unit, least, most, read_at, read_by FROM readings WHERE test_session_id = ANY ($1) ORDER BY test_session_id, position LIMIT 2000",
    );
    Ok(query.bind::<Array<SqlUuid>, _>(ids).load(conn)?)
}

/// The readings of one session, in order.
///
/// # Errors
/// When the query fails.
pub fn list_readings(conn: &mut PgConnection, session: TestSessionId) -> AppResult<Vec<ReadingRow>> {
    list_readings_of(conn, &[session])
}

/// A gate.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct GateRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: GateId,
    #[diesel(sql_type = SmallInt)]
    pub number: i16,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = sql_types::GateState)]
    pub state: GateState,
    #[diesel(sql_type = Nullable<diesel::sql_types::Jsonb>)]
    pub evidence: Option<serde_json::Value>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub opened_at: Option<Moment>,
    #[diesel(sql_type = Nullable<sql_types::GateDecision>)]
    pub decision: Option<GateDecision>,
    #[diesel(sql_type = Text)]
    pub reasons: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub decided_by: Option<PersonId>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub decided_at: Option<Moment>,
}

macro_rules! gate_columns {
    () => {
        "SELECT id, number, title, state, evidence, opened_at, decision, reasons, decided_by, decided_at FROM gates WHERE prototype_id = $1 "
    };
}

/// The gates, in order.
///
/// # Errors
/// When the query fails.
pub fn list_gates(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Vec<GateRow>> {
    Ok(sql(concat!(gate_columns!(), "ORDER BY number LIMIT 50")).bind::<SqlUuid, _>(prototype.0).load(conn)?)
}

/// The gate that comes next, when one is planned.
///
/// # Errors
/// When the query fails.
pub fn next_gate(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Option<GateRow>> {
    let query = sql(concat!(gate_columns!(), "AND state = 'planned' ORDER BY number LIMIT 1"));
    Ok(query.bind::<SqlUuid, _>(prototype.0).get_result(conn).optional()?)
}

/// The gate the prototype stands at.
///
/// # Errors
/// When the query fails.
pub fn open_gate(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Option<GateRow>> {
    let query = sql(concat!(gate_columns!(), "AND state = 'at_gate' ORDER BY number LIMIT 1"));
    Ok(query.bind::<SqlUuid, _>(prototype.0).get_result(conn).optional()?)
}

/// A criterion of a gate.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct CriterionRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: CriterionId,
    #[diesel(sql_type = SqlUuid)]
    pub gate_id: GateId,
    #[diesel(sql_type = Text)]
    pub text: String,
    #[diesel(sql_type = Bool)]
    pub must: bool,
    #[diesel(sql_type = Nullable<Bool>)]
    pub met: Option<bool>,
}

/// The criteria of all gates of a prototype, musts first.
///
/// # Errors
/// When the query fails.
pub fn list_criteria(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Vec<CriterionRow>> {
    let query = sql("SELECT c.id, c.gate_id, c.text, c.must, c.met FROM gate_criteria c JOIN gates g ON g.id = c.gate_id
         WHERE g.prototype_id = $1 ORDER BY g.number, c.must DESC, c.position LIMIT 500");
    Ok(query.bind::<SqlUuid, _>(prototype.0).load(conn)?)
}

/// A learning card.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct LearningRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: LearningId,
    #[diesel(sql_type = Text)]
    pub observed: String,
    #[diesel(sql_type = Text)]
    pub learned: String,
    #[diesel(sql_type = Text)]
    pub decision: String,
    #[diesel(sql_type = SqlUuid)]
    pub written_by: PersonId,
    #[diesel(sql_type = Timestamptz)]
    pub written_at: Moment,
}

/// The learning cards, newest first.
///
/// # Errors
/// When the query fails.
pub fn list_learning(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<Vec<LearningRow>> {
    let query = sql(
        "SELECT id, observed, learned, decision, written_by, written_at FROM learning_cards WHERE prototype_id = $1 ORDER BY written_at DESC, id DESC LIMIT 50",
    );
    Ok(query.bind::<SqlUuid, _>(prototype.0).load(conn)?)
}

/// Whether somebody wrote down what was learned.
///
/// # Errors
/// When the query fails.
pub fn has_learning(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<bool> {
    exists(conn, "SELECT EXISTS (SELECT 1 FROM learning_cards WHERE prototype_id = $1) AS found", prototype)
}

/// Whether work has begun: something was built or tested, or a gate was opened.
///
/// # Errors
/// When the query fails.
pub fn has_work(conn: &mut PgConnection, prototype: PrototypeId) -> AppResult<bool> {
    exists(conn, concat!("SELECT ", super::work_begun!("$1"), " AS found"), prototype)
}

fn exists(conn: &mut PgConnection, query: &'static str, prototype: PrototypeId) -> AppResult<bool> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    Ok(sql(query).bind::<SqlUuid, _>(prototype.0).get_result::<Found>(conn)?.found)
}

/// A move from stage to stage.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table")]
pub struct MoveRow {
    #[diesel(sql_type = sql_types::PrototypeStage)]
    pub from_stage: PrototypeStage,
    #[diesel(sql_type = sql_types::PrototypeStage)]
    pub to_stage: PrototypeStage,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = SqlUuid)]
    pub moved_by: PersonId,
    #[diesel(sql_type = Timestamptz)]
    pub moved_at: Moment,
}

/// The moves, newest first.
///
/// # Errors
/// When the query fails.
pub fn list_moves(conn: &mut PgConnection, prototype: PrototypeId, most: i64) -> AppResult<Vec<MoveRow>> {
    let query = sql(
        "SELECT from_stage, to_stage, reason, moved_by, moved_at FROM stage_moves WHERE prototype_id = $1 ORDER BY moved_at DESC, id DESC LIMIT $2",
    );
    Ok(query.bind::<SqlUuid, _>(prototype.0).bind::<BigInt, _>(most).load(conn)?)
}
