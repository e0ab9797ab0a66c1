//! The tables of an import, written by sets: 30,000 votes as single actions would take minutes and
//! hold every reader up. What a single vote leaves behind (position, vote, ledger, budget, counts)
//! is left behind here too, and `doctor --recount` proves it.
use super::{
    bulk::{self, Grant, Home, NewIdea},
    rules::Statement,
};
use crate::{
    domains::ideas::rules::LONGEST_TITLE,
    kernel::{Audience, CampaignId, CampaignState, Hatch, IdeaId, Moment, PersonId, PhaseId, Stance, sql_types, text},
    platform::{
        db::{Tx, sql},
        error::AppResult,
    },
};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use std::collections::HashMap;
use uuid::Uuid;

/// How long the new campaign discusses, and then reviews, in days.
const PHASES: [(&str, i64); 2] = [("discuss", 28), ("review", 14)];

/// Where one person stands on one idea.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    pub(super) idea: IdeaId,
    pub(super) person: PersonId,
    pub(super) stance: Stance,
    pub(super) at: Moment,
    /// Numbers of statement and voter in the export.
    pub(super) numbers: (u32, u32),
}

/// The ideas of the statements.
#[derive(Debug, Default)]
pub(super) struct Ideas {
    /// Those to be made, in the order of the statements' numbers.
    pub(super) missing: Vec<NewIdea>,
    /// Statements that were imported with another text.
    pub(super) changed: Vec<u32>,
    pub(super) by_statement: HashMap<u32, IdeaId>,
}

/// What is known about a position that is not simply there already.
#[derive(QueryableByName)]
struct Weighed {
    #[diesel(sql_type = BigInt)]
    place: i64,
    /// A position of the same moment or later says something else.
    #[diesel(sql_type = Bool)]
    contrary: bool,
    /// There is a vote now.
    #[diesel(sql_type = Bool)]
    voted: bool,
}

/// Positions sorted by what is known about them.
#[derive(Default)]
pub(super) struct Sorted<'p> {
    /// New, or newer than what is known.
    pub(super) needed: Vec<&'p Position>,
    /// Contrary to what is known, and no newer.
    pub(super) contrary: Vec<&'p Position>,
    /// What writing the needed ones would do.
    pub(super) expected: Written,
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

/// The first administrator, or else the first person with an address.
pub(super) fn find_owner(tx: &mut Tx<'_>) -> AppResult<Option<PersonId>> {
    let query =
        sql("SELECT p.id FROM people p LEFT JOIN role_grants g ON g.person_id = p.id AND g.role = 'admin' AND g.campaign_id IS NULL
         WHERE p.erased_at IS NULL AND p.deactivated_at IS NULL AND p.email IS NOT NULL
         ORDER BY g.granted_at NULLS LAST, p.created_at, p.id LIMIT 1");
    let found: Option<Id> = query.get_result(tx.reading()).optional()?;
    Ok(found.map(|row| PersonId(row.id)))
}

/// A campaign to be, that discusses what comes in.
pub(super) fn new_home(audience: Audience, owner: PersonId) -> Home {
    Home { id: CampaignId::new(), state: CampaignState::Discuss, audience, space_id: None, answer_days: 10, owner_id: owner }
}

/// Makes a new campaign with its phases and its owner as reviewer.
pub(super) fn put_campaign(tx: &mut Tx<'_>, granted: &Grant, home: &Home, slug: &str, title: &str, brief: &str) -> AppResult<()> {
    let now = tx.now();
    sql("INSERT INTO campaigns (id, slug, state, title, question, brief, audience, audience_chosen, owner_id, answer_by, answer_days, hatch, counts, created_at, launched_at, opened_at)
         VALUES ($1, $2, $10, $3, $3, $4, $11, true, $5, $6, $7, $8, 'always', $9, $9, $9)")
        .bind::<SqlUuid, _>(home.id)
        .bind::<Text, _>(slug)
        .bind::<Text, _>(title)
        .bind::<Text, _>(brief)
        .bind::<SqlUuid, _>(home.owner_id)
        .bind::<Timestamptz, _>(now + TimeDelta::days(PHASES.iter().map(|(_, days)| days).sum()))
        .bind::<SmallInt, _>(home.answer_days)
        .bind::<sql_types::Hatch, _>(Hatch::Composite)
        .bind::<Timestamptz, _>(now)
        .bind::<sql_types::CampaignState, _>(home.state)
        .bind::<sql_types::Audience, _>(home.audience)
        .execute(tx.writing(granted))?;
    sql("INSERT INTO campaign_reviewers (campaign_id, person_id) VALUES ($1, $2)")
        .bind::<SqlUuid, _>(home.id)
        .bind::<SqlUuid, _>(home.owner_id)
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
    .bind::<SqlUuid, _>(home.id)
    .bind::<Array<SqlUuid>, _>(PHASES.iter().map(|_| PhaseId::new().0).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(PHASES.iter().map(|(kind, _)| *kind).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(starts)
    .bind::<Array<Timestamptz>, _>(ends)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// The statements as ideas: those there are, and those to be made.
pub(super) fn sort_ideas(tx: &mut Tx<'_>, home: &Home, statements: &[Statement], author_of: impl Fn(u32) -> PersonId) -> AppResult<Ideas> {
    let key = |statement: &Statement| format!("polis:{}:{}", home.id, statement.id);
    let keys: Vec<String> = statements.iter().map(key).collect();
    let texts: Vec<&str> = statements.iter().map(|statement| statement.text.as_str()).collect();
    let (found, other) = (bulk::find_known(tx, &keys)?, bulk::find_changed(tx, &keys, &texts)?);
    let (mut by_statement, mut missing, mut changed) = (HashMap::new(), Vec::new(), Vec::new());
    for (statement, key) in statements.iter().zip(keys) {
        let id = found.get(&key).copied().unwrap_or_else(IdeaId::new);
        by_statement.insert(statement.id, id);
        if other.contains(&key) {
            changed.push(statement.id);
        }
        if !found.contains_key(&key) {
            let title = text::derived_title(&statement.text, LONGEST_TITLE);
            let idea = NewIdea {
                id,
                author: author_of(statement.author),
                state: statement.state,
                title: if text::is_blank(&title) { format!("Statement {}", statement.id) } else { title },
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
    changed.sort_unstable();
    Ok(Ideas { missing: missing.into_iter().map(|(_, idea)| idea).collect(), changed, by_statement })
}

/// Compares positions with what is known.
pub(super) fn sort_positions<'p>(tx: &mut Tx<'_>, positions: &'p [Position]) -> AppResult<Sorted<'p>> {
    let ideas: Vec<Uuid> = positions.iter().map(|position| position.idea.0).collect();
    let people: Vec<Uuid> = positions.iter().map(|position| position.person.0).collect();
    let times: Vec<Moment> = positions.iter().map(|position| position.at).collect();
    let stances: Vec<&str> = positions.iter().map(|position| position.stance.as_str()).collect();
    let found: Vec<Weighed> = sql("SELECT i.place, s.at IS NOT NULL AND s.at >= i.at AS contrary, v.idea_id IS NOT NULL AS voted
         FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS i(idea, person, at, stance, place)
         LEFT JOIN stances s ON s.idea_id = i.idea AND s.person_id = i.person
         LEFT JOIN votes v ON v.idea_id = i.idea AND v.voter_id = i.person
         WHERE s.at IS NULL OR s.at < i.at OR s.stance <> i.stance::stance ORDER BY i.place")
    .bind::<Array<SqlUuid>, _>(&ideas)
    .bind::<Array<SqlUuid>, _>(&people)
    .bind::<Array<Timestamptz>, _>(&times)
    .bind::<Array<Text>, _>(&stances)
    .load(tx.reading())?;
    let mut sorted = Sorted::default();
    for row in found {
        let Some(position) = usize::try_from(row.place - 1).ok().and_then(|place| positions.get(place)) else {
            continue;
        };
        if row.contrary {
            sorted.contrary.push(position);
            continue;
        }
        sorted.needed.push(position);
        sorted.expected.positions += 1;
        match position.stance {
            Stance::Agree => sorted.expected.cast += i64::from(!row.voted),
            Stance::Disagree | Stance::Pass => sorted.expected.gone += i64::from(row.voted),
        }
    }
    Ok(sorted)
}

/// Writes positions, and the votes that follow from them: agreement is a vote, anything else is none.
pub(super) fn put_positions(tx: &mut Tx<'_>, granted: &Grant, needed: &[&Position]) -> AppResult<Written> {
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
