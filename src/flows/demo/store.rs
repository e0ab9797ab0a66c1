//! Writes the demo in one transaction, table by table. A demo of forty thousand rows
//! one action at a time would take minutes, so this file writes other domains' tables directly; the
//! spine gets every event all the same.
use super::{content::NoteText, scene::Scene};
use crate::kernel::{
    Audience, BrainstormId, Event, FacilitateBrainstorm, Granted, ManageInstance, Moment, NoteId, Place, RoundId, Sight, SpaceId,
    TakePartInBrainstorm, authorize, sql_types,
};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use diesel::{
    connection::SimpleConnection,
    prelude::*,
    sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use serde_json::Value;
use uuid::Uuid;

macro_rules! tables { ($($table:literal: $columns:literal;)+) => {
    /// Tables in the order of their references, each with the statement that takes its rows.
    const INSERTS: &[(&str, &str)] = &[$((
        $table,
        concat!("INSERT INTO ", $table, " (", $columns, ") SELECT ", $columns, " FROM jsonb_populate_recordset(NULL::", $table, ", $1)"),
    )),+];
}}

tables! {
    "spaces": "id, slug, name, kind, about, created_at";
    "expertise_tags": "id, slug, name";
    "people": "id, handle, name, email, title, site, unit, company, bio, languages, security_stamp, theme, density, keys_on, hints_seen, listed, created_at";
    "space_members": "space_id, person_id, joined_at";
    "person_tags": "person_id, tag_id, source, added_at";
    "sessions": "id, token_hash, person_id, security_stamp, created_at, last_seen_at, expires_at, browser, network";
    "campaigns": "id, number, slug, state, title, question, brief, audience, audience_chosen, space_id, owner_id, sponsor_id, sponsor_promise, answer_by, answer_days, terms, terms_version, vote_budget, counts, hatch, approval_needed, summary, idea_count, voter_count, version, created_at, launched_at, opened_at, closed_at";
    "role_grants": "id, person_id, role, granted_at";
    "campaign_phases": "id, campaign_id, kind, position, starts_at, ends_at";
    "campaign_fields": "id, campaign_id, position, label, kind, choices, required";
    "campaign_reviewers": "campaign_id, person_id";
    "brainstorms": "id, number, slug, state, title, prompt, campaign_id, audience, space_id, facilitator_id, code, link, guests_allowed, names_shown, dots_each, dots_per_cluster, warm_up, version, created_at, opened_at, closed_at";
    "rounds": "id, brainstorm_id, position, prompt, step, step_minutes, ends_at, paused_left_ms, started_at, finished_at";
    "participants": "id, brainstorm_id, person_id, role, colour, joined_at, seen_at";
    "clusters": "id, brainstorm_id, round_id, title, position, dot_count, created_at, promoted_to, promoted_number";
    "notes": "id, brainstorm_id, round_id, participant_id, text, colour, cluster_id, held, created_at, promoted_to, promoted_number";
    "dots": "cluster_id, participant_id, dots";
    "ideas": "id, number, slug, campaign_id, author_id, state, state_before, source, title, body, audience, space_id, answer_due_at, clock_paused_at, answered_at, triaged_at, vote_count, comment_count, rising, rising_at, version, created_at, changed_at";
    "idea_versions": "idea_id, version, title, body, editor_id, created_at";
    "idea_fields": "idea_id, field_id, value";
    "idea_tags": "idea_id, tag";
    "idea_followers": "idea_id, person_id, since";
    "idea_merges": "id, duplicate_id, kept_id, merged_by, merged_at";
    "official_answers": "id, idea_id, author_id, text, answered_at";
    "idea_moves": "id, idea_id, from_state, to_state, reason, moved_by, moved_at";
    "votes": "idea_id, voter_id, cast_at";
    "vote_ledger": "idea_id, voter_id, entry, at";
    "vote_budgets": "campaign_id, voter_id, spent, cap";
    "comments": "id, idea_id, parent_id, author_id, text, staff_only, answer_marked_by, version, created_at";
    "sprints": "id, slug, title, target, starts_on, ends_on";
    "prototypes": "id, number, slug, idea_id, campaign_id, sprint_id, title, brief, stage, stage_before, lead_id, audience, hatch, tests_passed, tests_total, cost_cents, version, created_at, stage_since, ended_at";
    "hypotheses": "id, prototype_id, position, believe, verify, measure, right_if, state, created_at";
    "builds": "id, prototype_id, number, title, notes, bill_of_material, cost_cents, built_at, built_by";
    "test_sessions": "id, prototype_id, number, hypothesis_id, title, protocol, with_whom, outcome, outcome_set, outcome_reason, held_at, held_by";
    "readings": "id, test_session_id, position, measure, value, unit, least, most, read_at, read_by";
    "gates": "id, prototype_id, number, title, state, evidence, opened_at, decision, reasons, decided_by, decided_at";
    "gate_criteria": "id, gate_id, position, text, must, met";
    "learning_cards": "id, prototype_id, observed, learned, decision, written_by, written_at";
    "stage_moves": "id, prototype_id, from_stage, to_stage, reason, moved_by, moved_at";
    "lineage_edges": "id, from_kind, from_id, relation, to_kind, to_id, made_by, made_at";
}

/// Rows that people may produce twice and that add up: accepted terms, and dots spent in a round.
const MERGED_INSERTS: &[(&str, &str)] = &[
    (
        "terms_acceptances",
        "INSERT INTO terms_acceptances (campaign_id, person_id, version, accepted_at)
         SELECT campaign_id, person_id, version, min(accepted_at) FROM jsonb_populate_recordset(NULL::terms_acceptances, $1) GROUP BY campaign_id, person_id, version",
    ),
    (
        "dot_budgets",
        "INSERT INTO dot_budgets (round_id, participant_id, spent, cap)
         SELECT round_id, participant_id, sum(spent)::smallint, max(cap) FROM jsonb_populate_recordset(NULL::dot_budgets, $1) GROUP BY round_id, participant_id",
    ),
];

const EVENTS: &str = "INSERT INTO events (id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, space_id, payload)
     SELECT id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, space_id, payload
     FROM jsonb_populate_recordset(NULL::events, $1) ORDER BY occurred_at";

/// Numbers that people typed continue after the demo's own.
const NUMBERS: &str = "SELECT setval(pg_get_serial_sequence('ideas', 'number'), (SELECT max(number) FROM ideas)),
    setval(pg_get_serial_sequence('campaigns', 'number'), (SELECT max(number) FROM campaigns)),
    setval(pg_get_serial_sequence('brainstorms', 'number'), (SELECT max(number) FROM brainstorms)),
    setval(pg_get_serial_sequence('prototypes', 'number'), (SELECT max(number) FROM prototypes))";

/// Tables whose rows are marked as the demo's own. Their other rows hang on these.
const MARKED: &[&str] = &["spaces", "expertise_tags", "people", "campaigns", "brainstorms", "ideas", "comments", "sprints", "prototypes"];

/// Rows of one statement: more would be held in memory twice.
const AT_ONCE: usize = 1_000;

fn put_events(tx: &mut Tx<'_>, granted: &Granted<ManageInstance>, events: &[Value]) -> AppResult<()> {
    for events in events.chunks(AT_ONCE) {
        sql(EVENTS).bind::<Jsonb, _>(Value::Array(events.to_vec())).execute(tx.writing(granted))?;
    }
    Ok(())
}

/// Writes everything. What happened before `recent` is known to all readers already: nobody gets a
/// notification about last month.
pub(super) fn write(tx: &mut Tx<'_>, granted: &Granted<ManageInstance>, scene: &Scene, events: &[Value], old: usize) -> AppResult<()> {
    for (table, statement) in INSERTS.iter().chain(MERGED_INSERTS) {
        for rows in scene.rows.get(table).into_iter().flat_map(|rows| rows.chunks(AT_ONCE)) {
            sql(statement).bind::<Jsonb, _>(Value::Array(rows.to_vec())).execute(tx.writing(granted))?;
        }
    }
    sql(
        "UPDATE idea_versions v SET answers = answers_of(v.idea_id) WHERE EXISTS (SELECT 1 FROM idea_fields f WHERE f.idea_id = v.idea_id)",
    )
    .execute(tx.writing(granted))?;
    let ids: Vec<&Value> = MARKED.iter().filter_map(|table| scene.rows.get(table)).flatten().map(|row| &row["id"]).collect();
    sql("INSERT INTO demo_rows SELECT id::uuid FROM jsonb_array_elements_text($1) AS id")
        .bind::<Jsonb, _>(serde_json::json!(ids))
        .execute(tx.writing(granted))?;
    sql(NUMBERS).execute(tx.writing(granted))?;
    put_events(tx, granted, &events[..old])?;
    sql("INSERT INTO reader_cursors (reader, xid, seq) SELECT 'notifications', xid, seq FROM events ORDER BY xid DESC, seq DESC LIMIT 1
         ON CONFLICT (reader) DO UPDATE SET xid = excluded.xid, seq = excluded.seq")
    .execute(tx.writing(granted))?;
    put_events(tx, granted, &events[old..])?;
    // Postgres would count what came in only after a minute or more, and plan as if there were nothing until then.
    Ok(tx.scratch().batch_execute("ANALYZE")?)
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// Whether the demo organisation is here.
pub(super) fn is_installed(conn: &mut PgConnection) -> AppResult<bool> {
    let answer: Answer = sql("SELECT EXISTS (SELECT 1 FROM demo_rows) AS yes").get_result(conn)?;
    Ok(answer.yes)
}

/// Whether it was here once and was removed: it never comes back by itself.
pub(super) fn is_removed(conn: &mut PgConnection) -> AppResult<bool> {
    let answer: Answer =
        sql("SELECT EXISTS (SELECT 1 FROM instance_settings WHERE key = 'demo' AND value = '\"removed\"') AS yes").get_result(conn)?;
    Ok(answer.yes)
}

/// Whether nobody has used this installation yet.
pub(super) fn is_empty(conn: &mut PgConnection) -> AppResult<bool> {
    let answer: Answer = sql(
        "SELECT NOT EXISTS (SELECT 1 FROM campaigns) AND NOT EXISTS (SELECT 1 FROM spaces) AND NOT EXISTS (SELECT 1 FROM ideas) AS yes",
    )
    .get_result(conn)?;
    Ok(answer.yes && !is_removed(conn)?)
}

/// Sets the clock of the room that runs anew, so that a later visitor finds it running.
pub(super) fn wind_up(tx: &mut Tx<'_>, granted: &Granted<ManageInstance>, minutes: i64) -> AppResult<()> {
    let ends = tx.now() + chrono::TimeDelta::minutes(minutes);
    sql("UPDATE rounds SET ends_at = $1 FROM brainstorms b WHERE b.id = rounds.brainstorm_id AND b.number = $2 AND b.state = 'running' AND rounds.step = 'write' AND rounds.ends_at < $1")
        .bind::<Timestamptz, _>(ends)
        .bind::<BigInt, _>(42)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// What the room that runs needs now.
#[derive(QueryableByName)]
pub(super) struct Due {
    #[diesel(sql_type = SqlUuid)]
    room: Uuid,
    #[diesel(sql_type = SqlUuid)]
    round: Uuid,
    #[diesel(sql_type = sql_types::Audience)]
    audience: Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    space: Option<Uuid>,
    /// Its clock ran out.
    #[diesel(sql_type = Bool)]
    ended: bool,
    /// Which note of the script is due, counted from one.
    #[diesel(sql_type = Nullable<BigInt>)]
    next: Option<i64>,
}

/// Whether the room that runs needs something: a note a minute until the script is through, and a new clock, unless somebody
/// who is not of the demo is in there and waits for the step to end.
pub(super) fn find_due(conn: &mut PgConnection, script: &[NoteText], now: Moment) -> AppResult<Option<Due>> {
    let texts: Vec<String> = script.iter().map(|note| note.text.clone()).collect();
    let query = sql("SELECT b.id AS room, r.id AS round, b.audience, b.space_id AS space, r.ends_at <= $2 AS ended, due.place AS next
         FROM brainstorms b JOIN rounds r ON r.brainstorm_id = b.id AND r.step = 'write' AND r.finished_at IS NULL AND r.ends_at IS NOT NULL
         LEFT JOIN LATERAL (SELECT script.place FROM unnest($1) WITH ORDINALITY AS script (words, place)
             WHERE NOT EXISTS (SELECT 1 FROM notes n WHERE n.round_id = r.id AND (n.text = script.words OR n.created_at > $2 - interval '1 minute'))
             ORDER BY script.place LIMIT 1) due ON true
         WHERE b.number = 42 AND b.state = 'running' AND b.id IN (SELECT id FROM demo_rows) AND (r.ends_at <= $2 OR due.place IS NOT NULL)
             AND (r.ends_at > $2 OR NOT EXISTS (SELECT 1 FROM participants p WHERE p.brainstorm_id = b.id
                 AND (p.person_id IS NULL OR p.person_id NOT IN (SELECT id FROM demo_rows))))
             AND EXISTS (SELECT 1 FROM participants p WHERE p.brainstorm_id = b.id)
         ORDER BY r.position LIMIT 1");
    Ok(query.bind::<Array<Text>, _>(texts).bind::<Timestamptz, _>(now).get_result(conn).optional()?)
}

/// Gives the room that runs what it needs.
pub(super) fn keep_alive(tx: &mut Tx<'_>, script: &[NoteText], minutes: i64) -> AppResult<()> {
    // Another process looks after it, too.
    sql("SELECT r.id FROM rounds r JOIN brainstorms b ON b.id = r.brainstorm_id WHERE b.number = 42 FOR UPDATE OF r")
        .execute(tx.reading())?;
    let now = tx.now();
    let Some(due) = find_due(tx.reading(), script, now)? else { return Ok(()) };
    let (brainstorm, round) = (BrainstormId(due.room), RoundId(due.round));
    let place = Place::of(brainstorm, Sight { audience: due.audience, space: due.space.map(SpaceId) });
    if due.ended {
        let granted = authorize::<FacilitateBrainstorm>(tx.doer(), place).ok_or_else(AppError::forbidden::<FacilitateBrainstorm>)?;
        sql("UPDATE rounds SET ends_at = $1 WHERE id = $2")
            .bind::<Timestamptz, _>(now + chrono::TimeDelta::minutes(minutes))
            .bind::<SqlUuid, _>(due.round)
            .execute(tx.writing(&granted))?;
        let seconds = i32::try_from(minutes * 60).unwrap_or(i32::MAX);
        tx.record(&granted, &Event::TimeAdded { brainstorm, round, seconds })?;
    }
    let next = due.next.and_then(|place| script.get(usize::try_from(place).ok()?.checked_sub(1)?));
    let Some(next) = next else { return Ok(()) };
    let granted = authorize::<TakePartInBrainstorm>(tx.doer(), place).ok_or_else(AppError::forbidden::<TakePartInBrainstorm>)?;
    let note = NoteId::new();
    sql("INSERT INTO notes (id, brainstorm_id, round_id, participant_id, text, colour, created_at)
         SELECT $1, p.brainstorm_id, $2, p.id, $3, p.colour, $4 FROM participants p JOIN people e ON e.id = p.person_id
         WHERE p.brainstorm_id = $5 ORDER BY (e.handle = $6 OR e.name = $6) DESC, p.joined_at LIMIT 1")
    .bind::<SqlUuid, _>(note.0)
    .bind::<SqlUuid, _>(due.round)
    .bind::<Text, _>(next.text.clone())
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(due.room)
    .bind::<Text, _>(next.author.clone())
    .execute(tx.writing(&granted))?;
    tx.record(&granted, &Event::NoteWritten { brainstorm, note })?;
    Ok(())
}
