//! How one likes the screens: colours, language, density, keys, hints. For visitors a cookie keeps it.
use crate::domains::people::{actions, rules::LANGUAGE_UNKNOWN, store::profile::Preference};
use crate::kernel::{Actor, Density, Theme};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Posted, State, Visit, own_path, see_other},
    words::Lang,
};
use actix_web::{
    HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    web,
};
use serde::Deserialize;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/settings/theme", web::post().to(theme))
        .route("/settings/language", web::post().to(language))
        .route("/settings/density", web::post().to(density))
        .route("/settings/keys", web::post().to(keys))
        .route("/settings/hints", web::post().to(hints));
}

/// Most hints that a visitor's cookie remembers.
const MOST_HINTS: usize = 40;

/// A cookie for a choice of a visitor; it holds nothing of who they are.
pub(super) fn choice_cookie<'c>(state: &State, name: &'static str, value: String) -> Cookie<'c> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .secure(state.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish()
}

/// Keeps a preference with the account when somebody is signed in, and goes back to where they were.
async fn keep(
    state: &State,
    visit: &Visit,
    next: &str,
    preference: Preference,
    cookie: Option<Cookie<'static>>,
) -> AppResult<HttpResponse> {
    if let Some(actor) = visit.viewer.person().cloned() {
        let doer = actor.clone();
        state.write(visit, doer, move |tx| actions::prefer(tx, &actor, &preference)).await?;
    }
    let mut answer = see_other(own_path(next));
    if let Some(cookie) = cookie {
        answer.add_cookie(&cookie).map_err(|error| AppError::Internal(error.into()))?;
    }
    Ok(answer)
}

fn unknown(what: &str) -> AppError {
    AppError::Unreadable(format!("there is no such {what}"))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeForm {
    theme: String,
    #[serde(default)]
    next: String,
}

async fn theme(state: web::Data<State>, visit: Visit, form: Posted<ThemeForm>) -> AppResult<HttpResponse> {
    let theme = Theme::parse(&form.0.theme).ok_or_else(|| unknown("theme"))?;
    let cookie = choice_cookie(&state, "theme", theme.as_str().to_owned());
    keep(&state, &visit, &form.0.next, Preference::Theme(theme), Some(cookie)).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageForm {
    language: String,
    #[serde(default)]
    next: String,
}

async fn language(state: web::Data<State>, visit: Visit, form: Posted<LanguageForm>) -> AppResult<HttpResponse> {
    let lang = Lang::parse(&form.0.language).filter(|lang| Lang::OFFERED.contains(lang)).ok_or(LANGUAGE_UNKNOWN)?;
    let cookie = choice_cookie(&state, "lang", lang.tag().to_owned());
    keep(&state, &visit, &form.0.next, Preference::Lang(lang.tag()), Some(cookie)).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DensityForm {
    density: String,
    #[serde(default)]
    next: String,
}

async fn density(state: web::Data<State>, visit: Visit, _: Actor, form: Posted<DensityForm>) -> AppResult<HttpResponse> {
    let density = Density::parse(&form.0.density).ok_or_else(|| unknown("density"))?;
    keep(&state, &visit, &form.0.next, Preference::Density(density), None).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysForm {
    keys: String,
    #[serde(default)]
    next: String,
}

async fn keys(state: web::Data<State>, visit: Visit, _: Actor, form: Posted<KeysForm>) -> AppResult<HttpResponse> {
    let on = match form.0.keys.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(unknown("switch")),
    };
    keep(&state, &visit, &form.0.next, Preference::Keys(on), None).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HintForm {
    hint: String,
    #[serde(default)]
    next: String,
}

async fn hints(state: web::Data<State>, visit: Visit, form: Posted<HintForm>) -> AppResult<HttpResponse> {
    let hint = form.0.hint;
    let plain = (1..=40).contains(&hint.len()) && hint.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain {
        return Err(unknown("hint"));
    }
    let mut seen = visit.preferences.hints_seen.clone();
    if !seen.contains(&hint) {
        seen.push(hint.clone());
    }
    let from = seen.len().saturating_sub(MOST_HINTS);
    let cookie = visit.viewer.person().is_none().then(|| choice_cookie(&state, "hints", seen[from..].join(".")));
    keep(&state, &visit, &form.0.next, Preference::Hint(hint), cookie).await
}
