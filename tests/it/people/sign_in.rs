//! Signing in and out.
use crate::support::{TestApp, Visitor, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::future::join_all;
use proofbench::{
    kernel::Role,
    schema::{people, sessions, sign_in_codes},
};
use reqwest::{Response, StatusCode};

const EMAIL: &str = "rosa@voltaic.example";

async fn ask(visitor: &Visitor, email: &str) -> Response {
    visitor.post("/sign-in", &[("email", email), ("next", "/ideas/new")]).await
}

async fn redeem(visitor: &Visitor, code: &str, name: &str) -> Response {
    visitor.post("/sign-in/code", &[("code", code), ("name", name), ("next", "/ideas/new")]).await
}

fn location(response: &Response) -> &str {
    response.headers()["location"].to_str().unwrap()
}

fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn a_new_address_gets_an_account_with_its_first_code_and_goes_on_to_where_it_wanted() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();

    let asked = ask(&visitor, EMAIL).await;
    assert_eq!((asked.status(), location(&asked)), (StatusCode::SEE_OTHER, "/sign-in/code?next=%2Fideas%2Fnew"));
    let page = visitor.page("/sign-in/code?next=%2Fideas%2Fnew").await;
    assert!(page.contains("autocomplete=\"one-time-code\"") && text_of(&page).contains(EMAIL));
    let code = app.code_mailed_to(EMAIL);
    let pasted = format!(" {} {} ", &code[..3], &code[3..]);
    let answer = redeem(&visitor, &pasted, "Rosa Lindqvist").await;

    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/ideas/new"));
    let cookie = answer.headers().get_all("set-cookie").iter().find(|cookie| cookie.as_bytes().starts_with(b"session=")).unwrap();
    let cookie = cookie.to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    assert!(cookie.len() >= "session=".len() + 43, "fewer than 256 bits: {cookie}");
    let rosa = app.browser_after(&answer);
    assert!(text_of(&rosa.page("/settings").await).contains("Rosa Lindqvist") || rosa.name == "Rosa Lindqvist");
    assert_eq!(app.verbs(), ["person.joined", "person.signed-in"]);
    let handle: String = people::table.find(rosa.id).select(people::handle).first(&mut app.conn).unwrap();
    assert_eq!(handle, "rosa-lindqvist");
}

#[tokio::test]
async fn somebody_new_is_asked_for_a_name_and_the_code_stays_good_meanwhile() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);

    let unnamed = redeem(&visitor, &code, " ").await;
    assert_eq!(unnamed.status(), 422);
    let page = unnamed.text().await.unwrap();
    assert!(page.contains(&code) && text_of(&page).contains("write the name"), "what was typed is kept");
    assert_eq!(redeem(&visitor, &code, "Rosa").await.status(), 303);
}

#[tokio::test]
async fn the_fifth_wrong_try_locks_the_code_even_against_the_right_one() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);

    for _ in 0..5 {
        assert_eq!(redeem(&visitor, &another(&code), "Rosa").await.status(), 422);
    }
    let locked = redeem(&visitor, &code, "Rosa").await;

    assert_eq!(locked.status(), 422);
    assert!(text_of(&locked.text().await.unwrap()).contains("void"));
    assert_eq!(app.verbs(), ["person.sign-in-refused"; 6]);
    assert_eq!(app.count_sessions(), 0);
}

#[tokio::test]
async fn a_newer_code_voids_the_older_one() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let first = app.code_mailed_to(EMAIL);
    app.clock.advance(TimeDelta::seconds(1));
    ask(&visitor, EMAIL).await;
    let second = app.code_mailed_to(EMAIL);

    if first != second {
        assert_eq!(redeem(&visitor, &first, "Rosa").await.status(), 422);
    }
    assert_eq!(redeem(&visitor, &second, "Rosa").await.status(), 303);
}

#[tokio::test]
async fn a_code_works_in_the_browser_that_asked_for_it_only() {
    let mut app = TestApp::start().await;
    let (visitor, thief) = (app.visitor(), app.visitor());
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);

    let stolen = redeem(&thief, &code, "Thief").await;
    assert!(stolen.status().is_client_error());
    ask(&thief, "thief@example.com").await;
    assert_eq!(redeem(&thief, &code, "Thief").await.status(), 422);
    assert_eq!(redeem(&visitor, &code, "Rosa").await.status(), 303);
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes_to_the_second() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);

    app.clock.advance(TimeDelta::minutes(10) + TimeDelta::seconds(1));

    assert_eq!(redeem(&visitor, &code, "Rosa").await.status(), 422);
    assert_eq!(app.count_sessions(), 0);
}

#[tokio::test]
async fn fifty_at_once_open_exactly_one_session() {
    let mut app = TestApp::start_with(|settings| settings.pool_size = Some("20".to_owned())).await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);

    let answers = join_all((0..50).map(|_| redeem(&visitor, &code, "Rosa"))).await;

    let entered = answers.iter().filter(|answer| answer.status() == 303).count();
    assert_eq!((entered, app.count_sessions()), (1, 1));
    assert_eq!(people::table.count().get_result::<i64>(&mut app.conn).unwrap(), 1);
    assert_eq!(redeem(&visitor, &code, "Rosa").await.status(), 422, "used up");
}

#[tokio::test]
async fn the_answer_is_the_same_for_known_and_unknown_addresses() {
    let mut app = TestApp::start().await;
    let known = app.sign_in("Ann", &[Role::Customer]);
    app.set_email(known.id, "known1@example.com");
    let mut seen = Vec::new();
    for email in ["known1@example.com", "nobody@example.com"] {
        let visitor = app.visitor();
        let asked = ask(&visitor, email).await;
        let mut headers: Vec<String> = asked
            .headers()
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "date"))
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        headers.sort();
        let page = visitor.page("/sign-in/code").await;
        let page = page.replace(email, "ADDRESS");
        // Tokens and times differ from request to request, their lengths do not.
        seen.push((asked.status(), headers, page.len(), text_of(&page)));
        assert_eq!(app.mails_to(email), 1);
    }
    let refused: Vec<_> = join_all(["known1@example.com", "nobody@example.com"].map(|email| {
        let visitor = app.visitor();
        async move {
            let answer = visitor.post("/sign-in/password", &[("email", email), ("password", "certainly not this one")]).await;
            (answer.status(), text_of(&answer.text().await.unwrap()))
        }
    }))
    .await;
    assert_eq!(seen[0], seen[1]);
    assert_eq!(refused[0], refused[1]);
    assert_eq!(refused[0].0, 422);
}

/// By how many KiB the memory of a process grew at its peak during some work (`clear_refs` and `VmHWM` of proc(5)).
#[cfg(target_os = "linux")]
async fn growth_during(process: u32, work: impl Future<Output = ()>) -> u64 {
    let peak = || {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches(" kB").parse::<u64>().unwrap()
    };
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
    let before = peak();
    work.await;
    peak().saturating_sub(before)
}

/// A password is compared in 19 MiB, which the process gives back at once, so that its memory tells whether it was.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_password_is_compared_also_where_there_is_no_account_or_none_was_set() {
    use crate::support::program::Program;
    const COMPARED_KIB: u64 = 16 * 1024;
    let folder = tempfile::TempDir::new().unwrap();
    let data_dir = folder.path().display().to_string();
    let mut app = TestApp::start_with(|settings| settings.data_dir = Some(data_dir)).await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    app.set_email(ann.id, "ann@example.com");
    app.set_email(ben.id, "ben@example.com");
    let secret = "wet paint lets go slowly";
    assert_eq!(ann.post("/settings/password", &[("password", secret), ("again", secret)]).await.status(), 303);
    let program = Program::start(&app.database_url(), &folder).await;
    let visitor = app.visitor();
    let client = reqwest::Client::new();
    let attempt = async |email: &str| {
        let form = [("csrf", visitor.csrf()), ("email", email), ("password", "dry paint lets go slowly")];
        let request = client.post(format!("{}/sign-in/password", program.base)).header("cookie", visitor.cookie()).form(&form);
        assert_eq!(request.send().await.unwrap().status(), 422, "{email}");
    };
    // What is no address is compared with nothing; the first time, the page itself may need room.
    attempt("no address").await;
    let growth = growth_during(program.child.id(), attempt("no address")).await;
    assert!(growth < COMPARED_KIB / 2, "{growth} KiB for the page alone");

    for email in ["nobody@example.com", "ben@example.com", "ann@example.com"] {
        let growth = growth_during(program.child.id(), attempt(email)).await;
        assert!(growth >= COMPARED_KIB, "{email} was compared with nothing: {growth} KiB");
    }
}

#[tokio::test]
async fn mail_goes_to_the_stored_address_alone() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.set_email(ann.id, "ann@example.com");
    let visitor = app.visitor();
    for trick in [
        "ann@example.com,evil@example.com",
        "ann@example.com\nBcc: evil@example.com",
        "ann@example.com%0aevil@example.com",
        "\u{ff41}nn@example.com",
    ] {
        assert_eq!(ask(&visitor, trick).await.status(), 422, "{trick:?}");
    }
    let twice = visitor.post("/sign-in", &[("email", "ann@example.com"), ("email", "evil@example.com")]).await;
    assert!(twice.status().is_client_error());
    assert_eq!(visitor.post("/sign-in", &[("email[]", "ann@example.com"), ("email[]", "evil@example.com")]).await.status(), 400);
    ask(&visitor, "ANN@Example.com").await;

    assert_eq!((app.mails_to("ann@example.com"), app.mails_to("ANN@Example.com"), app.mails_to("evil@example.com")), (1, 0, 0));
}

#[tokio::test]
async fn the_host_a_request_names_never_reaches_a_mail() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    let request = visitor
        .request(reqwest::Method::POST, "/sign-in")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    request.form(&[("csrf", visitor.csrf()), ("email", EMAIL)]).send().await.unwrap();

    let mails = proofbench::platform::mail::list(&mut app.conn, Some(EMAIL), 1).unwrap();
    let mail = &mails[0].1;
    assert!(!mail.text.contains("evil") && !mail.html.contains("evil"));
    assert!(mail.text.contains(app.state.config.base_url()));
}

#[tokio::test]
async fn codes_are_limited_by_address_and_no_header_helps() {
    let mut app = TestApp::start().await;
    let mut statuses = Vec::new();
    for attempt in 0..7 {
        let visitor = app.visitor();
        let request = visitor.request(reqwest::Method::POST, "/sign-in").header("x-forwarded-for", format!("198.51.100.{attempt}"));
        let answer = request.form(&[("csrf", visitor.csrf()), ("email", EMAIL)]).send().await.unwrap();
        if answer.status() == 429 {
            assert!(answer.headers().contains_key("retry-after"));
        }
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [303, 303, 303, 303, 303, 429, 429]);
    assert_eq!(app.mails_to(EMAIL), 5);
    app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(ask(&app.visitor(), EMAIL).await.status(), 303);
}

#[tokio::test]
async fn signing_in_leads_nowhere_but_to_our_own_pages() {
    let mut app = TestApp::start().await;
    for (number, next) in
        ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "@evil.example"]
            .iter()
            .enumerate()
    {
        let (visitor, email) = (app.visitor(), format!("person{number}@example.com"));
        let asked = visitor.post("/sign-in", &[("email", email.as_str()), ("next", next)]).await;
        assert_eq!(location(&asked), "/sign-in/code?next=%2F", "{next}");
        let code = app.code_mailed_to(&email);
        let entered = visitor.post("/sign-in/code", &[("code", code.as_str()), ("name", "Ann"), ("next", next)]).await;
        assert_eq!((entered.status().as_u16(), location(&entered)), (303, "/"), "{next}");
    }
}

#[tokio::test]
async fn a_password_opens_the_door_and_a_wrong_one_says_nothing_of_the_account() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.set_email(ann.id, "ann@example.com");
    let secret = "wet paint lets go slowly";
    assert_eq!(ann.post("/settings/password", &[("password", secret), ("again", secret)]).await.status(), 303);
    let stored: Option<String> = people::table.find(ann.id).select(people::password_hash).first(&mut app.conn).unwrap();
    assert!(stored.unwrap().starts_with("$argon2id$"));

    let visitor = app.visitor();
    let wrong = visitor.post("/sign-in/password", &[("email", "ann@example.com"), ("password", "dry paint lets go slowly")]).await;
    assert_eq!(wrong.status(), 422);
    assert!(!wrong.text().await.unwrap().contains("dry paint"), "a password never comes back");
    let right = visitor.post("/sign-in/password", &[("email", "Ann@example.com"), ("password", secret), ("next", "/ideas")]).await;

    assert_eq!((right.status().as_u16(), location(&right)), (303, "/ideas"));
    assert_eq!(app.verbs(), ["person.password-changed", "person.sign-in-refused", "person.signed-in"]);
}

#[tokio::test]
async fn passwords_of_one_address_can_be_tried_ten_times_only() {
    let app = TestApp::start().await;
    let mut last = StatusCode::OK;
    for _ in 0..11 {
        last = app.visitor().post("/sign-in/password", &[("email", "ann@example.com"), ("password", "not this")]).await.status();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let out = ann.post("/sign-out", &[]).await;

    assert_eq!((out.status().as_u16(), location(&out)), (303, "/"));
    assert_eq!(ann.get("/settings").await.status(), 303, "the old cookie opens nothing");
    assert_eq!((app.verbs(), app.count_sessions()), (vec!["person.signed-out".to_owned()], 0));
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_in_any_case_after_its_longest_life() {
    let mut app = TestApp::start_with(|settings| {
        settings.session_idle_hours = Some("24".to_owned());
        settings.session_absolute_hours = Some("48".to_owned());
    })
    .await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.clock.advance(TimeDelta::hours(25));
    assert_eq!(ann.get("/settings").await.status(), 303);

    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);
    let rosa = redeem(&visitor, &code, "Rosa").await;
    let rosa = app.browser_after(&rosa);
    for _ in 0..2 {
        app.clock.advance(TimeDelta::hours(20));
        assert_eq!(rosa.get("/settings").await.status(), 200, "used now and then");
    }
    app.clock.advance(TimeDelta::hours(9));
    assert_eq!(rosa.get("/settings").await.status(), 303);
}

#[tokio::test]
async fn what_was_written_before_signing_in_is_still_there_afterwards() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let owner: Vec<u8> = sign_in_codes::table.select(sign_in_codes::browser_hash).first(&mut app.conn).unwrap();
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    diesel::sql_query(format!(
        "INSERT INTO drafts VALUES ('{}', 'idea-new', '{{\"text\": \"tape that lets go\"}}', now())",
        URL_SAFE_NO_PAD.encode(owner)
    ))
    .execute(&mut app.conn)
    .unwrap();
    let code = app.code_mailed_to(EMAIL);
    let entered = redeem(&visitor, &code, "Rosa").await;
    let rosa = app.browser_after(&entered);

    use proofbench::schema::drafts;
    let owners: Vec<String> = drafts::table.select(drafts::owner).load(&mut app.conn).unwrap();
    assert_eq!(owners, [rosa.id.to_string()]);
}

#[tokio::test]
async fn a_deactivated_account_is_not_entered_with_a_good_code() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    app.set_email(ann.id, "ann@example.com");
    diesel::sql_query("UPDATE people SET deactivated_at = now()").execute(&mut app.conn).unwrap();
    let visitor = app.visitor();
    ask(&visitor, "ann@example.com").await;
    let code = app.code_mailed_to("ann@example.com");

    let refused = redeem(&visitor, &code, "Ann").await;
    assert_eq!(refused.status(), 422);
    assert_eq!(people::table.count().get_result::<i64>(&mut app.conn).unwrap(), 1, "no second account");
}

#[tokio::test]
async fn nothing_secret_is_stored_as_it_is_but_in_the_mail_on_its_way() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, EMAIL).await;
    let code = app.code_mailed_to(EMAIL);
    let stored: Vec<u8> = sign_in_codes::table.select(sign_in_codes::code_hash).first(&mut app.conn).unwrap();
    assert!(!String::from_utf8_lossy(&stored).contains(&code));
    let entered = redeem(&visitor, &code, "Rosa").await;
    let cookie =
        entered.headers().get_all("set-cookie").iter().find_map(|cookie| cookie.to_str().unwrap().strip_prefix("session=")).unwrap();
    let token = cookie.split(';').next().unwrap().to_owned();
    let hashes: Vec<Vec<u8>> = sessions::table.select(sessions::token_hash).load(&mut app.conn).unwrap();
    assert!(hashes.iter().all(|hash| hash.len() == 32 && !String::from_utf8_lossy(hash).contains(&token)));
}

#[tokio::test]
async fn a_printed_word_works_once_and_reading_its_page_does_nothing() {
    use proofbench::{
        domains::people::{actions, store::signing_in},
        kernel::Doer,
        platform::secret,
    };
    let mut app = TestApp::start().await;
    let word = secret::token();
    let hash = secret::hash(&word);
    app.state
        .db
        .write(Doer::System("admin create"), move |tx| {
            actions::make_admin(tx, "Joakim", "joakim@example.com")?;
            let until = tx.now() + TimeDelta::minutes(30);
            signing_in::put_code(tx, "joakim@example.com", &hash, &[], until)
        })
        .await
        .unwrap();
    let (second, visitor) = (secret::token(), app.visitor());
    let fresh = secret::hash(&second);
    app.state
        .db
        .write(Doer::System("admin create"), move |tx| {
            let until = tx.now() + TimeDelta::minutes(30);
            signing_in::put_code(tx, "joakim@example.com", &fresh, &[], until)
        })
        .await
        .unwrap();
    assert_eq!(visitor.post("/sign-in/printed", &[("code", &word)]).await.status(), 422, "a newer word voids the older one");
    let word = second;
    visitor.page("/sign-in/printed").await;
    assert_eq!(app.count_sessions(), 0);
    assert_eq!(visitor.post("/sign-in/printed", &[("code", "something else")]).await.status(), 422);
    let entered = visitor.post("/sign-in/printed", &[("code", &word)]).await;
    assert_eq!(entered.status(), 303);
    let admin = app.browser_after(&entered);
    assert_eq!(admin.get("/admin").await.status(), 200);
    assert_eq!(app.visitor().post("/sign-in/printed", &[("code", &word)]).await.status(), 422, "once");
}

#[tokio::test]
async fn the_name_is_not_called_optional_for_it_is_needed_of_everybody_new() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    ask(&visitor, "new@example.com").await;
    let text = text_of(&visitor.page("/sign-in/code").await);
    assert!(text.contains("Your name") && !text.contains("(optional)"), "{text}");
}
