//! The way an item came by and went on, in two statements: the walk, then the names.
use crate::kernel::{Eyes, ItemKind, ItemRef, KEEPING_ORDER, Viewer, sql_types, text};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    PgConnection, QueryableByName, RunQueryDsl,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Uuid as SqlUuid},
};
use serde::Serialize;
use std::collections::HashMap;
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
    /// Fluent key of how it came from what stands right before it, when that is all it came from.
    pub relation_key: Option<String>,
    /// It came from the same items, in the same way, as the item right before it.
    pub beside: bool,
    /// Every item it came from with how, when the order alone cannot say it.
    pub origins: Vec<Origin>,
    /// The item the chain was asked for.
    pub current: bool,
    /// More items of the same kind and origin, shown on demand.
    pub folded: Vec<Step>,
}

/// Items that something came from in one way, said in words where the order alone cannot say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Which items.
    pub items: Vec<OriginItem>,
    /// Fluent key of what became of them.
    pub relation_key: String,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OriginItem {
    /// Fluent key of its kind.
    pub kind_key: String,
    /// Its number, or its title where it has none.
    pub name: String,
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
    /// A word of [`crate::kernel::Relation`], or of the ties that columns make: `grouped_in`, `comes_to`.
    #[diesel(sql_type = Text)]
    relation: String,
}

/// Some relations point from the item to where it came from (a note is `written_in` a brainstorm), the
/// others to what came of it: this tells the former, whichever way a writer put them.
macro_rules! points_back {
    () => {
        "(relation IN ('written_in', 'asked_in', 'imported_into') AND from_kind <> 'campaign' AND (from_kind <> 'brainstorm' OR to_kind = 'campaign'))"
    };
}

/// What an item `x` came from by its columns: a note by its room, a cluster by its notes, a room and an
/// idea by their campaign, a gate that is still to come by its prototype.
macro_rules! before {
    ($x:literal) => {
        concat!(
            " UNION ALL SELECT campaign_id, 'asked_in' FROM brainstorms WHERE id = ",
            $x,
            " AND campaign_id IS NOT NULL
              UNION ALL SELECT campaign_id, 'asked_in' FROM ideas i WHERE id = ",
            $x,
            " AND campaign_id IS NOT NULL
                AND NOT EXISTS (SELECT FROM lineage_edges p WHERE p.to_id = i.id AND p.relation = 'promoted_to' AND p.ended_at IS NULL)
              UNION ALL SELECT brainstorm_id, 'written_in' FROM notes WHERE id = ",
            $x,
            "
              UNION ALL (SELECT id, 'grouped_in' FROM notes WHERE cluster_id = ",
            $x,
            " AND removed_at IS NULL AND NOT held ORDER BY created_at, id LIMIT 20)
              UNION ALL SELECT brainstorm_id, 'grouped_in' FROM clusters c WHERE id = ",
            $x,
            "
                AND NOT EXISTS (SELECT FROM notes n WHERE n.cluster_id = c.id AND n.removed_at IS NULL AND NOT n.held)
              UNION ALL SELECT prototype_id, 'comes_to' FROM gates g WHERE id = ",
            $x,
            "
                AND NOT EXISTS (SELECT FROM lineage_edges d WHERE d.to_id = g.id AND d.ended_at IS NULL)"
        )
    };
}

/// What came of an item `x` by its columns, as far as it became something: of a campaign its rooms and the
/// ideas that were made prototypes, of a room the notes and clusters that became ideas.
macro_rules! after {
    ($x:literal) => {
        concat!(
            " UNION ALL (SELECT id, 'asked_in' FROM brainstorms WHERE campaign_id = ", $x, " ORDER BY number DESC LIMIT 20)
              UNION ALL (SELECT i.id, 'asked_in' FROM prototypes p JOIN ideas i ON i.id = p.idea_id
                WHERE i.campaign_id = ", $x, " AND p.withdrawn_at IS NULL
                AND NOT EXISTS (SELECT FROM lineage_edges t WHERE t.to_id = i.id AND t.relation = 'promoted_to' AND t.ended_at IS NULL)
                ORDER BY p.created_at DESC LIMIT 20)
              UNION ALL (SELECT n.id, 'written_in' FROM rounds r JOIN notes n ON n.round_id = r.id LEFT JOIN clusters c ON c.id = n.cluster_id
                WHERE r.brainstorm_id = ", $x, " AND n.removed_at IS NULL AND NOT n.held
                AND (EXISTS (SELECT FROM lineage_edges t WHERE t.from_id = n.id AND t.relation = 'promoted_to' AND t.ended_at IS NULL)
                    OR (c.removed_at IS NULL AND EXISTS (SELECT FROM lineage_edges t WHERE t.from_id = c.id AND t.relation IN ('promoted_to', 'merged_into') AND t.ended_at IS NULL))) ORDER BY n.created_at, n.id LIMIT 30)
              UNION ALL (SELECT c.id, 'grouped_in' FROM rounds r JOIN clusters c ON c.round_id = r.id
                WHERE r.brainstorm_id = ", $x, " AND c.removed_at IS NULL AND EXISTS (SELECT FROM lineage_edges t WHERE t.from_id = c.id AND t.relation IN ('promoted_to', 'merged_into') AND t.ended_at IS NULL)
                AND NOT EXISTS (SELECT FROM notes n WHERE n.cluster_id = c.id AND n.removed_at IS NULL AND NOT n.held) LIMIT 20)
              UNION ALL SELECT c.id, 'grouped_in' FROM notes n JOIN clusters c ON c.id = n.cluster_id
                WHERE n.id = ", $x, " AND c.removed_at IS NULL AND EXISTS (SELECT FROM lineage_edges t WHERE t.from_id = c.id AND t.relation IN ('promoted_to', 'merged_into') AND t.ended_at IS NULL)"
        )
    };
}

const WALK: &str = concat!(
    "WITH RECURSIVE back (id, depth, reached_from, relation) AS (
        SELECT $1, 0, $1, ''::text
        UNION
        SELECT e.id, back.depth - 1, back.id, e.relation FROM back CROSS JOIN LATERAL (
            SELECT from_id AS id, relation::text FROM lineage_edges WHERE to_id = back.id AND ended_at IS NULL AND NOT ",
    points_back!(),
    "       UNION ALL SELECT to_id, relation::text FROM lineage_edges WHERE from_id = back.id AND ended_at IS NULL AND ",
    points_back!(),
    before!("back.id"),
    ") e WHERE back.depth > -20 AND e.id <> $1),
    onward (id, depth, reached_from, relation) AS (
        SELECT $1, 0, $1, ''::text
        UNION
        SELECT e.id, onward.depth + 1, onward.id, e.relation FROM onward CROSS JOIN LATERAL (
            SELECT to_id AS id, relation::text FROM lineage_edges WHERE from_id = onward.id AND ended_at IS NULL AND NOT ",
    points_back!(),
    "       UNION ALL SELECT from_id, relation::text FROM lineage_edges WHERE to_id = onward.id AND ended_at IS NULL AND ",
    points_back!(),
    after!("onward.id"),
    ") e WHERE onward.depth < 20 AND e.id <> $1)
    (SELECT id, depth, reached_from, relation FROM back WHERE depth < 0 LIMIT 200)
    UNION ALL (SELECT id, depth, reached_from, relation FROM onward WHERE depth > 0 LIMIT 200)"
);

/// An item by its name, as far as somebody may see it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Named {
    /// Which.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// What it is.
    #[diesel(sql_type = sql_types::ItemKind)]
    pub kind: ItemKind,
    /// Its short number; a gate's within its prototype. Notes and clusters have none.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub number: Option<i64>,
    /// Its title, or what it says.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Its page; empty where the viewer may not go.
    #[diesel(sql_type = Text)]
    pub href: String,
    /// Stage or decision, which stands in for the title there.
    #[diesel(sql_type = Nullable<Text>)]
    pub word: Option<String>,
}

impl Named {
    /// Where the API has it; `None` where the viewer may not go, and of what has no address of its own.
    pub fn api_href(&self) -> Option<String> {
        let mut page = self.href.split('/').skip(1);
        let (list, first) = (page.next()?, page.next()?);
        let number = || text::leading_number(first);
        let tail = match self.kind {
            ItemKind::Campaign => first.to_owned(),
            ItemKind::Idea | ItemKind::Brainstorm | ItemKind::Prototype => number()?.to_string(),
            ItemKind::Cluster => format!("{}/clusters/{}", number()?, self.id),
            ItemKind::Gate => format!("{}/gates/{}", number()?, self.number?),
            _ => return None,
        };
        Some(format!("/api/v1/{list}/{tail}"))
    }
}

/// What each kind of item is called and where it is; $1 the ids, $2 to $5 the eyes, $6 who looks,
/// $7 keeps order everywhere, $8 in these campaigns. Of the prototype behind an idea that they see, and of
/// its gates, people learn what the coupon and the idea's reason say anyway: the number and one word.
const NAMES: &str = "
    SELECT id, 'campaign'::item_kind AS kind, number, title, '/campaigns/' || slug AS href, NULL AS word FROM campaigns x
     WHERE id = ANY ($1) AND (x.owner_id = $6 OR $7 OR id = ANY ($8) OR (state <> 'draft' AND may_see(audience, space_id, id, $2, $3, $4, $5)))
    UNION ALL SELECT id, 'brainstorm', number, title, '/brainstorms/' || number || '-' || slug, NULL FROM brainstorms x
     WHERE id = ANY ($1) AND ((x.facilitator_id = $6 AND $3) OR (state <> 'draft' AND may_see(audience, space_id, id, $2, $3, $4, $5)))
    UNION ALL SELECT n.id, 'note', NULL, n.text, '/brainstorms/' || b.number || '-' || b.slug || '/results', NULL FROM notes n JOIN brainstorms b ON b.id = n.brainstorm_id
     WHERE n.id = ANY ($1) AND n.removed_at IS NULL AND NOT n.held AND ((b.facilitator_id = $6 AND $3) OR may_see(b.audience, b.space_id, b.id, $2, $3, $4, $5))
       AND (EXISTS (SELECT FROM lineage_edges t WHERE t.from_id = n.id AND t.relation = 'promoted_to' AND t.ended_at IS NULL) OR b.state = 'closed' OR EXISTS (SELECT FROM participants a WHERE a.brainstorm_id = b.id AND a.person_id = $6))
    UNION ALL SELECT c.id, 'cluster', NULL, c.title, '/brainstorms/' || b.number || '-' || b.slug || '/results', NULL FROM clusters c JOIN brainstorms b ON b.id = c.brainstorm_id
     WHERE c.id = ANY ($1) AND c.removed_at IS NULL AND ((b.facilitator_id = $6 AND $3) OR may_see(b.audience, b.space_id, b.id, $2, $3, $4, $5))
       AND (EXISTS (SELECT FROM lineage_edges t WHERE t.from_id = c.id AND t.relation IN ('promoted_to', 'merged_into') AND t.ended_at IS NULL) OR b.state = 'closed' OR EXISTS (SELECT FROM participants a WHERE a.brainstorm_id = b.id AND a.person_id = $6))
    UNION ALL SELECT id, 'idea', number, title, '/ideas/' || number || '-' || slug, NULL FROM ideas x
     WHERE id = ANY ($1) AND may_see(audience, space_id, id, $2, $3, $4, $5) AND idea_on_show(state, author_id, campaign_id, $6, $7, $8)
    UNION ALL SELECT id, 'prototype', number, title, '/prototypes/' || number || '-' || slug, NULL FROM prototypes x
     WHERE id = ANY ($1) AND withdrawn_at IS NULL AND may_see(audience, space_id, id, $2, $3, $4, $5)
    UNION ALL SELECT g.id, 'gate', g.number, g.title, '/prototypes/' || p.number || '-' || p.slug || '/gates/' || g.number, NULL FROM gates g JOIN prototypes p ON p.id = g.prototype_id
     WHERE g.id = ANY ($1) AND p.withdrawn_at IS NULL AND may_see(p.audience, p.space_id, p.id, $2, $3, $4, $5)
    UNION ALL SELECT p.id, 'prototype', p.number, '', '', p.stage::text FROM prototypes p JOIN ideas i ON i.id = p.idea_id
     WHERE p.id = ANY ($1) AND p.withdrawn_at IS NULL AND NOT may_see(p.audience, p.space_id, p.id, $2, $3, $4, $5)
       AND may_see(i.audience, i.space_id, i.id, $2, $3, $4, $5) AND idea_on_show(i.state, i.author_id, i.campaign_id, $6, $7, $8)
    UNION ALL SELECT g.id, 'gate', g.number, '', '', g.decision::text FROM gates g JOIN prototypes p ON p.id = g.prototype_id JOIN ideas i ON i.id = p.idea_id
     WHERE g.id = ANY ($1) AND g.decision IS NOT NULL AND p.withdrawn_at IS NULL AND NOT may_see(p.audience, p.space_id, p.id, $2, $3, $4, $5)
       AND may_see(i.audience, i.space_id, i.id, $2, $3, $4, $5) AND idea_on_show(i.state, i.author_id, i.campaign_id, $6, $7, $8)
    UNION ALL SELECT id, 'space', NULL, name, CASE WHEN $7 THEN '/admin/spaces/' || slug ELSE '' END, NULL FROM spaces
     WHERE id = ANY ($1) AND ($4 IS NULL OR id = ANY ($4))
    UNION ALL SELECT id, 'person', NULL, name, CASE WHEN erased_at IS NULL THEN '/people/' || handle ELSE '' END, NULL FROM people
     WHERE id = ANY ($1) AND (listed OR $3 OR id = $6)";

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
    let Way { order, named } = way(conn, viewer, item, &walked)?;
    let shown: Vec<&Named> = order.iter().filter_map(|id| named.get(id)).collect();
    let came = incoming(&walked, &shown);
    let none = Vec::new();
    let came_of = |named: &Named| came.get(&named.id).unwrap_or(&none);
    let steps: Vec<Step> = shown
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let came = came_of(step);
            let beside = at.checked_sub(1).and_then(|at| shown.get(at)).is_some_and(|before| !came.is_empty() && came_of(before) == came);
            let relation_key = if beside { None } else { plain_relation(came, shown.get(..at).unwrap_or_default()) };
            let origins = if beside || relation_key.is_some() { Vec::new() } else { origins(came, &named) };
            Step {
                kind_key: format!("lineage-kind-{}", step.kind),
                number: step.number.map(|number| number.to_string()).unwrap_or_default(),
                title: text::excerpt(&step.title, 90),
                href: step.href.clone(),
                word_key: step.word.as_ref().map(|word| word_key(step.kind, word)),
                relation_key,
                beside,
                origins,
                current: step.id == item.id,
                folded: Vec::new(),
            }
        })
        .collect();
    Ok(if steps.len() > 1 { folded(steps) } else { Vec::new() })
}

/// What the stage of a prototype or the decision of a gate is called on its own page.
fn word_key(kind: ItemKind, word: &str) -> String {
    let list = if kind == ItemKind::Gate { "prototypes-gate" } else { "prototypes-stage" };
    format!("{list}-{}", word.replace('_', "-"))
}

/// The chain of an idea that came of nothing but its campaign's question, without asking the database.
pub fn in_campaign(number: i64, title: &str, slug: &str, (idea, idea_title, idea_href): (i64, &str, &str)) -> Vec<Step> {
    let step = |kind: ItemKind, number: i64, title: &str, href: String| Step {
        kind_key: format!("lineage-kind-{kind}"),
        number: number.to_string(),
        title: text::excerpt(title, 90),
        href,
        word_key: None,
        relation_key: None,
        beside: false,
        origins: Vec::new(),
        current: false,
        folded: Vec::new(),
    };
    let came = step(ItemKind::Idea, idea, idea_title, idea_href.to_owned());
    vec![
        step(ItemKind::Campaign, number, title, format!("/campaigns/{slug}")),
        Step { relation_key: Some(relation_key_of("asked_in")), current: true, ..came },
    ]
}

/// Notes that stand beside each other, but for the first one, folded into it.
fn folded(steps: Vec<Step>) -> Vec<Step> {
    let note = format!("lineage-kind-{}", ItemKind::Note);
    let mut shown: Vec<Step> = Vec::new();
    for step in steps {
        match shown.last_mut() {
            Some(first) if step.kind_key == note && first.kind_key == note && step.beside && !step.current && !first.current => {
                first.folded.push(step);
            }
            _ => shown.push(step),
        }
    }
    // One or two more take no more room than the words that would stand for them.
    let few = |step: &Step| step.folded.len() <= 2;
    shown
        .into_iter()
        .flat_map(|mut step| {
            let beside = if few(&step) { std::mem::take(&mut step.folded) } else { Vec::new() };
            std::iter::once(step).chain(beside)
        })
        .collect()
}

/// An item of a chain, with the items among them that it came from, each with a word for how.
#[derive(Debug, Clone)]
pub struct Link {
    /// The item.
    pub item: Named,
    /// Where it came from.
    pub from: Vec<(Uuid, String)>,
}

/// The same as [`chain`], for programs; the item itself is always among them.
///
/// # Errors
/// When a query fails.
pub fn links(conn: &mut PgConnection, viewer: &Viewer, item: ItemRef) -> AppResult<Vec<Link>> {
    let walked: Vec<Walked> = sql(WALK).bind::<SqlUuid, _>(item.id).load(conn)?;
    let Way { order, named } = way(conn, viewer, item, &walked)?;
    let shown: Vec<&Named> = order.iter().filter_map(|id| named.get(id)).collect();
    let mut came = incoming(&walked, &shown);
    Ok(shown.into_iter().map(|item| Link { from: came.remove(&item.id).unwrap_or_default(), item: item.clone() }).collect())
}

/// The items of a chain in their order, and those of them that the viewer may see.
struct Way {
    order: Vec<Uuid>,
    named: HashMap<Uuid, Named>,
}

fn way(conn: &mut PgConnection, viewer: &Viewer, item: ItemRef, walked: &[Walked]) -> AppResult<Way> {
    let order = in_order(item.id, walked);
    let named = names(conn, viewer, &order)?;
    Ok(Way { order, named })
}

/// From which shown items something came, and how; in the order of the chain.
type Came = Vec<(Uuid, String)>;

/// How an item came from exactly those that stand right before it, all in the same way.
fn plain_relation(came: &[(Uuid, String)], before: &[&Named]) -> Option<String> {
    let (_, relation) = came.first()?;
    let right_before = before.get(before.len().checked_sub(came.len())?..)?;
    let all = came.iter().all(|(id, other)| other == relation && right_before.iter().any(|step| step.id == *id));
    all.then(|| relation_key_of(relation))
}

fn relation_key_of(relation: &str) -> String {
    format!("lineage-relation-{}", relation.replace('_', "-"))
}

/// The same in words, those that came in the same way together.
fn origins(came: &[(Uuid, String)], named: &HashMap<Uuid, Named>) -> Vec<Origin> {
    let mut origins: Vec<Origin> = Vec::new();
    for (id, relation) in came {
        let Some(from) = named.get(id) else {
            continue;
        };
        let relation_key = relation_key_of(relation);
        let name = from.number.map_or_else(|| text::excerpt(&from.title, 40), |number| number.to_string());
        let item = OriginItem { kind_key: format!("lineage-kind-{}", from.kind), name };
        match origins.iter_mut().find(|origin| origin.relation_key == relation_key) {
            Some(origin) => origin.items.push(item),
            None => origins.push(Origin { items: vec![item], relation_key }),
        }
    }
    origins
}

/// What these items are called, as far as the viewer may see them.
///
/// # Errors
/// When the query fails.
pub fn names(conn: &mut PgConnection, viewer: &Viewer, ids: &[Uuid]) -> AppResult<HashMap<Uuid, Named>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let Eyes { signed_in, staff, spaces, named_in } = viewer.eyes();
    let keeps_order = viewer.reach(KEEPING_ORDER);
    let named: Vec<Named> = sql(NAMES)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Bool, _>(signed_in)
        .bind::<Bool, _>(staff)
        .bind::<Nullable<Array<SqlUuid>>, _>(spaces)
        .bind::<Array<SqlUuid>, _>(named_in)
        .bind::<Nullable<SqlUuid>, _>(viewer.person_id().map(|person| person.0))
        .bind::<Bool, _>(keeps_order.everywhere)
        .bind::<Array<SqlUuid>, _>(keeps_order.campaigns)
        .load(conn)?;
    Ok(named.into_iter().map(|named| (named.id, named)).collect())
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

/// How each item came from those that are shown, in their order.
fn incoming(walked: &[Walked], shown: &[&Named]) -> HashMap<Uuid, Came> {
    let places: HashMap<Uuid, usize> = shown.iter().enumerate().map(|(at, step)| (step.id, at)).collect();
    let mut relations: HashMap<Uuid, Came> = HashMap::new();
    for step in walked {
        let (parent, child) = if step.depth < 0 { (step.id, step.reached_from) } else { (step.reached_from, step.id) };
        let came = relations.entry(child).or_default();
        if places.contains_key(&parent) && came.iter().all(|(known, _)| *known != parent) {
            came.push((parent, step.relation.clone()));
        }
    }
    for came in relations.values_mut() {
        came.sort_by_key(|(parent, _)| places.get(parent));
    }
    relations
}
