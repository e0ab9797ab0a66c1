//! The demo's doors: entering as one of eight people, and the mailbox that everybody can read. Neither is there outside a demo.
use super::sign_in::{NextQuery, new_session, onward};
use crate::domains::people::{
    actions,
    store::profile::{self, Profile},
};
use crate::kernel::{Doer, text};
use crate::platform::{
    error::{AppError, AppResult},
    mail::{self, Kept},
    secret,
    web::{Page, Posted, Queried, Section, State, Title, Toast, Visit, see_other_with, session_cookie},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whom one can be, in the order of the cards, with the key of what they are here for.
const CAST: &[(&str, &str)] = &[
    ("rosa-lindqvist", "people-cast-customer"),
    ("ines-okafor", "people-cast-rnd"),
    ("tomas-figueira", "people-cast-moderator"),
    ("marek-dvorak", "people-cast-sales"),
    ("adaeze-nwosu", "people-cast-cmo"),
    ("henrik-solberg", "people-cast-cio"),
    ("mei-larsson", "people-cast-compliance"),
    ("joakim-berg", "people-cast-admin"),
];

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/enter", web::get().to(show))
        .route("/enter", web::post().to(enter))
        .route("/dev/mail", web::get().to(list_mail))
        .route("/dev/mail/{id}", web::get().to(show_mail));
}

fn demo_only(state: &State) -> AppResult<()> {
    if state.demo.is_on() { Ok(()) } else { Err(AppError::NotFound("page")) }
}

#[derive(Serialize)]
struct Card {
    handle: String,
    name: String,
    initials: String,
    title: String,
    place: String,
    cast_key: &'static str,
    current: bool,
}

#[derive(Serialize)]
struct EnterPage {
    cards: Vec<Card>,
    next: String,
}
impl Page for EnterPage {
    const TEMPLATE: &'static str = "people/enter.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-enter-title")
    }
}

fn card(cast: &(&'static str, &'static str), people: &[Profile], current: &str) -> Option<Card> {
    let person = people.iter().find(|person| person.handle == cast.0)?;
    let firm = if person.company.is_empty() { &person.site } else { &person.company };
    Some(Card {
        handle: person.handle.clone(),
        name: person.name.clone(),
        initials: text::initials(&person.name),
        title: person.title.clone(),
        place: firm.clone(),
        cast_key: cast.1,
        current: person.handle == current,
    })
}

async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<NextQuery>) -> AppResult<HttpResponse> {
    demo_only(&state)?;
    let handles: Vec<String> = CAST.iter().map(|(handle, _)| (*handle).to_owned()).collect();
    let people = state.db.read(move |conn| profile::list_by_handles(conn, &handles)).await?;
    let cards = CAST.iter().filter_map(|cast| card(cast, &people, &visit.handle)).collect();
    state.page(&request, &visit, &EnterPage { cards, next: onward(&query.0.next) })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnterForm {
    handle: String,
    #[serde(default)]
    next: String,
}

async fn enter(state: web::Data<State>, visit: Visit, request: HttpRequest, form: Posted<EnterForm>) -> AppResult<HttpResponse> {
    demo_only(&state)?;
    if !CAST.iter().any(|(handle, _)| *handle == form.0.handle) {
        return Err(AppError::NotFound("person"));
    }
    let (token, next) = (secret::token(), onward(&form.0.next));
    let (session, visitor, handle) = (new_session(&state, &visit, &request, &token), visit.visitor_hash(), form.0.handle);
    state
        .db
        .write_as(Doer::System("demo"), Some(visit.request_id), state.clock.clone(), move |tx| {
            actions::enter_demo(tx, &handle, &session, &visitor)
        })
        .await?;
    let mut answer = see_other_with(&state, next, &Toast::new("toast-signed-in"));
    answer.add_cookie(&session_cookie(&state, token)).map_err(|error| AppError::Internal(error.into()))?;
    Ok(answer)
}

#[derive(Serialize)]
struct MailRow {
    id: Uuid,
    to: String,
    subject: String,
    at: String,
}

#[derive(Serialize)]
struct MailboxPage {
    mails: Vec<MailRow>,
}
impl Page for MailboxPage {
    const TEMPLATE: &'static str = "people/mailbox.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-mailbox-title")
    }
}

/// Mail is shown only in a demo that sends none.
fn mailbox_only(state: &State) -> AppResult<()> {
    demo_only(state)?;
    if state.outbox.keeps_only() { Ok(()) } else { Err(AppError::NotFound("page")) }
}

async fn list_mail(state: web::Data<State>, visit: Visit, request: HttpRequest) -> AppResult<HttpResponse> {
    mailbox_only(&state)?;
    let kept = state.db.read(|conn| mail::list_kept(conn, 100)).await?;
    let row = |kept: Kept| MailRow {
        id: kept.id,
        to: if kept.mail.name.is_empty() { kept.mail.to } else { format!("{} <{}>", kept.mail.name, kept.mail.to) },
        subject: kept.mail.subject,
        at: kept.at.to_rfc3339(),
    };
    state.page(&request, &visit, &MailboxPage { mails: kept.into_iter().map(row).collect() })
}

/// One line of a mail's text, cut where addresses begin and end.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Piece {
    text: String,
    href: String,
}

#[derive(Serialize)]
struct MailPage {
    to: String,
    subject: String,
    at: String,
    lines: Vec<Vec<Piece>>,
    html: String,
}
impl Page for MailPage {
    const TEMPLATE: &'static str = "people/mail.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Text(self.subject.clone())
    }
}

/// Addresses on this host become links, everything else stays text.
fn pieces(line: &str, base: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    for word in line.split_inclusive(' ') {
        let address = word.trim_end();
        let own = address.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let href = own.map_or_else(String::new, |rest| if rest.is_empty() { "/".to_owned() } else { rest.to_owned() });
        found.push(Piece { text: word.to_owned(), href });
    }
    found
}

async fn show_mail(state: web::Data<State>, visit: Visit, request: HttpRequest, id: web::Path<Uuid>) -> AppResult<HttpResponse> {
    mailbox_only(&state)?;
    let kept = state.db.read(move |conn| mail::find_kept(conn, *id)?.ok_or(AppError::NotFound("mail"))).await?;
    let base = state.config.base_url();
    let page = MailPage {
        to: kept.mail.to,
        subject: kept.mail.subject,
        at: kept.at.to_rfc3339(),
        lines: kept.mail.text.lines().map(|line| pieces(line, base)).collect(),
        html: kept.mail.html,
    };
    state.page(&request, &visit, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_become_links() {
        let found = pieces("Go to http://here/sign-in or http://here.evil/x", "http://here");
        let links: Vec<&str> = found.iter().filter(|piece| !piece.href.is_empty()).map(|piece| piece.href.as_str()).collect();
        assert_eq!(links, ["/sign-in"]);
        assert_eq!(found.iter().map(|piece| piece.text.as_str()).collect::<String>(), "Go to http://here/sign-in or http://here.evil/x");
    }
}
