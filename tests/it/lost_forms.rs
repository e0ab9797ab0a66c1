//! What somebody typed is given back when a form is not taken, and is never sent by itself.
use crate::support::{TestApp, Visitor, make::ideas::idea, text_of};
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::{
    kernel::Role,
    schema::{comments, people},
};
use reqwest::{Method, RequestBuilder, Response, multipart};
use std::time::Duration;

const LONG: &str = "It has to let go at 80 °C, <b>not</b> earlier.\nWe tried five tapes.";

/// As a browser sends it from one of our pages.
fn from_here(app: &TestApp, visitor: &Visitor, path: &str) -> RequestBuilder {
    visitor.request(Method::POST, path).header("origin", app.base.clone())
}

fn written(app: &mut TestApp) -> i64 {
    comments::table.count().get_result(&mut app.conn).unwrap()
}

/// The fields of the form that a page offers again.
fn fields(page: &str) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(page);
    let pick = scraper::Selector::parse("form[data-sent-again] input, form[data-sent-again] textarea").unwrap();
    document
        .select(&pick)
        .map(|field| {
            let value = field.value().attr("value").map_or_else(|| field.text().collect::<String>(), str::to_owned);
            (field.value().attr("name").unwrap_or_default().to_owned(), value.trim_start_matches('\n').to_owned())
        })
        .collect()
}

async fn page(response: Response, status: u16) -> String {
    assert_eq!(response.status().as_u16(), status);
    response.text().await.unwrap()
}

#[tokio::test]
async fn a_form_opened_before_somebody_signed_in_elsewhere_comes_back_with_its_text_and_can_be_sent_again() {
    let mut app = TestApp::start().await;
    let (ann, before) = (app.sign_in("Ann", &[Role::Customer]), app.visitor());
    let made = idea(ann.id).insert(&mut app);
    let path = format!("/ideas/{}/comments", made.number);
    let form = [("csrf", before.csrf()), ("once", "one"), ("parent", "0"), ("text", LONG)];

    let back = page(from_here(&app, &ann, &path).form(&form).send().await.unwrap(), 403).await;

    assert_eq!(written(&mut app), 0, "nothing is done by itself");
    assert!(back.contains("Send again") && back.contains("data-error=\"403\"") && !back.contains("<b>not</b>"), "{back}");
    let again = fields(&back);
    let kept = |name: &str| again.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!((kept("text"), kept("once"), kept("csrf")), (Some(LONG), Some("one"), Some(ann.csrf())));
    assert_eq!(from_here(&app, &ann, &path).form(&again).send().await.unwrap().status(), 303);
    assert_eq!(written(&mut app), 1);
}

#[tokio::test]
async fn what_another_site_sent_is_not_shown() {
    let mut app = TestApp::start().await;
    let (ann, before) = (app.sign_in("Ann", &[Role::Customer]), app.visitor());
    let made = idea(ann.id).insert(&mut app);
    let path = format!("/ideas/{}/comments", made.number);
    let form = [("csrf", before.csrf()), ("text", LONG)];
    for request in [
        ann.request(Method::POST, &path),
        ann.request(Method::POST, &path).header("sec-fetch-site", "cross-site"),
        ann.request(Method::POST, &path).header("origin", "https://evil.example"),
    ] {
        let back = page(request.form(&form).send().await.unwrap(), 403).await;
        assert!(!back.contains("five tapes") && !back.contains("Send again"), "{back}");
    }
}

#[tokio::test]
async fn after_the_session_ended_an_idea_and_a_comment_wait_until_their_author_has_signed_in() {
    let mut app = TestApp::start().await;
    let (ann, signed_out) = (app.sign_in("Ann", &[Role::Customer]), app.visitor());
    let made = idea(ann.id).insert(&mut app);
    let path = format!("/ideas/{}/comments", made.number);
    let form = [("csrf", ann.csrf()), ("text", LONG)];
    let back = page(from_here(&app, &signed_out, &path).form(&form).send().await.unwrap(), 403).await;
    assert!(text_of(&back).contains("You are not signed in") && back.contains("target=\"_blank\""), "{back}");
    let kept = from_here(&app, &signed_out, &path).form(&fields(&back)).send().await.unwrap();
    let to = kept.headers()["location"].to_str().unwrap().to_owned();
    assert!(to.starts_with("/sign-in?next=") && to.contains("draft"), "{to}");

    let form = multipart::Form::new().text("csrf", ann.csrf().to_owned()).text("body", LONG).text("tags", "tape");
    let back = page(from_here(&app, &signed_out, "/ideas").multipart(form).send().await.unwrap(), 403).await;
    assert!(back.contains("multipart/form-data") && fields(&back).contains(&("body".to_owned(), LONG.to_owned())), "{back}");
    let form = fields(&back).into_iter().fold(multipart::Form::new(), |form, (name, value)| form.text(name, value));
    let kept = from_here(&app, &signed_out, "/ideas").multipart(form).send().await.unwrap();
    assert_eq!(kept.headers()["location"], "/sign-in?next=%2Fideas%2Fnew");
    assert!(signed_out.page("/ideas/new").await.contains("five tapes"));
}

#[tokio::test]
async fn one_send_is_enough_after_signing_in_beside_it_from_the_same_browser_and_for_the_same_form() {
    let mut app = TestApp::start().await;
    let (ann, bob, signed_out) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Bob", &[Role::Customer]), app.visitor());
    let (made, other) = (idea(ann.id).insert(&mut app), idea(ann.id).title("Another tape").insert(&mut app));
    let path = format!("/ideas/{}/comments", made.number);
    let form = [("csrf", ann.csrf()), ("once", "one"), ("text", LONG)];

    let back = page(from_here(&app, &signed_out, &path).form(&form).send().await.unwrap(), 403).await;

    assert!(back.contains("<h1>You are signed out</h1>") && !back.contains("nameplate\">403"), "{back}");
    assert!(back.contains(">Your comment</label>"), "{back}");
    let again = fields(&back);
    let back_in = app.sign_in_again(ann.id, "Ann").with_cookie(signed_out.cookie());
    let elsewhere = format!("/ideas/{}/comments", other.number);
    assert_eq!(from_here(&app, &bob, &path).form(&again).send().await.unwrap().status(), 403, "another browser");
    assert_eq!(from_here(&app, &back_in, &elsewhere).form(&again).send().await.unwrap().status(), 403, "another form");
    assert_eq!(written(&mut app), 0);
    assert_eq!(from_here(&app, &back_in, &path).form(&again).send().await.unwrap().status(), 303);
    assert_eq!(written(&mut app), 1);
}

#[tokio::test]
async fn a_browser_that_lost_all_its_cookies_is_known_by_the_form_that_it_is_given_back() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let made = idea(ann.id).insert(&mut app);
    let path = format!("/ideas/{}/comments", made.number);
    let bare = app.browser_with(ann.id, "Ann", "gone", "gone");
    let answer = from_here(&app, &bare, &path).form(&[("csrf", ann.csrf()), ("text", LONG)]).send().await.unwrap();
    let cookies: Vec<&str> = answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let planted = cookies.iter().find(|cookie| cookie.starts_with("visitor=")).expect("the browser's own key");
    let planted = planted.split(';').next().unwrap().to_owned();
    let again = fields(&page(answer, 403).await);
    let back_in = app.sign_in_again(ann.id, "Ann").with_cookie(&planted);
    assert_eq!(from_here(&app, &back_in, &path).form(&again).send().await.unwrap().status(), 303);
    assert_eq!(written(&mut app), 1);
}

#[tokio::test]
async fn a_form_for_people_alone_keeps_its_text_when_nobody_is_signed_in() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    let form = [("csrf", visitor.csrf()), ("title", "Foam lip that bends"), ("believe", LONG)];
    let back = page(from_here(&app, &visitor, "/prototypes/1/hypotheses").form(&form).send().await.unwrap(), 401).await;
    assert!(fields(&back).contains(&("believe".to_owned(), LONG.to_owned())), "{back}");
    assert!(back.contains(">We believe that</label>"), "{back}");
    let signed_in = app.sign_in("Ann", &[Role::Customer]).with_cookie(visitor.cookie());
    let sent = from_here(&app, &signed_in, "/prototypes/1/hypotheses").form(&fields(&back)).send().await.unwrap();
    assert_ne!(sent.status(), 403, "its token still holds after signing in");
}

#[tokio::test]
async fn what_comes_back_is_called_what_its_form_called_it() {
    let app = TestApp::start().await;
    let (visitor, before) = (app.visitor(), app.visitor());
    for (path, field, english, german) in [
        ("/ideas/1/comments", "text", "Your comment", "Ihr Kommentar"),
        ("/comments/1/edit", "text", "Your comment", "Ihr Kommentar"),
        ("/brainstorms/1/notes", "text", "Your note", "Ihre Notiz"),
        ("/ideas/1/answer?from=text", "text", "Your answer", "Ihre Antwort"),
        ("/ideas/1/decision", "reason", "Reason", "Grund"),
        ("/campaigns/one/closure", "summary", "What came of it", "Was daraus wurde"),
    ] {
        for (language, label) in [("en", english), ("de", german)] {
            let form = [("csrf", before.csrf()), (field, LONG)];
            let sent = from_here(&app, &visitor, path).header("accept-language", language).form(&form).send().await.unwrap();
            let back = sent.text().await.unwrap();
            assert!(back.contains(&format!(">{label}</label>")), "{path}: {back}");
        }
    }
}

#[tokio::test]
async fn a_service_that_is_busy_gives_the_form_back_under_the_same_key() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let made = idea(ann.id).insert(&mut app);
    let path = format!("/ideas/{}/comments", made.number);
    app.conn.batch_execute("BEGIN; LOCK TABLE comments IN ACCESS EXCLUSIVE MODE").unwrap();
    let form = [("csrf", ann.csrf()), ("once", "one"), ("text", LONG)];
    let busy = from_here(&app, &ann, &path).form(&form).send().await.unwrap();
    app.conn.batch_execute("ROLLBACK").unwrap();

    let back = page(busy, 503).await;
    assert!(fields(&back).contains(&("once".to_owned(), "one".to_owned())), "{back}");
    for _ in 0..2 {
        let status = from_here(&app, &ann, &path).form(&fields(&back)).send().await.unwrap().status();
        assert!([303, 409].contains(&status.as_u16()), "done now, or found to be done before: {status}");
    }
    assert_eq!(written(&mut app), 1, "the same key has one effect");
}

#[tokio::test]
async fn a_password_is_never_given_back() {
    let mut app = TestApp::start().await;
    let (ann, before) = (app.sign_in("Ann", &[Role::Customer]), app.visitor());
    let secret = "wet paint lets go slowly";
    let form = [("csrf", before.csrf()), ("email", "ann@example.com"), ("password", secret)];
    let back = page(from_here(&app, &ann, "/sign-in/password").form(&form).send().await.unwrap(), 403).await;
    assert!(!back.contains("wet paint") && !back.contains("Send again"), "{back}");
    let set: i64 = people::table.filter(people::password_hash.is_not_null()).count().get_result(&mut app.conn).unwrap();
    assert_eq!(set, 0);
}

#[tokio::test]
async fn a_body_that_is_announced_too_large_is_refused_at_once() {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };
    let app = TestApp::start().await;
    let address = app.base.trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000000\r\n\r\nemail="
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 12];
    tokio::time::timeout(Duration::from_secs(5), stream.read_exact(&mut answer)).await.expect("an answer at once").unwrap();
    assert_eq!(answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn searches_of_one_address_are_counted_and_the_wait_is_named() {
    let app = TestApp::start_with(|settings| settings.searches_per_minute = Some("2".to_owned())).await;
    let visitor = app.visitor();
    for path in ["/ideas?q=tape", "/ideas/similar?q=tape"] {
        assert_eq!(visitor.get(path).await.status(), 200, "{path}");
    }
    let refused = visitor.get("/ideas.csv").await;
    assert_eq!(refused.status(), 429);
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait));
    assert!(text_of(&refused.text().await.unwrap()).contains("Wait "), "it says how long");
    for path in ["/ideas", "/ideas?q=", "/campaigns"] {
        assert_eq!(visitor.get(path).await.status(), 200, "pages go on: {path}");
    }
}
