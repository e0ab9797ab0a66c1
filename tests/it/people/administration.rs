//! Accounts, roles and spaces, for administrators.
use crate::support::{
    TestApp, Visitor,
    make::{campaigns::campaign, ideas::idea, tokens::token},
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    kernel::{CampaignState, PersonId, Role, SpaceId},
    schema::{people, role_grants, spaces},
};
use uuid::Uuid;

async fn scene() -> (TestApp, Visitor, Visitor, String) {
    let mut app = TestApp::start().await;
    let (admin, ann) = (app.sign_in("Joakim", &[Role::Admin]), app.sign_in("Ann", &[Role::Rnd]));
    let handle = app.handle_of(ann.id);
    (app, admin, ann, handle)
}

fn grant_of(app: &mut TestApp, person: PersonId, role: Role) -> Option<Uuid> {
    role_grants::table
        .filter(role_grants::person_id.eq(person).and(role_grants::role.eq(role)))
        .select(role_grants::id)
        .first(&mut app.conn)
        .optional()
        .unwrap()
}

/// How the API answers a program that shows this token.
async fn asked_with(app: &TestApp, secret: &str) -> u16 {
    let asked = app.visitor().request(reqwest::Method::GET, "/api/v1/ideas").bearer_auth(secret);
    asked.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn only_administrators_come_in() {
    let (mut app, _, ann, handle) = scene().await;
    let moderator = app.sign_in("Tomas", &[Role::Moderator]);
    for path in ["/admin", "/admin/people", &format!("/admin/people/{handle}"), "/admin/people/nobody-at-all"] {
        assert_eq!(ann.get(path).await.status(), 403, "{path}");
        assert_eq!(moderator.get(path).await.status(), 403, "{path}");
        assert_eq!(app.visitor().get(path).await.status(), 303, "{path}");
    }
    for action in ["roles", "invitation", "deactivate", "reactivate", "end-sessions"] {
        let path = format!("/admin/people/{handle}/{action}");
        assert_eq!(ann.post(&path, &[("role", "admin")]).await.status(), 403, "{path}");
        assert_eq!(app.visitor().post(&path, &[("role", "admin")]).await.status(), 401, "{path}");
    }
    assert_eq!(ann.post("/admin/people", &[("name", "X"), ("email", "x@example.com"), ("role", "admin")]).await.status(), 403);
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_role_counts_at_once_when_given_and_no_more_when_taken() {
    let (mut app, admin, ann, handle) = scene().await;
    let path = format!("/admin/people/{handle}/roles");

    assert_eq!(admin.post(&path, &[("role", "admin"), ("campaign", "")]).await.status(), 303);
    assert_eq!(ann.get("/admin").await.status(), 200);
    assert_eq!(admin.post(&path, &[("role", "admin"), ("campaign", "")]).await.status(), 303, "twice changes nothing");
    let grant = grant_of(&mut app, ann.id, Role::Admin).unwrap();
    assert_eq!(admin.post(&format!("{path}/{grant}/remove"), &[]).await.status(), 303);
    assert_eq!(ann.get("/admin").await.status(), 403);

    assert_eq!(app.verbs(), ["role.granted", "role.revoked"]);
    assert_eq!(admin.post(&path, &[("role", "emperor")]).await.status(), 422);
    assert_eq!(admin.post(&path, &[("role", "rnd"), ("campaign", "no-such")]).await.status(), 422);
    assert_eq!(admin.post("/admin/people/nobody-at-all/roles", &[("role", "rnd")]).await.status(), 404);
    assert_eq!(admin.post(&format!("{path}/{}/remove", Uuid::now_v7()), &[]).await.status(), 404);
}

#[tokio::test]
async fn only_our_own_people_decide_in_a_campaign() {
    let (mut app, admin, ann, handle) = scene().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = campaign().insert(&mut app);
    let ideas = [(); 2].map(|()| format!("/ideas/{}/moderation", idea(rosa.id).in_campaign(&made).insert(&mut app).number));
    let outside = format!("/admin/people/{}/roles", app.handle_of(rosa.id));
    for role in ["rnd", "moderator", "gatekeeper", "executive", "compliance"] {
        let refused = admin.post(&outside, &[("role", role), ("campaign", &made.slug)]).await;
        assert_eq!(refused.status(), 422, "{role}");
        assert!(text_of(&refused.text().await.unwrap()).contains("only your own people can hold this role"));
    }
    assert!(app.verbs().is_empty() && grant_of(&mut app, rosa.id, Role::Rnd).is_none());

    // As it may have been given before it was refused: worth nothing.
    let (person, campaign) = (rosa.id, made.id);
    diesel::sql_query(format!(
        "INSERT INTO role_grants (id, person_id, role, campaign_id, granted_at) VALUES (gen_random_uuid(), '{person}', 'moderator', '{campaign}', now())"
    ))
    .execute(&mut app.conn)
    .unwrap();
    assert_eq!(rosa.post(&ideas[0], &[("step", "bin"), ("reason", "Spam")]).await.status(), 403);

    let inside = format!("/admin/people/{handle}/roles");
    assert_eq!(admin.post(&inside, &[("role", "moderator"), ("campaign", &made.slug)]).await.status(), 303);
    assert_eq!(ann.post(&ideas[0], &[("step", "bin"), ("reason", "Spam")]).await.status(), 303);
    let last = grant_of(&mut app, ann.id, Role::Rnd).unwrap();
    assert_eq!(admin.post(&format!("{inside}/{last}/remove"), &[]).await.status(), 303);
    assert_eq!(ann.post(&ideas[1], &[("step", "bin"), ("reason", "Spam")]).await.status(), 403);
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "role.revoked").count(), 2, "it goes with the role that made her one of us");
    assert!(grant_of(&mut app, ann.id, Role::Moderator).is_none());
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let (mut app, admin, ann, handle) = scene().await;
    let own = app.handle_of(admin.id);
    let grant = grant_of(&mut app, admin.id, Role::Admin).unwrap();

    let taken = admin.post(&format!("/admin/people/{own}/roles/{grant}/remove"), &[]).await;
    assert_eq!(taken.status(), 409);
    assert!(text_of(&taken.text().await.unwrap()).contains("last administrator"));
    assert_eq!(admin.post(&format!("/admin/people/{own}/deactivate"), &[]).await.status(), 409);
    assert!(app.verbs().is_empty());
    admin.post(&format!("/admin/people/{handle}/roles"), &[("role", "admin")]).await;
    assert_eq!(ann.post(&format!("/admin/people/{own}/deactivate"), &[]).await.status(), 303, "now there are two");
}

#[tokio::test]
async fn deactivating_ends_everything_at_once_and_can_be_undone() {
    let (mut app, admin, ann, handle) = scene().await;
    let secret = token(&mut app, ann.id, &["read"]);
    assert_eq!(asked_with(&app, &secret).await, 200);

    assert_eq!(admin.post(&format!("/admin/people/{handle}/deactivate"), &[]).await.status(), 303);
    assert_eq!(ann.get("/settings").await.status(), 303);
    assert_eq!(asked_with(&app, &secret).await, 401);
    assert_eq!(app.verbs(), ["person.deactivated"]);
    assert_eq!(admin.post(&format!("/admin/people/{handle}/reactivate"), &[]).await.status(), 303);
    assert_eq!(ann.get("/settings").await.status(), 303, "the old session stays dead");
    assert_eq!(asked_with(&app, &secret).await, 401, "the old token stays dead");
    assert_eq!(app.sign_in_again(ann.id, "Ann").get("/settings").await.status(), 200);
    assert_eq!(app.verbs(), ["person.deactivated", "person.reactivated"]);
}

#[tokio::test]
async fn an_administrator_ends_all_sessions_and_tokens_of_somebody() {
    let (mut app, admin, ann, handle) = scene().await;
    let phone = app.sign_in_again(ann.id, "Ann");
    let (secret, own) = (token(&mut app, ann.id, &["read"]), token(&mut app, admin.id, &["read"]));
    assert_eq!(admin.post(&format!("/admin/people/{handle}/end-sessions"), &[]).await.status(), 303);
    assert_eq!((ann.get("/settings").await.status().as_u16(), phone.get("/settings").await.status().as_u16()), (303, 303));
    assert_eq!((asked_with(&app, &secret).await, asked_with(&app, &own).await), (401, 200), "hers, and nobody else's");
    assert_eq!(app.verbs(), ["person.sessions-ended"]);
}

#[tokio::test]
async fn an_invited_person_has_an_account_and_a_mail_that_holds_nothing_secret() {
    let (mut app, admin, _, _) = scene().await;
    let fields = [("name", "Rosa Lindqvist"), ("email", "rosa@voltaic.example"), ("role", "partner")];

    assert_eq!(admin.post("/admin/people", &fields).await.status(), 303);

    assert_eq!(app.verbs(), ["person.joined", "role.granted"]);
    let mail = proofbench::platform::mail::list(&mut app.conn, Some("rosa@voltaic.example"), 1).unwrap().remove(0).1;
    assert!(mail.subject.starts_with("Joakim invites you") && mail.text.contains("/sign-in"));
    let again = admin.post("/admin/people", &fields).await;
    assert_eq!(again.status(), 422);
    assert!(text_of(&again.text().await.unwrap()).contains("has this address already"));
    assert_eq!(admin.post("/admin/people", &[("name", ""), ("email", "x"), ("role", "y")]).await.status(), 422);
}

const ROSA: [(&str, &str); 3] = [("name", "Rosa Lindqvist"), ("email", "rosa@voltaic.example"), ("role", "partner")];

/// Rosa's account, and its page for administrators.
fn rosa(app: &mut TestApp) -> (PersonId, String) {
    let (id, handle): (PersonId, String) =
        people::table.filter(people::name.eq("Rosa Lindqvist")).select((people::id, people::handle)).first(&mut app.conn).unwrap();
    (id, format!("/admin/people/{handle}"))
}

/// An installation whose mail would go out.
async fn with_mail_server() -> (TestApp, Visitor) {
    let mut app = TestApp::start_with(|settings| settings.smtp_url = Some("smtp://127.0.0.1:1".to_owned())).await;
    let admin = app.sign_in("Joakim", &[Role::Admin]);
    (app, admin)
}

async fn refused_invitation(admin: &Visitor, page: &str, said: &str) {
    let refused = admin.post(&format!("{page}/invitation"), &[]).await;
    assert_eq!(refused.status(), 409, "{said}");
    let text = text_of(&refused.text().await.unwrap());
    assert!(text.contains(said), "{text}");
}

#[tokio::test]
async fn without_a_mail_server_nobody_is_told_that_an_invitation_went_out() {
    let (mut app, admin, _, _) = scene().await;
    assert!(text_of(&admin.page("/admin/people").await).contains("No mail server is set up"));

    let said = said_after(&admin, &admin.post("/admin/people", &ROSA).await).await;
    assert!(said.contains("nothing was sent") && !said.contains("Invitation sent"), "{said}");

    let (_, path) = rosa(&mut app);
    let page = admin.page(&path).await;
    let text = text_of(&page);
    assert!(text.contains("has never signed in") && text.contains("No mail server is set up"), "{text}");
    assert!(!page.contains(&format!("{path}/invitation")), "no button that sends nothing: {page}");
    refused_invitation(&admin, &path, "Set smtp_url first").await;
    assert_eq!(app.verbs(), ["person.joined", "role.granted"]);
}

#[tokio::test]
async fn an_invitation_is_sent_again_until_somebody_has_signed_in() {
    let (mut app, admin) = with_mail_server().await;
    assert!(!text_of(&admin.page("/admin/people").await).contains("No mail server is set up"));
    assert!(said_after(&admin, &admin.post("/admin/people", &ROSA).await).await.contains("Invitation sent."));
    let (id, path) = rosa(&mut app);
    assert!(text_of(&admin.page(&path).await).contains("Send the invitation again"));

    let again = admin.post(&format!("{path}/invitation"), &[]).await;
    assert!(said_after(&admin, &again).await.contains("Invitation sent."));

    assert_eq!(proofbench::platform::mail::list(&mut app.conn, Some("rosa@voltaic.example"), 9).unwrap().len(), 2);
    admin.post(&format!("{path}/deactivate"), &[]).await;
    refused_invitation(&admin, &path, "Activate it first").await;
    admin.post(&format!("{path}/reactivate"), &[]).await;
    app.sign_in_again(id, "Rosa Lindqvist");
    refused_invitation(&admin, &path, "needs no invitation").await;
    assert!(!text_of(&admin.page(&path).await).contains("Send the invitation again"));
    assert_eq!(admin.post("/admin/people/nobody-at-all/invitation", &[]).await.status(), 404);
    assert_eq!(app.verbs(), ["person.joined", "role.granted", "person.invited-again", "person.deactivated", "person.reactivated"]);
}

#[tokio::test]
async fn nobody_is_invited_again_and_again() {
    let (mut app, admin) = with_mail_server().await;
    admin.post("/admin/people", &ROSA).await;
    let (_, path) = rosa(&mut app);
    for _ in 0..5 {
        assert_eq!(admin.post(&format!("{path}/invitation"), &[]).await.status(), 303);
    }
    assert_eq!(admin.post(&format!("{path}/invitation"), &[]).await.status(), 429);
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "person.invited-again").count(), 5);
}

#[tokio::test]
async fn what_somebody_answers_for_is_said_before_and_after_their_account_is_closed() {
    let (mut app, admin, ann, handle) = scene().await;
    let runs = campaign().title("Quiet hinges").owner(ann.id).insert(&mut app);
    let over = campaign().title("Over long ago").state(CampaignState::Closed).owner(ann.id).insert(&mut app);
    let path = format!("/admin/people/{handle}");
    let link = |slug: &str| format!("href=\"/campaigns/{slug}\"");

    let page = admin.page(&path).await;
    assert!(text_of(&page).contains("Ann answers for these campaigns") && page.contains(&link(&runs.slug)), "{page}");
    assert!(!page.contains(&link(&over.slug)), "what is over needs nobody: {page}");

    admin.post(&format!("{path}/deactivate"), &[]).await;
    let (page, other_owner) = (admin.page(&path).await, format!("/campaigns/{}/edit/people", runs.slug));
    assert!(text_of(&page).contains("Ann still answers for these campaigns") && page.contains(&format!("{other_owner}#owner")), "{page}");
    let step = text_of(&admin.page(&other_owner).await);
    assert!(step.contains("somebody who can no longer own it"), "the first of the list is not taken unasked: {step}");
    for _ in 0..20 {
        campaign().owner(ann.id).insert(&mut app);
    }
    assert!(text_of(&admin.page(&path).await).contains("and 1 more campaign"));
}

#[tokio::test]
async fn accounts_are_found_by_name_and_address() {
    let (mut app, admin, ann, _) = scene().await;
    app.set_email(ann.id, "needle@example.com");
    for q in ["ann", "NEEDLE", "needle@exam"] {
        let page = text_of(&admin.page(&format!("/admin/people?q={q}")).await);
        assert!(page.contains("needle@example.com") && !page.contains("joakim-"), "{q}: {page}");
    }
    assert!(!text_of(&admin.page("/admin/people?q=%25").await).contains("needle@example.com"), "a wildcard is a sign");
    assert_eq!(admin.get("/admin/people?after=nonsense").await.status(), 422);
}

#[tokio::test]
async fn the_overview_says_how_the_installation_is() {
    let (app, admin, _, _) = scene().await;
    let page = text_of(&admin.page("/admin").await);
    for word in ["Database", "Migrations", "Jobs", "Audit seals", "Intact", "Nothing goes out"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    drop(app);
}

#[tokio::test]
async fn a_space_is_made_and_its_members_see_what_is_shared_with_it() {
    let (mut app, _, ann, handle) = scene().await;
    let moderator = app.sign_in("Tomas", &[Role::Moderator]);

    assert_eq!(ann.get("/admin/spaces").await.status(), 403);
    assert_eq!(ann.post("/admin/spaces", &[("name", "Voltaic Cargo"), ("kind", "customer")]).await.status(), 403);
    let made = moderator.post("/admin/spaces", &[("name", "Voltaic Cargo"), ("kind", "customer"), ("about", "Batteries")]).await;
    assert_eq!((made.status().as_u16(), made.headers()["location"].to_str().unwrap()), (303, "/admin/spaces/voltaic-cargo"));
    assert_eq!(moderator.post("/admin/spaces", &[("name", "Voltaic Cargo"), ("kind", "customer")]).await.status(), 422);
    assert_eq!(moderator.post("/admin/spaces", &[("name", "X"), ("kind", "castle")]).await.status(), 422);
    let members = "/admin/spaces/voltaic-cargo/members";
    assert_eq!(moderator.post(members, &[("person", &format!("@{handle}"))]).await.status(), 303);
    assert_eq!(moderator.post(members, &[("person", "nobody-at-all")]).await.status(), 422);
    assert!(text_of(&moderator.page("/admin/spaces/voltaic-cargo").await).contains("Ann"));
    assert_eq!(moderator.post(&format!("{members}/{handle}/remove"), &[]).await.status(), 303);
    assert_eq!(moderator.get("/admin/spaces/no-such").await.status(), 404);

    assert_eq!(app.verbs(), ["space.created", "space.joined", "space.left"]);
}

/// The message after an action, as the next page shows it.
async fn said_after(visitor: &Visitor, answer: &reqwest::Response) -> String {
    let cookie = answer.headers().get_all("set-cookie").iter().find_map(|value| value.to_str().ok()?.strip_prefix("toast=")).unwrap();
    text_of(&visitor.with_cookie(&format!("toast={}", cookie.split(';').next().unwrap())).page("/ideas").await)
}

#[tokio::test]
async fn what_is_so_already_is_said_instead_of_a_success() {
    let (mut app, admin, _, handle) = scene().await;
    let roles = format!("/admin/people/{handle}/roles");
    let moderator = [("role", "moderator"), ("campaign", "")];
    assert!(said_after(&admin, &admin.post(&roles, &moderator).await).await.contains("Role given."));
    assert!(said_after(&admin, &admin.post(&roles, &moderator).await).await.contains("Ann has this role already."));
    admin.post("/admin/spaces", &[("name", "Voltaic Cargo"), ("kind", "customer")]).await;
    let (members, ann) = ("/admin/spaces/voltaic-cargo/members", [("person", handle.as_str())]);
    assert!(said_after(&admin, &admin.post(members, &ann).await).await.contains("Added to the space."));
    assert!(said_after(&admin, &admin.post(members, &ann).await).await.contains("Ann is in this space already."));
    assert_eq!(app.verbs(), ["role.granted", "space.created", "space.joined"]);
}

#[tokio::test]
async fn a_space_gets_another_name_and_with_it_another_address() {
    let (mut app, admin, ann, _) = scene().await;
    for name in ["Voltaic Cargo", "Kestrel"] {
        admin.post("/admin/spaces", &[("name", name), ("kind", "customer")]).await;
    }
    let path = "/admin/spaces/voltaic-cargo";
    let wish = |name: &'static str| [("name", name), ("kind", "partner"), ("about", "Batteries")];
    assert_eq!(ann.post(path, &wish("Mine")).await.status(), 403);
    for (name, said) in [("Kestrel", "a name that no other space has"), ("!!!", "at least one letter or digit")] {
        let refused = admin.post(path, &wish(name)).await;
        assert_eq!(refused.status(), 422, "{name}");
        let page = refused.text().await.unwrap();
        assert!(text_of(&page).contains(said) && page.contains(&format!("value=\"{name}\"")) && page.contains("Batteries"), "{page}");
    }
    assert_eq!(admin.post("/admin/spaces", &wish("…")).await.status(), 422);

    let renamed = admin.post(path, &wish("Voltaic Freight")).await;
    assert_eq!((renamed.status().as_u16(), renamed.headers()["location"].to_str().unwrap()), (303, "/admin/spaces/voltaic-freight"));
    assert_eq!(admin.get(path).await.status(), 404);
    assert_eq!(admin.post("/admin/spaces/voltaic-freight", &wish("Voltaic Freight")).await.status(), 303, "as it is already");
    let page = text_of(&admin.page("/admin/spaces/voltaic-freight").await);
    assert!(page.contains("Partner Voltaic Freight Batteries"), "{page}");
    assert_eq!(app.verbs(), ["space.created", "space.created", "space.changed"]);
    assert!(text_of(&admin.page("/activity").await).contains("renamed the space, until then “Voltaic Cargo”"));
}

#[tokio::test]
async fn a_space_is_deleted_once_nothing_uses_it() {
    let (mut app, admin, ann, handle) = scene().await;
    admin.post("/admin/spaces", &[("name", "Kestrel"), ("kind", "customer")]).await;
    let (path, deletion) = ("/admin/spaces/kestrel", "/admin/spaces/kestrel/deletion");
    let space: SpaceId = spaces::table.filter(spaces::slug.eq("kestrel")).select(spaces::id).first(&mut app.conn).unwrap();
    admin.post(&format!("{path}/members"), &[("person", &handle)]).await;
    campaign().in_space(space).insert(&mut app);
    assert_eq!(ann.post(deletion, &[]).await.status(), 403);

    let refused = admin.post(deletion, &[]).await;
    assert_eq!(refused.status(), 409);
    let text = text_of(&refused.text().await.unwrap());
    assert!(text.contains("These still do: 1 member 1 campaign") && !text.contains("0 ideas"), "{text}");
    assert!(!admin.page(path).await.contains(deletion), "no button leads nowhere");
    admin.post(&format!("{path}/members/{handle}/remove"), &[]).await;
    diesel::sql_query("UPDATE campaigns SET audience = 'internal', space_id = NULL").execute(&mut app.conn).unwrap();
    assert!(admin.page(path).await.contains(deletion));

    assert_eq!(admin.post(deletion, &[]).await.status(), 303);
    assert_eq!((admin.get(path).await.status().as_u16(), admin.post(deletion, &[]).await.status().as_u16()), (404, 404));
    assert_eq!(app.verbs(), ["space.created", "space.joined", "space.left", "space.deleted"]);
    assert!(text_of(&admin.page("/activity").await).contains("deleted the space “Kestrel”"));
}

#[tokio::test]
async fn a_missing_name_is_asked_for_in_words_that_fit() {
    let (_app, admin, ann, _) = scene().await;
    let invited = admin.post("/admin/people", &[("name", " "), ("email", "x@example.com"), ("role", "customer")]).await;
    let fields = ["name", "title", "company", "bio", "tags", "language", "time_zone"].map(|field| (field, ""));
    let own = ann.post("/settings", &fields).await;
    for (answer, said) in [(invited, "the name of the person whom you invite"), (own, "Write the name that others should see")] {
        assert_eq!(answer.status(), 422);
        let text = text_of(&answer.text().await.unwrap());
        assert!(text.contains(said) && !text.contains("You are new here"), "{text}");
    }
}

#[tokio::test]
async fn the_first_administrator_is_made_from_the_shell_and_made_again_without_harm() {
    use proofbench::{domains::people::actions, kernel::Doer};
    let mut app = TestApp::start().await;
    for _ in 0..2 {
        app.state.db.write(Doer::System("admin create"), |tx| actions::make_admin(tx, "Joakim", "joakim@example.com")).await.unwrap();
    }
    assert_eq!(app.verbs(), ["person.joined", "role.granted"]);
    assert_eq!(people::table.count().get_result::<i64>(&mut app.conn).unwrap(), 1);
}

#[tokio::test]
async fn whatever_decides_what_somebody_may_raises_their_version() {
    let (mut app, _, ann, _) = scene().await;
    let (space, item) = (Uuid::now_v7(), Uuid::now_v7());
    let before = "INSERT INTO spaces (id, slug, name, kind, created_at) VALUES ('{space}', 'kestrel', 'Kestrel', 'customer', now())";
    diesel::sql_query(before.replace("{space}", &space.to_string())).execute(&mut app.conn).unwrap();
    let version = |app: &mut TestApp| people::table.find(ann.id).select(people::version).first::<i64>(&mut app.conn).unwrap();
    for change in [
        "UPDATE people SET name = 'Anna' WHERE id = '{ann}'",
        "INSERT INTO role_grants (id, person_id, role, granted_at) VALUES (gen_random_uuid(), '{ann}', 'moderator', now())",
        "UPDATE role_grants SET role = 'executive' WHERE person_id = '{ann}' AND role = 'moderator'",
        "DELETE FROM role_grants WHERE person_id = '{ann}' AND role = 'executive'",
        "INSERT INTO space_members (space_id, person_id, joined_at) VALUES ('{space}', '{ann}', now())",
        "DELETE FROM spaces WHERE id = '{space}'",
        "INSERT INTO audience_members (item_id, person_id) VALUES ('{item}', '{ann}')",
        "DELETE FROM audience_members WHERE item_id = '{item}'",
    ] {
        let (was, ids) = (version(&mut app), [("{ann}", ann.id.0), ("{space}", space), ("{item}", item)]);
        let sql = ids.iter().fold(change.to_owned(), |sql, (name, id)| sql.replace(name, &id.to_string()));
        assert_eq!(diesel::sql_query(sql).execute(&mut app.conn).unwrap(), 1, "{change}");
        assert!(version(&mut app) > was, "{change}");
    }
}
