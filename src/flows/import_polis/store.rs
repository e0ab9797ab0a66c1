//! The tables of an import, written by sets: 30,000 votes as single actions would take minutes and
//! hold every reader up. What a single vote leaves behind (position, vote, ledger, budget, counts)
//! is left behind here too, and `doctor --recount` proves it.
use super::{
    bulk::{self, Grant, Home, NewIdea},
    rules::Statement,
};
use crate::{
    kernel::{Audience, CampaignId, CampaignState, Hatch, IdeaId, Moment, PersonId, PhaseId, Stance, sql_types, text},
    platform::{
        db::{Tx, sql},
        error::AppResult,
    },
};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// How long the new campaign discusses, and then reviews, in days.
const PHASES: [(&str, i64); 2] = [("discuss", 28), ("review", 14)];
/// Longest title of an idea, in characters.
const LONGEST_TITLE: usize = 80;

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
struct Place {
    #[diesel(sql_type = BigInt)]
    place: i64,
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
    sql("INSERT INTO campaigns (id, slug, state, title, question, brief, audience, audience_chosen, owner_id, answer_by, answer_days, hatch, counts, created_at, launched_at, opened_at)
         VALUES ($1, $2, 'discuss', $3, $3, $4, 'public', true, $5, $6, $7, $8, 'always', $9, $9, $9)")
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
    Ok(Home { id: home, state: CampaignState::Discuss, audience: Audience::Public, space_id: None, answer_days, owner_id: owner })
}

/// The state of the statements as ideas: those there are, and those that this run makes.
pub(super) fn put_ideas(
    tx: &mut Tx<'_>,
    granted: &Grant,
    home: &Home,
    statements: &[Statement],
    author_of: impl Fn(u32) -> PersonId,
) -> AppResult<Ideas> {
    let key = |statement: &Statement| format!("polis:{}:{}", home.id, statement.id);
    let keys: Vec<String> = statements.iter().map(key).collect();
    let found = bulk::find_known(tx, &keys)?;
    let (mut by_statement, mut missing) = (HashMap::new(), Vec::new());
    for (statement, key) in statements.iter().zip(keys) {
        let id = found.get(&key).copied().unwrap_or_else(IdeaId::new);
        by_statement.insert(statement.id, id);
        if !found.contains_key(&key) {
            let title = text::derived_title(&statement.text, LONGEST_TITLE);
            let idea = NewIdea {
                id,
                author: author_of(statement.author),
                state: statement.state,
                title: if title.is_empty() { format!("Statement {}", statement.id) } else { title },
                body: statement.text.clone(),
                at: statement.at,
                key,
                tags: statement.tags.iter().map(|tag| (*tag).to_owned()).collect(),
            };
            missing.push((statement.id, idea));
        }
    }
    // Numbers are given in the order of the statements' own.
    missing.sort_by_key(|(statement, _)| *statement);
    let missing: Vec<NewIdea> = missing.into_iter().map(|(_, idea)| idea).collect();
    bulk::put_ideas(tx, granted, home, &missing)?;
    Ok(Ideas { made: i64::try_from(missing.len()).unwrap_or(i64::MAX), by_statement })
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
