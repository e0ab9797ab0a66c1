//! What somebody shows to be known, and whom it stands for. Every request of somebody who is signed in asks; those that
//! arrive while an answer is under way are answered together by the next statement.
use crate::kernel::{Actor, CampaignId, Clock, Density, Moment, PersonId, Role, SpaceId, Standing, Theme};
use crate::platform::{
    batch::{self, Batch},
    db::{Db, sql},
    error::AppResult,
};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Bytea, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use moka::sync::Cache;
use std::{collections::HashMap, sync::Arc, time::Duration};
use uuid::Uuid;

/// People whose roles and settings are kept at once, and how long after they were last asked for. Both bound memory; what
/// is kept is always of today, because each look-up compares its version.
const PEOPLE_KEPT: u64 = 4_000;
const KEPT_FOR: Duration = Duration::from_secs(600);

/// A credential that holds, as the database knows it now.
#[derive(Clone, QueryableByName)]
struct Shown {
    #[diesel(sql_type = Bytea)]
    token_hash: Vec<u8>,
    #[diesel(sql_type = SqlUuid)]
    session_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    last_seen_at: Moment,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = BigInt)]
    unread: i64,
}

/// Roles, spaces and settings of a person, of one version.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    handle: String,
    #[diesel(sql_type = Nullable<Text>)]
    lang: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    time_zone: Option<String>,
    #[diesel(sql_type = crate::kernel::sql_types::Theme)]
    theme: Theme,
    #[diesel(sql_type = crate::kernel::sql_types::Density)]
    density: Density,
    #[diesel(sql_type = Bool)]
    keys_on: bool,
    #[diesel(sql_type = Array<Text>)]
    hints_seen: Vec<String>,
    #[diesel(sql_type = Array<crate::kernel::sql_types::Role>)]
    roles: Vec<Role>,
    #[diesel(sql_type = Array<SqlUuid>)]
    role_campaigns: Vec<Uuid>,
    #[diesel(sql_type = Array<crate::kernel::sql_types::Role>)]
    campaign_roles: Vec<Role>,
    #[diesel(sql_type = Array<SqlUuid>)]
    spaces: Vec<Uuid>,
    #[diesel(sql_type = Array<SqlUuid>)]
    named_in: Vec<Uuid>,
}

/// A person with all that decides what they may do, and how they like their screens.
pub(super) struct Account {
    /// The person.
    pub(super) actor: Actor,
    /// Handle of the profile.
    pub(super) handle: String,
    /// Chosen language.
    pub(super) lang: Option<String>,
    /// Chosen time zone.
    pub(super) time_zone: Option<String>,
    /// Colour scheme.
    pub(super) theme: Theme,
    /// Density of lists.
    pub(super) density: Density,
    /// Single-letter shortcuts are on.
    pub(super) keys_on: bool,
    /// Hints dismissed for good.
    pub(super) hints_seen: Vec<String>,
    version: i64,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        let campaigns = row.role_campaigns.into_iter().map(CampaignId);
        // To people from outside a role of our own is worth nothing in a campaign: they would not see what they decide.
        let staff = row.roles.iter().any(|role| role.is_staff());
        let standing = Standing {
            name: row.name,
            roles: row.roles,
            campaign_roles: campaigns.zip(row.campaign_roles).filter(|(_, role)| staff || !role.is_staff()).collect(),
            spaces: row.spaces.into_iter().map(SpaceId).collect(),
            named_in: row.named_in,
        };
        Self {
            actor: Actor { id: PersonId(row.person_id), standing: Arc::new(standing) },
            handle: row.handle,
            lang: row.lang,
            time_zone: row.time_zone,
            theme: row.theme,
            density: row.density,
            keys_on: row.keys_on,
            hints_seen: row.hints_seen,
            version: row.version,
        }
    }
}

/// Whom a credential stands for, with today's roles.
#[derive(Clone)]
pub(super) struct Known {
    /// The session or the token.
    pub(super) session_id: Uuid,
    /// When its last use was written down.
    pub(super) last_seen_at: Moment,
    /// What a token allows.
    pub(super) scopes: Vec<String>,
    /// Notices not read yet, at most 100.
    pub(super) unread: i64,
    /// Whose it is.
    pub(super) account: Arc<Account>,
}

macro_rules! shown_columns {
    () => {
        "p.id AS person_id, p.version,
        (SELECT count(*) FROM (SELECT 1 FROM notifications n WHERE n.person_id = p.id AND n.read_at IS NULL LIMIT 100) AS newest) AS unread"
    };
}

// Each hash is looked up by itself, because the planner would rather read all sessions than follow an array of hashes.
const SESSION: &str = concat!(
    "SELECT s.token_hash, s.id AS session_id, s.last_seen_at, '{}'::text[] AS scopes, ",
    shown_columns!(),
    " FROM unnest($1) AS shown (hash) CROSS JOIN LATERAL (SELECT * FROM sessions WHERE token_hash = shown.hash LIMIT 1) AS s
    JOIN people p ON p.id = s.person_id AND p.security_stamp = s.security_stamp
    WHERE s.expires_at > $2 AND s.last_seen_at > $3 AND p.deactivated_at IS NULL AND p.erased_at IS NULL"
);

// A token that was never used counts as not seen for long, so that its first use is written down.
const TOKEN: &str = concat!(
    "SELECT t.token_hash, t.id AS session_id, coalesce(t.last_used_at, t.created_at - interval '1 day') AS last_seen_at, t.scopes, ",
    shown_columns!(),
    " FROM unnest($1) AS shown (hash) CROSS JOIN LATERAL (SELECT * FROM api_tokens WHERE token_hash = shown.hash LIMIT 1) AS t
    JOIN people p ON p.id = t.person_id
    WHERE t.expires_at > $2 AND $3 IS NOT NULL AND t.revoked_at IS NULL AND p.deactivated_at IS NULL AND p.erased_at IS NULL"
);

const ACCOUNTS: &str = "SELECT p.id AS person_id, p.version, p.name, p.handle, p.lang, p.time_zone, p.theme, p.density, p.keys_on, p.hints_seen,
        ARRAY(SELECT role FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL) AS roles,
        ARRAY(SELECT campaign_id FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NOT NULL ORDER BY g.id LIMIT 200) AS role_campaigns,
        ARRAY(SELECT role FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NOT NULL ORDER BY g.id LIMIT 200) AS campaign_roles,
        ARRAY(SELECT space_id FROM space_members m WHERE m.person_id = p.id LIMIT 200) AS spaces,
        ARRAY(SELECT item_id FROM audience_members m WHERE m.person_id = p.id LIMIT 1000) AS named_in
    FROM people p WHERE p.id = ANY ($1)";

/// What somebody shows to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credential {
    /// The secret in a browser's cookie.
    Session,
    /// A personal token.
    Token,
}

impl Credential {
    const fn find(self) -> &'static str {
        match self {
            Self::Session => SESSION,
            Self::Token => TOKEN,
        }
    }
    /// The statement that writes down its last use.
    pub(super) const fn touch(self) -> &'static str {
        match self {
            Self::Session => "UPDATE sessions SET last_seen_at = $2 WHERE id = $1",
            Self::Token => "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1",
        }
    }
}

type Lookups = Batch<Vec<u8>, Option<Known>>;
type Accounts = Cache<Uuid, Arc<Account>>;

/// The one place of this process where credentials are looked up. What was revoked before the look-up is not known in it,
/// and roles are those of the moment: whatever changes them raises the version of the person in the same transaction.
pub struct Credentials {
    sessions: Lookups,
    tokens: Lookups,
}

impl Credentials {
    /// Starts the workers; inside a runtime. A session that was not seen for as long as `idle` stands for nobody.
    pub fn start(db: &Db, clock: &Clock, idle: TimeDelta) -> Self {
        let accounts: Accounts = Cache::builder().max_capacity(PEOPLE_KEPT).time_to_idle(KEPT_FOR).build();
        let lookups = |shown: Credential| {
            let (db, clock, accounts) = (db.clone(), clock.clone(), accounts.clone());
            Batch::start(batch::READING, move |hashes: &[Vec<u8>], _| {
                let now = clock.now();
                look_up_all(&db, &accounts, shown, hashes, now, now - idle)
            })
        };
        Self { sessions: lookups(Credential::Session), tokens: lookups(Credential::Token) }
    }

    /// Whom the credential of this hash stands for; nobody when it is unknown, has run out or was revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn look_up(&self, shown: Credential, hash: Vec<u8>) -> AppResult<Option<Known>> {
        match shown {
            Credential::Session => self.sessions.submit(hash).await,
            Credential::Token => self.tokens.submit(hash).await,
        }
    }
}

fn look_up_all(
    db: &Db,
    accounts: &Accounts,
    shown: Credential,
    hashes: &[Vec<u8>],
    now: Moment,
    idle_since: Moment,
) -> AppResult<Vec<AppResult<Option<Known>>>> {
    let rows: Vec<Shown> = db.blocking_read_one(|conn| {
        let query = sql(shown.find()).bind::<Array<Bytea>, _>(hashes);
        Ok(query.bind::<Timestamptz, _>(now).bind::<Timestamptz, _>(idle_since).load(conn)?)
    })?;
    let mut people: HashMap<Uuid, Arc<Account>> = HashMap::new();
    for row in &rows {
        if let Some(account) = accounts.get(&row.person_id).filter(|account| account.version == row.version) {
            people.insert(row.person_id, account);
        }
    }
    let unknown: Vec<Uuid> = rows.iter().map(|row| row.person_id).filter(|person| !people.contains_key(person)).collect();
    if !unknown.is_empty() {
        let fresh: Vec<Row> = db.blocking_read_one(|conn| Ok(sql(ACCOUNTS).bind::<Array<SqlUuid>, _>(&unknown).load(conn)?))?;
        for account in fresh.into_iter().map(|row| Arc::new(Account::from(row))) {
            accounts.insert(account.actor.id.0, account.clone());
            people.insert(account.actor.id.0, account);
        }
    }
    let known: HashMap<Vec<u8>, Known> = rows
        .into_iter()
        .filter_map(|row| {
            let account = people.get(&row.person_id)?.clone();
            let Shown { token_hash, session_id, last_seen_at, scopes, unread, .. } = row;
            Some((token_hash, Known { session_id, last_seen_at, scopes, unread, account }))
        })
        .collect();
    Ok(hashes.iter().map(|hash| Ok(known.get(hash).cloned())).collect())
}
