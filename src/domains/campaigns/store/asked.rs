//! Who is asked and who reviews: the named, those with a part in it whom an audience shuts out, and who waits for the opening.
use crate::domains::{
    campaigns::rules::{Setup, setup},
    people::store::{
        audiences::{self, Match},
        choices,
    },
};
use crate::kernel::{Audience, CampaignId, PersonId, Refusal};
use crate::platform::error::AppResult;
use crate::schema::{campaign_reminders, campaign_reviewers};
use diesel::prelude::*;
use std::collections::HashSet;

/// Everybody on the list of a campaign whose audience is named people, those with a part in it among them.
///
/// # Errors
/// When the database cannot be asked.
pub fn asked(conn: &mut PgConnection, campaign: CampaignId) -> AppResult<Vec<PersonId>> {
    audiences::list_named(conn, campaign.0)
}

/// The people whom these words name, and what is wrong with the words that name nobody or several.
///
/// # Errors
/// When the database cannot be asked.
pub fn find_named(conn: &mut PgConnection, words: &[String]) -> AppResult<(Vec<PersonId>, Vec<Refusal>)> {
    let (mut people, mut wrong) = (Vec::new(), Vec::new());
    for found in audiences::find_named(conn, words)? {
        let refusal = match found {
            Match::One(person) => {
                people.push(person);
                continue;
            }
            Match::Nobody => setup::NAMED_UNKNOWN,
            Match::Several => setup::NAMED_SEVERAL,
        };
        if !wrong.contains(&refusal) {
            wrong.push(refusal);
        }
    }
    Ok((people, wrong))
}

/// Those of these words that do not name one person.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_unfound(conn: &mut PgConnection, words: &[String]) -> AppResult<Vec<String>> {
    let found = audiences::find_named(conn, words)?;
    Ok(words.iter().zip(found).filter(|(_, found)| !matches!(found, Match::One(_))).map(|(word, _)| word.clone()).collect())
}

/// Who reviews the ideas of a campaign.
///
/// # Errors
/// When the database cannot be asked.
pub fn reviewers(conn: &mut PgConnection, campaign: CampaignId) -> AppResult<Vec<PersonId>> {
    Ok(campaign_reviewers::table
        .filter(campaign_reviewers::campaign_id.eq(campaign))
        .order(campaign_reviewers::person_id)
        .select(campaign_reviewers::person_id)
        .limit(100)
        .load(conn)?)
}

/// Those with a part in a campaign whom its audience shuts out, by name; nobody while no audience is chosen, and
/// nobody where people are named, since whoever has a part in it is on the list.
///
/// # Errors
/// When the database cannot be asked.
pub fn shut_out(conn: &mut PgConnection, campaign: CampaignId, setup: &Setup) -> AppResult<Vec<choices::Staff>> {
    if !setup.audience_chosen || setup.sight.audience == Audience::People {
        return Ok(Vec::new());
    }
    choices::list_shut_out(conn, setup.sight, campaign.0, &setup.people())
}

/// Those of these campaigns whose opening the person is to be told of.
///
/// # Errors
/// When the database cannot be asked.
pub fn reminded_of(conn: &mut PgConnection, person: PersonId, campaigns: &[CampaignId]) -> AppResult<HashSet<CampaignId>> {
    let rows: Vec<CampaignId> = campaign_reminders::table
        .filter(campaign_reminders::person_id.eq(person).and(campaign_reminders::campaign_id.eq_any(campaigns)))
        .select(campaign_reminders::campaign_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
