//! Who is told of what: one statement for a whole batch of events, however many people it concerns.
use crate::domains::notifications::rules::Because;
use crate::kernel::{Event, ItemKind, Moment, PersonId};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// An event and one reason why it may concern people.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Place of the event in the spine.
    pub seq: i64,
    /// Whom to look for.
    pub because: Because,
}

/// Somebody who was told just now, with what a mail to them needs.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct Told {
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = SqlUuid)]
    pub person_id: PersonId,
    #[diesel(sql_type = Text)]
    pub because: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub lang: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub time_zone: Option<String>,
    #[diesel(sql_type = crate::kernel::sql_types::ItemKind)]
    pub item_kind: ItemKind,
    #[diesel(sql_type = Nullable<Text>)]
    pub who: Option<String>,
    /// Title, number and slug of the idea or campaign, when the notice is about one.
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// Of a decision at a gate: the state that the idea behind it came to with it.
    #[diesel(sql_type = Nullable<Text>)]
    pub led_to: Option<String>,
}

/// Writes the notices of these events: to each person once per event, for the first reason that holds; never
/// to who did it; only to people who may see it. A decision at a gate is told to the author of the idea as
/// news of the idea, because the prototype itself may be none of their business; where it ended the idea, too, that
/// one notice says both. Who wrote or follows an idea that is merged into another one at present hears of that one, of
/// what happened since. Those who take part in a campaign hear of its dates once it is out, ten thousand for each reason at
/// most, and of a phase that somebody began by hand. Reviewers are told of a submitted idea that is on show; of one that has
/// to wait, when it is let in.
/// Those told just now.
///
/// # Errors
/// When the statement fails.
pub fn put(tx: &mut Tx<'_>, wanted: &[Wanted]) -> AppResult<Vec<Told>> {
    let now: Moment = tx.now();
    let seqs: Vec<i64> = wanted.iter().map(|wanted| wanted.seq).collect();
    let reasons: Vec<&str> = wanted.iter().map(|wanted| wanted.because.as_str()).collect();
    Ok(sql(PUT).bind::<Array<BigInt>, _>(seqs).bind::<Array<Text>, _>(reasons).bind::<Timestamptz, _>(now).load(tx.scratch())?)
}

/// News that the author of an idea, or of one that is merged into it, was told not long ago.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct Recent {
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = SqlUuid)]
    pub person_id: PersonId,
    #[diesel(sql_type = Text)]
    pub verb: String,
    #[diesel(sql_type = Json)]
    pub payload: serde_json::Value,
}

/// What the authors of these ideas and of what is merged into them were told since, oldest first.
///
/// # Errors
/// When the query fails.
pub fn list_recent(conn: &mut PgConnection, ideas: &[Uuid], since: Moment) -> AppResult<Vec<Recent>> {
    let query = sql("SELECT n.event_seq AS seq, n.person_id, e.verb, e.payload
         FROM events e
         CROSS JOIN LATERAL (SELECT i.author_id FROM ideas i WHERE i.id = e.stream_id
            UNION SELECT d.author_id FROM idea_merges g JOIN ideas d ON d.id = g.duplicate_id WHERE g.kept_id = e.stream_id AND g.undone_at IS NULL) AS w
         JOIN notifications n ON n.person_id = w.author_id AND n.event_seq = e.seq
         WHERE e.stream_id = ANY ($1) AND e.occurred_at > $2 ORDER BY e.seq LIMIT 1000");
    Ok(query.bind::<Array<SqlUuid>, _>(ideas).bind::<Timestamptz, _>(since).load(conn)?)
}

/// An event by its place in the spine.
#[derive(QueryableByName)]
struct Happened {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    verb: String,
    #[diesel(sql_type = Json)]
    payload: serde_json::Value,
}

/// The moves of these ideas into clarification since, oldest first, with their places in the spine.
///
/// # Errors
/// When the query fails.
pub fn list_asked(conn: &mut PgConnection, ideas: &[Uuid], since: Moment) -> AppResult<Vec<(i64, Event)>> {
    let query = sql("SELECT seq, verb, payload FROM events
         WHERE stream_id = ANY ($1) AND verb = 'idea.moved' AND payload->>'after' = 'clarification' AND occurred_at > $2 ORDER BY seq LIMIT 1000");
    let found: Vec<Happened> = query.bind::<Array<SqlUuid>, _>(ideas).bind::<Timestamptz, _>(since).load(conn)?;
    Ok(found.into_iter().filter_map(|row| Some((row.seq, Event::parse(&row.verb, &row.payload)?))).collect())
}

const PUT: &str = "WITH wanted AS (
        SELECT e.seq, e.xid, e.verb, e.occurred_at, e.actor_id, e.stream_kind, e.stream_id, e.subject_id, e.audience, e.space_id, e.payload, w.because, w.place
        FROM unnest($1, $2) WITH ORDINALITY AS w (seq, because, place) JOIN events e ON e.seq = w.seq),
     concerned AS (
        SELECT w.seq, w.because, w.place, i.author_id AS person_id, w.stream_kind AS item_kind, w.stream_id AS item_id, w.audience, w.space_id
        FROM wanted w JOIN ideas i ON i.id = w.stream_id WHERE w.because = 'author' AND w.stream_kind = 'idea'
        UNION ALL
        SELECT w.seq, w.because, w.place, i.author_id, 'idea'::item_kind, i.id, i.audience, i.space_id
        FROM wanted w JOIN prototypes p ON p.id = w.stream_id JOIN ideas i ON i.id = p.idea_id WHERE w.because = 'author' AND w.stream_kind = 'prototype'
        UNION ALL
        SELECT w.seq, w.because, w.place, d.author_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN idea_merges g ON g.kept_id = w.stream_id AND g.undone_at IS NULL AND g.merged_at <= w.occurred_at
        JOIN ideas d ON d.id = g.duplicate_id WHERE w.because = 'merged'
        UNION ALL
        SELECT w.seq, w.because, w.place, f.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN idea_followers f ON f.idea_id = w.stream_id WHERE w.because = 'follower'
        UNION ALL
        SELECT w.seq, w.because, w.place, f.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN idea_merges g ON g.kept_id = w.stream_id AND g.undone_at IS NULL AND g.merged_at <= w.occurred_at
        JOIN idea_followers f ON f.idea_id = g.duplicate_id WHERE w.because = 'follower'
        UNION ALL
        SELECT w.seq, w.because, w.place, m.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN mentions m ON m.comment_id = w.subject_id WHERE w.because = 'mention'
        UNION ALL
        SELECT w.seq, w.because, w.place, t.author_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN comments c ON c.id = w.subject_id JOIN comments t ON t.id = c.parent_id WHERE w.because = 'reply'
        UNION ALL
        SELECT w.seq, w.because, w.place, c.author_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN comments c ON c.id = w.subject_id WHERE w.because = 'comment'
        UNION ALL
        SELECT w.seq, w.because, w.place, r.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN ideas i ON i.id = w.stream_id JOIN campaign_reviewers r ON r.campaign_id = i.campaign_id
        WHERE w.because = 'reviewer' AND NOT (w.verb = 'idea.submitted' AND (i.state IN ('draft', 'pending', 'withdrawn', 'off_topic', 'binned')
            OR EXISTS (SELECT FROM events m WHERE m.stream_id = i.id AND m.verb = 'idea.moved' AND m.payload->>'before' = 'pending')))
        UNION ALL
        SELECT w.seq, w.because, w.place, t.person_id, w.stream_kind, w.stream_id, c.audience, c.space_id
        FROM wanted w JOIN campaigns c ON c.id = w.stream_id AND c.state <> 'draft'
        CROSS JOIN LATERAL (
            SELECT i.author_id AS person_id FROM ideas i
            WHERE w.because = 'author' AND i.campaign_id = c.id AND i.state NOT IN ('draft', 'withdrawn', 'off_topic', 'binned')
            UNION SELECT r.person_id FROM campaign_reviewers r WHERE w.because = 'reviewer' AND r.campaign_id = c.id
            UNION SELECT b.voter_id FROM vote_budgets b WHERE w.because = 'voter' AND b.campaign_id = c.id AND b.spent > 0
            LIMIT 10000) AS t
        WHERE w.stream_kind = 'campaign' AND (w.actor_id IS NOT NULL OR w.verb <> 'campaign.moved')
        UNION ALL
        SELECT w.seq, w.because, w.place, c.owner_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN campaigns c ON c.id = w.stream_id WHERE w.because = 'owner'
        UNION ALL
        SELECT w.seq, w.because, w.place, r.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN campaign_reminders r ON r.campaign_id = w.stream_id WHERE w.because = 'reminder'
        UNION ALL
        SELECT w.seq, w.because, w.place, p.lead_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN prototypes p ON p.id = w.stream_id WHERE w.because = 'lead'
        UNION ALL
        SELECT w.seq, w.because, w.place, a.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN participants a ON a.brainstorm_id = w.stream_id
        WHERE w.because = 'facilitator' AND a.role IN ('facilitator', 'co_facilitator')
            AND (w.verb <> 'brainstorm.co-facilitator-named' OR a.id = w.subject_id)
        UNION ALL
        SELECT w.seq, w.because, w.place, a.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN notes n ON n.id = (w.payload->>'note')::uuid OR n.cluster_id = (w.payload->>'cluster')::uuid
        JOIN participants a ON a.id = n.participant_id
        WHERE w.because = 'writer' AND n.removed_at IS NULL AND a.person_id IS NOT NULL
        UNION ALL
        SELECT w.seq, w.because, w.place, k.person_id, w.stream_kind, w.stream_id, w.audience, w.space_id
        FROM wanted w JOIN prototypes p ON p.id = w.stream_id LEFT JOIN ideas i ON i.id = p.idea_id
        JOIN role_grants k ON k.role = 'gatekeeper' AND (k.campaign_id IS NULL OR k.campaign_id = i.campaign_id)
        WHERE w.because = 'gatekeeper'),
     told AS (
        SELECT DISTINCT ON (t.person_id, t.seq) t.*, w.xid, w.verb, w.occurred_at, w.actor_id, w.subject_id, p.name, p.email::text AS email, p.lang, p.time_zone
        FROM concerned t JOIN wanted w ON w.seq = t.seq AND w.place = t.place
        JOIN people p ON p.id = t.person_id AND p.erased_at IS NULL AND p.deactivated_at IS NULL
        CROSS JOIN LATERAL (
            SELECT bool_or(g.role NOT IN ('customer', 'partner')) AS staff, bool_or(g.role IN ('moderator', 'compliance', 'admin')) AS everywhere
            FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL) AS r
        WHERE t.person_id IS DISTINCT FROM w.actor_id
            AND NOT (w.verb = 'idea.moved' AND EXISTS (SELECT FROM ideas i WHERE i.id = w.stream_id AND i.author_id = t.person_id)
                AND EXISTS (SELECT FROM events g WHERE g.xid = w.xid AND g.verb = 'gate.decided'))
            AND may_see(t.audience, t.space_id, t.item_id, true, coalesce(r.staff, false),
                CASE WHEN coalesce(r.everywhere, false) THEN NULL ELSE ARRAY(SELECT s.space_id FROM space_members s WHERE s.person_id = p.id) END,
                ARRAY(SELECT a.item_id FROM audience_members a WHERE a.person_id = p.id AND a.item_id = coalesce(t.space_id, t.item_id)))
        ORDER BY t.person_id, t.seq, t.place),
     written AS (
        INSERT INTO notifications (id, person_id, event_seq, verb, item_kind, item_id, because, subject_id, actor_id, created_at)
        SELECT gen_random_uuid(), person_id, seq, verb, item_kind, item_id, because, subject_id, actor_id, least(occurred_at, $3) FROM told
        ON CONFLICT ON CONSTRAINT notifications_once DO NOTHING RETURNING person_id, event_seq)
     SELECT t.seq, t.person_id, t.because, t.name, t.email, t.lang, t.time_zone, t.item_kind, who.name AS who,
        coalesce(i.title, c.title, '') AS title, coalesce(i.number, c.number, 0) AS number, coalesce(i.slug, c.slug, '') AS slug,
        coalesce((SELECT g.reasons FROM gates g WHERE t.verb = 'gate.decided' AND g.id = t.subject_id),
            (SELECT o.text FROM official_answers o WHERE t.verb = 'idea.answered' AND o.id = t.subject_id),
            (SELECT v.reason FROM idea_moves v WHERE v.idea_id = i.id AND v.moved_at = t.occurred_at ORDER BY v.id LIMIT 1), '') AS reason,
        (SELECT m.payload->>'after' FROM events m WHERE t.verb = 'gate.decided' AND m.xid = t.xid AND m.verb = 'idea.moved'
            AND m.stream_id = t.item_id LIMIT 1) AS led_to
     FROM told t JOIN written n ON n.person_id = t.person_id AND n.event_seq = t.seq
     LEFT JOIN people who ON who.id = t.actor_id
     LEFT JOIN ideas i ON t.item_kind = 'idea' AND i.id = t.item_id
     LEFT JOIN campaigns c ON t.item_kind = 'campaign' AND c.id = t.item_id
     ORDER BY t.seq, t.person_id";
