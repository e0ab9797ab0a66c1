//! Personal tokens for the API.
use super::{FormErrors, refusals};
use crate::domains::people::{
    actions,
    rules::{LONGEST_TOKEN_LIFE, LONGEST_TOKEN_NAME, TOKEN_DAYS, TOKEN_NAME, TOKEN_SCOPES},
    store::sessions::{self, NewToken},
};
use crate::kernel::{Actor, Refusal, TokenId};
use crate::platform::{
    error::AppResult,
    secret,
    web::{ApiVisit, Page, Posted, Section, State, Title, Toast, Unkept, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/settings/tokens", web::get().to(show))
        .route("/settings/tokens", web::post().to(make))
        .route("/settings/tokens/{id}/revoke", web::post().to(revoke));
}

#[derive(Serialize)]
struct TokenRow {
    id: Uuid,
    name: String,
    hint: String,
    scopes: Vec<String>,
    created_at: String,
    expires_at: String,
    last_used_at: Option<String>,
}

#[derive(Serialize)]
struct ScopeChoice {
    scope: &'static str,
    key: String,
    checked: bool,
}

#[derive(Serialize)]
struct TokensPage {
    tab: &'static str,
    tokens: Vec<TokenRow>,
    fresh: Option<String>,
    name: String,
    days: String,
    scopes: Vec<ScopeChoice>,
    errors: FormErrors,
}
impl Page for TokensPage {
    const TEMPLATE: &'static str = "people/tokens.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-tokens-title")
    }
}
const FIELDS: &[&str] = &["name", "scopes", "days"];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenForm {
    name: String,
    #[serde(default)]
    scopes: Vec<String>,
    days: String,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self { name: String::new(), scopes: vec!["read".to_owned()], days: "90".to_owned() }
    }
}

async fn tokens_page(
    state: &State,
    visit: &Visit,
    actor: &Actor,
    form: TokenForm,
    fresh: Option<String>,
    errors: FormErrors,
) -> AppResult<TokensPage> {
    let (id, now) = (actor.id, visit.now);
    let tokens = state.db.read(move |conn| sessions::list_tokens(conn, id, now)).await?;
    let row = |token: sessions::Token| TokenRow {
        id: token.id,
        name: token.name,
        hint: token.hint,
        scopes: token.scopes,
        created_at: token.created_at.to_rfc3339(),
        expires_at: token.expires_at.to_rfc3339(),
        last_used_at: token.last_used_at.map(|at| at.to_rfc3339()),
    };
    let scope = |scope: &&'static str| ScopeChoice {
        scope,
        key: format!("people-scope-{}", scope.replace(':', "-")),
        checked: form.scopes.iter().any(|held| held == scope),
    };
    Ok(TokensPage {
        tab: "tokens",
        tokens: tokens.into_iter().map(row).collect(),
        fresh,
        scopes: ApiVisit::SCOPES.iter().map(scope).collect(),
        name: form.name,
        days: form.days,
        errors,
    })
}

async fn show(state: web::Data<State>, visit: Visit, actor: Actor, request: HttpRequest) -> AppResult<HttpResponse> {
    let page = tokens_page(&state, &visit, &actor, TokenForm::default(), None, FormErrors::none(FIELDS)).await?;
    state.page(&request, &visit, &page)
}

fn check(form: &TokenForm, secret: &str) -> Result<NewToken, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let name = form.name.replace(char::is_control, " ").trim().to_owned();
    if !(1..=LONGEST_TOKEN_NAME).contains(&name.chars().count()) {
        wrong.push(TOKEN_NAME);
    }
    let scopes: Vec<String> =
        ApiVisit::SCOPES.iter().filter(|scope| form.scopes.iter().any(|wish| wish == *scope)).map(|scope| (*scope).to_owned()).collect();
    if scopes.is_empty() || form.scopes.iter().any(|wish| !ApiVisit::SCOPES.contains(&wish.as_str())) {
        wrong.push(TOKEN_SCOPES);
    }
    let days = form.days.trim().parse().ok().filter(|days| (1..=LONGEST_TOKEN_LIFE).contains(days));
    if days.is_none() {
        wrong.push(TOKEN_DAYS);
    }
    match days {
        Some(days) if wrong.is_empty() => {
            Ok(NewToken { name, scopes, days, token_hash: secret::hash(secret), hint: secret.chars().take(7).collect() })
        }
        _ => Err(wrong),
    }
}

/// Makes a token and shows it, this once: the answer itself is never kept anywhere.
async fn make(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<TokenForm>,
) -> AppResult<HttpResponse> {
    let (form, secret) = (form.0, format!("pb_{}", secret::token()));
    let made = match check(&form, &secret) {
        Ok(new) => {
            let (doer, owner) = (actor.clone(), actor.clone());
            state.write(&visit, doer, move |tx| actions::make_token(tx, &owner, &new)).await
        }
        Err(wrong) => Err(crate::platform::error::AppError::Invalid(wrong)),
    };
    match made {
        Ok(_) => {
            let page = tokens_page(&state, &visit, &actor, TokenForm::default(), Some(secret), FormErrors::none(FIELDS)).await?;
            let mut answer = state.page(&request, &visit, &page)?;
            answer.extensions_mut().insert(Unkept);
            Ok(answer)
        }
        Err(error) => {
            let errors = FormErrors::of(&state, &visit, FIELDS, &refusals(error)?);
            let page = tokens_page(&state, &visit, &actor, form, None, errors).await?;
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn revoke(state: web::Data<State>, visit: Visit, actor: Actor, id: web::Path<Uuid>) -> AppResult<HttpResponse> {
    let (doer, token) = (actor.clone(), TokenId(*id));
    state.write(&visit, doer, move |tx| actions::revoke_token(tx, &actor, token)).await?;
    Ok(see_other_with(&state, "/settings/tokens", &Toast::new("toast-token-revoked")))
}
