//! The demo's doors, and that they are not there otherwise.
use crate::support::{TestApp, text_of};
use diesel::prelude::*;
use proofbench::kernel::Role;

async fn demo() -> TestApp {
    let mut app = TestApp::start_with(|settings| settings.demo = Some("true".to_owned())).await;
    let rosa = app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    diesel::sql_query(format!("UPDATE people SET handle = 'rosa-lindqvist' WHERE id = '{}'", rosa.id)).execute(&mut app.conn).unwrap();
    app
}

#[tokio::test]
async fn one_enters_as_somebody_of_the_cast_only() {
    let mut app = demo().await;
    let visitor = app.visitor();
    assert!(text_of(&visitor.page("/enter").await).contains("Enter as Rosa Lindqvist"));

    let entered = visitor.post("/enter", &[("handle", "rosa-lindqvist")]).await;

    assert_eq!(entered.status(), 303);
    let rosa = app.browser_after(&entered);
    assert_eq!(rosa.get("/settings").await.status(), 200);
    assert_eq!(app.verbs(), ["person.signed-in"]);
    assert_eq!(entered.headers()["location"], "/");
    let other = app.sign_in("Ann", &[Role::Admin]);
    let handle = app.handle_of(other.id);
    assert_eq!(visitor.post("/enter", &[("handle", &handle)]).await.status(), 404);
    assert_eq!(visitor.post("/enter", &[("handle", "ines-okafor")]).await.status(), 404);
}

#[tokio::test]
async fn what_one_was_about_to_do_survives_entering_as_somebody() {
    let app = demo().await;
    let visitor = app.visitor();
    let (wish, sent_on) = ("/ideas/12?vote=wish", "%2Fideas%2F12%3Fvote%3Dwish");
    let sign_in = visitor.page(&format!("/sign-in?next={sent_on}")).await;
    assert_eq!(sign_in.matches(&format!("href=\"/enter?next={sent_on}\"")).count(), 2, "beside the form and in the banner");
    let doors = visitor.page(&format!("/enter?next={sent_on}")).await;
    assert!(doors.contains(&format!("name=\"next\" value=\"{wish}\"")), "{doors}");
    let entered = visitor.post("/enter", &[("handle", "rosa-lindqvist"), ("next", wish)]).await;
    assert_eq!(entered.headers()["location"], wish);
    let away = visitor.post("/enter", &[("handle", "rosa-lindqvist"), ("next", "//evil.example")]).await;
    assert_eq!(away.headers()["location"], "/");
}

#[tokio::test]
async fn every_mail_of_the_demo_can_be_read_and_runs_nothing() {
    let mut app = demo().await;
    let visitor = app.visitor();
    visitor.post("/sign-in", &[("email", "new@example.com")]).await;
    let code = app.code_mailed_to("new@example.com");

    let list = visitor.page("/dev/mail").await;
    assert!(list.contains(&code));
    let path = list.split("href=\"/dev/mail/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let page = visitor.page(&format!("/dev/mail/{path}")).await;
    assert!(text_of(&page).contains("It works for 10 minutes"));
    assert!(page.contains("&lt;html") && !page.contains("<iframe"), "the HTML part is shown as its source");
    assert_eq!(visitor.get("/dev/mail/not-an-id").await.status(), 404);
}

#[tokio::test]
async fn outside_a_demo_there_are_no_such_doors() {
    let mut app = TestApp::start().await;
    let admin = app.sign_in("Joakim", &[Role::Admin]);
    for path in ["/enter", "/dev/mail", "/dev/mail/019aaf00-0000-7000-8000-000000000000"] {
        assert_eq!(admin.get(path).await.status(), 404, "{path}");
    }
    assert_eq!(app.visitor().post("/enter", &[("handle", "rosa-lindqvist")]).await.status(), 404);
    let smtp = TestApp::start_with(|settings| {
        settings.demo = Some("true".to_owned());
        settings.smtp_url = Some("smtp://127.0.0.1:1".to_owned());
    })
    .await;
    assert_eq!(smtp.visitor().get("/dev/mail").await.status(), 404, "mail that is really sent is nobody else's");
}

#[tokio::test]
async fn once_the_demo_is_gone_nothing_leads_to_its_mailbox() {
    let mut app = demo().await;
    let admin = app.sign_in("Joakim", &[Role::Admin]);
    assert!(admin.page("/admin").await.contains("/dev/mail"));
    app.state.demo.set(false);
    let page = admin.page("/admin").await;
    assert!(!page.contains("/dev/mail") && text_of(&page).contains("Set smtp_url"), "{page}");
}
