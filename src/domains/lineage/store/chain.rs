//! The way an item came by and went on, in two statements: the walk, then the names.
use crate::kernel::{Actor, Eyes, ItemKind, ItemRef, Relation, Role, Viewer, sql_types};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Uuid as SqlUuid},
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Most items of a chain.
const MOST: usize = 60;

/// One item of a chain, in order from what came first to what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Fluent key of the kind of item.
    pub kind_key: String,
    /// Its short number; empty where it has none.
    pub number: String,
    /// Its title, or the start of its text.
    pub title: String,
    /// Where it is; empty where the viewer may not go.
    pub href: String,
    /// Fluent key of the stage or decision that stands in for the title there.
    pub word_key: Option<String>,
    /// Fluent key of how it came from an item before it; `None` for a beginning.
    pub relation_key: Option<String>,
    /// The item the chain was asked for.
    pub current: bool,
}

#[derive(QueryableByName)]
struct Walked {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    /// Steps from the item asked for: below zero for where it came from.
    #[diesel(sql_type = Integer)]
    depth: i32,
    /// The neighbour it was reached from.
    #[diesel(sql_type = SqlUuid)]
    reached_from: Uuid,
    #[diesel(sql_type = sql_types::Relation)]
    relation: Relation,
}

/// Some relations point from the item to where it came from (a note is `written_in` a brainstorm), the
/// others to what came of it: this tells the former, whichever way a writer put them.
macro_rules! points_back {
    () => {
        "(relation IN ('written_in', 'asked_in', 'imported_into') AND from_kind <> 'campaign' AND (from_kind <> 'brainstorm' OR to_kind = 'campaign'))"
    };
}

const WALK: &str = concat!(
    "WITH RECURSIVE back (id, depth, reached_from, relation, path) AS (
        SELECT $1, 0, $1, NULL::relation, ARRAY[$1]
        UNION ALL
        SELECT e.id, back.depth - 1, back.id, e.relation, back.path || e.id FROM back CROSS JOIN LATERAL (
            SELECT from_id AS id, relation FROM lineage_edges WHERE to_id = back.id AND ended_at IS NULL AND NOT ",
    points_back!(),
    "       UNION ALL SELECT to_id, relation FROM lineage_edges WHERE from_id = back.id AND ended_at IS NULL AND ",
    points_back!(),
    ") e WHERE back.depth > -20 AND e.id <> ALL (back.path)),
    onward (id, depth, reached_from, relation, path) AS (
        SELECT $1, 0, $1, NULL::relation, ARRAY[$1]
        UNION ALL
        SELECT e.id, onward.depth + 1, onward.id, e.relation, onward.path || e.id FROM onward CROSS JOIN LATERAL (
            SELECT to_id AS id, relation FROM lineage_edges WHERE from_id = onward.id AND ended_at IS NULL AND NOT ",
    points_back!(),
    "       UNION ALL SELECT from_id, relation FROM lineage_edges WHERE to_id = onward.id AND ended_at IS NULL AND ",
    points_back!(),
    ") e WHERE onward.depth < 20 AND e.id <> ALL (onward.path))
    (SELECT id, depth, reached_from, relation FROM back WHERE depth < 0 LIMIT 60)
    UNION ALL (SELECT id, depth, reached_from, relation FROM onward WHERE depth > 0 LIMIT 60)"
);

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::ItemKind)]
    kind: ItemKind,
    #[diesel(sql_type = Nullable<BigInt>)]
    number: Option<i64>,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    href: String,
    #[diesel(sql_type = Nullable<Text>)]
    word: Option<String>,
}

/// What each kind of item is called and where it is; $1 the ids, $2 to $5 the eyes, $6 who looks,
/// $7 keeps order among ideas, $8 runs campaigns. Of the prototype behind an idea that they see, and of
/// its gates, people learn what the coupon and the idea's reason say anyway: the number and one word.
const NAMES: &str = "
    SELECT id, 'campaign'::item_kind AS kind, number, title, '/campaigns/' || slug AS href, NULL AS word FROM campaigns x
     WHERE id = ANY ($1) AND (x.owner_id = $6 OR $8 OR (state NOT IN ('draft', 'scheduled') AND may_see(audience, space_id, id, $2, $3, $4, $5)))
    UNION ALL SELECT id, 'brainstorm', number, title, '/brainstorms/' || number || '-' || slug, NULL FROM brainstorms x
     WHERE id = ANY ($1) AND (x.facilitator_id = $6 OR (state <> 'draft' AND may_see(audience, space_id, id, $2, $3, $4, $5)))
    UNION ALL SELECT n.id, 'note', NULL, n.text, '/brainstorms/' || b.number || '-' || b.slug || '/results', NULL FROM notes n JOIN brainstorms b ON b.id = n.brainstorm_id
     WHERE n.id = ANY ($1) AND n.removed_at IS NULL AND NOT n.held AND (b.facilitator_id = $6 OR may_see(b.audience, b.space_id, b.id, $2, $3, $4, $5))
    UNION ALL SELECT c.id, 'cluster', NULL, c.title, '/brainstorms/' || b.number || '-' || b.slug || '/results', NULL FROM clusters c JOIN brainstorms b ON b.id = c.brainstorm_id
     WHERE c.id = ANY ($1) AND c.removed_at IS NULL AND (b.facilitator_id = $6 OR may_see(b.audience, b.space_id, b.id, $2, $3, $4, $5))
    UNION ALL SELECT id, 'idea', number, title, '/ideas/' || number || '-' || slug, NULL FROM ideas x
     WHERE id = ANY ($1) AND (author_id = $6 OR (may_see(audience, space_id, id, $2, $3, $4, $5)
        AND state NOT IN ('draft', 'withdrawn') AND ($7 OR state NOT IN ('pending', 'off_topic', 'binned'))))
    UNION ALL SELECT id, 'prototype', number, title, '/prototypes/' || number || '-' || slug, NULL FROM prototypes x
     WHERE id = ANY ($1) AND withdrawn_at IS NULL AND may_see(audience, space_id, id, $2, $3, $4, $5)
    UNION ALL SELECT g.id, 'gate', g.number, g.title, '/prototypes/' || p.number || '-' || p.slug || '/gates/' || g.number, NULL FROM gates g JOIN prototypes p ON p.id = g.prototype_id
     WHERE g.id = ANY ($1) AND p.withdrawn_at IS NULL AND may_see(p.audience, p.space_id, p.id, $2, $3, $4, $5)
    UNION ALL SELECT p.id, 'prototype', p.number, '', '', p.stage::text FROM prototypes p JOIN ideas i ON i.id = p.idea_id
     WHERE p.id = ANY ($1) AND p.withdrawn_at IS NULL AND NOT may_see(p.audience, p.space_id, p.id, $2, $3, $4, $5)
       AND (i.author_id = $6 OR (may_see(i.audience, i.space_id, i.id, $2, $3, $4, $5) AND i.state NOT IN ('draft', 'pending', 'off_topic', 'withdrawn', 'binned')))
    UNION ALL SELECT g.id, 'gate', g.number, '', '', g.decision::text FROM gates g JOIN prototypes p ON p.id = g.prototype_id JOIN ideas i ON i.id = p.idea_id
     WHERE g.id = ANY ($1) AND g.decision IS NOT NULL AND p.withdrawn_at IS NULL AND NOT may_see(p.audience, p.space_id, p.id, $2, $3, $4, $5)
       AND (i.author_id = $6 OR (may_see(i.audience, i.space_id, i.id, $2, $3, $4, $5) AND i.state NOT IN ('draft', 'pending', 'off_topic', 'withdrawn', 'binned')))";

/// The items that `item` came from and those that came of it, `item` among them, in order; up to 20
/// steps each way and 60 items. Items the viewer may not see are left out without a trace. Empty when
/// there is nothing but the item itself. The caller has checked that the viewer may see the item.
///
/// # Errors
/// When a query fails.
pub fn chain(conn: &mut PgConnection, viewer: &Viewer, item: ItemRef) -> AppResult<Vec<Step>> {
    let walked: Vec<Walked> = sql(WALK).bind::<SqlUuid, _>(item.id).load(conn)?;
    if walked.is_empty() {
        return Ok(Vec::new());
    }
    let order = in_order(item.id, &walked);
    let mut named: HashMap<Uuid, Named> = names(conn, viewer, &order)?.into_iter().map(|named| (named.id, named)).collect();
    let relations = incoming(&walked, &named.keys().copied().collect());
    let mut steps = Vec::with_capacity(order.len());
    for id in order {
        let Some(named) = named.remove(&id) else {
            continue;
        };
        steps.push(Step {
            kind_key: format!("lineage-kind-{}", named.kind),
            number: named.number.map(|number| number.to_string()).unwrap_or_default(),
            title: crate::kernel::text::excerpt(&named.title, 90),
            href: named.href,
            word_key: named.word.map(|word| format!("happened-word-{}", word.replace('_', "-"))),
            relation_key: relations.get(&id).map(|relation| format!("lineage-relation-{}", relation.as_str().replace('_', "-"))),
            current: id == item.id,
        });
    }
    Ok(if steps.len() > 1 { steps } else { Vec::new() })
}

fn names(conn: &mut PgConnection, viewer: &Viewer, ids: &[Uuid]) -> AppResult<Vec<Named>> {
    let Eyes { signed_in, staff, spaces, named_in } = viewer.eyes();
    let holds = |role: Role| viewer.person().is_some_and(|actor: &Actor| actor.has(role));
    let keeps_order = holds(Role::Moderator) || holds(Role::Admin);
    Ok(sql(NAMES)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Bool, _>(signed_in)
        .bind::<Bool, _>(staff)
        .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
        .bind::<Array<SqlUuid>, _>(named_in)
        .bind::<Nullable<SqlUuid>, _>(viewer.person_id().map(|person| person.0))
        .bind::<Bool, _>(keeps_order)
        .bind::<Bool, _>(keeps_order)
        .load(conn)?)
}

/// Every item once, at the place furthest from the item asked for, so that each stands after all it came from.
fn in_order(item: Uuid, walked: &[Walked]) -> Vec<Uuid> {
    let mut depths: HashMap<Uuid, i32> = HashMap::from([(item, 0)]);
    for step in walked {
        let depth = depths.entry(step.id).or_insert(step.depth);
        if step.depth.abs() > depth.abs() {
            *depth = step.depth;
        }
    }
    let mut order: Vec<(i32, Uuid)> = depths.into_iter().map(|(id, depth)| (depth, id)).collect();
    order.sort_unstable();
    let here = order.iter().position(|(_, id)| *id == item).unwrap_or(0);
    // The nearest ones are kept when there are too many.
    let start = here.saturating_sub(MOST / 2);
    order.into_iter().skip(start).take(MOST).map(|(_, id)| id).collect()
}

/// How each item came from one that is shown.
fn incoming(walked: &[Walked], shown: &HashSet<Uuid>) -> HashMap<Uuid, Relation> {
    let mut relations = HashMap::new();
    for step in walked {
        let (parent, child) = if step.depth < 0 { (step.id, step.reached_from) } else { (step.reached_from, step.id) };
        if shown.contains(&parent) {
            relations.entry(child).or_insert(step.relation);
        }
    }
    relations
}
