//! Signing in by a mailed code, by password, or by the word that the command line printed; signing out.
use super::FormErrors;
use crate::domains::people::{
    actions::{self, CodeTry},
    mails::{self, Recipient},
    rules::{self, CODE_EXPIRED, CODE_SHAPE, CODE_TRIES, Email},
    store::signing_in::{self, NewSession},
};
use crate::kernel::{Doer, PersonId, Refusal};
use crate::platform::{
    error::{AppError, AppResult},
    password,
    render::Reader,
    secret,
    web::{
        Page, Posted, Queried, Section, State, Title, Toast, Visit, end_session_cookie, own_path, peer_address, peer_bucket, see_other,
        see_other_with, session_cookie, use_try,
    },
    words::Lang,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, http::header, web};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Codes mailed to one address in a quarter of an hour, and in a day.
const CODES_PER_ADDRESS: i32 = 5;
const CODES_PER_DAY: i32 = 20;
/// Codes asked for from one network address in a quarter of an hour.
const CODES_PER_PEER: i32 = 60;
/// Tries of codes and passwords from one network address in a quarter of an hour.
const TRIES_PER_PEER: i32 = 120;
/// Tries of a password for one address in a quarter of an hour.
const PASSWORDS_PER_ADDRESS: i32 = 10;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/sign-in", web::get().to(show))
        .route("/sign-in", web::post().to(ask))
        .route("/sign-in/code", web::get().to(show_code))
        .route("/sign-in/code", web::post().to(redeem))
        .route("/sign-in/password", web::post().to(with_password))
        .route("/sign-in/printed", web::get().to(show_printed))
        .route("/sign-in/printed", web::post().to(redeem_printed))
        .route("/sign-out", web::post().to(sign_out));
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NextQuery {
    pub(super) next: String,
}

#[derive(Serialize)]
struct SignInPage {
    /// Where the demo's doors are.
    doors: String,
    email: String,
    next: String,
    with_password: bool,
    /// No mail leaves this installation, and it is no demo, where a mailbox shows them.
    no_mail: bool,
    errors: FormErrors,
}
impl Page for SignInPage {
    const TEMPLATE: &'static str = "people/sign_in.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-sign-in-title")
    }
}
const FIELDS: &[&str] = &["email", "password"];

/// Whether a mail would reach nobody.
pub(super) fn no_mail(state: &State) -> bool {
    state.outbox.keeps_only() && !state.demo.is_on()
}

/// The demo's doors, with where to go on to behind them.
pub(super) fn doors(next: &str) -> String {
    format!("/enter?next={}", form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>())
}

/// Where to go on to after signing in.
pub(super) fn onward(next: &str) -> String {
    let path = own_path(next);
    if path.starts_with("/sign-in") { "/".to_owned() } else { path.to_owned() }
}

async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<NextQuery>) -> AppResult<HttpResponse> {
    let next = onward(&query.0.next);
    if visit.viewer.person().is_some() {
        return Ok(see_other(next));
    }
    let (doors, no_mail) = (doors(&next), no_mail(&state));
    let page = SignInPage { doors, email: String::new(), next, with_password: false, no_mail, errors: FormErrors::none(FIELDS) };
    state.page(&request, &visit, &page)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskForm {
    email: String,
    #[serde(default)]
    next: String,
}

/// The same words, size and work for addresses that have an account and for those that have none.
async fn ask(state: web::Data<State>, visit: Visit, request: HttpRequest, form: Posted<AskForm>) -> AppResult<HttpResponse> {
    let next = onward(&form.0.next);
    let email = match Email::parse(&form.0.email) {
        Ok(email) => email,
        Err(refusal) => {
            let errors = FormErrors::of(&state, &visit, FIELDS, &[refusal]);
            let (doors, no_mail) = (doors(&next), no_mail(&state));
            let page = SignInPage { doors, email: form.0.email, next, with_password: false, no_mail, errors };
            return state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    limit(&state, &request, "code-peer", CODES_PER_PEER).await?;
    let bucket = state.secret.sign("rate", &email.key());
    use_try(&state, format!("code:{bucket}"), CODES_PER_ADDRESS, 15).await?;
    use_try(&state, format!("code-day:{bucket}"), CODES_PER_DAY, 24 * 60).await?;
    send_code(&state, &visit, &email).await?;
    Ok(see_other(code_path(&next)))
}

fn code_path(next: &str) -> String {
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("/sign-in/code?next={next}")
}

async fn send_code(state: &State, visit: &Visit, email: &Email) -> AppResult<()> {
    let (typed, reader) = (email.as_str().to_owned(), visit.reader());
    let asked = typed.clone();
    let account = state.db.read(move |conn| signing_in::find_account(conn, &asked)).await?;
    let digits = format!("{:06}", rand::random_range(0..1_000_000_u32));
    // Mail to a known account goes to the address that is stored, never to the one that was typed.
    let (to, name, lang) = match &account {
        Some(account) => (account.email.clone(), account.name.clone(), account.lang.as_deref().and_then(Lang::parse)),
        None => (typed.clone(), String::new(), None),
    };
    let reader = Reader { lang: lang.unwrap_or(reader.lang), ..reader };
    let mail = mails::code(state, &Recipient { email: &to, name: &name, reader }, &digits)?;
    let (code_hash, browser_hash) = (code_hash(state, visit, &digits), browser_hash(visit));
    let key = format!("code-{}", visit.request_id);
    // The next page shows the address as it was typed: as it is stored would say that there is an account.
    as_door(state, visit, move |tx| actions::ask_for_code(tx, &typed, &code_hash, &browser_hash, &key, &mail)).await
}

/// Writes as the door itself, because nobody is signed in yet. Without the form's idempotency key: a
/// code works once, and a wrong one may be typed again.
async fn as_door<T: Send + 'static>(
    state: &State,
    visit: &Visit,
    work: impl Fn(&mut crate::platform::db::Tx<'_>) -> AppResult<T> + Send + 'static,
) -> AppResult<T> {
    state.db.write_as(Doer::System("sign-in"), Some(visit.request_id), state.clock.clone(), work).await
}

/// What the database keeps of a code: keyed, because six digits alone are soon tried out, and bound to the browser.
fn code_hash(state: &State, visit: &Visit, digits: &str) -> Vec<u8> {
    state.secret.sign("sign-in-code", &format!("{}:{digits}", visit.visitor_hash())).into_bytes()
}

fn browser_hash(visit: &Visit) -> Vec<u8> {
    secret::hash(&visit.visitor.key)
}

async fn limit(state: &State, request: &HttpRequest, what: &str, most: i32) -> AppResult<()> {
    let peer = peer_bucket(request).unwrap_or_else(|| "unknown".to_owned());
    use_try(state, format!("{what}:{peer}"), most, 15).await
}

#[derive(Serialize)]
struct CodePage {
    email: String,
    code: String,
    name: String,
    next: String,
    locked: bool,
    no_mail: bool,
    minutes: i64,
    errors: FormErrors,
}
impl Page for CodePage {
    const TEMPLATE: &'static str = "people/sign_in_code.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-code-title")
    }
}
const CODE_FIELDS: &[&str] = &["code", "name"];

async fn code_page(state: &State, visit: &Visit, form: RedeemForm, refusals: &[Refusal]) -> AppResult<Option<CodePage>> {
    let browser = browser_hash(visit);
    let Some(code) = state.db.read(move |conn| signing_in::find_code(conn, &browser)).await? else {
        return Ok(None);
    };
    let stored = code.stored();
    Ok(Some(CodePage {
        email: code.email,
        code: form.code,
        name: form.name,
        next: onward(&form.next),
        locked: stored.used || stored.attempts >= CODE_TRIES || stored.expires_at <= visit.now,
        no_mail: no_mail(state),
        minutes: (stored.expires_at - visit.now).num_minutes().max(0) + 1,
        errors: FormErrors::of(state, visit, CODE_FIELDS, refusals),
    }))
}

async fn show_code(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<NextQuery>) -> AppResult<HttpResponse> {
    let next = onward(&query.0.next);
    if visit.viewer.person().is_some() {
        return Ok(see_other(next));
    }
    let form = RedeemForm { next: next.clone(), ..RedeemForm::default() };
    match code_page(&state, &visit, form, &[]).await? {
        Some(page) => state.page(&request, &visit, &page),
        None => Ok(see_other(format!("/sign-in?next={}", form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>()))),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RedeemForm {
    code: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    next: String,
}

async fn redeem(state: web::Data<State>, visit: Visit, request: HttpRequest, form: Posted<RedeemForm>) -> AppResult<HttpResponse> {
    let form = form.0;
    // What cannot be a code costs no try.
    let Some(digits) = rules::typed_code(&form.code) else {
        return code_again(&state, &visit, &request, form, CODE_SHAPE).await;
    };
    limit(&state, &request, "try-peer", TRIES_PER_PEER).await?;
    let token = secret::token();
    let attempt = CodeTry {
        browser_hash: browser_hash(&visit),
        code_hash: code_hash(&state, &visit, &digits),
        name: form.name.clone(),
        lang: Some(visit.preferences.lang.tag().to_owned()),
        visitor_hash: visit.visitor_hash(),
        session: new_session(&state, &visit, &request, &token),
    };
    match as_door(&state, &visit, move |tx| actions::redeem_code(tx, &attempt)).await? {
        Ok(_) => Ok(signed_in(&state, &form.next, token)),
        Err(refusal) => code_again(&state, &visit, &request, form, refusal).await,
    }
}

/// The code's form once more, with what is wrong; what a code past its time says stands on the page itself.
async fn code_again(state: &State, visit: &Visit, request: &HttpRequest, form: RedeemForm, refusal: Refusal) -> AppResult<HttpResponse> {
    let refusals = if refusal == CODE_EXPIRED { &[][..] } else { &[refusal][..] };
    match code_page(state, visit, form, refusals).await? {
        Some(page) => state.page_with(request, visit, &page, StatusCode::UNPROCESSABLE_ENTITY),
        None => Err(CODE_EXPIRED.into()),
    }
}

fn signed_in(state: &State, next: &str, token: String) -> HttpResponse {
    let mut answer = see_other_with(state, onward(next), &Toast::new("toast-signed-in"));
    if let Err(error) = answer.add_cookie(&session_cookie(state, token)) {
        tracing::error!(%error, "a session cookie could not be set");
    }
    answer
}

/// A fresh session with a fresh secret; nothing of what the browser held before is used for it.
pub fn new_session(state: &State, visit: &Visit, request: &HttpRequest, token: &str) -> NewSession {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    NewSession {
        token_hash: secret::hash(token),
        expires_at: visit.now + state.config.session_absolute(),
        browser: browser_name(agent),
        network: peer_address(request).map_or_else(String::new, network),
        replaces: visit.session,
    }
}

/// "Firefox, Linux" of what a browser says of itself; names that people know, nothing to recognise them by.
fn browser_name(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    let program = first(&[("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [program, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The network of an address: enough to recognise home and office, not the machine.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordForm {
    email: String,
    password: SecretString,
    #[serde(default)]
    next: String,
}

async fn with_password(state: web::Data<State>, visit: Visit, request: HttpRequest, form: Posted<PasswordForm>) -> AppResult<HttpResponse> {
    let PasswordForm { email, password, next } = form.0;
    limit(&state, &request, "try-peer", TRIES_PER_PEER).await?;
    let entered = match Email::parse(&email) {
        Ok(parsed) => compare(&state, &visit, &request, &parsed, password).await?,
        Err(refusal) => Err(refusal),
    };
    match entered {
        Ok((_, token)) => Ok(signed_in(&state, &next, token)),
        Err(refusal) => {
            let errors = FormErrors::of(&state, &visit, FIELDS, &[refusal]);
            let next = onward(&next);
            let page = SignInPage { doors: doors(&next), email, next, with_password: true, no_mail: no_mail(&state), errors };
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn compare(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    email: &Email,
    password: SecretString,
) -> AppResult<Result<(PersonId, String), Refusal>> {
    use_try(state, format!("password:{}", state.secret.sign("rate", &email.key())), PASSWORDS_PER_ADDRESS, 15).await?;
    let typed = email.clone();
    let account = state.db.read(move |conn| signing_in::find_account(conn, typed.as_str())).await?;
    let right = password::verify(password, account.as_ref().and_then(|account| account.password_hash.clone())).await?;
    let token = secret::token();
    let (session, visitor) = (new_session(state, visit, request, &token), visit.visitor_hash());
    let entered = as_door(state, visit, move |tx| actions::enter_with_password(tx, account.as_ref(), right, &session, &visitor)).await?;
    Ok(entered.map(|person| (person, token)))
}

#[derive(Serialize)]
struct PrintedPage {
    errors: FormErrors,
}
impl Page for PrintedPage {
    const TEMPLATE: &'static str = "people/sign_in_printed.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-printed-title")
    }
}

/// Asks for the word that `admin create` printed. The word never stands in an address, and reading the page does nothing.
async fn show_printed(state: web::Data<State>, visit: Visit, request: HttpRequest) -> AppResult<HttpResponse> {
    state.page(&request, &visit, &PrintedPage { errors: FormErrors::none(&["code"]) })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedForm {
    code: String,
}

async fn redeem_printed(state: web::Data<State>, visit: Visit, request: HttpRequest, form: Posted<PrintedForm>) -> AppResult<HttpResponse> {
    limit(&state, &request, "try-peer", TRIES_PER_PEER).await?;
    let token = secret::token();
    let attempt = CodeTry {
        browser_hash: Vec::new(),
        code_hash: secret::hash(form.0.code.trim()),
        name: String::new(),
        lang: None,
        visitor_hash: visit.visitor_hash(),
        session: new_session(&state, &visit, &request, &token),
    };
    match as_door(&state, &visit, move |tx| actions::redeem_code(tx, &attempt)).await? {
        Ok(_) => Ok(signed_in(&state, "/", token)),
        Err(refusal) => {
            let page = PrintedPage { errors: FormErrors::of(&state, &visit, &["code"], &[refusal]) };
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn sign_out(state: web::Data<State>, visit: Visit) -> AppResult<HttpResponse> {
    if let (Some(actor), Some(session)) = (visit.viewer.person().cloned(), visit.session) {
        let person = actor.id;
        state.write(&visit, actor, move |tx| actions::sign_out(tx, person, session)).await?;
    }
    let mut answer = see_other_with(&state, "/", &Toast::new("toast-signed-out"));
    answer.add_cookie(&end_session_cookie(&state)).map_err(|error| AppError::Internal(error.into()))?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_known_by_names_that_people_know() {
        assert_eq!(browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox, Linux");
        assert_eq!(
            browser_name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"),
            "Safari, iPhone"
        );
        assert_eq!(browser_name("curl/8"), "");
        assert_eq!(network("203.0.113.77".parse().expect("address")), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2::3".parse().expect("address")), "2001:db8:1::/48");
    }

    #[test]
    fn signing_in_never_leads_back_to_itself() {
        assert_eq!(onward("/sign-in?next=/sign-in"), "/");
        assert_eq!(onward("/ideas/3"), "/ideas/3");
    }
}
