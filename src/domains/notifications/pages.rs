//! The list of what somebody was told.
use super::{
    rules::Because,
    store::{self, Notice},
};
use crate::kernel::{Actor, Event, ItemKind, NotificationId, text};
use crate::platform::{
    error::{AppError, AppResult},
    markdown,
    web::{Cursor, Limit, Page, Posted, Queried, Section, State, Title, Toast, Visit, see_other_with},
    words::Lang,
};
use actix_web::{HttpRequest, HttpResponse, web};
use fluent_bundle::FluentArgs;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Notices of a page.
const ROWS: i64 = 30;

#[derive(Serialize)]
struct NoticesPage {
    notices: Vec<NoticeView>,
    unread: i64,
    next_href: String,
}

/// A notice as its reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeView {
    id: String,
    sentence: String,
    title: String,
    href: String,
    kind_key: String,
    excerpt: String,
    at: String,
    unread: bool,
}

impl Page for NoticesPage {
    const TEMPLATE: &'static str = "notifications/list.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("notifications-title")
    }
}

/// Which page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesQuery {
    after: Option<String>,
}

/// `GET /stream/notifications`.
pub async fn list(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    query: Queried<NoticesQuery>,
) -> AppResult<HttpResponse> {
    let after = query.0.after.as_deref().map(Cursor::parse).transpose()?;
    let viewer = visit.viewer.clone();
    let limit = Limit::parse(None, ROWS)?;
    let mut rows = state.db.read(move |conn| store::list(conn, &viewer, actor.id, after, limit)).await?;
    let next = limit.cut(&mut rows, |row| (row.created_at, row.id));
    let page = NoticesPage {
        notices: rows.into_iter().map(|row| NoticeView::of(&state, visit.preferences.lang, row)).collect(),
        unread: visit.unread,
        next_href: next.map_or_else(String::new, |next| format!("/stream/notifications?after={next}")),
    };
    state.page(&request, &visit, &page)
}

/// Newest notices of a person, for other pages.
///
/// # Errors
/// When the query fails.
pub fn newest(conn: &mut diesel::PgConnection, state: &State, visit: &Visit, actor: &Actor, most: i64) -> AppResult<Vec<NoticeView>> {
    let rows = store::list(conn, &visit.viewer, actor.id, None, Limit::parse(Some(most), most)?)?;
    let most = usize::try_from(most).unwrap_or_default();
    Ok(rows.into_iter().take(most).map(|row| NoticeView::of(state, visit.preferences.lang, row)).collect())
}

/// One notice, or all of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadForm {
    #[serde(default)]
    id: Option<String>,
}

/// `POST /stream/notifications/read`.
pub async fn read(state: web::Data<State>, visit: Visit, actor: Actor, form: Posted<ReadForm>) -> AppResult<HttpResponse> {
    let one = form.0.id.as_deref().map(Uuid::parse_str).transpose().map_err(|_| AppError::NotFound("notification"))?;
    state.write(&visit, actor.clone(), move |tx| store::set_read(tx, actor.id, one)).await?;
    let toast = if one.is_some() { "toast-notice-read" } else { "toast-notices-read" };
    Ok(see_other_with(&state, "/stream/notifications", &Toast::new(toast)))
}

/// A notice as somebody is told of it.
pub(super) struct Said<'s> {
    /// Why they are told.
    pub because: &'s str,
    /// Who did it; `None` for the program itself.
    pub who: Option<&'s str>,
    /// Where the idea came to with a decision at a gate.
    pub led_to: Option<&'s str>,
}

/// What happened, as a sentence to the one it concerns, and the word of the state it led to.
pub(super) fn sentence(state: &State, lang: Lang, event: &Event, said: &Said<'_>) -> (String, String) {
    let known = |word: &str| state.words.plain(lang, &format!("happened-word-{}", word.replace('_', "-")));
    let word = word_of(event).map_or_else(String::new, known);
    let mut args = FluentArgs::new();
    args.set("who", said.who.map_or_else(|| state.words.plain(lang, "happened-by-system"), str::to_owned));
    args.set("word", word.clone());
    let end = match (event, said.led_to) {
        (Event::GateDecided { .. }, Some(led_to)) if said.because == Because::Author.as_str() => {
            args.set("end", known(led_to));
            "-and-end"
        }
        _ => "",
    };
    let key = format!("notice-{}-{}{end}", event.verb().replace('.', "-"), said.because);
    (state.words.text(lang, &key, Some(&args)), word)
}

fn word_of(event: &Event) -> Option<&'static str> {
    match event {
        Event::IdeaMoved { after, .. } => Some(after.as_str()),
        Event::GateDecided { decision, .. } => Some(decision.as_str()),
        Event::CampaignMoved { after, .. } => Some(after.as_str()),
        _ => None,
    }
}

impl NoticeView {
    fn of(state: &State, lang: Lang, row: Notice) -> Self {
        let event = Event::parse(&row.verb, &row.payload);
        let said = Said { because: &row.because, who: row.who.as_deref(), led_to: row.led_to.as_deref() };
        let sentence = event.map_or_else(String::new, |event| sentence(state, lang, &event, &said).0);
        let excerpt = if row.reason.is_empty() { &row.comment_text } else { &row.reason };
        Self {
            id: NotificationId::to_string(&row.id),
            sentence,
            href: href(&row),
            kind_key: format!("lineage-kind-{}", row.item_kind),
            excerpt: text::excerpt(&markdown::to_text(excerpt), 200),
            title: row.title,
            at: row.created_at.to_rfc3339(),
            unread: row.read_at.is_none(),
        }
    }
}

fn href(row: &Notice) -> String {
    match (row.item_kind, row.comment_number) {
        (ItemKind::Idea, Some(comment)) => format!("/comments/{comment}"),
        (ItemKind::Campaign, _) => format!("/campaigns/{}", row.slug),
        (ItemKind::Brainstorm, _) => format!("/brainstorms/{}-{}", row.number, row.slug),
        (ItemKind::Prototype, _) => format!("/prototypes/{}-{}", row.number, row.slug),
        _ => format!("/ideas/{}-{}", row.number, row.slug),
    }
}
