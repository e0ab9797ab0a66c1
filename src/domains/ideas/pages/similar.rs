//! Ideas like the one that is being written.
use super::{view::Row, voted_for};
use crate::domains::{
    ideas::{rules, store},
    people,
};
use crate::kernel::{IdeaState, Viewer, text};
use crate::platform::{
    error::AppResult,
    web::{Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};

/// Similar ideas shown.
const SIMILAR: i64 = 5;

/// The text that similar ideas are looked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct SimilarPage {
    ideas: Vec<Row>,
}

impl Page for SimilarPage {
    const TEMPLATE: &'static str = "ideas/_similar.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("ideas-title")
    }
}

/// Ideas like a text, as a part of the form.
pub async fn similar(state: web::Data<State>, visit: Visit, request: HttpRequest, words: Queried<Words>) -> AppResult<HttpResponse> {
    let (viewer, words) = (visit.viewer.clone(), words.0.q);
    let ideas = state.db.read(move |conn| similar_rows(conn, &viewer, "", &words)).await?;
    state.page(&request, &visit, &SimilarPage { ideas })
}

/// Ideas that somebody who writes this should have seen before they send it.
pub(super) fn similar_rows(conn: &mut PgConnection, viewer: &Viewer, title: &str, body: &str) -> AppResult<Vec<Row>> {
    let title = if title.trim().is_empty() { text::derived_title(body, rules::LONGEST_TITLE) } else { title.trim().to_owned() };
    let mut found = store::list_alike(conn, viewer, &title, body, None, SIMILAR * 4)?;
    // Nobody is sent to an idea that takes no votes any more; it takes no place either.
    found.retain(|idea| idea.state != IdeaState::Declined);
    found.truncate(usize::try_from(SIMILAR).unwrap_or(usize::MAX));
    let authors: Vec<_> = found.iter().map(|idea| idea.author_id).collect();
    let names = people::store::names_for(conn, viewer, &authors)?;
    let ids: Vec<_> = found.iter().map(|idea| idea.id).collect();
    let voted = voted_for(conn, viewer, &ids)?;
    Ok(found.iter().map(|idea| Row::of(idea, &names, &voted).in_row()).collect())
}
