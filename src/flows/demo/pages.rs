//! The page on which an administrator removes the demo: what goes, what stays, and who runs the place then.
use super::removal::{self, Counts, NewAdmin};
use crate::domains::people::{pages::new_session, rules};
use crate::kernel::{Actor, Event, Instance, ManageInstance, Place, Refusal, authorize};
use crate::platform::{
    error::{AppError, AppResult},
    password, secret,
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other_with, session_cookie},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FIELDS: &[&str] = &["name", "email", "password"];

/// The administrator to be, where there is none beside the demo's own.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovalForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: SecretString,
}

#[derive(Serialize)]
struct RemovalPage {
    goes: Counts,
    stays: Counts,
    admins: Vec<String>,
    values: BTreeMap<&'static str, String>,
    errors: Vec<ProblemField>,
    of: BTreeMap<&'static str, String>,
}

impl Page for RemovalPage {
    const TEMPLATE: &'static str = "demo/removal.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("demo-removal-title")
    }
}

fn administrators_only(actor: &Actor) -> AppResult<()> {
    authorize::<ManageInstance>(&actor.clone().into(), Place::INSTANCE).map(|_| ()).ok_or_else(AppError::forbidden::<ManageInstance>)
}

/// What goes and what stays.
pub(super) async fn show(state: web::Data<State>, visit: Visit, actor: Actor, request: HttpRequest) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    render(&state, &visit, &request, &RemovalForm::default(), &[]).await
}

async fn render(state: &State, visit: &Visit, request: &HttpRequest, form: &RemovalForm, refusals: &[Refusal]) -> AppResult<HttpResponse> {
    let (marked, (goes, stays), admins) =
        state.db.read(|conn| Ok((removal::is_marked(conn)?, removal::preview(conn)?, removal::list_admins(conn)?))).await?;
    if !marked {
        return Err(AppError::NotFound("demo"));
    }
    let errors: Vec<ProblemField> =
        refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect();
    let said = |field: &str| errors.iter().find(|error| error.field == field).map(|error| error.text.clone()).unwrap_or_default();
    let page = RemovalPage {
        goes,
        stays,
        admins,
        values: [("name", form.name.clone()), ("email", form.email.clone())].into(),
        of: FIELDS.iter().map(|field| (*field, said(field))).collect(),
        errors,
    };
    let status = if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    state.page_with(request, visit, &page, status)
}

/// Reads who is to be the administrator; `None` when nothing was filled in.
fn parse(state: &State, form: &RemovalForm) -> Result<Option<(String, rules::Email)>, Vec<Refusal>> {
    let password = &*password::normal(form.password.expose_secret());
    if [form.name.trim(), form.email.trim(), password].iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let mut wrong = Vec::new();
    let name = rules::person_name(&form.name).map_err(|refusal| wrong.push(refusal)).ok();
    let email = rules::Email::parse(&form.email).map_err(|refusal| wrong.push(refusal)).ok();
    let own = [form.name.as_str(), form.email.as_str(), state.org_name(), "proofbench"];
    wrong.extend(rules::check_password(password, &own).err());
    match (name, email) {
        (Some(name), Some(email)) if wrong.is_empty() => Ok(Some((name, email))),
        _ => Err(wrong),
    }
}

/// Removes the demo organisation; whoever did it is signed in as an administrator of what is left.
pub(super) async fn remove(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<RemovalForm>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let token = secret::token();
    let admin = match parse(&state, &form.0) {
        Err(wrong) => return render(&state, &visit, &request, &form.0, &wrong).await,
        Ok(None) => None,
        Ok(Some((name, email))) => Some(NewAdmin {
            name,
            email,
            password_hash: password::hash(form.0.password.clone()).await?,
            session: new_session(&state, &visit, &request, &token),
        }),
    };
    let (made, visitor_hash) = (admin.is_some(), visit.visitor_hash());
    let removed = state
        .write(&visit, actor, move |tx| {
            let granted = authorize::<ManageInstance>(tx.doer(), Place::INSTANCE).ok_or_else(AppError::forbidden::<ManageInstance>)?;
            if let Some(admin) = &admin {
                removal::put_admin(tx, admin, &visitor_hash)?;
            }
            removal::remove(tx, &granted)?;
            tx.record(&granted, &Event::DemoRemoved { instance: Instance })?;
            Ok(())
        })
        .await;
    match removed {
        Err(AppError::Refused(refusal)) => return render(&state, &visit, &request, &form.0, &[refusal]).await,
        other => other?,
    }
    state.demo.set(false);
    let mut answer = see_other_with(&state, if made { "/admin" } else { "/" }, &Toast::new("toast-demo-removed"));
    if made {
        answer.add_cookie(&session_cookie(&state, token)).map_err(|error| AppError::Internal(error.into()))?;
    }
    Ok(answer)
}
