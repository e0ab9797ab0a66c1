//! The reference of the API, drawn from its own description.
use crate::platform::{
    error::AppResult,
    web::{Page, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/api/v1/docs", web::get().to(show));
}

#[derive(Serialize)]
struct ReferencePage {}
impl Page for ReferencePage {
    const TEMPLATE: &'static str = "people/reference.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-reference-title")
    }
}

async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest) -> AppResult<HttpResponse> {
    state.page(&request, &visit, &ReferencePage {})
}
