//! `/activity`: who did what under which permission, over the whole installation, and whether its seals hold.
use super::store::{self, AuditFilter, Audited, audit};
use crate::domains::people;
use crate::kernel::{Actor, Event, Place, ReadAudit, authorize};
use crate::platform::{
    error::{AppError, AppResult},
    health,
    spine::{self, Verdict},
    web::{Page, Queried, Section, State, Title, Visit},
    words::{Lang, Words},
};
use actix_web::{HttpRequest, HttpResponse, web};
use fluent_bundle::FluentArgs;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Events on a page.
const ROWS: i64 = 50;
/// Up to here the chain of seals is checked on each look; beyond, when asked.
const CHECKED_UNASKED: i64 = 50_000;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ActivityQuery {
    verb: String,
    who: String,
    item: String,
    before: Option<i64>,
    check: String,
}

impl ActivityQuery {
    /// The address of this page with another person, item or place.
    fn href(&self, who: &str, item: &str, before: Option<i64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("verb", self.verb.as_str()), ("who", who), ("item", item)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        format!("/activity?{}", query.finish())
    }
}

#[derive(Serialize)]
struct Row {
    number: i64,
    at: String,
    who: String,
    who_key: &'static str,
    who_href: String,
    only_who_href: String,
    key: String,
    word_key: String,
    what: String,
    place: String,
    verb: String,
    permission: String,
    kind_key: String,
    title: String,
    href: String,
    only_item_href: String,
    request: String,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: String,
}

/// What can have happened, in words and in their order.
fn verbs(words: &Words, lang: Lang) -> Vec<Choice> {
    let mut args = FluentArgs::new();
    // Nobody in particular did it, and where it led to stays open.
    args.set("you", 2);
    args.set("word", "…");
    let label = |verb: &str| words.text(lang, &store::choice_key(verb), Some(&args)).trim().to_owned();
    let mut verbs: Vec<Choice> = Event::VERBS.iter().copied().map(|verb| Choice { value: verb, label: label(verb) }).collect();
    verbs.sort_by_cached_key(|choice| crate::kernel::text::sort_key(&choice.label));
    verbs
}

#[derive(Serialize)]
struct ActivityPage {
    rows: Vec<Row>,
    next_href: String,
    verbs: Vec<Choice>,
    verb: String,
    who: String,
    item: String,
    is_filtered: bool,
    unknown_person: bool,
    events: i64,
    sealed: i64,
    sealed_at: Option<String>,
    verdict: &'static str,
    broken_seal: i64,
}

impl Page for ActivityPage {
    const TEMPLATE: &'static str = "lineage/audit.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("audit-title")
    }
}

/// The page, for compliance and administrators.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    query: Queried<ActivityQuery>,
) -> AppResult<HttpResponse> {
    let granted = authorize::<ReadAudit>(&actor.into(), Place::INSTANCE).ok_or_else(AppError::forbidden::<ReadAudit>)?;
    let (query, viewer) = (query.0, visit.viewer.clone());
    let (handle, before) = (query.who.trim().to_owned(), query.before);
    let filter = AuditFilter {
        verb: Some(query.verb.clone()).filter(|verb| Event::VERBS.contains(&verb.as_str())),
        who: None,
        item: Uuid::try_parse(&query.item).ok(),
    };
    let (health, found, unknown_person) = state
        .db
        .read(move |conn| {
            let health = health::look(conn)?;
            let person = if handle.is_empty() { None } else { people::store::find_by_handle(conn, &handle)? };
            let unknown = person.is_none() && !handle.is_empty();
            let filter = AuditFilter { who: person.map(|person| person.id), ..filter.clone() };
            let found = if unknown { (Vec::new(), None) } else { audit(conn, &granted, &viewer, &filter, before, ROWS)? };
            Ok((health, found, unknown))
        })
        .await?;
    let (verdict, broken_seal) = match query.check == "seals" || health.sealed <= CHECKED_UNASKED {
        false => ("unchecked", 0),
        true => match spine::verify(&state.db).await? {
            Verdict::Intact { .. } => ("intact", 0),
            Verdict::Broken { seal } => ("broken", seal),
        },
    };
    let (rows, next) = found;
    let page = ActivityPage {
        rows: rows.into_iter().map(|row| Row::of(row, &query)).collect(),
        next_href: next.map_or_else(String::new, |before| query.href(&query.who, &query.item, Some(before))),
        verbs: verbs(&state.words, visit.preferences.lang),
        is_filtered: [&query.verb, &query.who, &query.item].iter().any(|text| !text.is_empty()),
        unknown_person,
        verb: query.verb,
        who: query.who,
        item: query.item,
        events: health.events,
        sealed: health.sealed,
        sealed_at: health.sealed_at.map(|at| at.to_rfc3339()),
        verdict,
        broken_seal,
    };
    state.page(&request, &visit, &page)
}

impl Row {
    fn of(row: Audited, query: &ActivityQuery) -> Self {
        let (who, handle) = row.who.unwrap_or_default();
        let item = row.item_id.to_string();
        Self {
            number: row.seq,
            at: row.at.to_rfc3339(),
            who_href: if handle.is_empty() { String::new() } else { format!("/people/{handle}") },
            only_who_href: if handle.is_empty() { String::new() } else { query.href(&handle, &query.item, None) },
            who,
            who_key: row.who_key,
            key: row.key,
            word_key: row.word_key,
            what: row.mentioned.what,
            place: row.mentioned.place,
            verb: row.verb,
            permission: row.permission,
            kind_key: format!("lineage-kind-{}", row.kind),
            title: row.item.as_ref().map_or_else(String::new, |item| crate::kernel::text::excerpt(&item.title, 80)),
            href: row.item.map_or_else(String::new, |item| item.href),
            only_item_href: query.href(&query.who, &item, None),
            request: row.request.map_or_else(String::new, |request| request.to_string()),
        }
    }
}
