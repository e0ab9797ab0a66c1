//! What somebody shows to be known, and whom it stands for. Every request of somebody who is signed in asks; those that
//! arrive while an answer is under way are answered together by the next statement.
use crate::kernel::{Actor, CampaignId, Clock, Density, Moment, PersonId, Role, SpaceId, Standing, Theme};
use crate::platform::{
    batch::Batch,
    db::{Db, sql},
    error::AppResult,
};
use chrono::TimeDelta;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Bytea, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// Whom a credential stands for, with today's roles.
#[derive(Clone, QueryableByName)]
pub(super) struct Known {
    #[diesel(sql_type = Bytea)]
    token_hash: Vec<u8>,
    #[diesel(sql_type = SqlUuid)]
    pub(super) session_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    pub(super) last_seen_at: Moment,
    #[diesel(sql_type = Array<Text>)]
    pub(super) scopes: Vec<String>,
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    pub(super) handle: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) lang: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) time_zone: Option<String>,
    #[diesel(sql_type = crate::kernel::sql_types::Theme)]
    pub(super) theme: Theme,
    #[diesel(sql_type = crate::kernel::sql_types::Density)]
    pub(super) density: Density,
    #[diesel(sql_type = Bool)]
    pub(super) keys_on: bool,
    #[diesel(sql_type = Array<Text>)]
    pub(super) hints_seen: Vec<String>,
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
    #[diesel(sql_type = BigInt)]
    pub(super) unread: i64,
}

macro_rules! standing_columns {
    () => {
        "p.id AS person_id, p.name, p.handle, p.lang, p.time_zone, p.theme, p.density, p.keys_on, p.hints_seen,
        ARRAY(SELECT role FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NULL) AS roles,
        ARRAY(SELECT campaign_id FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NOT NULL ORDER BY g.id LIMIT 200) AS role_campaigns,
        ARRAY(SELECT role FROM role_grants g WHERE g.person_id = p.id AND g.campaign_id IS NOT NULL ORDER BY g.id LIMIT 200) AS campaign_roles,
        ARRAY(SELECT space_id FROM space_members m WHERE m.person_id = p.id LIMIT 200) AS spaces,
        ARRAY(SELECT item_id FROM audience_members m WHERE m.person_id = p.id LIMIT 1000) AS named_in,
        (SELECT count(*) FROM (SELECT 1 FROM notifications n WHERE n.person_id = p.id AND n.read_at IS NULL LIMIT 100) AS newest) AS unread"
    };
}

// Each hash is looked up by itself, because the planner would rather read all sessions than follow an array of hashes.
const SESSION: &str = concat!(
    "SELECT s.token_hash, s.id AS session_id, s.last_seen_at, '{}'::text[] AS scopes, ",
    standing_columns!(),
    " FROM unnest($1) AS shown (hash) CROSS JOIN LATERAL (SELECT * FROM sessions WHERE token_hash = shown.hash LIMIT 1) AS s
    JOIN people p ON p.id = s.person_id AND p.security_stamp = s.security_stamp
    WHERE s.expires_at > $2 AND s.last_seen_at > $3 AND p.deactivated_at IS NULL AND p.erased_at IS NULL"
);

const TOKEN: &str = concat!(
    "SELECT t.token_hash, t.id AS session_id, coalesce(t.last_used_at, t.created_at) AS last_seen_at, t.scopes, ",
    standing_columns!(),
    " FROM unnest($1) AS shown (hash) CROSS JOIN LATERAL (SELECT * FROM api_tokens WHERE token_hash = shown.hash LIMIT 1) AS t
    JOIN people p ON p.id = t.person_id
    WHERE t.expires_at > $2 AND $3 IS NOT NULL AND t.revoked_at IS NULL AND p.deactivated_at IS NULL AND p.erased_at IS NULL"
);

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

impl Known {
    /// The person.
    pub(super) fn actor(&self) -> Actor {
        let campaigns = self.role_campaigns.iter().map(|id| CampaignId(*id));
        let standing = Standing {
            name: self.name.clone(),
            roles: self.roles.clone(),
            campaign_roles: campaigns.zip(self.campaign_roles.iter().copied()).collect(),
            spaces: self.spaces.iter().map(|id| SpaceId(*id)).collect(),
            named_in: self.named_in.clone(),
        };
        Actor { id: PersonId(self.person_id), standing: Arc::new(standing) }
    }
}

type Lookups = Batch<Vec<u8>, Option<Known>>;

/// The one place of this process where credentials are looked up. What was revoked before the look-up is not known in it.
pub struct Credentials {
    sessions: Lookups,
    tokens: Lookups,
}

impl Credentials {
    /// Starts the workers; inside a runtime. A session that was not seen for as long as `idle` stands for nobody.
    pub fn start(db: &Db, clock: &Clock, idle: TimeDelta) -> Self {
        let lookups = |shown: Credential| {
            let (db, clock) = (db.clone(), clock.clone());
            Batch::start(move |hashes: Arc<Vec<Vec<u8>>>| {
                let (db, now) = (db.clone(), clock.now());
                async move { db.read_one(move |conn| find(conn, shown, &hashes, now, now - idle)).await }
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

fn find(
    conn: &mut PgConnection,
    shown: Credential,
    hashes: &[Vec<u8>],
    now: Moment,
    idle_since: Moment,
) -> AppResult<Vec<AppResult<Option<Known>>>> {
    let query = sql(shown.find()).bind::<Array<Bytea>, _>(hashes).bind::<Timestamptz, _>(now).bind::<Timestamptz, _>(idle_since);
    let known: HashMap<Vec<u8>, Known> = query.load(conn)?.into_iter().map(|known: Known| (known.token_hash.clone(), known)).collect();
    Ok(hashes.iter().map(|hash| Ok(known.get(hash).cloned())).collect())
}
