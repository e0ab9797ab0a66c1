//! Prototypes: from an idea to a decision on frozen evidence, and what becomes of the idea.
mod api;
mod board;
mod evidence;
mod gates;
mod graduation;
mod stages;

use crate::support::{TestApp, Visitor, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, PrototypeStage},
    schema::{ideas, prototypes},
};
use reqwest::{Response, header};

pub fn location(response: &Response) -> String {
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

pub fn stage_of(app: &mut TestApp, number: i64) -> PrototypeStage {
    prototypes::table.filter(prototypes::number.eq(number)).select(prototypes::stage).first(&mut app.conn).unwrap()
}

pub fn idea_state(app: &mut TestApp, number: i64) -> IdeaState {
    ideas::table.filter(ideas::number.eq(number)).select(ideas::state).first(&mut app.conn).unwrap()
}

/// Verbs recorded by what happens in between.
macro_rules! verbs_of {
    ($app:expr, $work:expr) => {{
        let before = $app.verbs().len();
        let answer = $work;
        (answer, $app.verbs().split_off(before))
    }};
}
pub(super) use verbs_of;

pub async fn frame(visitor: &Visitor, title: &str) -> i64 {
    let response = visitor.post("/prototypes", &[("title", title), ("audience", "internal")]).await;
    assert_eq!(response.status(), 303, "{}", text_of(&response.text().await.unwrap()));
    location(&response).trim_start_matches("/prototypes/").parse().unwrap()
}

pub async fn move_to(visitor: &Visitor, number: i64, to: &str) -> Response {
    visitor.post(&format!("/prototypes/{number}/stage"), &[("to", to), ("reason", "")]).await
}
