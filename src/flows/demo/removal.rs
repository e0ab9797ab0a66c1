//! What goes when the demo is removed, and what stays. The demo's own rows are marked by their ids when it
//! is installed. What its people wrote since, entered by a visitor, goes with them. What real people wrote
//! stays, and so does a piece of the demo that they added to: an idea with their vote or comment, a room with
//! their notes, a prototype with their work. A person of the demo whom such a row still names stays behind,
//! closed, without address, role or session.
use super::super::recount;
use crate::domains::people;
use crate::kernel::{Granted, ManageInstance, Refusal};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Text, Timestamptz},
};

/// Nobody real could sign in afterwards.
pub(super) const ADMIN_MISSING: Refusal = Refusal::new("demo-admin-missing");

macro_rules! demo {
    () => {
        "(SELECT id FROM demo_rows)"
    };
}

/// A real person voted for the idea `i`, or wrote on it.
macro_rules! idea_touched {
    () => {
        "(EXISTS (SELECT 1 FROM votes v WHERE v.idea_id = i.id AND v.voter_id NOT IN (SELECT id FROM demo_rows))
            OR EXISTS (SELECT 1 FROM comments c WHERE c.idea_id = i.id AND c.author_id NOT IN (SELECT id FROM demo_rows))
            OR EXISTS (SELECT 1 FROM official_answers a WHERE a.idea_id = i.id AND a.author_id NOT IN (SELECT id FROM demo_rows)))"
    };
}

/// A real person with an account wrote a note in the room `b`.
macro_rules! room_touched {
    () => {
        "EXISTS (SELECT 1 FROM notes n JOIN participants p ON p.id = n.participant_id
            WHERE n.brainstorm_id = b.id AND p.person_id IS NOT NULL AND p.person_id NOT IN (SELECT id FROM demo_rows))"
    };
}

/// A real person built, tested, decided or learned something on the prototype `x`.
macro_rules! prototype_touched {
    () => {
        "(EXISTS (SELECT 1 FROM builds w WHERE w.prototype_id = x.id AND w.built_by NOT IN (SELECT id FROM demo_rows))
            OR EXISTS (SELECT 1 FROM test_sessions w WHERE w.prototype_id = x.id AND w.held_by NOT IN (SELECT id FROM demo_rows))
            OR EXISTS (SELECT 1 FROM gates w WHERE w.prototype_id = x.id AND w.decided_by NOT IN (SELECT id FROM demo_rows))
            OR EXISTS (SELECT 1 FROM learning_cards w WHERE w.prototype_id = x.id AND w.written_by NOT IN (SELECT id FROM demo_rows)))"
    };
}

/// Somebody of the demo made the space `s`.
macro_rules! space_made {
    () => {
        "EXISTS (SELECT 1 FROM events e WHERE e.stream_id = s.id AND e.verb = 'space.created' AND e.actor_id IN (SELECT id FROM demo_rows))"
    };
}

/// How much of each kind goes and stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName, serde::Serialize)]
pub(super) struct Counts {
    #[diesel(sql_type = BigInt)]
    pub(super) people: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) spaces: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) campaigns: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) ideas: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) comments: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) votes: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) brainstorms: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) prototypes: i64,
}

/// What would go, and what would stay.
pub(super) fn preview(conn: &mut PgConnection) -> AppResult<(Counts, Counts)> {
    let goes: Counts = sql(concat!(
        "WITH d AS (SELECT id FROM demo_rows)
         SELECT (SELECT count(*) FROM people WHERE id IN (SELECT id FROM d)) AS people,
            (SELECT count(*) FROM spaces s WHERE (s.id IN (SELECT id FROM d) OR ",
        space_made!(),
        ") AND NOT EXISTS (SELECT 1 FROM space_members m WHERE m.space_id = s.id AND m.person_id NOT IN (SELECT id FROM d))) AS spaces,
            (SELECT count(*) FROM campaigns WHERE id IN (SELECT id FROM d) OR owner_id IN (SELECT id FROM d)) AS campaigns,
            (SELECT count(*) FROM ideas i WHERE (i.id IN (SELECT id FROM d) OR i.author_id IN (SELECT id FROM d)) AND NOT ",
        idea_touched!(),
        ") AS ideas,
            (SELECT count(*) FROM comments WHERE author_id IN (SELECT id FROM d)) AS comments,
            (SELECT count(*) FROM votes WHERE voter_id IN (SELECT id FROM d)) AS votes,
            (SELECT count(*) FROM brainstorms b WHERE (b.id IN (SELECT id FROM d) OR b.facilitator_id IN (SELECT id FROM d)) AND NOT ",
        room_touched!(),
        ") AS brainstorms,
            (SELECT count(*) FROM prototypes x WHERE (x.id IN (SELECT id FROM d) OR x.lead_id IN (SELECT id FROM d)) AND NOT ",
        prototype_touched!(),
        ") AS prototypes",
    ))
    .get_result(conn)?;
    let all: Counts = sql("SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM spaces) AS spaces, (SELECT count(*) FROM campaigns) AS campaigns,
            (SELECT count(*) FROM ideas) AS ideas, (SELECT count(*) FROM comments) AS comments, (SELECT count(*) FROM votes) AS votes,
            (SELECT count(*) FROM brainstorms) AS brainstorms, (SELECT count(*) FROM prototypes) AS prototypes")
    .get_result(conn)?;
    let stays = Counts {
        people: all.people - goes.people,
        spaces: all.spaces - goes.spaces,
        campaigns: all.campaigns - goes.campaigns,
        ideas: all.ideas - goes.ideas,
        comments: all.comments - goes.comments,
        votes: all.votes - goes.votes,
        brainstorms: all.brainstorms - goes.brainstorms,
        prototypes: all.prototypes - goes.prototypes,
    };
    Ok((goes, stays))
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// Whether anything is marked as the demo's.
pub(super) fn is_marked(conn: &mut PgConnection) -> AppResult<bool> {
    let answer: Answer = sql("SELECT EXISTS (SELECT 1 FROM demo_rows) AS yes").get_result(conn)?;
    Ok(answer.yes)
}

#[derive(QueryableByName)]
struct AdminName {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Administrators who are no part of the demo.
pub(super) fn list_admins(conn: &mut PgConnection) -> AppResult<Vec<String>> {
    let rows: Vec<AdminName> = sql(concat!(
        "SELECT p.name FROM people p WHERE p.deactivated_at IS NULL AND p.erased_at IS NULL AND p.id NOT IN ",
        demo!(),
        " AND EXISTS (SELECT 1 FROM role_grants g WHERE g.person_id = p.id AND g.role = 'admin' AND g.campaign_id IS NULL) ORDER BY fold(p.name), p.id LIMIT 20"
    ))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Whether an address belongs to somebody of the demo, who is about to go.
pub(super) fn is_of_demo(conn: &mut PgConnection, email: &str) -> AppResult<bool> {
    let answer: Answer =
        sql("SELECT EXISTS (SELECT 1 FROM people p JOIN demo_rows d ON d.id = p.id WHERE lower(p.email::text) = lower($1)) AS yes")
            .bind::<Text, _>(email)
            .get_result(conn)?;
    Ok(answer.yes)
}

/// What the demo's people wrote since goes with them; what real people added to stays.
const MARK: &[&str] = &[
    concat!(
        "INSERT INTO demo_rows
        SELECT id FROM ideas WHERE author_id IN (SELECT id FROM demo_rows)
        UNION SELECT id FROM comments WHERE author_id IN (SELECT id FROM demo_rows)
        UNION SELECT id FROM brainstorms WHERE facilitator_id IN (SELECT id FROM demo_rows)
        UNION SELECT id FROM prototypes WHERE lead_id IN (SELECT id FROM demo_rows)
        UNION SELECT id FROM campaigns WHERE owner_id IN (SELECT id FROM demo_rows)
        UNION SELECT s.id FROM spaces s WHERE ",
        space_made!(),
        " ON CONFLICT DO NOTHING"
    ),
    concat!("DELETE FROM demo_rows d USING ideas i WHERE i.id = d.id AND ", idea_touched!()),
    concat!("DELETE FROM demo_rows d USING brainstorms b WHERE b.id = d.id AND ", room_touched!()),
    concat!("DELETE FROM demo_rows d USING prototypes x WHERE x.id = d.id AND ", prototype_touched!()),
    "DELETE FROM demo_rows d USING comments r WHERE r.parent_id = d.id AND r.author_id NOT IN (SELECT id FROM demo_rows)",
    "DELETE FROM demo_rows d USING space_members m WHERE m.space_id = d.id AND m.person_id NOT IN (SELECT id FROM demo_rows)",
];

/// What stays lets go of what goes. Where its space goes, it is for the organisation's own people.
const DETACH: &[&str] = &[
    "UPDATE campaigns SET audience = 'internal', space_id = NULL WHERE space_id IN (SELECT id FROM demo_rows)",
    "UPDATE ideas SET audience = 'internal', space_id = NULL WHERE space_id IN (SELECT id FROM demo_rows)",
    "UPDATE brainstorms SET audience = 'internal', space_id = NULL WHERE space_id IN (SELECT id FROM demo_rows)",
    "UPDATE prototypes SET audience = 'internal', space_id = NULL WHERE space_id IN (SELECT id FROM demo_rows)",
    // An idea goes back to where the merge, or the prototype, that goes had found it.
    "UPDATE ideas i SET state = coalesce(i.state_before, 'open'), state_before = NULL FROM idea_merges m
     WHERE m.duplicate_id = i.id AND m.undone_at IS NULL AND m.kept_id IN (SELECT id FROM demo_rows) AND i.id NOT IN (SELECT id FROM demo_rows)",
    "UPDATE ideas i SET state = coalesce(x.idea_state, 'shortlisted') FROM prototypes x
     WHERE x.idea_id = i.id AND i.state = 'in_prototype' AND x.id IN (SELECT id FROM demo_rows) AND i.id NOT IN (SELECT id FROM demo_rows)",
    "UPDATE ideas SET campaign_id = NULL WHERE campaign_id IN (SELECT id FROM demo_rows) AND id NOT IN (SELECT id FROM demo_rows)",
    "UPDATE brainstorms SET campaign_id = NULL WHERE campaign_id IN (SELECT id FROM demo_rows)",
    "UPDATE brainstorms SET state = 'closed', code = NULL, closed_at = coalesce(closed_at, $1)
     WHERE facilitator_id IN (SELECT id FROM demo_rows) AND id NOT IN (SELECT id FROM demo_rows) AND state <> 'closed'",
    "UPDATE prototypes SET campaign_id = NULL WHERE campaign_id IN (SELECT id FROM demo_rows)",
    "UPDATE prototypes SET sprint_id = NULL WHERE sprint_id IN (SELECT id FROM demo_rows)",
    "UPDATE prototypes SET idea_id = NULL WHERE idea_id IN (SELECT id FROM demo_rows)",
    "UPDATE campaigns SET cloned_from = NULL WHERE cloned_from IN (SELECT id FROM demo_rows)",
    "UPDATE notes SET promoted_to = NULL, promoted_number = NULL WHERE promoted_to IN (SELECT id FROM demo_rows)",
    "UPDATE clusters SET promoted_to = NULL, promoted_number = NULL WHERE promoted_to IN (SELECT id FROM demo_rows)",
];

/// The demo's rows, each table before those that it points to.
const CLEAR: &[&str] = &[
    "DELETE FROM notifications WHERE person_id IN (SELECT id FROM demo_rows) OR item_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM triage_decisions WHERE decided_by IN (SELECT id FROM demo_rows) OR duplicate_of IN (SELECT id FROM demo_rows) OR idea_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM blobs WHERE uploaded_by IN (SELECT id FROM demo_rows) OR owner_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM audience_members WHERE item_id IN (SELECT id FROM demo_rows) OR person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM drafts WHERE owner IN (SELECT id::text FROM demo_rows)",
    "DELETE FROM jobs j USING people p WHERE p.id IN (SELECT id FROM demo_rows) AND j.kind = 'mail' AND lower(j.payload->>'to') = lower(p.email::text)",
    "DELETE FROM comments WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM official_answers WHERE author_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM vote_ledger WHERE voter_id IN (SELECT id FROM demo_rows) OR idea_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM vote_budgets WHERE voter_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM stances WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM idea_followers WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM participants WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM prototypes WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM sprints WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM ideas WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM votes WHERE voter_id IN (SELECT id FROM demo_rows) OR idea_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM brainstorms WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM campaign_reviewers WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM terms_acceptances WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM campaigns WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM lineage_edges e WHERE e.from_kind IN ('idea', 'note', 'cluster', 'prototype', 'gate', 'campaign', 'brainstorm') AND NOT EXISTS (
        SELECT 1 FROM ideas WHERE id = e.from_id UNION ALL SELECT 1 FROM notes WHERE id = e.from_id UNION ALL SELECT 1 FROM clusters WHERE id = e.from_id
        UNION ALL SELECT 1 FROM prototypes WHERE id = e.from_id UNION ALL SELECT 1 FROM gates WHERE id = e.from_id
        UNION ALL SELECT 1 FROM campaigns WHERE id = e.from_id UNION ALL SELECT 1 FROM brainstorms WHERE id = e.from_id)
     OR e.to_kind IN ('idea', 'note', 'cluster', 'prototype', 'gate', 'campaign', 'brainstorm') AND NOT EXISTS (
        SELECT 1 FROM ideas WHERE id = e.to_id UNION ALL SELECT 1 FROM notes WHERE id = e.to_id UNION ALL SELECT 1 FROM clusters WHERE id = e.to_id
        UNION ALL SELECT 1 FROM prototypes WHERE id = e.to_id UNION ALL SELECT 1 FROM gates WHERE id = e.to_id
        UNION ALL SELECT 1 FROM campaigns WHERE id = e.to_id UNION ALL SELECT 1 FROM brainstorms WHERE id = e.to_id)",
    "DELETE FROM sessions WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM api_tokens WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM role_grants WHERE person_id IN (SELECT id FROM demo_rows)",
    "UPDATE role_grants SET granted_by = NULL WHERE granted_by IN (SELECT id FROM demo_rows)",
    "DELETE FROM space_members WHERE person_id IN (SELECT id FROM demo_rows)",
    "DELETE FROM person_tags WHERE person_id IN (SELECT id FROM demo_rows)",
    "UPDATE people SET email = NULL, password_hash = NULL, listed = false, deactivated_at = coalesce(deactivated_at, $1) WHERE id IN (SELECT id FROM demo_rows)",
    // Whoever a row that stays still names stays too.
    "DO $$ DECLARE fk record; BEGIN
        FOR fk IN SELECT c.conrelid::regclass AS named_in, a.attname AS named_by FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.confrelid = 'people'::regclass AND c.confdeltype = 'a'
        LOOP EXECUTE format('DELETE FROM demo_rows WHERE id IN (SELECT %I FROM %s)', fk.named_by, fk.named_in); END LOOP;
     END $$",
    "DELETE FROM people WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM spaces WHERE id IN (SELECT id FROM demo_rows)",
    "DELETE FROM expertise_tags t WHERE t.id IN (SELECT id FROM demo_rows) AND NOT EXISTS (SELECT 1 FROM person_tags p WHERE p.tag_id = t.id)",
    "DELETE FROM demo_rows",
    "UPDATE clusters c SET dot_count = coalesce((SELECT sum(d.dots) FROM dots d WHERE d.cluster_id = c.id), 0)
     WHERE dot_count <> coalesce((SELECT sum(d.dots) FROM dots d WHERE d.cluster_id = c.id), 0)",
    "SELECT setval(pg_get_serial_sequence('ideas', 'number'), coalesce((SELECT max(number) FROM ideas), 1), EXISTS (SELECT 1 FROM ideas)),
        setval(pg_get_serial_sequence('campaigns', 'number'), coalesce((SELECT max(number) FROM campaigns), 1), EXISTS (SELECT 1 FROM campaigns)),
        setval(pg_get_serial_sequence('brainstorms', 'number'), coalesce((SELECT max(number) FROM brainstorms), 1), EXISTS (SELECT 1 FROM brainstorms)),
        setval(pg_get_serial_sequence('prototypes', 'number'), coalesce((SELECT max(number) FROM prototypes), 1), EXISTS (SELECT 1 FROM prototypes))",
    "INSERT INTO instance_settings (key, value) VALUES ('demo', '\"removed\"') ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = clock_timestamp()",
];

/// Removes the demo; the spine keeps what happened.
///
/// # Errors
/// [`AppError::NotFound`] when there is no demo; [`ADMIN_MISSING`] when nobody could administer what is left.
pub(super) fn remove(tx: &mut Tx<'_>, granted: &Granted<ManageInstance>) -> AppResult<()> {
    sql("LOCK TABLE demo_rows IN EXCLUSIVE MODE").execute(tx.writing(granted))?;
    if !is_marked(tx.reading())? {
        return Err(AppError::NotFound("demo"));
    }
    if list_admins(tx.reading())?.is_empty() {
        return Err(ADMIN_MISSING.into());
    }
    let now = tx.now();
    for statement in MARK.iter().chain(DETACH).chain(CLEAR) {
        if statement.contains("$1") {
            sql(statement).bind::<Timestamptz, _>(now).execute(tx.writing(granted))?;
        } else {
            sql(statement).execute(tx.writing(granted))?;
        }
    }
    recount::set(tx, granted, None)
}

/// Makes an administrator who is no part of the demo, and signs them in here.
pub(super) fn put_admin(tx: &mut Tx<'_>, admin: &NewAdmin, visitor_hash: &str) -> AppResult<()> {
    if is_of_demo(tx.reading(), admin.email.as_str())? {
        return Err(Refusal::of("email", "demo-admin-invented").into());
    }
    people::actions::found_admin(tx, &admin.name, admin.email.as_str(), &admin.password_hash, &admin.session, visitor_hash)?;
    Ok(())
}

/// The administrator to be made.
#[derive(Clone)]
pub(super) struct NewAdmin {
    pub(super) name: String,
    pub(super) email: people::rules::Email,
    pub(super) password_hash: String,
    pub(super) session: people::store::signing_in::NewSession,
}
