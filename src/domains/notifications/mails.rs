//! Mails about what an author waits for, in their language, with a plain-text twin.
use super::{
    pages::{self, Said},
    rules::{self, Because},
    store::Told,
};
use crate::domains::ideas;
use crate::kernel::{Event, ItemKind, PersonId};
use crate::platform::{
    db::Tx,
    error::AppResult,
    mail::{self, Mail},
    markdown,
    render::Reader,
    web::State,
    words::Lang,
};
use fluent_bundle::FluentArgs;

/// What the words under the sentence are.
fn label_of(event: &Event) -> &'static str {
    match event {
        Event::ClarificationAsked { .. } => "mail-notice-question",
        Event::OfficialAnswerGiven { .. } => "mail-notice-the-answer",
        _ => "mail-notice-reason",
    }
}

/// What the mail of a notice is queued under: once for each person and event.
pub(super) fn key(person: PersonId, seq: i64) -> String {
    format!("notify-{person}-{seq}")
}

/// Queues the mail of a notice. Somebody without an address gets none. News that can still be taken back wait.
///
/// # Errors
/// When a template fails or the mail cannot be queued.
pub(super) fn queue(tx: &mut Tx<'_>, state: &State, told: &Told, event: &Event) -> AppResult<()> {
    let Some(to) = told.email.clone() else {
        return Ok(());
    };
    let lang = told.lang.as_deref().and_then(Lang::parse).unwrap_or(state.config.default_language());
    let zone = told.time_zone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(state.config.time_zone());
    let reader = Reader { lang, zone, now: tx.now() };
    let said = Said { because: &told.because, who: told.who.as_deref(), led_to: told.led_to.as_deref() };
    let (sentence, word) = pages::sentence(state, lang, event, &said);
    let mut subject = FluentArgs::new();
    subject.set("title", told.title.clone());
    subject.set("number", told.number);
    subject.set("word", word);
    let mut context = tera::Context::new();
    context.insert("lang", lang.tag());
    context.insert("org_name", state.org_name());
    context.insert("base_url", state.config.base_url());
    context.insert("name", &told.name);
    context.insert("sentence", &sentence);
    context.insert("title", &told.title);
    context.insert("reason", &markdown::to_text(&told.reason));
    context.insert("reason_html", &markdown::to_html(&told.reason));
    context.insert("reason_key", label_of(event));
    let (reminds, merged) = (told.because == Because::Reminder.as_str(), told.because == Because::Merged.as_str());
    let path = match told.item_kind {
        ItemKind::Campaign => format!("/campaigns/{}", told.slug),
        _ => ideas::store::path(told.number, &told.slug),
    };
    context.insert("link", &format!("{}{path}", state.config.base_url()));
    let open_key = match event {
        Event::ClarificationAsked { .. } => "mail-notice-answer",
        _ if told.item_kind == ItemKind::Campaign => "mail-notice-campaign",
        _ => "mail-notice-open",
    };
    context.insert("open_key", open_key);
    let why_key = match (reminds, merged) {
        (true, _) => "mail-notice-why-reminder",
        (_, true) => "mail-notice-why-merged",
        _ if told.item_kind == ItemKind::Campaign => "mail-notice-why-campaign",
        _ => "mail-notice-why",
    };
    context.insert("why_key", why_key);
    let subject_key = format!("mail-notice-subject-{}{}", event.verb().replace('.', "-"), if merged { "-merged" } else { "" });
    let part = |ending: &str| state.templates.render(&format!("mail/notice.{ending}"), &context, reader);
    let mail = Mail {
        to,
        name: told.name.clone(),
        subject: state.words.text(lang, &subject_key, Some(&subject)),
        text: part("txt")?,
        html: part("html")?,
    };
    let at = if reminds { tx.now() } else { tx.now() + rules::MAIL_WAITS };
    mail::queue_for(tx, &key(told.person_id, told.seq), &mail, at)
}
