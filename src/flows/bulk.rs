//! Rows that come in by sets, for every import: accounts without an address, and ideas with all that a
//! single submission would leave behind. Thousands of single actions would take minutes and hold every
//! reader up; `doctor --recount` proves that the counts are the same.
use crate::{
    kernel::{
        Audience, CampaignId, CampaignState, Granted, IdeaId, IdeaState, ManageInstance, Moment, PersonId, Sight, SpaceId, sql_types, text,
    },
    platform::{
        db::{Tx, sql},
        error::AppResult,
    },
};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{Array, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The grant of an import, in its campaign.
pub(super) type Grant = Granted<ManageInstance>;

/// The campaign that takes the ideas in.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub(super) struct Home {
    #[diesel(sql_type = SqlUuid)]
    pub(super) id: CampaignId,
    #[diesel(sql_type = sql_types::CampaignState)]
    pub(super) state: CampaignState,
    #[diesel(sql_type = sql_types::Audience)]
    pub(super) audience: Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub(super) space_id: Option<SpaceId>,
    #[diesel(sql_type = SmallInt)]
    pub(super) answer_days: i16,
    #[diesel(sql_type = SqlUuid)]
    pub(super) owner_id: PersonId,
}

impl Home {
    pub(super) fn sight(&self) -> Sight {
        Sight { audience: self.audience, space: self.space_id }
    }
}

/// An account without an address.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) id: PersonId,
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) company: &'static str,
}

impl Account {
    /// The account of somebody known by a word in one campaign only. The same word gives the same account again.
    pub(super) fn of(campaign: CampaignId, word: &str, name: String, company: &'static str) -> Self {
        let digest = Sha256::new().chain_update(campaign.0).chain_update(word).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        // Version 8, variant 1 (RFC 9562): made by a rule of our own.
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let id = Uuid::from_bytes(bytes);
        let tail = id.simple().to_string();
        Self { id: PersonId(id), handle: format!("{}-{}", text::slug(&name), &tail[..8]), name, company }
    }
}

/// An idea to be.
#[derive(Debug, Clone)]
pub(super) struct NewIdea {
    pub(super) id: IdeaId,
    pub(super) author: PersonId,
    pub(super) state: IdeaState,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) at: Moment,
    /// What it is known by when the same source is read again.
    pub(super) key: String,
    pub(super) tags: Vec<String>,
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

/// The campaign of a slug, locked; two imports take turns.
pub(super) fn lock_home(tx: &mut Tx<'_>, slug: &str) -> AppResult<Option<Home>> {
    sql("SELECT pg_advisory_xact_lock(7283910)").execute(tx.reading())?;
    let query = sql("SELECT id, state, audience, space_id, answer_days, owner_id FROM campaigns WHERE slug = $1 FOR UPDATE");
    Ok(query.bind::<Text, _>(slug).get_result(tx.reading()).optional()?)
}

/// Those of the accounts that are not there yet.
pub(super) fn find_missing<'a>(tx: &mut Tx<'_>, accounts: &'a [Account]) -> AppResult<Vec<&'a Account>> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.id.0).collect();
    let known: Vec<Id> = sql("SELECT id FROM people WHERE id = ANY ($1)").bind::<Array<SqlUuid>, _>(&ids).load(tx.reading())?;
    let known: HashSet<Uuid> = known.into_iter().map(|row| row.id).collect();
    Ok(accounts.iter().filter(|account| !known.contains(&account.id.0)).collect())
}

/// Makes accounts that are not there yet.
pub(super) fn put_accounts(tx: &mut Tx<'_>, granted: &Grant, missing: &[&Account]) -> AppResult<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    sql("INSERT INTO people (id, handle, name, company, security_stamp, created_at)
         SELECT i.id, i.handle, i.name, i.company, i.stamp, $6 FROM unnest($1, $2, $3, $4, $5) AS i(id, handle, name, company, stamp)")
    .bind::<Array<SqlUuid>, _>(missing.iter().map(|account| account.id.0).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(missing.iter().map(|account| account.handle.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(missing.iter().map(|account| account.name.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(missing.iter().map(|account| account.company).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(missing.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// The ideas that an earlier import made under these keys.
pub(super) fn find_known(tx: &mut Tx<'_>, keys: &[String]) -> AppResult<HashMap<String, IdeaId>> {
    let query = sql("SELECT import_key AS key, id FROM ideas WHERE import_key = ANY ($1)");
    let found: Vec<Known> = query.bind::<Array<Text>, _>(keys).load(tx.reading())?;
    Ok(found.into_iter().map(|row| (row.key, row.id)).collect())
}

/// Those of the keys whose idea was imported with another text than this one, which it keeps.
pub(super) fn find_changed(tx: &mut Tx<'_>, keys: &[String], texts: &[&str]) -> AppResult<HashSet<String>> {
    let query = sql("SELECT i.import_key AS key, i.id FROM unnest($1, $2) AS s(key, text) JOIN ideas i ON i.import_key = s.key
         JOIN idea_versions v ON v.idea_id = i.id AND v.version = 1 WHERE v.body <> s.text");
    let found: Vec<Known> = query.bind::<Array<Text>, _>(keys).bind::<Array<Text>, _>(texts).load(tx.reading())?;
    Ok(found.into_iter().map(|row| row.key).collect())
}

/// Makes ideas with their first version, their author as follower, and tags. Numbers are given in the
/// order of the list. The answer clock starts with the import: nobody could answer before.
pub(super) fn put_ideas(tx: &mut Tx<'_>, granted: &Grant, home: &Home, ideas: &[NewIdea]) -> AppResult<()> {
    if ideas.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let ids: Vec<Uuid> = ideas.iter().map(|idea| idea.id.0).collect();
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
        .bind::<Array<Text>, _>(ideas.iter().map(|idea| text::slug(&idea.title)).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(ideas.iter().map(|idea| idea.author.0).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(ideas.iter().map(|idea| idea.state.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(ideas.iter().map(|idea| idea.title.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(ideas.iter().map(|idea| idea.body.as_str()).collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(ideas.iter().map(|idea| idea.at).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(ideas.iter().map(|idea| idea.key.as_str()).collect::<Vec<_>>())
        .execute(tx.writing(granted))?;
    sql("INSERT INTO idea_versions (idea_id, version, title, body, editor_id, created_at)
         SELECT id, 1, title, body, author_id, created_at FROM ideas WHERE id = ANY ($1)")
    .bind::<Array<SqlUuid>, _>(&ids)
    .execute(tx.writing(granted))?;
    sql("INSERT INTO idea_followers (idea_id, person_id, since) SELECT id, author_id, created_at FROM ideas WHERE id = ANY ($1)")
        .bind::<Array<SqlUuid>, _>(&ids)
        .execute(tx.writing(granted))?;
    let (tagged, tags): (Vec<Uuid>, Vec<&str>) =
        ideas.iter().flat_map(|idea| idea.tags.iter().map(|tag| (idea.id.0, tag.as_str()))).unzip();
    if !tags.is_empty() {
        sql("INSERT INTO idea_tags (idea_id, tag) SELECT i.idea, i.tag FROM unnest($1, $2) AS i(idea, tag)")
            .bind::<Array<SqlUuid>, _>(tagged)
            .bind::<Array<Text>, _>(tags)
            .execute(tx.writing(granted))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_has_the_same_account_each_time_and_another_in_another_campaign() {
        let (here, there) = (CampaignId::new(), CampaignId::new());
        let account = |campaign, word: &str| Account::of(campaign, word, "Somebody".to_owned(), "");
        assert_eq!(account(here, "17").id, account(here, "17").id);
        assert_ne!(account(here, "17").id, account(here, "18").id);
        assert_ne!(account(here, "17").id, account(there, "17").id);
        assert_eq!(account(here, "17").id.0.get_version_num(), 8);
    }
}
