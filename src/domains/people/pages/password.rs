//! Setting, changing and taking away the own password.
use super::{FormErrors, refusals};
use crate::domains::people::{
    actions,
    mails::{self, Recipient},
    rules::{self, PASSWORD_UNEQUAL, PASSWORD_WRONG},
    store::signing_in::{self, Account},
};
use crate::kernel::{Actor, Refusal};
use crate::platform::{
    error::{AppError, AppResult},
    password,
    web::{Page, Posted, Section, State, Title, Toast, Visit, see_other_with, use_try},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// Tries of the present password in a quarter of an hour.
const TRIES: i32 = 10;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/settings/password", web::get().to(show))
        .route("/settings/password", web::post().to(change))
        .route("/settings/password/remove", web::post().to(remove));
}

#[derive(Serialize)]
struct PasswordPage {
    tab: &'static str,
    has_password: bool,
    email: String,
    shortest: usize,
    errors: FormErrors,
}
impl Page for PasswordPage {
    const TEMPLATE: &'static str = "people/password.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-password-title")
    }
}
const FIELDS: &[&str] = &["current", "password", "again"];

async fn account_of(state: &State, actor: &Actor) -> AppResult<Account> {
    let id = actor.id;
    state.db.read(move |conn| signing_in::find_account_of(conn, id)?.ok_or(AppError::NotFound("person"))).await
}

fn page(account: &Account, errors: FormErrors) -> PasswordPage {
    PasswordPage {
        tab: "password",
        has_password: account.password_hash.is_some(),
        email: account.email.clone(),
        shortest: rules::SHORTEST,
        errors,
    }
}

async fn show(state: web::Data<State>, visit: Visit, actor: Actor, request: HttpRequest) -> AppResult<HttpResponse> {
    let account = account_of(&state, &actor).await?;
    state.page(&request, &visit, &page(&account, FormErrors::none(FIELDS)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordForm {
    #[serde(default)]
    current: Option<SecretString>,
    password: SecretString,
    again: SecretString,
}

async fn change(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<PasswordForm>,
) -> AppResult<HttpResponse> {
    let account = account_of(&state, &actor).await?;
    let PasswordForm { current, password: wish, again } = form.0;
    let changed = match check(&state, &account, &wish, &again) {
        Ok(()) => put(&state, &visit, &actor, &account, current, Some(wish)).await,
        Err(refusal) => Err(refusal.into()),
    };
    answer(&state, &visit, &request, &account, changed, "toast-password-changed")
}

fn check(state: &State, account: &Account, wish: &SecretString, again: &SecretString) -> Result<(), Refusal> {
    let (wish, again) = (password::normal(wish.expose_secret()), password::normal(again.expose_secret()));
    rules::check_password(&wish, &[&account.name, &account.email, state.org_name(), "proofbench"])?;
    if wish == again { Ok(()) } else { Err(PASSWORD_UNEQUAL) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemoveForm {
    current: SecretString,
}

async fn remove(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<RemoveForm>,
) -> AppResult<HttpResponse> {
    let account = account_of(&state, &actor).await?;
    let removed = put(&state, &visit, &actor, &account, Some(form.0.current), None).await;
    answer(&state, &visit, &request, &account, removed, "toast-password-removed")
}

/// Compares the present password, where there is one, and sets the new one; the other browsers have to sign in again.
async fn put(
    state: &State,
    visit: &Visit,
    actor: &Actor,
    account: &Account,
    current: Option<SecretString>,
    wish: Option<SecretString>,
) -> AppResult<()> {
    use_try(state, format!("own-password:{}", actor.id), TRIES, 15).await?;
    if account.password_hash.is_some() {
        let shown = current.unwrap_or_default();
        if !password::verify(shown, account.password_hash.clone()).await? {
            return Err(PASSWORD_WRONG.into());
        }
    }
    let hash = match wish {
        Some(wish) => Some(password::hash(wish).await?),
        None => None,
    };
    let notice = mails::password_changed(state, &Recipient { email: &account.email, name: &account.name, reader: visit.reader() })?;
    let (actor, verified, keep) = (actor.clone(), account.password_hash.clone(), visit.session);
    let doer = actor.clone();
    state.write(visit, doer, move |tx| actions::change_password(tx, &actor, verified.as_deref(), hash.as_deref(), keep, &notice)).await
}

fn answer(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    account: &Account,
    result: AppResult<()>,
    toast: &'static str,
) -> AppResult<HttpResponse> {
    match result {
        Ok(()) => Ok(see_other_with(state, "/settings/password", &Toast::new(toast))),
        Err(error) => {
            let errors = FormErrors::of(state, visit, FIELDS, &refusals(error)?);
            state.page_with(request, visit, &page(account, errors), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}
