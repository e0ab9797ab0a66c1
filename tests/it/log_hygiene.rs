//! What people keep secret is in no log line, and no foreign text begins a line of its own.
use crate::support::TestApp;
use proofbench::{
    kernel::Role,
    platform::telemetry::{self, LogFormat},
};
use std::{
    io,
    sync::{Arc, Mutex},
};

/// Where this test's log goes.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const PASSWORD: &str = "seven copper kettles under the stair";
const WRONG: &str = "nine tin kettles over the stair";
const EMAIL: &str = "rosa@voltaic.example";
const BALLAST: &str = "ballast-nobody-logs";
const FORGED: &str = "Rosa\r\n2026-01-01T00:00:00Z ERROR forged: all is lost";

#[tokio::test]
async fn no_secret_is_logged_and_no_line_is_forged() {
    let lines = Lines::default();
    let log = lines.clone();
    telemetry::start_into("debug,proofbench=trace", LogFormat::Text, move || log.clone()).unwrap();
    let mut app = TestApp::start().await;
    let visitor = app.visitor();

    visitor.post("/sign-in", &[("email", EMAIL), ("next", "/")]).await;
    let code = app.code_mailed_to(EMAIL);
    visitor.post("/sign-in/code", &[("code", &code[1..]), ("name", FORGED), ("next", "/")]).await;
    let answer = visitor.post("/sign-in/code", &[("code", &code), ("name", "Rosa"), ("next", "/")]).await;
    let session = answer.headers()["set-cookie"].to_str().unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
    let rosa = app.browser_after(&answer);
    rosa.post("/settings", &[("name", FORGED), ("company", FORGED), ("unknown", FORGED)]).await;
    rosa.post("/settings/password", &[("password", PASSWORD), ("current", "")]).await;
    visitor.post("/sign-in/password", &[("email", EMAIL), ("password", WRONG), ("next", "/")]).await;
    visitor.post("/sign-in/password", &[("email", EMAIL), ("password", PASSWORD), ("next", FORGED)]).await;
    let admin = app.sign_in("Admin", &[Role::Admin]);
    let made = admin.post("/settings/tokens", &[("name", "Sync"), ("scopes", "read"), ("days", "30")]).await;
    let page = made.text().await.unwrap();
    let token = page.split(['"', '<', '>', ' ', '\n']).find(|word| word.starts_with("pb_")).map(str::to_owned);
    let token = token.expect("a token is shown once");
    let call = |bearer: &str| admin.request(reqwest::Method::GET, "/api/v1/ideas").bearer_auth(bearer.to_owned());
    call(&token).send().await.unwrap();
    call(&format!("{token}{BALLAST}")).send().await.unwrap();
    for path in ["/ideas?q=a%0D%0A2026-01-01T00:00:00Z%20ERROR%20forged", "/nowhere%0d%0aforged:", "/api/v1/ideas?after=%0aforged:"] {
        visitor.get(path).await;
    }

    let log = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    assert!(log.lines().count() > 20, "the log was not caught: {log}");
    let secrets = [PASSWORD, WRONG, BALLAST, &code, &session, &token, admin.csrf()];
    let told: Vec<&str> = log.lines().filter(|line| secrets.iter().any(|secret| line.contains(secret))).collect();
    assert!(told.is_empty(), "secrets in the log:\n{}", told.join("\n"));
    let is_ours = |line: &str| line.get(..4).is_some_and(|year| year.parse::<u16>().is_ok()) && line.contains(": ");
    let forged: Vec<&str> =
        log.lines().filter(|line| line.starts_with("2026-01-01") || (line.starts_with("forged") && !is_ours(line))).collect();
    assert!(forged.is_empty(), "forged lines:\n{}", forged.join("\n"));
}
