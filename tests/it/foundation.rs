//! What every request meets, whatever it is for.
use crate::support::TestApp;

#[tokio::test]
async fn an_unknown_address_is_a_page_and_a_problem_under_the_api() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let page = visitor.get("/nowhere").await;
    assert_eq!((page.status().as_u16(), page.headers()["content-type"].to_str().unwrap()), (404, "text/html; charset=utf-8"));
    let problem = visitor.get("/api/v1/nowhere").await;
    assert_eq!((problem.status().as_u16(), problem.headers()["content-type"].to_str().unwrap()), (404, "application/problem+json"));
}

#[tokio::test]
async fn every_answer_forbids_inline_script_and_frames() {
    let app = TestApp::start().await;
    let policy = app.visitor().get("/nowhere").await.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
}

#[tokio::test]
async fn a_foreign_host_name_is_refused() {
    let app = TestApp::start().await;
    let response = app.visitor().request(reqwest::Method::GET, "/").header("host", "evil.example").send().await.unwrap();
    assert_eq!(response.status(), 400);
}
