//! Every change of a prototype's rows; each costs a grant and is recorded by its action.
use crate::domains::prototypes::rules;
use crate::kernel::{
    Audience, BuildId, CampaignId, CriterionId, GateDecision, GateId, Granted, Hatch, HypothesisId, HypothesisState, IdeaId, IdeaState,
    LearningId, Permission, PersonId, PrototypeId, PrototypeStage, ReadingId, Sight, SprintId, TestOutcome, TestSessionId, sql_types,
};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Date, Double, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Small {
    #[diesel(sql_type = SmallInt)]
    number: i16,
}

/// A prototype about to be framed.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct NewPrototype {
    pub id: PrototypeId,
    pub slug: String,
    pub title: String,
    pub brief: String,
    pub lead: PersonId,
    pub sight: Sight,
    pub hatch: Hatch,
    pub campaign: Option<CampaignId>,
    pub sprint: Option<SprintId>,
    /// The idea it came from, and the state that idea was in.
    pub idea: Option<(IdeaId, IdeaState)>,
}

/// Inserts a prototype; its number.
///
/// # Errors
/// When the idea has a prototype already (`prototypes_one_per_idea`), or the database fails.
pub fn put<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, new: &NewPrototype) -> AppResult<i64> {
    let now = tx.now();
    let row: Number = sql("INSERT INTO prototypes (id, slug, idea_id, idea_state, campaign_id, sprint_id, title, brief, lead_id, audience, space_id, hatch, created_at, stage_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) RETURNING number")
    .bind::<SqlUuid, _>(new.id.0)
    .bind::<Text, _>(&new.slug)
    .bind::<Nullable<SqlUuid>, _>(new.idea.map(|(idea, _)| idea.0))
    .bind::<Nullable<sql_types::IdeaState>, _>(new.idea.map(|(_, state)| state))
    .bind::<Nullable<SqlUuid>, _>(new.campaign.map(|campaign| campaign.0))
    .bind::<Nullable<SqlUuid>, _>(new.sprint.map(|sprint| sprint.0))
    .bind::<Text, _>(&new.title)
    .bind::<Text, _>(&new.brief)
    .bind::<SqlUuid, _>(new.lead.0)
    .bind::<sql_types::Audience, _>(new.sight.audience)
    .bind::<Nullable<SqlUuid>, _>(new.sight.space.map(|space| space.0))
    .bind::<sql_types::Hatch, _>(new.hatch)
    .bind::<Timestamptz, _>(now)
    .get_result(tx.writing(granted))?;
    Ok(row.number)
}

/// What can be changed of a prototype itself.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct Change {
    pub title: String,
    pub brief: String,
    pub lead: PersonId,
    pub hatch: Hatch,
    pub audience: Audience,
}

/// Overwrites title, brief, lead, hatch and audience. A space, or a list of people, stays named only while it is the audience.
///
/// # Errors
/// When the database fails.
pub fn set<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, id: PrototypeId, change: &Change) -> AppResult<()> {
    sql("UPDATE prototypes SET title = $2, slug = $3, brief = $4, lead_id = $5, hatch = $6, audience = $7,
            space_id = CASE WHEN $7 IN ('space', 'people') THEN space_id END, version = version + 1 WHERE id = $1")
    .bind::<SqlUuid, _>(id.0)
    .bind::<Text, _>(&change.title)
    .bind::<Text, _>(crate::kernel::text::slug(&change.title))
    .bind::<Text, _>(&change.brief)
    .bind::<SqlUuid, _>(change.lead.0)
    .bind::<sql_types::Hatch, _>(change.hatch)
    .bind::<sql_types::Audience, _>(change.audience)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Counts and sums kept on the prototype's row, recomputed from its parts; its version grows.
///
/// # Errors
/// When the database fails.
pub fn refresh<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, id: PrototypeId) -> AppResult<()> {
    sql("UPDATE prototypes SET version = version + 1,
            tests_passed = (SELECT count(*) FROM test_sessions WHERE prototype_id = $1 AND outcome = 'passed'),
            tests_total = (SELECT count(*) FROM test_sessions WHERE prototype_id = $1),
            cost_cents = (SELECT coalesce(sum(cost_cents), 0) FROM builds WHERE prototype_id = $1) WHERE id = $1")
    .bind::<SqlUuid, _>(id.0)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Moves the prototype and keeps the move with its reason. The stage it came from is kept while it is on
/// hold or at the gate; an end is dated.
///
/// # Errors
/// When the database fails.
pub fn put_move<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    id: PrototypeId,
    (from, to): (PrototypeStage, PrototypeStage),
    came_from: PrototypeStage,
    reason: &str,
    by: PersonId,
) -> AppResult<()> {
    let now = tx.now();
    let keeps = matches!(to, PrototypeStage::Gate | PrototypeStage::OnHold);
    sql("UPDATE prototypes SET stage = $2, stage_before = $3, stage_since = $4, ended_at = $5, version = version + 1 WHERE id = $1")
        .bind::<SqlUuid, _>(id.0)
        .bind::<sql_types::PrototypeStage, _>(to)
        .bind::<Nullable<sql_types::PrototypeStage>, _>(keeps.then_some(came_from))
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<Timestamptz>, _>(rules::is_ended(to).then_some(now))
        .execute(tx.writing(granted))?;
    sql("INSERT INTO stage_moves (id, prototype_id, from_stage, to_stage, reason, moved_by, moved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<SqlUuid, _>(id.0)
        .bind::<sql_types::PrototypeStage, _>(from)
        .bind::<sql_types::PrototypeStage, _>(to)
        .bind::<Text, _>(reason)
        .bind::<SqlUuid, _>(by.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Withdraws a prototype that should not have been: nobody sees it any more, nothing is deleted.
///
/// # Errors
/// When the database fails.
pub fn withdraw<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, id: PrototypeId) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE prototypes SET withdrawn_at = $2, version = version + 1 WHERE id = $1")
        .bind::<SqlUuid, _>(id.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Adds a test card at the end.
///
/// # Errors
/// When the database fails.
pub fn put_hypothesis<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    card: &rules::Hypothesis,
    by: PersonId,
) -> AppResult<HypothesisId> {
    let (id, now) = (HypothesisId::new(), tx.now());
    sql("INSERT INTO hypotheses (id, prototype_id, position, believe, verify, measure, right_if, created_at, added_by)
         VALUES ($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM hypotheses WHERE prototype_id = $2), $3, $4, $5, $6, $7, $8)")
    .bind::<SqlUuid, _>(id.0)
    .bind::<SqlUuid, _>(prototype.0)
    .bind::<Text, _>(&card.believe)
    .bind::<Text, _>(&card.verify)
    .bind::<Text, _>(&card.measure)
    .bind::<Text, _>(&card.right_if)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(by.0)
    .execute(tx.writing(granted))?;
    refresh(tx, granted, prototype)?;
    Ok(id)
}

/// Sets what is found of a hypothesis; whether there is such a one.
///
/// # Errors
/// When the database fails.
pub fn set_hypothesis<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    hypothesis: HypothesisId,
    state: HypothesisState,
) -> AppResult<bool> {
    let changed = sql("UPDATE hypotheses SET state = $3 WHERE id = $2 AND prototype_id = $1")
        .bind::<SqlUuid, _>(prototype.0)
        .bind::<SqlUuid, _>(hypothesis.0)
        .bind::<sql_types::HypothesisState, _>(state)
        .execute(tx.writing(granted))?;
    refresh(tx, granted, prototype)?;
    Ok(changed == 1)
}

/// Adds a build; its id and number.
///
/// # Errors
/// When the database fails.
pub fn put_build<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    build: &rules::Build,
    by: PersonId,
) -> AppResult<(BuildId, i16)> {
    let (id, now) = (BuildId::new(), tx.now());
    let row: Small = sql("INSERT INTO builds (id, prototype_id, number, title, notes, bill_of_material, cost_cents, built_at, built_by)
         VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM builds WHERE prototype_id = $2), $3, $4, $5, $6, $7, $8) RETURNING number")
    .bind::<SqlUuid, _>(id.0)
    .bind::<SqlUuid, _>(prototype.0)
    .bind::<Text, _>(&build.title)
    .bind::<Text, _>(&build.notes)
    .bind::<Text, _>(&build.bill_of_material)
    .bind::<BigInt, _>(build.cost_cents)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(by.0)
    .get_result(tx.writing(granted))?;
    refresh(tx, granted, prototype)?;
    Ok((id, row.number))
}

/// Adds a test session; its id and number.
///
/// # Errors
/// When the hypothesis is none of this prototype, or the database fails.
pub fn put_session<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    session: &rules::Session,
    hypothesis: Option<HypothesisId>,
    by: PersonId,
) -> AppResult<(TestSessionId, i16)> {
    let (id, now) = (TestSessionId::new(), tx.now());
    let row: Small =
        sql("INSERT INTO test_sessions (id, prototype_id, number, hypothesis_id, title, protocol, with_whom, held_at, held_by)
         VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM test_sessions WHERE prototype_id = $2),
            (SELECT id FROM hypotheses WHERE id = $3 AND prototype_id = $2), $4, $5, $6, $7, $8) RETURNING number")
        .bind::<SqlUuid, _>(id.0)
        .bind::<SqlUuid, _>(prototype.0)
        .bind::<Nullable<SqlUuid>, _>(hypothesis.map(|hypothesis| hypothesis.0))
        .bind::<Text, _>(&session.title)
        .bind::<Text, _>(&session.protocol)
        .bind::<Text, _>(&session.with_whom)
        .bind::<Timestamptz, _>(now)
        .bind::<SqlUuid, _>(by.0)
        .get_result(tx.writing(granted))?;
    refresh(tx, granted, prototype)?;
    Ok((id, row.number))
}

/// Adds a reading at the end of a session.
///
/// # Errors
/// When the database fails.
pub fn put_reading<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    session: TestSessionId,
    reading: &rules::Reading,
    by: PersonId,
) -> AppResult<ReadingId> {
    let (id, now) = (ReadingId::new(), tx.now());
    sql("INSERT INTO readings (id, test_session_id, position, measure, value, unit, least, most, read_at, read_by)
         VALUES ($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM readings WHERE test_session_id = $2), $3, $4, $5, $6, $7, $8, $9)")
    .bind::<SqlUuid, _>(id.0)
    .bind::<SqlUuid, _>(session.0)
    .bind::<Text, _>(&reading.measure)
    .bind::<Double, _>(reading.value)
    .bind::<Text, _>(&reading.unit)
    .bind::<Nullable<Double>, _>(reading.least)
    .bind::<Nullable<Double>, _>(reading.most)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(by.0)
    .execute(tx.writing(granted))?;
    Ok(id)
}

/// Sets the outcome of a session, by its readings or by hand, with the reason of the latter.
///
/// # Errors
/// When the database fails.
pub fn set_outcome<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    session: TestSessionId,
    outcome: TestOutcome,
    by_hand: Option<&str>,
) -> AppResult<()> {
    sql("UPDATE test_sessions SET outcome = $2, outcome_set = $3, outcome_reason = $4 WHERE id = $1")
        .bind::<SqlUuid, _>(session.0)
        .bind::<sql_types::TestOutcome, _>(outcome)
        .bind::<Bool, _>(by_hand.is_some())
        .bind::<Text, _>(by_hand.unwrap_or_default())
        .execute(tx.writing(granted))?;
    refresh(tx, granted, prototype)
}

/// Plans a gate after those there are; its id and number.
///
/// # Errors
/// When the database fails.
pub fn put_gate<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    criteria: &rules::Criteria,
    by: PersonId,
) -> AppResult<(GateId, i16)> {
    let (id, now) = (GateId::new(), tx.now());
    let row: Small = sql("INSERT INTO gates (id, prototype_id, number, title, planned_by, planned_at)
         VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM gates WHERE prototype_id = $2), $3, $4, $5) RETURNING number")
    .bind::<SqlUuid, _>(id.0)
    .bind::<SqlUuid, _>(prototype.0)
    .bind::<Text, _>(&criteria.title)
    .bind::<SqlUuid, _>(by.0)
    .bind::<Timestamptz, _>(now)
    .get_result(tx.writing(granted))?;
    let texts: Vec<&str> = criteria.must.iter().chain(&criteria.should).map(String::as_str).collect();
    let ids: Vec<Uuid> = texts.iter().map(|_| Uuid::now_v7()).collect();
    let musts: Vec<bool> = (0..texts.len()).map(|index| index < criteria.must.len()).collect();
    sql("INSERT INTO gate_criteria (id, gate_id, position, text, must)
         SELECT c.id, $1, c.place, c.text, c.must FROM unnest($2, $3, $4) WITH ORDINALITY AS c (id, text, must, place)")
    .bind::<SqlUuid, _>(id.0)
    .bind::<diesel::sql_types::Array<SqlUuid>, _>(ids)
    .bind::<diesel::sql_types::Array<Text>, _>(texts)
    .bind::<diesel::sql_types::Array<Bool>, _>(musts)
    .execute(tx.writing(granted))?;
    refresh(tx, granted, prototype)?;
    Ok((id, row.number))
}

/// Opens a gate over evidence that is frozen from now on; without evidence the opening is taken back.
///
/// # Errors
/// When the database fails.
pub fn set_gate_open<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    gate: GateId,
    evidence: Option<&serde_json::Value>,
) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE gates SET state = CASE WHEN $2 IS NULL THEN 'planned'::gate_state ELSE 'at_gate' END, evidence = $2,
            opened_at = CASE WHEN $2 IS NULL THEN NULL ELSE $3 END WHERE id = $1")
    .bind::<SqlUuid, _>(gate.0)
    .bind::<Nullable<Jsonb>, _>(evidence)
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Sets what was found of a criterion.
///
/// # Errors
/// When the database fails.
pub fn set_criteria<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    gate: GateId,
    judged: &[(CriterionId, Option<bool>)],
) -> AppResult<()> {
    let ids: Vec<Uuid> = judged.iter().map(|(criterion, _)| criterion.0).collect();
    let met: Vec<Option<bool>> = judged.iter().map(|(_, met)| *met).collect();
    sql("UPDATE gate_criteria c SET met = j.met FROM unnest($2, $3) AS j (id, met) WHERE c.id = j.id AND c.gate_id = $1")
        .bind::<SqlUuid, _>(gate.0)
        .bind::<diesel::sql_types::Array<SqlUuid>, _>(ids)
        .bind::<diesel::sql_types::Array<Nullable<Bool>>, _>(met)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Writes the decision with its reasons.
///
/// # Errors
/// When the database fails.
pub fn set_decision<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    gate: GateId,
    decision: GateDecision,
    reasons: &str,
    by: PersonId,
) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE gates SET state = 'decided', decision = $2, reasons = $3, decided_by = $4, decided_at = $5 WHERE id = $1")
        .bind::<SqlUuid, _>(gate.0)
        .bind::<sql_types::GateDecision, _>(decision)
        .bind::<Text, _>(reasons)
        .bind::<SqlUuid, _>(by.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Plans a gate again right after itself, with the same criteria unjudged; gates after it move up by one.
///
/// # Errors
/// When the database fails.
pub fn repeat_gate<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    gate: GateId,
    number: i16,
) -> AppResult<GateId> {
    let again = GateId::new();
    // Out of the way first: numbers are unique at every moment.
    for shift in [
        "UPDATE gates SET number = number + 1001 WHERE prototype_id = $1 AND number > $2",
        "UPDATE gates SET number = number - 1000 WHERE prototype_id = $1 AND number > 1000 AND $2 > 0",
    ] {
        sql(shift).bind::<SqlUuid, _>(prototype.0).bind::<SmallInt, _>(number).execute(tx.writing(granted))?;
    }
    sql("INSERT INTO gates (id, prototype_id, number, title) SELECT $1, prototype_id, number + 1, title FROM gates WHERE id = $2")
        .bind::<SqlUuid, _>(again.0)
        .bind::<SqlUuid, _>(gate.0)
        .execute(tx.writing(granted))?;
    sql("INSERT INTO gate_criteria (id, gate_id, position, text, must) SELECT gen_random_uuid(), $1, position, text, must FROM gate_criteria WHERE gate_id = $2")
        .bind::<SqlUuid, _>(again.0)
        .bind::<SqlUuid, _>(gate.0)
        .execute(tx.writing(granted))?;
    Ok(again)
}

/// Adds a learning card.
///
/// # Errors
/// When the database fails.
pub fn put_learning<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    prototype: PrototypeId,
    card: &rules::Learning,
    by: PersonId,
) -> AppResult<LearningId> {
    let (id, now) = (LearningId::new(), tx.now());
    sql("INSERT INTO learning_cards (id, prototype_id, observed, learned, decision, written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind::<SqlUuid, _>(id.0)
        .bind::<SqlUuid, _>(prototype.0)
        .bind::<Text, _>(&card.observed)
        .bind::<Text, _>(&card.learned)
        .bind::<Text, _>(&card.decision)
        .bind::<SqlUuid, _>(by.0)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    refresh(tx, granted, prototype)?;
    Ok(id)
}

/// Adds a sprint.
///
/// # Errors
/// When the slug is taken (`sprints_slug`), or the database fails.
pub fn put_sprint<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, sprint: &rules::Sprint, slug: &str) -> AppResult<SprintId> {
    let id = SprintId::new();
    sql("INSERT INTO sprints (id, slug, title, target, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind::<SqlUuid, _>(id.0)
        .bind::<Text, _>(slug)
        .bind::<Text, _>(&sprint.title)
        .bind::<Integer, _>(sprint.target)
        .bind::<Date, _>(sprint.days.0)
        .bind::<Date, _>(sprint.days.1)
        .execute(tx.writing(granted))?;
    Ok(id)
}
