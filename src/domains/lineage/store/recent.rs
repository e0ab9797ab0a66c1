//! What one person did of late, newest first, for their own eyes.
use super::{
    activity::{told_by, told_once, word_key},
    chain::{Named, names},
    wording::{Mentioned, deed_key, mentioned, mentioned_ids},
};
use crate::kernel::{Event, ItemKind, ItemRef, Moment, PersonId, Role, Viewer, sql_types};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Bool, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// No steps of anybody's work: coming and going, every tick of a live room, what follows by itself.
const LEFT_OUT: &[&str] = &[
    "person.signed-in",
    "person.signed-out",
    "person.sign-in-refused",
    "brainstorm.joined",
    "brainstorm.ready",
    "dots.placed",
    "idea.duplicate-taken",
    "idea.duplicate-returned",
    "idea.promoted",
];

/// What a decision at a gate brings with it, which is no step of its own.
const DECIDED: &[&str] = &["gate.planned", "gate.criterion-judged", "prototype.moved"];

/// Which later event on the same thing ends the chance to take a step back.
const ENDED_BY: &[(&str, &str)] = &[
    ("vote.cast", "vote.withdrawn"),
    ("vote.withdrawn", "vote.cast"),
    ("comment.written", "comment.deleted"),
    ("comment.deleted", "comment.restored"),
    ("comment.restored", "comment.deleted"),
    ("comment.answer-marked", "comment.answer-unmarked"),
    ("idea.moved", "idea.moved"),
    ("idea.clarification-asked", "idea.moved"),
    ("idea.merged", "idea.unmerged"),
    ("idea.graduated", "idea.graduation-undone"),
    ("idea.triaged", "idea.triage-undone"),
    ("idea.answered", "idea.answer-withdrawn"),
    ("idea.photo-added", "idea.photo-removed"),
    ("idea.photo-removed", "idea.photo-added"),
    ("note.removed", "note.restored"),
    ("cluster.removed", "cluster.made"),
    ("brainstorm.closed", "brainstorm.reopened"),
    ("note.promoted", "brainstorm.promotion-undone"),
    ("cluster.promoted", "brainstorm.promotion-undone"),
    ("prototype.moved", "prototype.moved"),
    ("hypothesis.added", "prototype.part-taken-back"),
    ("build.recorded", "prototype.part-taken-back"),
    ("test.held", "prototype.part-taken-back"),
    ("reading.taken", "prototype.part-taken-back"),
    ("gate.planned", "prototype.part-taken-back"),
    ("gate.planned", "gate.opened"),
    ("learning.written", "prototype.part-taken-back"),
    ("campaign.launched", "campaign.launch-undone"),
    ("campaign.launched", "campaign.moved"),
    ("campaign.moved", "campaign.moved"),
    ("campaign.moved", "campaign.phase-dated"),
    ("campaign.moved", "campaign.reopened"),
    ("campaign.moved", "campaign.closed"),
    ("campaign.phase-dated", "campaign.moved"),
    ("campaign.phase-dated", "campaign.phase-dated"),
    ("campaign.phase-dated", "campaign.reopened"),
    ("campaign.phase-dated", "campaign.closed"),
    ("campaign.reopened", "campaign.moved"),
    ("campaign.reopened", "campaign.reopened"),
    ("campaign.reopened", "campaign.closed"),
    ("campaign.archived", "campaign.reopened"),
];

/// One step of the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// Place in the log; give it as `before` to read on.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// What happened.
    pub event: Event,
    /// Fluent key of what they did; takes `word`, `what` and `place`.
    pub key: String,
    /// Fluent key of the state or outcome it led to, or of the role it was about; empty when there is none.
    pub word_key: String,
    /// Whom and where these words name.
    pub mentioned: Mentioned,
    /// What it was done to, when the person may see that still.
    pub item: Option<DeedItem>,
    /// Number of the comment it is about.
    pub comment: Option<i64>,
    /// The idea it was done to is the person's own.
    pub own: bool,
    /// A later step on the same thing took its place.
    pub over: bool,
}

/// What a step was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeedItem {
    /// Its kind.
    pub kind: ItemKind,
    /// Its number; `None` where it has none.
    pub number: Option<i64>,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
}

impl From<&Named> for DeedItem {
    fn from(named: &Named) -> Self {
        Self { kind: named.kind, number: named.number, title: named.title.clone(), href: named.href.clone() }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Timestamptz)]
    occurred_at: Moment,
    #[diesel(sql_type = Text)]
    verb: String,
    #[diesel(sql_type = Json)]
    payload: serde_json::Value,
    #[diesel(sql_type = sql_types::ItemKind)]
    stream_kind: ItemKind,
    #[diesel(sql_type = SqlUuid)]
    stream_id: Uuid,
    #[diesel(sql_type = Nullable<BigInt>)]
    comment: Option<i64>,
    #[diesel(sql_type = Bool)]
    own: bool,
    #[diesel(sql_type = Bool)]
    over: bool,
}

/// What the person did since then, newest first, in two statements. The viewer is that person.
///
/// # Errors
/// When a query fails.
pub fn recent(
    conn: &mut PgConnection,
    viewer: &Viewer,
    person: PersonId,
    since: Moment,
    before: Option<i64>,
    most: i64,
) -> AppResult<Vec<Deed>> {
    let (verbs, ends): (Vec<&str>, Vec<&str>) = ENDED_BY.iter().copied().unzip();
    let (mut told, mut tellers) = told_by();
    told.extend(DECIDED);
    tellers.extend(DECIDED.iter().map(|_| "gate.decided"));
    let rows: Vec<Row> = sql(concat!(
        "SELECT e.seq, e.occurred_at, e.verb, e.payload, e.stream_kind, e.stream_id, k.number AS comment,
            coalesce(i.author_id = $1, false) AS own,
            EXISTS (SELECT FROM events l JOIN unnest($4, $5) AS c (verb, ended_by) ON c.verb = e.verb AND c.ended_by = l.verb
                WHERE l.stream_id = e.stream_id AND l.seq > e.seq AND (e.verb NOT LIKE 'vote.%' OR l.actor_id = e.actor_id)
                AND (l.payload->>'photo' IS NOT DISTINCT FROM e.payload->>'photo')
                AND (l.subject_id = e.subject_id OR (l.verb = 'brainstorm.promotion-undone' AND l.payload->>'idea' = e.payload->>'idea'))) AS over
         FROM (SELECT * FROM events WHERE actor_id = $1 AND actor_kind = 'person' AND seq < $3 AND verb <> ALL ($6) ORDER BY seq DESC LIMIT $7) e
         LEFT JOIN comments k ON k.id = e.subject_id AND e.verb LIKE 'comment.%' LEFT JOIN ideas i ON i.id = e.stream_id
         WHERE e.occurred_at >= $2 AND ",
        told_once!("$8", "$9"),
        " ORDER BY e.seq DESC"
    ))
    .bind::<SqlUuid, _>(person)
    .bind::<Timestamptz, _>(since)
    .bind::<BigInt, _>(before.unwrap_or(i64::MAX))
    .bind::<Array<Text>, _>(verbs)
    .bind::<Array<Text>, _>(ends)
    .bind::<Array<Text>, _>(LEFT_OUT.to_vec())
    .bind::<BigInt, _>(most.clamp(1, 200))
    .bind::<Array<Text>, _>(told)
    .bind::<Array<Text>, _>(tellers)
    .load(conn)?;
    let told: Vec<(Row, Event)> = rows
        .into_iter()
        .filter_map(|row| {
            let event = Event::parse(&row.verb, &row.payload)?;
            Some((row, event))
        })
        .collect();
    let mut ids: Vec<Uuid> = told.iter().map(|(row, _)| row.stream_id).collect();
    ids.extend(mentioned_ids(told.iter().map(|(_, event)| event)));
    ids.sort_unstable();
    ids.dedup();
    let names = names(conn, viewer, &ids)?;
    let looks = Looks { person, administrates: viewer.person().is_some_and(|actor| actor.has(Role::Admin)) };
    Ok(told.into_iter().map(|(row, event)| deed(row, event, looks, &names)).collect())
}

/// Who reads the list.
#[derive(Debug, Clone, Copy)]
struct Looks {
    person: PersonId,
    administrates: bool,
}

impl Looks {
    /// What a step was done to, where they may go there. Their own account is none; that of somebody else is
    /// where they administrate it.
    fn item(self, named: &Named) -> Option<DeedItem> {
        if named.href.is_empty() || named.id == self.person.0 {
            return None;
        }
        let mut item = DeedItem::from(named);
        if item.kind == ItemKind::Person && self.administrates {
            item.href.insert_str(0, "/admin");
        }
        Some(item)
    }
}

fn deed(row: Row, event: Event, looks: Looks, names: &HashMap<Uuid, Named>) -> Deed {
    debug_assert_eq!(event.stream(), ItemRef::new(row.stream_kind, row.stream_id));
    Deed {
        seq: row.seq,
        at: row.occurred_at,
        key: deed_key(&event, Some(looks.person)),
        word_key: word_key(&event),
        mentioned: mentioned(&event, names),
        item: names.get(&row.stream_id).and_then(|named| looks.item(named)),
        comment: row.comment,
        own: row.own,
        over: row.over,
        event,
    }
}
