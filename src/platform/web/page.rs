//! HTML pages: a template with the exact data it needs, inside the shell that every page shares.
use super::{State, Visit};
use crate::kernel::{Density, Moment, Role, Theme, text};
use crate::platform::{error::AppResult, words::Lang};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    http::header,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;

/// Cookie of the message after an action, and the purpose of its signature.
const TOAST: &str = "toast";

/// A page or a part of one.
pub trait Page: Serialize {
    /// Its template, a path below `templates/`.
    const TEMPLATE: &'static str;
    /// Which entry of the bar it stands under.
    const SECTION: Section;
    /// What the browser's tab says.
    fn title(&self) -> Title;
}

/// The title of a page.
#[derive(Debug, Clone)]
pub enum Title {
    /// Words of ours.
    Key(&'static str),
    /// Words of the content: an idea's title, a person's name.
    Text(String),
}

/// Entries of the bar, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the bar")]
pub enum Section {
    Home,
    Ideas,
    Brainstorm,
    Prototypes,
    People,
    None,
}

/// A step of the way to a page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub text: String,
}

/// What the frame around every page shows.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "templates/base.html shows each where its name says")]
pub struct Shell {
    pub title: String,
    pub path: String,
    pub here: String,
    pub lang: &'static str,
    pub dir: &'static str,
    pub theme: Theme,
    pub density: Density,
    pub keys_on: bool,
    pub hints_seen: Vec<String>,
    pub csrf: String,
    pub nav: Vec<NavEntry>,
    pub viewer: Option<ShellViewer>,
    pub live: Option<ShellLive>,
    pub toast: Option<ShellToast>,
    pub demo: bool,
    pub org_name: String,
    pub request_id: String,
    pub now: String,
    /// Kept for forms that come back here.
    pub next: String,
}

/// One entry of the bar.
#[derive(Debug, Clone, Serialize)]
pub struct NavEntry {
    pub href: &'static str,
    pub key: &'static str,
    pub current: bool,
}

/// The person in the avatar menu.
#[derive(Debug, Clone, Serialize)]
pub struct ShellViewer {
    pub name: String,
    pub href: String,
    pub initials: String,
    pub unread: i64,
    pub is_staff: bool,
    pub can_triage: bool,
    pub can_moderate: bool,
    pub can_admin: bool,
    pub waiting: i64,
}

/// The live pill.
#[derive(Debug, Clone, Serialize)]
pub struct ShellLive {
    pub href: String,
    pub text: String,
    pub ends_at: Option<String>,
}

/// A message after an action, with a way back where there is one.
#[derive(Debug, Clone, Serialize)]
pub struct ShellToast {
    pub text: String,
    pub undo_action: Option<String>,
    pub undo_label: String,
}

/// A message for the next page, by key; `undo` is a form action on this host.
#[derive(Debug, Clone)]
pub struct Toast {
    /// Key in the Fluent files, starting with `toast-`.
    pub key: &'static str,
    /// Where the undo form posts to.
    pub undo: Option<String>,
    /// Who answers, and by when.
    answer: Option<(String, Moment)>,
}

impl Toast {
    /// A message without a way back.
    pub const fn new(key: &'static str) -> Self {
        Self { key, undo: None, answer: None }
    }
    /// A message with a way back.
    pub fn undoable(key: &'static str, undo: impl Into<String>) -> Self {
        Self { key, undo: Some(undo.into()), answer: None }
    }
    /// A message that takes `who` answers and `at` what time.
    pub const fn answered(key: &'static str, who: String, at: Moment) -> Self {
        Self { key, undo: None, answer: Some((who, at)) }
    }
}

impl State {
    /// The page as an answer. Pages of signed-in people are never stored by anyone.
    ///
    /// # Errors
    /// When the template and its data do not fit.
    pub fn page<P: Page>(&self, request: &HttpRequest, visit: &Visit, page: &P) -> AppResult<HttpResponse> {
        self.page_with(request, visit, page, actix_web::http::StatusCode::OK)
    }

    /// As [`State::page`], with another status: 422 for a form that came back with errors.
    ///
    /// # Errors
    /// As [`State::page`].
    pub fn page_with<P: Page>(
        &self,
        request: &HttpRequest,
        visit: &Visit,
        page: &P,
        status: actix_web::http::StatusCode,
    ) -> AppResult<HttpResponse> {
        let mut context = tera::Context::from_serialize(page).map_err(anyhow::Error::from)?;
        let shell = self.shell(request, visit, P::SECTION, &page.title());
        let had_toast = shell.toast.is_some();
        context.insert("lang", shell.lang);
        context.insert("shell", &shell);
        let html = self.templates.render(P::TEMPLATE, &context, visit.reader())?;
        let mut answer = HttpResponse::build(status);
        answer.content_type("text/html; charset=utf-8");
        answer.insert_header((header::CACHE_CONTROL, if visit.viewer.person().is_some() { "no-store" } else { "private, no-cache" }));
        answer.insert_header((header::CONTENT_LANGUAGE, shell.lang));
        if had_toast && !visit.fragment {
            answer.cookie(toast_cookie(self, String::new(), 0));
        }
        Ok(answer.body(html))
    }

    fn shell(&self, request: &HttpRequest, visit: &Visit, section: Section, title: &Title) -> Shell {
        let lang = visit.preferences.lang;
        let title = match title {
            Title::Key(key) => self.words.plain(lang, key),
            Title::Text(text) => text.clone(),
        };
        let live = self.pulse.first_for(&visit.viewer.eyes()).map(|room| ShellLive {
            href: room.href,
            text: self.live_words(lang, room.round),
            ends_at: room.ends_at.map(|at| at.to_rfc3339()),
        });
        Shell {
            title,
            path: visit.path.clone(),
            here: visit.here.clone(),
            lang: lang.tag(),
            dir: "ltr",
            theme: visit.preferences.theme,
            density: visit.preferences.density,
            keys_on: visit.preferences.keys_on,
            hints_seen: visit.preferences.hints_seen.clone(),
            csrf: self.secret.sign("csrf", &visit.csrf_subject()),
            nav: navigation(visit, section),
            viewer: shell_viewer(visit),
            live,
            toast: self.toast(request, visit),
            demo: self.demo.is_on(),
            org_name: self.org_name().to_owned(),
            request_id: visit.request_id.to_string(),
            now: visit.now.to_rfc3339(),
            next: visit.here.clone(),
        }
    }

    fn live_words(&self, lang: Lang, round: i64) -> String {
        let mut args = fluent_bundle::FluentArgs::new();
        args.set("round", round);
        self.words.text(lang, "shell-live-round", Some(&args))
    }

    fn toast(&self, request: &HttpRequest, visit: &Visit) -> Option<ShellToast> {
        let cookie = request.cookie(TOAST).filter(|cookie| !cookie.value().is_empty())?;
        let mut parts = cookie.value().splitn(3, '|');
        let (key, undo, answer) = (parts.next()?, parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        // Only our own words and our own paths: a planted cookie can say nothing else.
        if !key.starts_with("toast-") || !self.words.has(visit.preferences.lang, key) {
            return None;
        }
        let undo_action = Some(undo).filter(|path| !path.is_empty() && own_path(path) == *path).map(str::to_owned);
        let lang = visit.preferences.lang;
        let text = if answer.is_empty() { self.words.plain(lang, key) } else { self.answered(visit, key, answer)? };
        Some(ShellToast { text, undo_action, undo_label: self.words.plain(lang, "shell-undo") })
    }

    /// The message with the name and the moment that were signed with it.
    fn answered(&self, visit: &Visit, key: &str, signed: &str) -> Option<String> {
        let (answer, signature) = signed.rsplit_once('|')?;
        if !self.secret.verifies(TOAST, answer, signature) {
            return None;
        }
        let (at, who) = answer.split_once('|')?;
        let at = chrono::DateTime::from_timestamp(at.parse().ok()?, 0)?;
        let who = String::from_utf8(URL_SAFE_NO_PAD.decode(who).ok()?).ok()?;
        let (lang, zone) = (visit.preferences.lang, visit.preferences.zone);
        let mut args = fluent_bundle::FluentArgs::new();
        args.set("who", who);
        args.set("at", self.words.moment(lang, at, visit.now, zone));
        Some(self.words.text(lang, key, Some(&args)))
    }
}

fn navigation(visit: &Visit, section: Section) -> Vec<NavEntry> {
    let entries: [(Section, &str, &str, bool); 5] = [
        (Section::Home, "/", "shell-nav-home", true),
        (Section::Ideas, "/ideas", "shell-nav-ideas", true),
        (Section::Brainstorm, "/brainstorms", "shell-nav-brainstorm", true),
        (Section::Prototypes, "/prototypes", "shell-nav-prototypes", visit.viewer.is_staff()),
        (Section::People, "/people", "shell-nav-people", true),
    ];
    entries
        .into_iter()
        .filter(|(_, _, _, usable)| *usable)
        .map(|(entry, href, key, _)| NavEntry { href, key, current: entry == section })
        .collect()
}

fn shell_viewer(visit: &Visit) -> Option<ShellViewer> {
    let actor = visit.viewer.person()?;
    let may = |role| actor.has(role);
    Some(ShellViewer {
        name: actor.standing.name.clone(),
        href: format!("/people/{}", visit.handle),
        initials: text::initials(&actor.standing.name),
        unread: visit.unread,
        is_staff: actor.is_staff(),
        can_triage: may(Role::Rnd) || may(Role::Moderator) || may(Role::Admin),
        can_moderate: may(Role::Moderator) || may(Role::Admin),
        can_admin: may(Role::Admin),
        waiting: 0,
    })
}

fn toast_cookie<'c>(state: &State, value: String, seconds: i64) -> Cookie<'c> {
    Cookie::build(TOAST, value)
        .path("/")
        .http_only(true)
        .secure(state.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::seconds(seconds))
        .finish()
}

/// A path of ours to go on to: what was asked for when it stays on this host, or the home page.
/// Browsers read `\\` as `/` and drop control characters, so neither passes.
pub fn own_path(wish: &str) -> &str {
    let ours = wish.starts_with('/')
        && !wish.starts_with("//")
        && wish.len() <= 2000
        && !wish.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace());
    if ours { wish } else { "/" }
}

/// To another page of ours, by GET.
pub fn see_other(to: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to.as_ref())).finish()
}

/// To another page of ours, with a message on it.
pub fn see_other_with(state: &State, to: impl AsRef<str>, toast: &Toast) -> HttpResponse {
    let mut value = format!("{}|{}", toast.key, toast.undo.as_deref().unwrap_or(""));
    if let Some((who, at)) = &toast.answer {
        let answer = format!("{}|{}", at.timestamp(), URL_SAFE_NO_PAD.encode(who));
        let signature = state.secret.sign(TOAST, &answer);
        value = format!("{value}|{answer}|{signature}");
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, to.as_ref())).cookie(toast_cookie(state, value, 60)).finish()
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_paths_of_our_own_are_gone_on_to() {
        for ours in ["/", "/ideas/118-heat?x=1&y=%2F%2Fz#top", "/people/ines-okafor"] {
            assert_eq!(own_path(ours), ours);
        }
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "evil.example",
            "@evil.example",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: x=1",
            " //evil.example",
            "/\u{85}",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
    }
}
