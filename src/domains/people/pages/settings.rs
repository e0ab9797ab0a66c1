//! The own profile and account.
use super::{Choice, FormErrors, preferences::choice_cookie, refusals};
use crate::domains::people::{
    actions,
    rules::{self, LANGUAGE_UNKNOWN, ZONE_UNKNOWN},
    store::{
        profile::{self, Profile, ProfileChange},
        sessions, signing_in,
    },
};
use crate::kernel::{Actor, Moment, Refusal, SessionId, TagSource};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, Section, State, Title, Toast, Visit, end_session_cookie, see_other_with},
    words::Lang,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/settings", web::get().to(show))
        .route("/settings", web::post().to(change))
        .route("/settings/sessions", web::get().to(show_sessions))
        .route("/settings/sessions/end-others", web::post().to(end_others))
        .route("/settings/sessions/{id}/end", web::post().to(end_one))
        .route("/settings/erase", web::get().to(show_erase))
        .route("/settings/erase", web::post().to(erase));
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileForm {
    name: String,
    title: String,
    company: String,
    bio: String,
    tags: String,
    time_zone: String,
    language: String,
    #[serde(default)]
    listed: Option<String>,
}

#[derive(Serialize)]
struct SettingsPage {
    tab: &'static str,
    form: ProfileForm,
    listed: bool,
    staff: bool,
    email: String,
    handle: String,
    given_tags: Vec<String>,
    zones: Vec<Choice>,
    zone_default: String,
    languages: Vec<Choice>,
    errors: FormErrors,
}
impl Page for SettingsPage {
    const TEMPLATE: &'static str = "people/settings.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-settings-title")
    }
}
const FIELDS: &[&str] = &["name", "title", "company", "bio", "tags", "time_zone", "language"];

fn settings_page(state: &State, actor: &Actor, email: String, profile: &Profile, form: ProfileForm, errors: FormErrors) -> SettingsPage {
    let given = profile.tag_names.iter().zip(&profile.tag_sources).filter(|(_, source)| **source != TagSource::Own);
    let given_tags: std::collections::BTreeSet<String> = given.map(|(name, _)| name.clone()).collect();
    let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| name.contains('/') || *name == "UTC");
    SettingsPage {
        tab: "profile",
        listed: form.listed.is_some(),
        form,
        staff: actor.is_staff(),
        email,
        handle: profile.handle.clone(),
        given_tags: given_tags.into_iter().collect(),
        zones: zones.map(|name| Choice { value: name.to_owned(), label: name.replace('_', " ") }).collect(),
        zone_default: state.config.time_zone().name().to_owned(),
        languages: Lang::OFFERED
            .iter()
            .map(|lang| Choice { value: lang.tag().to_owned(), label: state.words.plain(*lang, &format!("shell-language-{}", lang.tag())) })
            .collect(),
        errors,
    }
}

/// The own account and profile; the session proves that both are there.
async fn own_profile(state: &State, visit: &Visit, actor: &Actor) -> AppResult<(signing_in::Account, Profile)> {
    let (viewer, handle, id) = (visit.viewer.clone(), visit.handle.clone(), actor.id);
    state
        .db
        .read(move |conn| {
            let account = signing_in::find_account_of(conn, id)?.ok_or(AppError::NotFound("person"))?;
            let profile = profile::find_visible(conn, &viewer, &handle)?.ok_or(AppError::NotFound("person"))?;
            Ok((account, profile))
        })
        .await
}

async fn show(state: web::Data<State>, visit: Visit, actor: Actor, request: HttpRequest) -> AppResult<HttpResponse> {
    let (account, profile) = own_profile(&state, &visit, &actor).await?;
    let tags: Vec<&str> = profile
        .tag_names
        .iter()
        .zip(&profile.tag_sources)
        .filter(|(_, source)| **source == TagSource::Own)
        .map(|(name, _)| name.as_str())
        .collect();
    let id = actor.id;
    let zone = state.db.read(move |conn| profile::find_time_zone(conn, id)).await?;
    let form = ProfileForm {
        name: profile.name.clone(),
        title: profile.title.clone(),
        company: profile.company.clone(),
        bio: profile.bio.clone(),
        tags: tags.join(", "),
        time_zone: zone.unwrap_or_default(),
        language: account.lang.clone().unwrap_or_default(),
        listed: profile.listed.then(|| "on".to_owned()),
    };
    let page = settings_page(&state, &actor, account.email, &profile, form, FormErrors::none(FIELDS));
    state.page(&request, &visit, &page)
}

type Checked = (ProfileChange, Vec<(String, String)>);

fn check(form: &ProfileForm) -> Result<Checked, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let mut keep = |result: Result<String, Refusal>| {
        result.unwrap_or_else(|refusal| {
            wrong.push(refusal);
            String::new()
        })
    };
    let (name, title) = (keep(rules::person_name(&form.name)), keep(rules::line("title", &form.title)));
    let (company, bio) = (keep(rules::line("company", &form.company)), keep(rules::bio(&form.bio)));
    let tags = rules::tags(&form.tags).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        Vec::new()
    });
    let time_zone = Some(form.time_zone.clone()).filter(|zone| !zone.is_empty());
    if time_zone.as_ref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        wrong.push(ZONE_UNKNOWN);
    }
    let lang = Some(form.language.clone()).filter(|lang| !lang.is_empty());
    if lang.as_ref().is_some_and(|lang| !Lang::parse(lang).is_some_and(|lang| Lang::OFFERED.contains(&lang))) {
        wrong.push(LANGUAGE_UNKNOWN);
    }
    if wrong.is_empty() {
        Ok((ProfileChange { name, title, company, bio, time_zone, lang, listed: form.listed.is_some() }, tags))
    } else {
        Err(wrong)
    }
}

async fn change(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<ProfileForm>,
) -> AppResult<HttpResponse> {
    let form = form.0;
    match check(&form) {
        Ok((change, tags)) => {
            let (doer, lang) = (actor.clone(), change.lang.clone());
            state.write(&visit, doer, move |tx| actions::change_profile(tx, &actor, &change, &tags)).await?;
            let mut answer = see_other_with(&state, "/settings", &Toast::new("toast-profile-saved"));
            // The cookie of the browser would otherwise outvote the account.
            let cookie = match lang {
                Some(lang) => choice_cookie(&state, "lang", lang),
                None => {
                    let mut gone = choice_cookie(&state, "lang", String::new());
                    gone.make_removal();
                    gone
                }
            };
            answer.add_cookie(&cookie).map_err(|error| AppError::Internal(error.into()))?;
            Ok(answer)
        }
        Err(wrong) => {
            let (account, profile) = own_profile(&state, &visit, &actor).await?;
            let errors = FormErrors::of(&state, &visit, FIELDS, &wrong);
            let page = settings_page(&state, &actor, account.email, &profile, form, errors);
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

#[derive(Serialize)]
struct SessionRow {
    id: Uuid,
    browser: String,
    network: String,
    created_at: String,
    last_seen_at: String,
    here: bool,
}

#[derive(Serialize)]
struct SessionsPage {
    tab: &'static str,
    sessions: Vec<SessionRow>,
}
impl Page for SessionsPage {
    const TEMPLATE: &'static str = "people/sessions.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-sessions-title")
    }
}

fn session_rows(sessions: Vec<sessions::Session>, here: Option<SessionId>) -> Vec<SessionRow> {
    let at = |moment: Moment| moment.to_rfc3339();
    sessions
        .into_iter()
        .map(|session| SessionRow {
            id: session.id,
            created_at: at(session.created_at),
            last_seen_at: at(session.last_seen_at),
            here: here == Some(SessionId(session.id)),
            browser: session.browser,
            network: session.network,
        })
        .collect()
}

async fn show_sessions(state: web::Data<State>, visit: Visit, actor: Actor, request: HttpRequest) -> AppResult<HttpResponse> {
    let (id, now, here) = (actor.id, visit.now, visit.session);
    let sessions = state.db.read(move |conn| sessions::list_sessions(conn, id, now)).await?;
    state.page(&request, &visit, &SessionsPage { tab: "sessions", sessions: session_rows(sessions, here) })
}

async fn end_others(state: web::Data<State>, visit: Visit, actor: Actor) -> AppResult<HttpResponse> {
    let (doer, here) = (actor.clone(), visit.session);
    state.write(&visit, doer, move |tx| actions::end_other_sessions(tx, &actor, here)).await?;
    Ok(see_other_with(&state, "/settings/sessions", &Toast::new("toast-other-sessions-ended")))
}

async fn end_one(state: web::Data<State>, visit: Visit, actor: Actor, id: web::Path<Uuid>) -> AppResult<HttpResponse> {
    let (doer, session) = (actor.clone(), SessionId(*id));
    state.write(&visit, doer, move |tx| actions::end_session(tx, &actor, session)).await?;
    Ok(see_other_with(&state, "/settings/sessions", &Toast::new("toast-session-ended")))
}

#[derive(Serialize)]
struct ErasePage {
    tab: &'static str,
    handle: String,
    confirm: String,
    errors: FormErrors,
}
impl Page for ErasePage {
    const TEMPLATE: &'static str = "people/erase.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-erase-title")
    }
}

async fn show_erase(state: web::Data<State>, visit: Visit, _: Actor, request: HttpRequest) -> AppResult<HttpResponse> {
    let errors = FormErrors::none(&["confirm"]);
    state.page(&request, &visit, &ErasePage { tab: "profile", handle: visit.handle.clone(), confirm: String::new(), errors })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EraseForm {
    confirm: String,
}

async fn erase(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<EraseForm>,
) -> AppResult<HttpResponse> {
    let (doer, handle, confirm) = (actor.clone(), visit.handle.clone(), form.0.confirm.clone());
    let erased = state.write(&visit, doer, move |tx| actions::erase_own(tx, &actor, &handle, &confirm)).await;
    if let Err(error) = erased {
        let errors = FormErrors::of(&state, &visit, &["confirm"], &refusals(error)?);
        let page = ErasePage { tab: "profile", handle: visit.handle.clone(), confirm: form.0.confirm, errors };
        return state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let mut answer = see_other_with(&state, "/", &Toast::new("toast-account-erased"));
    answer.add_cookie(&end_session_cookie(&state)).map_err(|error| AppError::Internal(error.into()))?;
    Ok(answer)
}
