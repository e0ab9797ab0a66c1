//! The versions of an idea, each against the one before.
use super::{number_of, view::Person};
use crate::domains::{
    ideas::store::{self, Answered, Version, VisibleIdea},
    people::{self, store::Name},
};
use crate::kernel::PersonId;
use crate::platform::{
    error::AppResult,
    web::{Cursor, Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use std::collections::HashMap;

/// Versions of a page.
const VERSIONS: i64 = 20;
/// Longest text that is compared word by word, in bytes; a longer one is compared by lines.
const BY_WORDS: usize = 30_000;

/// Where the page of versions starts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    after: Option<String>,
}

/// A run of text that stayed, came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Entry {
    version: i32,
    editor: Person,
    at: String,
    title: Vec<Part>,
    body: Vec<Part>,
    answers: Vec<AnswerParts>,
    first: bool,
}

/// An answer to one of the campaign's own questions, against the version before.
#[derive(Serialize)]
struct AnswerParts {
    label: String,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct HistoryPage {
    title: String,
    number: i64,
    href: String,
    entries: Vec<Entry>,
    next_href: String,
}

impl Page for HistoryPage {
    const TEMPLATE: &'static str = "ideas/history.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.title.clone())
    }
}

/// The versions.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
    place: Queried<Place>,
) -> AppResult<HttpResponse> {
    let (number, viewer) = (number_of(&path)?, visit.viewer.clone());
    let below: Option<i32> = place.0.after.as_deref().map(Cursor::parse).transpose()?;
    let page = state
        .db
        .read(move |conn| {
            let idea = store::find_visible(conn, &viewer, number)?;
            // One more than shown: what the oldest one on the page is compared with.
            let versions = store::list_versions(conn, idea.id, below, VERSIONS + 1)?;
            let editors: Vec<PersonId> = versions.iter().map(|version| version.editor_id).collect();
            let names = people::store::names_for(conn, &viewer, &editors)?;
            HistoryPage::of(&idea, &versions, &names)
        })
        .await?;
    state.page(&request, &visit, &page)
}

impl HistoryPage {
    fn of(idea: &VisibleIdea, versions: &[Version], names: &HashMap<PersonId, Name>) -> AppResult<Self> {
        let shown = usize::try_from(VERSIONS).unwrap_or(usize::MAX);
        let more = versions.len() > shown;
        let answers: Vec<Vec<Answered>> = versions.iter().map(Version::answers).collect::<AppResult<_>>()?;
        let entries: Vec<Entry> = versions
            .iter()
            .zip(&answers)
            .enumerate()
            .take(shown)
            .map(|(at, (version, answered))| {
                let before = versions.get(at + 1);
                Entry {
                    version: version.version,
                    editor: Person::among(names, version.editor_id),
                    at: version.created_at.to_rfc3339(),
                    title: diff(before.map_or("", |before| &before.title), &version.title),
                    body: diff(before.map_or("", |before| &before.body), &version.body),
                    answers: diff_answers(answers.get(at + 1).map(Vec::as_slice), answered),
                    first: before.is_none(),
                }
            })
            .collect();
        let next = entries.last().filter(|_| more).map(|entry| Cursor::after(&entry.version));
        Ok(Self {
            title: idea.title.clone(),
            number: idea.number,
            href: idea.path(),
            next_href: next.map_or_else(String::new, |next| format!("/ideas/{}/history?after={next}", idea.number)),
            entries,
        })
    }
}

/// What changed in the answers; nothing before means nothing to compare.
fn diff_answers(before: Option<&[Answered]>, after: &[Answered]) -> Vec<AnswerParts> {
    let whole = |kind: &'static str, text: &str| vec![Part { kind, text: text.to_owned() }];
    let earlier = |field| before.unwrap_or_default().iter().find(|answer| answer.field == field);
    let mut answers: Vec<AnswerParts> = after
        .iter()
        .map(|answer| {
            let parts = match (before, earlier(answer.field)) {
                (None, _) => whole("same", &answer.value),
                (Some(_), None) => whole("ins", &answer.value),
                (Some(_), Some(earlier)) => diff(&earlier.value, &answer.value),
            };
            AnswerParts { label: answer.label.clone(), parts }
        })
        .collect();
    let gone = before.unwrap_or_default().iter().filter(|answer| after.iter().all(|kept| kept.field != answer.field));
    answers.extend(gone.map(|answer| AnswerParts { label: answer.label.clone(), parts: whole("del", &answer.value) }));
    answers
}

/// What changed between two texts, in the order of reading; nothing before means nothing to compare.
pub fn diff(before: &str, after: &str) -> Vec<Part> {
    if before.is_empty() {
        return vec![Part { kind: "same", text: after.to_owned() }];
    }
    let mut config = TextDiff::configure();
    config.timeout(std::time::Duration::from_millis(100));
    let diff = if before.len() + after.len() > BY_WORDS { config.diff_lines(before, after) } else { config.diff_words(before, after) };
    let mut parts: Vec<Part> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "ins",
            ChangeTag::Delete => "del",
        };
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => parts.push(Part { kind, text: change.value().to_owned() }),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_changed_are_marked() {
        let parts = diff("holds to 70 °C", "holds to 80 °C");
        let kinds: Vec<(&str, &str)> = parts.iter().map(|part| (part.kind, part.text.as_str())).collect();
        assert_eq!(kinds, [("same", "holds to "), ("del", "70"), ("ins", "80"), ("same", " °C")]);
    }

    #[test]
    fn answers_come_change_and_go() {
        let answer = |field: u128, value: &str| Answered {
            field: uuid::Uuid::from_u128(field),
            label: format!("Question {field}"),
            value: value.to_owned(),
        };
        let (before, after) = ([answer(1, "20 N"), answer(2, "red")], [answer(1, "30 N"), answer(3, "new")]);
        let read = |parts: &[AnswerParts]| -> Vec<(String, Vec<(&str, String)>)> {
            parts.iter().map(|one| (one.label.clone(), one.parts.iter().map(|part| (part.kind, part.text.clone())).collect())).collect()
        };
        let text = |kind, text: &str| (kind, text.to_owned());
        assert_eq!(
            read(&diff_answers(Some(&before), &after)),
            [
                ("Question 1".to_owned(), vec![text("del", "20"), text("ins", "30"), text("same", " N")]),
                ("Question 3".to_owned(), vec![text("ins", "new")]),
                ("Question 2".to_owned(), vec![text("del", "red")]),
            ]
        );
        assert_eq!(read(&diff_answers(None, &after))[0].1, [text("same", "30 N")]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_their_diff(before in "[a-d \\n]{1,80}", after in "[a-d \\n]{0,80}") {
            let parts = diff(&before, &after);
            let read = |skip: &str| parts.iter().filter(|part| part.kind != skip).map(|part| part.text.as_str()).collect::<String>();
            prop_assert_eq!(read("ins"), before);
            prop_assert_eq!(read("del"), after);
        }
    }
}
