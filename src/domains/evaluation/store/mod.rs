//! The triage inbox and its decisions; the table is `triage_decisions`, the inbox reads ideas.
mod inbox;
mod queue;
pub use inbox::*;
pub use queue::*;

use super::rules::{self, Facts};
use crate::domains::ideas::store::VisibleIdea;
use crate::kernel::{Granted, IdeaId, IdeaState, Moment, Permission, PersonId, TriageId, TriageStep, Viewer};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;

/// What triage can change in an idea, as it is now.
pub fn facts(idea: &VisibleIdea) -> Facts {
    Facts {
        state: idea.state,
        state_before: idea.state_before,
        answer_due_at: idea.answer_due_at,
        clock_paused_at: idea.clock_paused_at,
        answered_at: idea.answered_at,
        snoozed_until: idea.snoozed_until,
        triaged_at: idea.triaged_at,
    }
}

/// A decision to be written down.
pub struct NewDecision<'d> {
    /// Which idea.
    pub idea: IdeaId,
    /// What was decided.
    pub step: TriageStep,
    /// What the author reads.
    pub reason: &'d str,
    /// The idea that stays.
    pub duplicate_of: Option<IdeaId>,
    /// Out of sight until then.
    pub snooze_until: Option<Moment>,
    /// The idea before.
    pub before: &'d Facts,
    /// The idea as the step left it.
    pub after: &'d Facts,
}

/// Writes a decision down.
///
/// # Errors
/// When the insert fails.
pub fn put_decision<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, decision: &NewDecision<'_>) -> AppResult<TriageId> {
    let (id, now) = (TriageId::new(), tx.now());
    sql("INSERT INTO triage_decisions (id, idea_id, step, reason, duplicate_of, snooze_until, before, after, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind::<SqlUuid, _>(id)
    .bind::<SqlUuid, _>(decision.idea)
    .bind::<crate::kernel::sql_types::TriageStep, _>(decision.step)
    .bind::<Text, _>(decision.reason)
    .bind::<Nullable<SqlUuid>, _>(decision.duplicate_of)
    .bind::<Nullable<Timestamptz>, _>(decision.snooze_until)
    .bind::<Jsonb, _>(serde_json::to_value(decision.before).map_err(anyhow::Error::from)?)
    .bind::<Jsonb, _>(serde_json::to_value(decision.after).map_err(anyhow::Error::from)?)
    .bind::<Nullable<SqlUuid>, _>(granted.person_id())
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(id)
}

#[derive(QueryableByName)]
struct DecisionRow {
    #[diesel(sql_type = SqlUuid)]
    id: TriageId,
    #[diesel(sql_type = SqlUuid)]
    idea_id: IdeaId,
    #[diesel(sql_type = crate::kernel::sql_types::TriageStep)]
    step: TriageStep,
    #[diesel(sql_type = Jsonb)]
    before: serde_json::Value,
    #[diesel(sql_type = Jsonb)]
    after: serde_json::Value,
}

/// A decision that may be taken back.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Which decision.
    pub id: TriageId,
    /// On which idea.
    pub idea: IdeaId,
    /// What was decided.
    pub step: TriageStep,
    /// The idea before.
    pub before: Facts,
    /// The idea as the step left it.
    pub after: Facts,
}

/// The newest decision of a person that still stands, on this idea or on any, its row locked.
///
/// # Errors
/// When the query fails or what was kept cannot be read.
pub fn lock_last_of(tx: &mut Tx<'_>, person: PersonId, idea: Option<IdeaId>) -> AppResult<Option<Decided>> {
    let row: Option<DecisionRow> = sql(
        "SELECT id, idea_id, step, before, after FROM triage_decisions
         WHERE decided_by = $1 AND undone_at IS NULL AND ($2 IS NULL OR idea_id = $2) ORDER BY decided_at DESC, id DESC LIMIT 1 FOR UPDATE",
    )
    .bind::<SqlUuid, _>(person)
    .bind::<Nullable<SqlUuid>, _>(idea)
    .get_result(tx.reading())
    .optional()?;
    let read = |facts: serde_json::Value| serde_json::from_value(facts).map_err(anyhow::Error::from);
    row.map(|row| Ok(Decided { id: row.id, idea: row.idea_id, step: row.step, before: read(row.before)?, after: read(row.after)? }))
        .transpose()
}

/// The newest decision of a person on an idea that still stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Which decision.
    pub id: TriageId,
    /// When.
    pub at: Moment,
    /// Nothing that it touched has changed since.
    pub untouched: bool,
}

#[derive(QueryableByName)]
struct StandingRow {
    #[diesel(sql_type = SqlUuid)]
    id: TriageId,
    #[diesel(sql_type = Timestamptz)]
    decided_at: Moment,
    #[diesel(sql_type = SqlUuid)]
    idea_id: IdeaId,
    #[diesel(sql_type = Jsonb)]
    after: serde_json::Value,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
    state: IdeaState,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::IdeaState>)]
    state_before: Option<IdeaState>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answer_due_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    clock_paused_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    snoozed_until: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    triaged_at: Option<Moment>,
}

impl StandingRow {
    fn facts(&self) -> Facts {
        Facts {
            state: self.state,
            state_before: self.state_before,
            answer_due_at: self.answer_due_at,
            clock_paused_at: self.clock_paused_at,
            answered_at: self.answered_at,
            snoozed_until: self.snoozed_until,
            triaged_at: self.triaged_at,
        }
    }
}

/// What of a person's decisions on these ideas still stands, the newest of each idea.
///
/// # Errors
/// When the query fails or what was kept cannot be read.
pub fn standing(conn: &mut PgConnection, person: PersonId, ideas: &[IdeaId]) -> AppResult<HashMap<IdeaId, Standing>> {
    if ideas.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<uuid::Uuid> = ideas.iter().map(|id| id.0).collect();
    let rows: Vec<StandingRow> = sql("SELECT DISTINCT ON (d.idea_id) d.id, d.decided_at, d.idea_id, d.after,
            i.state, i.state_before, i.answer_due_at, i.clock_paused_at, i.answered_at, i.snoozed_until, i.triaged_at
         FROM triage_decisions d JOIN ideas i ON i.id = d.idea_id
         WHERE d.decided_by = $1 AND d.idea_id = ANY ($2) AND d.undone_at IS NULL ORDER BY d.idea_id, d.decided_at DESC, d.id DESC")
    .bind::<SqlUuid, _>(person)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)?;
    let read = |row: StandingRow| {
        let now = row.facts();
        let after: Facts = serde_json::from_value(row.after).map_err(anyhow::Error::from)?;
        Ok((row.idea_id, Standing { id: row.id, at: row.decided_at, untouched: rules::may_undo(&now, &after).is_ok() }))
    };
    rows.into_iter().map(read).collect()
}

/// Marks a decision as taken back.
///
/// # Errors
/// When the update fails.
pub fn end_decision<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, decision: TriageId) -> AppResult<()> {
    let now = tx.now();
    sql("UPDATE triage_decisions SET undone_at = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(decision)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    Ok(())
}

#[derive(QueryableByName)]
struct Yes {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// Whether the viewer may look into the inbox: who works it anywhere, and the reviewers of a campaign, who only read.
///
/// # Errors
/// When the query fails.
pub fn may_read_inbox(conn: &mut PgConnection, viewer: &Viewer) -> AppResult<bool> {
    let Some(actor) = viewer.person() else {
        return Ok(false);
    };
    if may_decide(viewer) {
        return Ok(true);
    }
    let row: Yes = sql("SELECT EXISTS (SELECT 1 FROM campaign_reviewers WHERE person_id = $1) AS yes")
        .bind::<SqlUuid, _>(actor.id)
        .get_result(conn)?;
    Ok(row.yes)
}

/// Whether the viewer works the inbox anywhere, and does not only read it.
pub fn may_decide(viewer: &Viewer) -> bool {
    !viewer.reach(TRIAGING).is_none()
}

/// Binds a viewer and their part of the inbox as `$1` to `$7` of `in_inbox!`.
macro_rules! bind_scope {
    ($statement:expr, $viewer:expr, $scope:expr) => {{
        let (eyes, scope) = ($viewer.eyes(), $scope);
        $statement
            .bind::<Bool, _>(eyes.signed_in)
            .bind::<Bool, _>(eyes.staff)
            .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
            .bind::<Array<SqlUuid>, _>(eyes.named_in)
            .bind::<Bool, _>(scope.everywhere)
            .bind::<Array<SqlUuid>, _>(scope.campaigns)
            .bind::<Nullable<SqlUuid>, _>($viewer.person_id())
    }};
}
use bind_scope;
