//! The tables of an import, written by sets: 30,000 votes as single actions would take minutes and
//! hold every reader up. What a single vote leaves behind (position, vote, ledger, budget, counts)
//! is left behind here too, and `doctor --recount` proves it.
use super::rules::Statement;
use crate::{
    kernel::{
        Audience, CampaignId, CampaignState, Granted, Hatch, IdeaId, ManageInstance, Moment, PersonId, PhaseId, Sight, SpaceId, Stance,
        sql_types, text,
    },
    platform::{
        db::{Tx, sql},
        error::AppResult,
    },
};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// How long the new campaign discusses, and then reviews, in days.
const PHASES: [(&str, i64); 2] = [("discuss", 28), ("review", 14)];
/// Longest title of an idea, in characters.
const LONGEST_TITLE: usize = 80;

type Grant = Granted<ManageInstance>;

/// The campaign that takes the ideas in.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub(super) struct Home {
    #[diesel(sql_type = SqlUuid)]
    pub(super) id: CampaignId,
    #[diesel(sql_type = sql_types::CampaignState)]
    pub(super) state: CampaignState,
    #[diesel(sql_type = sql_types::Audience)]
    audience: Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    space_id: Option<SpaceId>,
    #[diesel(sql_type = SmallInt)]
    answer_days: i16,
}

impl Home {
    pub(super) fn sight(&self) -> Sight {
        Sight { audience: self.audience, space: self.space_id }
    }
}

/// An account without an address.
#[derive(Debug, Clone)]
pub(super) struct Pseudonym {
    pub(super) id: PersonId,
    pub(super) handle: String,
    pub(super) name: String,
}

/// Where one person stands on one idea.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    pub(super) idea: IdeaId,
    pub(super) person: PersonId,
    pub(super) stance: Stance,
    pub(super) at: Moment,
}

/// The ideas of the statements.
#[derive(Debug, Default)]
pub(super) struct Ideas {
    pub(super) made: i64,
    pub(super) by_statement: HashMap<u32, IdeaId>,
}

/// What became of some positions.
#[derive(Debug, Default, QueryableByName)]
pub(super) struct Written {
    #[diesel(sql_type = BigInt)]
    pub(super) positions: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) cast: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) gone: i64,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = SqlUuid)]
    id: IdeaId,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    place: i64,
}

/// The campaign of a slug, locked so that two imports into it take turns.
pub(super) fn lock_campaign(tx: &mut Tx<'_>, slug: &str) -> AppResult<Option<Home>> {
    sql("SELECT pg_advisory_xact_lock(7283910)").execute(tx.reading())?;
    let query = sql("SELECT id, state, audience, space_id, answer_days FROM campaigns WHERE slug = $1 FOR UPDATE");
    Ok(query.bind::<Text, _>(slug).get_result(tx.reading()).optional()?)
}

/// The first administrator, or else the first person with an address.
pub(super) fn find_owner(tx: &mut Tx<'_>) -> AppResult<Option<PersonId>> {
    let query =
        sql("SELECT p.id FROM people p LEFT JOIN role_grants g ON g.person_id = p.id AND g.role = 'admin' AND g.campaign_id IS NULL
         WHERE p.erased_at IS NULL AND p.deactivated_at IS NULL AND p.email IS NOT NULL
         ORDER BY g.granted_at NULLS LAST, p.created_at, p.id LIMIT 1");
    let found: Option<Id> = query.get_result(tx.reading()).optional()?;
    Ok(found.map(|row| PersonId(row.id)))
}

/// Makes a public campaign that discusses what came in, with its phases and its owner as reviewer.
pub(super) fn put_campaign(
    tx: &mut Tx<'_>,
    granted: &Grant,
    home: CampaignId,
    slug: &str,
    title: &str,
    brief: &str,
    owner: PersonId,
) -> AppResult<Home> {
    let (now, answer_days) = (tx.now(), 10_i16);
    sql("INSERT INTO campaigns (id, slug, state, title, question, brief, audience, audience_chosen, owner_id, answer_by, answer_days, hatch, created_at, launched_at, opened_at)
         VALUES ($1, $2, 'discuss', $3, $3, $4, 'public', true, $5, $6, $7, $8, $9, $9, $9)")
        .bind::<SqlUuid, _>(home)
        .bind::<Text, _>(slug)
        .bind::<Text, _>(title)
        .bind::<Text, _>(brief)
        .bind::<SqlUuid, _>(owner)
        .bind::<Timestamptz, _>(now + TimeDelta::days(PHASES.iter().map(|(_, days)| days).sum()))
        .bind::<SmallInt, _>(answer_days)
        .bind::<sql_types::Hatch, _>(Hatch::Composite)
        .bind::<Timestamptz, _>(now)
        .execute(tx.writing(granted))?;
    sql("INSERT INTO campaign_reviewers (campaign_id, person_id) VALUES ($1, $2)")
        .bind::<SqlUuid, _>(home)
        .bind::<SqlUuid, _>(owner)
        .execute(tx.writing(granted))?;
    let ends: Vec<Moment> = PHASES
        .iter()
        .scan(now, |at, (_, days)| {
            *at += TimeDelta::days(*days);
            Some(*at)
        })
        .collect();
    let starts: Vec<Moment> = std::iter::once(now).chain(ends.iter().copied()).take(PHASES.len()).collect();
    sql("INSERT INTO campaign_phases (id, campaign_id, kind, position, starts_at, ends_at)
         SELECT i.id, $1, i.kind::phase_kind, i.position - 1, i.starts, i.ends
         FROM unnest($2, $3, $4, $5) WITH ORDINALITY AS i(id, kind, starts, ends, position)")
    .bind::<SqlUuid, _>(home)
    .bind::<Array<SqlUuid>, _>(PHASES.iter().map(|_| PhaseId::new().0).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(PHASES.iter().map(|(kind, _)| *kind).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(starts)
    .bind::<Array<Timestamptz>, _>(ends)
    .execute(tx.writing(granted))?;
    Ok(Home { id: home, state: CampaignState::Discuss, audience: Audience::Public, space_id: None, answer_days })
}

/// Makes the accounts that are not there yet; how many.
pub(super) fn put_people(tx: &mut Tx<'_>, granted: &Grant, people: &[Pseudonym]) -> AppResult<i64> {
    let ids: Vec<Uuid> = people.iter().map(|person| person.id.0).collect();
    let known: Vec<Id> = sql("SELECT id FROM people WHERE id = ANY ($1)").bind::<Array<SqlUuid>, _>(&ids).load(tx.reading())?;
    let known: std::collections::HashSet<Uuid> = known.into_iter().map(|row| row.id).collect();
    let missing: Vec<&Pseudonym> = people.iter().filter(|person| !known.contains(&person.id.0)).collect();
    if missing.is_empty() {
        return Ok(0);
    }
    let now = tx.now();
    let made = sql("INSERT INTO people (id, handle, name, company, security_stamp, created_at)
         SELECT i.id, i.handle, i.name, 'Polis', i.stamp, $5 FROM unnest($1, $2, $3, $4) AS i(id, handle, name, stamp)")
    .bind::<Array<SqlUuid>, _>(missing.iter().map(|person| person.id.0).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(missing.iter().map(|person| person.handle.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(missing.iter().map(|person| person.name.as_str()).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(missing.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(made as i64)
}

fn key_of(home: &Home, statement: u32) -> String {
    format!("polis:{}:{statement}", home.id)
}

/// Makes the ideas that are not there yet, with their first version, their author as follower, and tags.
/// Their answer clock starts with the import: nobody could answer before.
pub(super) fn put_ideas(
    tx: &mut Tx<'_>,
    granted: &Grant,
    home: &Home,
    statements: &[Statement],
    author_of: impl Fn(u32) -> PersonId,
) -> AppResult<Ideas> {
    let keys: Vec<String> = statements.iter().map(|statement| key_of(home, statement.id)).collect();
    let found: Vec<Known> =
        sql("SELECT import_key AS key, id FROM ideas WHERE import_key = ANY ($1)").bind::<Array<Text>, _>(&keys).load(tx.reading())?;
    let found: HashMap<String, IdeaId> = found.into_iter().map(|row| (row.key, row.id)).collect();
    let mut missing: Vec<(&Statement, IdeaId, String)> = Vec::new();
    let mut by_statement = HashMap::new();
    for (statement, key) in statements.iter().zip(keys) {
        let id = found.get(&key).copied().unwrap_or_else(|| {
            let id = IdeaId::new();
            missing.push((statement, id, key));
            id
        });
        by_statement.insert(statement.id, id);
    }
    // Numbers are given in the order of the statements' own.
    missing.sort_by_key(|(statement, ..)| statement.id);
    if !missing.is_empty() {
        write_ideas(tx, granted, home, &missing, author_of)?;
    }
    Ok(Ideas { made: missing.len() as i64, by_statement })
}

fn write_ideas(
    tx: &mut Tx<'_>,
    granted: &Grant,
    home: &Home,
    missing: &[(&Statement, IdeaId, String)],
    author_of: impl Fn(u32) -> PersonId,
) -> AppResult<()> {
    let now = tx.now();
    let ids: Vec<Uuid> = missing.iter().map(|(_, id, _)| id.0).collect();
    let titles: Vec<String> = missing.iter().map(|(statement, ..)| text::derived_title(&statement.text, LONGEST_TITLE)).collect();
    let titles: Vec<String> = titles.into_iter().map(|title| if title.is_empty() { "…".to_owned() } else { title }).collect();
    sql("INSERT INTO ideas (id, slug, campaign_id, author_id, state, source, title, body, audience, space_id, answer_due_at, created_at, changed_at, import_key)
         SELECT i.id, i.slug, $1, i.author, i.state::idea_state, 'import', i.title, i.body, $2, $3,
                CASE WHEN i.state = 'open' THEN $4 END, i.created, i.created, i.key
         FROM unnest($5, $6, $7, $8, $9, $10, $11, $12) WITH ORDINALITY AS i(id, slug, author, state, title, body, created, key, place)
         ORDER BY i.place")
        .bind::<SqlUuid, _>(home.id)
        .bind::<sql_types::Audience, _>(home.audience)
        .bind::<Nullable<SqlUuid>, _>(home.space_id)
        .bind::<Timestamptz, _>(now + TimeDelta::days(home.answer_days.into()))
        .bind::<Array<SqlUuid>, _>(&ids)
        .bind::<Array<Text>, _>(titles.iter().map(|title| text::slug(title)).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(missing.iter().map(|(statement, ..)| author_of(statement.author).0).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(missing.iter().map(|(statement, ..)| statement.state.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(&titles)
        .bind::<Array<Text>, _>(missing.iter().map(|(statement, ..)| statement.text.as_str()).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(missing.iter().map(|(statement, ..)| statement.at).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(missing.iter().map(|(.., key)| key.as_str()).collect::<Vec<_>>())
        .execute(tx.writing(granted))?;
    sql("INSERT INTO idea_versions (idea_id, version, title, body, editor_id, created_at)
         SELECT id, 1, title, body, author_id, created_at FROM ideas WHERE id = ANY ($1)")
    .bind::<Array<SqlUuid>, _>(&ids)
    .execute(tx.writing(granted))?;
    sql("INSERT INTO idea_followers (idea_id, person_id, since) SELECT id, author_id, created_at FROM ideas WHERE id = ANY ($1)")
        .bind::<Array<SqlUuid>, _>(&ids)
        .execute(tx.writing(granted))?;
    let tags: Vec<(Uuid, &str)> = missing.iter().flat_map(|(statement, id, _)| statement.tags.iter().map(|tag| (id.0, *tag))).collect();
    if !tags.is_empty() {
        let (ideas, tags): (Vec<Uuid>, Vec<&str>) = tags.into_iter().unzip();
        sql("INSERT INTO idea_tags (idea_id, tag) SELECT i.idea, i.tag FROM unnest($1, $2) AS i(idea, tag)")
            .bind::<Array<SqlUuid>, _>(ideas)
            .bind::<Array<Text>, _>(tags)
            .execute(tx.writing(granted))?;
    }
    Ok(())
}

/// Writes the positions that are new or newer than what is known, and the votes that follow from
/// them: agreement is a vote, anything else is none.
pub(super) fn put_positions(tx: &mut Tx<'_>, granted: &Grant, positions: &[Position]) -> AppResult<Written> {
    let ideas: Vec<Uuid> = positions.iter().map(|position| position.idea.0).collect();
    let people: Vec<Uuid> = positions.iter().map(|position| position.person.0).collect();
    let times: Vec<Moment> = positions.iter().map(|position| position.at).collect();
    let needed: Vec<Place> = sql("SELECT i.place FROM unnest($1, $2, $3) WITH ORDINALITY AS i(idea, person, at, place)
         WHERE NOT EXISTS (SELECT FROM stances s WHERE s.idea_id = i.idea AND s.person_id = i.person AND s.at >= i.at)")
    .bind::<Array<SqlUuid>, _>(&ideas)
    .bind::<Array<SqlUuid>, _>(&people)
    .bind::<Array<Timestamptz>, _>(&times)
    .load(tx.reading())?;
    let needed: Vec<&Position> =
        needed.iter().filter_map(|row| positions.get(usize::try_from(row.place - 1).unwrap_or(usize::MAX))).collect();
    if needed.is_empty() {
        return Ok(Written::default());
    }
    let query = sql("WITH incoming AS (
            SELECT i.idea, i.person, i.stance::stance AS stance, i.at FROM unnest($1, $2, $3, $4) AS i(idea, person, stance, at)),
        taken AS (
            INSERT INTO stances (idea_id, person_id, stance, at) SELECT idea, person, stance, at FROM incoming
            ON CONFLICT (idea_id, person_id) DO UPDATE SET stance = excluded.stance, at = excluded.at
            RETURNING idea_id, person_id, stance, at),
        cast_now AS (
            INSERT INTO votes (idea_id, voter_id, cast_at) SELECT idea_id, person_id, at FROM taken WHERE stance = 'agree'
            ON CONFLICT DO NOTHING RETURNING idea_id, voter_id, cast_at AS at),
        gone AS (
            DELETE FROM votes v USING taken t WHERE t.stance <> 'agree' AND v.idea_id = t.idea_id AND v.voter_id = t.person_id
            RETURNING v.idea_id, v.voter_id, t.at),
        ledger AS (
            INSERT INTO vote_ledger (idea_id, voter_id, entry, at)
            SELECT idea_id, voter_id, 'cast'::ledger_entry, at FROM cast_now
            UNION ALL SELECT idea_id, voter_id, 'withdraw', at FROM gone)
        SELECT (SELECT count(*) FROM taken) AS positions, (SELECT count(*) FROM cast_now) AS cast, (SELECT count(*) FROM gone) AS gone");
    Ok(query
        .bind::<Array<SqlUuid>, _>(needed.iter().map(|position| position.idea.0).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(needed.iter().map(|position| position.person.0).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(needed.iter().map(|position| position.stance.as_str()).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(needed.iter().map(|position| position.at).collect::<Vec<_>>())
        .get_result(tx.writing(granted))?)
}
