//! What the pages of signing in say, and what they take for a code.
use crate::support::{TestApp, Visitor, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{kernel::Role, platform::jobs, schema};
use reqwest::Response;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt};

const EMAIL: &str = "rosa@voltaic.example";

async fn ask(visitor: &Visitor, email: &str) -> Response {
    visitor.post("/sign-in", &[("email", email)]).await
}

async fn redeem(visitor: &Visitor, code: &str, name: &str) -> Response {
    visitor.post("/sign-in/code", &[("code", code), ("name", name)]).await
}

#[tokio::test]
async fn an_address_is_shown_as_it_was_typed_whether_it_is_known_or_not() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.set_email(ann.id, "ann@example.com");
    for typed in ["ANN@Example.com", "NOBODY@Example.com"] {
        let visitor = app.visitor();
        ask(&visitor, typed).await;
        let page = visitor.page("/sign-in/code").await;
        assert!(page.contains(typed) && !page.contains("ann@example.com"), "{typed}");
    }
    assert_eq!(app.mails_to("ann@example.com"), 1, "mail goes to the address that is stored");
}

#[tokio::test]
async fn what_is_no_code_costs_no_try_and_a_code_may_come_with_its_sentence() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);
    for other in ["", "abc", "12345", "1234567", "Code", "12 345", "-"] {
        let refused = redeem(&visitor, other, "Rosa").await;
        assert_eq!(refused.status(), 422, "{other}");
        assert!(text_of(&refused.text().await.unwrap()).contains("No six digits are in it"), "{other}");
    }
    assert!(app.verbs().is_empty(), "nothing was tried");
    let pasted = format!("{code} is your code for Proofbench. It works for 10 minutes.");
    assert_eq!(redeem(&visitor, &pasted, "Rosa").await.status(), 303);
}

#[tokio::test]
async fn a_code_past_its_time_says_so_once() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);
    app.clock.advance(TimeDelta::minutes(11));
    let text = text_of(&redeem(&visitor, &code, "Rosa").await.text().await.unwrap());
    assert_eq!(text.matches("This code no longer works").count(), 1, "{text}");
}

#[tokio::test]
async fn signing_in_anew_ends_the_session_that_this_browser_had() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.set_email(ann.id, "ann@example.com");
    let secret = "wet paint lets go slowly";
    ann.post("/settings/password", &[("password", secret), ("again", secret)]).await;
    let entered = ann.post("/sign-in/password", &[("email", "ann@example.com"), ("password", secret)]).await;
    assert_eq!((entered.status().as_u16(), app.count_sessions()), (303, 1));
    assert_eq!(ann.get("/settings").await.status(), 303, "the old cookie opens nothing");
}

#[tokio::test]
async fn where_no_mail_goes_out_the_page_says_so_and_what_to_do() {
    let app = TestApp::start().await;
    assert!(text_of(&app.visitor().page("/sign-in").await).contains("sends no mail yet"));
    app.state.demo.set(true);
    assert!(!text_of(&app.visitor().page("/sign-in").await).contains("sends no mail yet"), "the demo has a mailbox");
}

#[tokio::test]
async fn the_language_of_a_form_that_came_back_is_chosen_on_the_page_it_stood_on() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let here = "/sign-in/code?next=%2Fideas%2Fnew";
    let form = [("csrf", visitor.csrf()), ("code", "abc")];
    let answer = visitor.request(reqwest::Method::POST, "/sign-in/code").header("referer", format!("{}{here}", app.base)).form(&form);
    let page = answer.send().await.unwrap().text().await.unwrap();
    assert!(page.contains(&format!("name=\"next\" value=\"{here}\"")), "{page}");
}

/// A mail server that takes one mail.
async fn mail_server() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = tokio::io::BufReader::new(read).lines();
        let mut in_mail = false;
        write.write_all(b"220 ready\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer: &[u8] = match line.get(..4).unwrap_or(&line) {
                _ if in_mail && line != "." => continue,
                "DATA" => b"354 go on\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => b"250 fine\r\n",
            };
            in_mail = line == "DATA";
            if write.write_all(answer).await.is_err() {
                return;
            }
        }
    });
    port
}

#[tokio::test]
async fn of_a_mail_that_has_left_the_code_is_kept_nowhere() {
    let port = mail_server().await;
    let mut app = TestApp::start_with(|settings| settings.smtp_url = Some(format!("smtp://127.0.0.1:{port}"))).await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);
    assert!(!text_of(&visitor.page("/sign-in").await).contains("sends no mail yet"));

    assert_eq!(jobs::work(&app.state.db, &app.clock, &app.state.outbox).await.unwrap(), 1);

    let (payload, done): (serde_json::Value, bool) =
        schema::jobs::table.select((schema::jobs::payload, schema::jobs::done_at.is_not_null())).first(&mut app.conn).unwrap();
    assert!(done && payload["to"] == EMAIL && !payload.to_string().contains(&code), "{payload}");
}
