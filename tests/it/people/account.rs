//! The own account: profile, password, sessions, tokens, leaving.
use crate::support::{TestApp, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{PersonId, Role},
    schema::{api_tokens, people, sessions},
};
use uuid::Uuid;

const SECRET: &str = "wet paint lets go slowly";

fn form<'f>(changes: &[(&'static str, &'f str)]) -> Vec<(&'static str, &'f str)> {
    let mut fields = vec![("name", "Ann"), ("title", ""), ("company", ""), ("bio", ""), ("tags", ""), ("time_zone", ""), ("language", "")];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

#[tokio::test]
async fn a_profile_is_changed_with_its_tags() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let fields = form(&[("name", "Ann Holm"), ("tags", "Peel adhesion, DSC"), ("time_zone", "Europe/Stockholm"), ("language", "de")]);

    assert_eq!(ann.post("/settings", &fields).await.status(), 303);

    assert_eq!(app.verbs(), ["person.profile-changed", "person.tags-changed"]);
    let page = ann.page("/settings").await;
    assert!(page.contains("Ann Holm") && page.contains("Peel adhesion") && page.contains("DSC") && page.contains("<html lang=\"de\""));
}

#[tokio::test]
async fn a_wrong_profile_comes_back_with_everything_typed_and_each_message_at_its_field() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let fields = form(&[("name", " "), ("title", "Chemist"), ("time_zone", "Mars/Olympus"), ("language", "tlh")]);

    let answer = ann.post("/settings", &fields).await;

    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("Chemist"));
    for field in ["name-error", "time_zone-error", "language-error"] {
        assert!(page.contains(field), "{field}");
    }
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn nobody_gives_themselves_more_than_the_form_has() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    for extra in ["role", "roles", "email", "id", "handle", "security_stamp", "deactivated_at", "password_hash", "created_at"] {
        let fields = form(&[(extra, "admin")]);
        assert_eq!(ann.post("/settings", &fields).await.status(), 400, "{extra}");
    }
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn nobody_signed_in_is_sent_to_sign_in_and_comes_back() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in ["/settings", "/settings/password", "/settings/sessions", "/settings/tokens", "/settings/erase"] {
        let answer = visitor.get(path).await;
        let next: String = format!("/sign-in?next={}", path.replace('/', "%2F"));
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, next.as_str()));
    }
    for path in ["/settings", "/settings/password", "/settings/sessions/end-others", "/settings/tokens", "/settings/erase"] {
        assert_eq!(visitor.post(path, &[]).await.status(), 401, "{path}");
    }
}

#[tokio::test]
async fn passwords_follow_length_and_not_composition() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    for (wish, again) in [("short one", "short one"), ("passwordpassword", "passwordpassword"), (SECRET, "another one, longer")] {
        let answer = ann.post("/settings/password", &[("password", wish), ("again", again)]).await;
        assert_eq!(answer.status(), 422, "{wish}");
        assert!(!answer.text().await.unwrap().contains(wish), "a password never comes back");
    }
    assert_eq!(ann.post("/settings/password", &[("password", SECRET), ("again", SECRET)]).await.status(), 303);
    assert_eq!(app.verbs(), ["person.password-changed"]);
}

#[tokio::test]
async fn changing_the_password_needs_the_present_one_and_ends_all_other_sessions() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.set_email(ann.id, "ann@example.com");
    ann.post("/settings/password", &[("password", SECRET), ("again", SECRET)]).await;
    let elsewhere = app.sign_in_again(ann.id, "Ann");
    let next = "dry paint never comes off";

    let without = ann.post("/settings/password", &[("password", next), ("again", next)]).await;
    assert_eq!(without.status(), 422);
    let with = ann.post("/settings/password", &[("current", SECRET), ("password", next), ("again", next)]).await;

    assert_eq!(with.status(), 303);
    assert_eq!(ann.get("/settings").await.status(), 200, "this browser stays");
    assert_eq!(elsewhere.get("/settings").await.status(), 303, "the other one does not");
    assert_eq!(app.mails_to("ann@example.com"), 2, "each change is told");
    assert_eq!(ann.post("/settings/password/remove", &[("current", next)]).await.status(), 303);
    let stored: Option<String> = people::table.find(ann.id).select(people::password_hash).first(&mut app.conn).unwrap();
    assert_eq!(stored, None);
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_and_nobody_elses() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let (phone, bob) = (app.sign_in_again(ann.id, "Ann"), app.sign_in("Bob", &[Role::Customer]));
    let of = |app: &mut TestApp, person: PersonId| -> Vec<Uuid> {
        sessions::table.filter(sessions::person_id.eq(person)).order(sessions::id.desc()).select(sessions::id).load(&mut app.conn).unwrap()
    };
    let (phone_session, bobs) = (of(&mut app, ann.id)[0], of(&mut app, bob.id)[0]);

    assert!(text_of(&ann.page("/settings/sessions").await).contains("This one"));
    assert_eq!(ann.post(&format!("/settings/sessions/{bobs}/end"), &[]).await.status(), 404);
    assert_eq!(ann.post(&format!("/settings/sessions/{phone_session}/end"), &[]).await.status(), 303);

    assert_eq!(phone.get("/settings").await.status(), 303);
    assert_eq!(bob.get("/settings").await.status(), 200);
    assert_eq!(app.verbs(), ["person.session-ended"]);
    let third = app.sign_in_again(ann.id, "Ann");
    assert_eq!(ann.post("/settings/sessions/end-others", &[]).await.status(), 303);
    assert_eq!((third.get("/settings").await.status().as_u16(), ann.get("/settings").await.status().as_u16()), (303, 200));
}

#[tokio::test]
async fn a_token_is_shown_once_and_stored_as_a_hash() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let fields = [("name", "Nightly export"), ("scopes", "read"), ("scopes", "votes:write"), ("days", "30"), ("once", "key-1")];

    let answer = ann.post("/settings/tokens", &fields).await;

    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let page = answer.text().await.unwrap();
    let secret = page.split("value=\"pb_").nth(1).map(|rest| format!("pb_{}", rest.split('"').next().unwrap())).unwrap();
    assert_eq!(app.verbs(), ["token.created"]);
    assert!(!ann.page("/settings/tokens").await.contains(&secret));
    let me = app.visitor().request(reqwest::Method::GET, "/api/v1/me").bearer_auth(&secret).send().await.unwrap();
    let me: serde_json::Value = me.json().await.unwrap();
    assert_eq!(me["scopes"], serde_json::json!(["read", "votes:write"]));
    let kept: Vec<Option<Vec<u8>>> = {
        use proofbench::schema::idempotency_keys;
        idempotency_keys::table.select(idempotency_keys::response).load(&mut app.conn).unwrap()
    };
    assert!(kept.into_iter().flatten().all(|body| !String::from_utf8_lossy(&body).contains(&secret)), "nor among answers kept");
    let again = ann.post("/settings/tokens", &fields).await;
    assert_eq!((again.status().as_u16(), again.text().await.unwrap().contains("has been done")), (409, true), "it is not shown twice");
    assert_eq!(app.verbs(), ["token.created"]);
}

#[tokio::test]
async fn a_token_needs_name_scopes_and_a_span() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    for fields in [
        vec![("name", ""), ("scopes", "read"), ("days", "30")],
        vec![("name", "x"), ("days", "30")],
        vec![("name", "x"), ("scopes", "everything"), ("days", "30")],
        vec![("name", "x"), ("scopes", "read"), ("days", "0")],
        vec![("name", "x"), ("scopes", "read"), ("days", "366")],
    ] {
        assert_eq!(ann.post("/settings/tokens", &fields).await.status(), 422, "{fields:?}");
    }
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_token_stops_when_it_is_revoked_expires_or_its_owner_is_deactivated() {
    let mut app = TestApp::start().await;
    let (ann, bob) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Bob", &[Role::Customer]));
    let make = async |app: &mut TestApp| {
        let page = ann.post("/settings/tokens", &[("name", "x"), ("scopes", "read"), ("days", "2")]).await.text().await.unwrap();
        let secret = page.split("value=\"pb_").nth(1).map(|rest| format!("pb_{}", rest.split('"').next().unwrap())).unwrap();
        let id: Uuid = api_tokens::table.order(api_tokens::created_at.desc()).select(api_tokens::id).first(&mut app.conn).unwrap();
        (secret, id)
    };
    let status = async |app: &TestApp, secret: &str| {
        app.visitor().request(reqwest::Method::GET, "/api/v1/me").bearer_auth(secret).send().await.unwrap().status().as_u16()
    };
    let (secret, id) = make(&mut app).await;
    assert_eq!(bob.post(&format!("/settings/tokens/{id}/revoke"), &[]).await.status(), 404);
    assert_eq!(status(&app, &secret).await, 200);
    assert_eq!(ann.post(&format!("/settings/tokens/{id}/revoke"), &[]).await.status(), 303);
    assert_eq!(status(&app, &secret).await, 401);
    let (secret, _) = make(&mut app).await;
    app.clock.advance(TimeDelta::days(2) + TimeDelta::seconds(1));
    assert_eq!(status(&app, &secret).await, 401);
    let (secret, _) = make(&mut app).await;
    diesel::sql_query(format!("UPDATE people SET deactivated_at = now() WHERE id = '{}'", ann.id)).execute(&mut app.conn).unwrap();
    assert_eq!(status(&app, &secret).await, 401);
}

fn kept_answers(app: &mut TestApp) -> i64 {
    proofbench::schema::idempotency_keys::table.count().get_result(&mut app.conn).unwrap()
}

#[tokio::test]
async fn erasing_leaves_a_pseudonym_and_the_spine_and_nothing_else_of_the_person() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Zqannabel Holm", &[Role::Rnd]);
    app.set_email(ann.id, "zqannabel@example.com");
    let handle = app.handle_of(ann.id);
    ann.post("/settings", &form(&[("name", "Zqannabel Holm"), ("bio", "zqannabel writes"), ("tags", "peel")])).await;
    app.visitor().post("/sign-in", &[("email", "zqannabel@example.com")]).await;
    // An answer of the API that is kept for a repeat.
    let page = ann.post("/settings/tokens", &[("name", "x"), ("scopes", "ideas:write"), ("days", "2")]).await.text().await.unwrap();
    let secret = page.split("value=\"pb_").nth(1).map(|rest| format!("pb_{}", rest.split('"').next().unwrap())).unwrap();
    let idea = serde_json::json!({"body": "Tape that lets go at 140 degrees."});
    let call = app.visitor().request(reqwest::Method::POST, "/api/v1/ideas").bearer_auth(&secret).header("idempotency-key", "one");
    assert_eq!(call.json(&idea).send().await.unwrap().status(), 201);
    assert_eq!(kept_answers(&mut app), 1);
    let before = app.verbs().len();

    assert_eq!(ann.post("/settings/erase", &[("confirm", "somebody else")]).await.status(), 422);
    let erased = ann.post("/settings/erase", &[("confirm", &handle)]).await;

    assert_eq!(erased.status(), 303);
    assert_eq!(app.verbs().len(), before + 1);
    assert_eq!(app.verbs().last().unwrap(), "person.erased");
    let name: String = people::table.find(ann.id).select(people::name).first(&mut app.conn).unwrap();
    assert!(name.starts_with("Former member"));
    assert_eq!(kept_answers(&mut app), 0);
    assert_eq!(ann.get("/settings").await.status(), 303);
    // Nothing that names them is left in any table.
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        found: i64,
    }
    let tables: Vec<Table> =
        diesel::sql_query("SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'").load(&mut app.conn).unwrap();
    for table in tables {
        let query = format!("SELECT count(*) AS found FROM {0} WHERE {0}::text ILIKE '%zqannabel%'", table.name);
        let row: Found = diesel::sql_query(query).get_result(&mut app.conn).unwrap();
        assert_eq!(row.found, 0, "{}", table.name);
    }
}

#[tokio::test]
async fn the_last_administrator_cannot_leave() {
    let mut app = TestApp::start().await;
    let admin = app.sign_in("Joakim", &[Role::Admin]);
    let handle = app.handle_of(admin.id);
    let refused = admin.post("/settings/erase", &[("confirm", &handle)]).await;
    assert_eq!(refused.status(), 422);
    assert!(text_of(&refused.text().await.unwrap()).contains("last administrator"));
    assert!(app.verbs().is_empty());
}
