//! HTML pages: a template with the exact data it needs, inside the shell that every page shares.
use super::{State, Visit, forms::without_guard_fields};
use crate::kernel::{Density, Moment, Refusal, Role, Theme, text};
use crate::platform::{error::AppResult, secret::Secret, words::Lang};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    http::header,
};
use serde::Serialize;
use std::borrow::Cow;

/// How the keys of messages begin that say why something was not done.
const REFUSED: &str = "refusal-";

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
    /// Whose drafts this browser may show: a kind and a hash, the same on every page of theirs.
    pub draft_owner: String,
    pub nav: Vec<NavEntry>,
    pub viewer: Option<ShellViewer>,
    pub live: Option<ShellLive>,
    pub toast: Option<ShellToast>,
    pub demo: bool,
    /// The demo's doors, which somebody who is about to sign in comes back through.
    pub doors: String,
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
    pub can_audit: bool,
    pub can_admin: bool,
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
    /// What happened.
    pub text: String,
    /// It says why something was not done.
    pub refused: bool,
    /// Where the form of the way back posts to.
    pub undo_action: Option<String>,
    /// What its button says.
    pub undo_label: String,
}

/// A message for the next page, by key; `undo` is a form action on this host.
#[derive(Debug, Clone)]
pub struct Toast {
    /// Key in the Fluent files, starting with `toast-`, or with `refusal-` for what was not done.
    pub key: Cow<'static, str>,
    /// Where the undo form posts to.
    pub undo: Option<String>,
    /// Whom or what it is about, `$what` of its sentence, or who answers, `$who`.
    pub what: String,
    /// How many there are now, `$count` of its sentence.
    pub count: i64,
    /// By when, `$at` of its sentence.
    pub at: Option<Moment>,
}

impl Toast {
    /// Longest name of what a message is about, in characters: it travels in a cookie.
    const LONGEST: usize = 80;

    /// A message without a way back.
    pub const fn new(key: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), undo: None, what: String::new(), count: 0, at: None }
    }
    /// A message with a way back.
    pub fn undoable(key: &'static str, undo: impl Into<String>) -> Self {
        Self { undo: Some(undo.into()), ..Self::new(key) }
    }
    /// Why something was not done.
    pub fn refusal(refusal: &Refusal) -> Self {
        Self { key: Cow::Owned(format!("{REFUSED}{}", refusal.code)), ..Self::new("") }
    }
    /// A message that takes `who` answers and `at` what time.
    pub fn answered(key: &'static str, who: &str, at: Moment) -> Self {
        Self { at: Some(at), ..Self::new(key) }.about(who)
    }
    /// The same about somebody or something.
    #[must_use]
    pub fn about(self, what: &str) -> Self {
        Self { what: text::excerpt(what, Self::LONGEST), ..self }
    }
    /// The same with a number.
    #[must_use]
    pub fn counting(self, count: i64) -> Self {
        Self { count, ..self }
    }

    /// As the cookie takes it: key, way back, and what it is about under our signature, for these words are
    /// not ours.
    fn pack(&self, secret: &Secret) -> String {
        let (undo, what) = (self.undo.as_deref().unwrap_or(""), form_urlencoded::byte_serialize(self.what.as_bytes()).collect::<String>());
        if what.is_empty() && self.count == 0 && self.at.is_none() {
            return format!("{}|{undo}", self.key);
        }
        let said = format!("{what}|{}|{}", self.count, self.at.map_or_else(String::new, |at| at.timestamp().to_string()));
        format!("{}|{undo}|{said}|{}", self.key, secret.sign(TOAST, &format!("{}|{said}", self.key)))
    }

    /// What a cookie asks to be said: only our own words, and words of others only under our signature.
    fn unpack(value: &str, secret: &Secret) -> Option<Self> {
        let mut parts = value.split('|');
        let (key, undo) = (parts.next()?, parts.next().unwrap_or(""));
        let undo = Some(undo).filter(|undo| !undo.is_empty()).map(str::to_owned);
        let plain = Self { key: Cow::Owned(key.to_owned()), undo, ..Self::new("") };
        let Some(what) = parts.next() else {
            return Some(plain);
        };
        let (count, at, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if !secret.verifies(TOAST, &format!("{key}|{what}|{count}|{at}"), signature) {
            return None;
        }
        let what = form_urlencoded::parse(format!("w={what}").as_bytes()).next().map(|(_, what)| what.into_owned())?;
        let at = if at.is_empty() { None } else { Some(chrono::DateTime::from_timestamp(at.parse().ok()?, 0)?) };
        Some(Self { what, count: count.parse().ok()?, at, ..plain })
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
            draft_owner: draft_owner(self, visit),
            nav: navigation(visit, section),
            viewer: shell_viewer(visit),
            live,
            toast: self.toast(request, visit),
            demo: self.demo.is_on(),
            doors: doors(request),
            org_name: self.org_name().to_owned(),
            request_id: visit.request_id.to_string(),
            now: visit.now.to_rfc3339(),
            // The page itself, or, when it answers a form, the page that the form stood on.
            next: self.came_from(request).filter(|_| !request.method().is_safe()).unwrap_or_else(|| visit.here.clone()),
        }
    }

    /// The page of ours that a request was sent from, where the browser says so.
    pub fn came_from(&self, request: &HttpRequest) -> Option<String> {
        let referer = request.headers().get(header::REFERER)?.to_str().ok()?;
        let (scheme, rest) = referer.split_once("://")?;
        let (host, path) = rest.split_at(rest.find('/')?);
        let path = path.split('#').next().unwrap_or(path);
        let ours = self.config.is_own_origin(&format!("{scheme}://{host}")) && own_path(path) == path;
        ours.then(|| without_guard_fields(path))
    }

    /// A message in the visitor's language, for an answer that is a part of a page.
    pub fn said(&self, visit: &Visit, toast: &Toast) -> ShellToast {
        let (lang, zone) = (visit.preferences.lang, visit.preferences.zone);
        let mut args = fluent_bundle::FluentArgs::new();
        args.set("what", toast.what.as_str());
        args.set("who", toast.what.as_str());
        args.set("count", toast.count);
        if let Some(at) = toast.at {
            args.set("at", self.words.moment(lang, at, visit.now, zone));
        }
        ShellToast {
            text: self.words.text(lang, &toast.key, Some(&args)),
            refused: toast.key.starts_with(REFUSED),
            undo_action: toast.undo.clone(),
            undo_label: self.words.plain(lang, "shell-undo"),
        }
    }

    fn live_words(&self, lang: Lang, round: i64) -> String {
        let mut args = fluent_bundle::FluentArgs::new();
        args.set("round", round);
        self.words.text(lang, "shell-live-round", Some(&args))
    }

    fn toast(&self, request: &HttpRequest, visit: &Visit) -> Option<ShellToast> {
        let cookie = request.cookie(TOAST).filter(|cookie| !cookie.value().is_empty())?;
        let toast = Toast::unpack(cookie.value(), &self.secret)?;
        // Only our own words and our own paths: a planted cookie can say nothing else.
        if !(toast.key.starts_with(REFUSED) || toast.key.starts_with("toast-")) || !self.words.has(visit.preferences.lang, &toast.key) {
            return None;
        }
        let undo = toast.undo.filter(|path| own_path(path) == path);
        Some(self.said(visit, &Toast { undo, ..toast }))
    }
}

/// The demo's doors; from the page to sign in they lead on to where that one would.
fn doors(request: &HttpRequest) -> String {
    let next = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "next").map(|(_, next)| next);
    match next.filter(|_| request.path().starts_with("/sign-in")) {
        Some(next) => format!("/enter?next={}", form_urlencoded::byte_serialize(own_path(&next).as_bytes()).collect::<String>()),
        None => "/enter".to_owned(),
    }
}

/// A person, or a browser that nobody is signed in with, as scripts may know them.
fn draft_owner(state: &State, visit: &Visit) -> String {
    let hash: String = state.secret.sign("draft-owner", &visit.draft_owner()).chars().take(16).collect();
    format!("{}.{hash}", if visit.viewer.person().is_some() { "p" } else { "v" })
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
    // Roles of one campaign open the same pages, which show that campaign alone.
    let somewhere = |roles: &[Role]| roles.iter().any(|role| actor.has_somewhere(*role));
    Some(ShellViewer {
        name: actor.standing.name.clone(),
        href: format!("/people/{}", visit.handle),
        initials: text::initials(&actor.standing.name),
        unread: visit.unread,
        is_staff: actor.is_staff(),
        can_triage: somewhere(&[Role::Rnd, Role::Moderator, Role::Admin]),
        can_moderate: somewhere(&[Role::Moderator, Role::Admin]),
        can_audit: may(Role::Compliance) || may(Role::Admin),
        can_admin: may(Role::Admin),
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
    // A cookie that comes back is read as percent-encoded, whoever set it.
    let value = toast.pack(&state.secret).replace('%', "%25");
    HttpResponse::SeeOther().insert_header((header::LOCATION, to.as_ref())).cookie(toast_cookie(state, value, 60)).finish()
}

#[cfg(test)]
mod tests {
    use super::{Secret, Toast, own_path};

    #[test]
    fn a_message_names_only_what_we_signed() {
        let secret = Secret::new([7; 32]);
        let packed = Toast::undoable("toast-x", "/triage/undo?a=b").about("Tape | 100 %; \"lets go\" ü").counting(6).pack(&secret);
        assert!(packed.chars().all(|c| c.is_ascii_graphic() && c != ';' && c != '"'), "{packed}");
        let said = Toast::unpack(&packed, &secret).unwrap();
        assert_eq!(
            (said.key.as_ref(), said.undo.as_deref(), said.what.as_str(), said.count, said.at),
            ("toast-x", Some("/triage/undo?a=b"), "Tape | 100 %; \"lets go\" ü", 6, None)
        );
        assert!(Toast::unpack(&packed.replace("Tape", "Fake"), &secret).is_none());
        assert!(Toast::unpack(&packed.replace("toast-x", "toast-y"), &secret).is_none());
        for planted in ["toast-x||Fake", "toast-x||Fake|0", "toast-x||Fake|0|", "toast-x||Fake|0|1800000000|forged"] {
            assert!(Toast::unpack(planted, &secret).is_none(), "{planted}");
        }
        let plain = Toast::unpack("toast-x|/undo", &secret).unwrap();
        assert_eq!((plain.key.as_ref(), plain.undo.as_deref(), plain.what.as_str()), ("toast-x", Some("/undo"), ""));
        let at = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let packed = Toast::answered("toast-x", "Tomás", at).pack(&secret);
        let answered = Toast::unpack(&packed, &secret).unwrap();
        assert_eq!((answered.what.as_str(), answered.at), ("Tomás", Some(at)));
        assert!(Toast::unpack(&packed.replace("1800000000", "1900000000"), &secret).is_none());
    }

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
