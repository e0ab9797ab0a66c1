//! Personal tokens for the API: `token(&mut app, ann.id, &["read"])`.
use crate::support::TestApp;
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{PersonId, TokenId},
    platform::secret,
    schema::api_tokens,
};

/// A token with these scopes, good for a day.
pub fn token(app: &mut TestApp, person: PersonId, scopes: &[&str]) -> String {
    let (token, now) = (secret::token(), app.clock.now());
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(TokenId::new()),
            api_tokens::person_id.eq(person),
            api_tokens::name.eq("test"),
            api_tokens::token_hash.eq(secret::hash(&token)),
            api_tokens::hint.eq("test"),
            api_tokens::scopes.eq(scopes),
            api_tokens::created_at.eq(now),
            api_tokens::expires_at.eq(now + TimeDelta::days(1)),
        ))
        .execute(&mut app.conn)
        .unwrap();
    token
}
