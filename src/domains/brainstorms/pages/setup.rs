//! Making a room, and changing it until it begins.
use super::{list::may_create, visit::RoomVisit};
use crate::domains::brainstorms::{
    actions,
    rules::{SAME_AUDIENCE, Setup, SetupInput},
    store,
};
use crate::domains::campaigns;
use crate::kernel::{Actor, CreateBrainstorm, FacilitateBrainstorm};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Queried, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What the form sends; every field as typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SetupForm {
    title: String,
    prompt: String,
    second_prompt: String,
    third_prompt: String,
    minutes: String,
    guests_allowed: Option<String>,
    names_shown: Option<String>,
    dots_each: String,
    dots_per_cluster: String,
    warm_up: String,
    audience: String,
    campaign: String,
    /// Of the room that the form was filled from; empty for a new one.
    version: String,
}

impl SetupForm {
    fn input(&self) -> SetupInput {
        SetupInput {
            title: self.title.clone(),
            prompts: vec![self.prompt.clone(), self.second_prompt.clone(), self.third_prompt.clone()],
            minutes: self.minutes.clone(),
            guests_allowed: self.guests_allowed.is_some(),
            names_shown: self.names_shown.is_some(),
            dots_each: self.dots_each.clone(),
            dots_per_cluster: self.dots_per_cluster.clone(),
            warm_up: self.warm_up.clone(),
            audience: self.audience.clone(),
        }
    }
}

#[derive(Serialize)]
struct SetupPage {
    form: SetupForm,
    guests: bool,
    names: bool,
    campaign_title: String,
    /// Address of the room when it is there already.
    room: String,
    action: String,
    /// Somebody saved the room while the form was being filled in.
    stale: bool,
    errors: Vec<ProblemField>,
    error_of: HashMap<String, String>,
}
impl Page for SetupPage {
    const TEMPLATE: &'static str = "brainstorms/setup.html";
    const SECTION: Section = Section::Brainstorm;
    fn title(&self) -> Title {
        Title::Key(if self.room.is_empty() { "brainstorms-new-title" } else { "brainstorms-edit-title" })
    }
}

impl SetupPage {
    fn of(form: SetupForm, campaign_title: String, room: String, errors: Vec<ProblemField>) -> Self {
        let mut error_of: HashMap<String, String> = ["title", "prompt", "minutes", "dots_each", "dots_per_cluster", "warm_up", "audience"]
            .into_iter()
            .map(|field| (field.to_owned(), String::new()))
            .collect();
        for error in &errors {
            error_of.entry(error.field.clone()).and_modify(|text| text.clone_from(&error.text));
        }
        let action = if room.is_empty() { "/brainstorms".to_owned() } else { format!("{room}/settings") };
        Self {
            guests: form.guests_allowed.is_some(),
            names: form.names_shown.is_some(),
            form,
            campaign_title,
            room,
            action,
            stale: false,
            errors,
            error_of,
        }
    }
}

async fn campaign_of(state: &State, visit: &Visit, slug: &str) -> AppResult<Option<campaigns::store::Campaign>> {
    if slug.is_empty() {
        return Ok(None);
    }
    if slug.contains('\0') {
        return Err(AppError::NotFound("campaign"));
    }
    let (viewer, slug) = (visit.viewer.clone(), slug.to_owned());
    state.db.read(move |conn| campaigns::store::find_visible(conn, &viewer, &slug)).await.map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewQuery {
    #[serde(default)]
    campaign: Option<String>,
}

pub(super) async fn blank(
    state: web::Data<State>,
    visit: Visit,
    _actor: Actor,
    request: HttpRequest,
    query: Queried<NewQuery>,
) -> AppResult<HttpResponse> {
    if !may_create(&visit) {
        return Err(AppError::forbidden::<CreateBrainstorm>());
    }
    let campaign = campaign_of(&state, &visit, query.0.campaign.as_deref().unwrap_or("")).await?;
    let form = SetupForm {
        title: campaign.as_ref().map(|campaign| campaign.title.clone()).unwrap_or_default(),
        prompt: campaign.as_ref().map(|campaign| campaign.question.chars().take(300).collect()).unwrap_or_default(),
        minutes: "5".to_owned(),
        dots_each: "5".to_owned(),
        dots_per_cluster: "3".to_owned(),
        audience: if campaign.is_some() { SAME_AUDIENCE.to_owned() } else { "internal".to_owned() },
        campaign: campaign.as_ref().map(|campaign| campaign.slug.clone()).unwrap_or_default(),
        ..SetupForm::default()
    };
    let campaign_title = campaign.map(|campaign| campaign.title).unwrap_or_default();
    state.page(&request, &visit, &SetupPage::of(form, campaign_title, String::new(), Vec::new()))
}

fn problems(state: &State, visit: &Visit, refusals: &[crate::kernel::Refusal]) -> Vec<ProblemField> {
    refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal)).collect()
}

pub(super) async fn create(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<SetupForm>,
) -> AppResult<HttpResponse> {
    if !may_create(&visit) {
        return Err(AppError::forbidden::<CreateBrainstorm>());
    }
    let form = form.0;
    let campaign = campaign_of(&state, &visit, &form.campaign).await?;
    let setup = match Setup::parse(&form.input()) {
        Ok(setup) => setup,
        Err(wrong) => {
            let campaign_title = campaign.map(|campaign| campaign.title).unwrap_or_default();
            let page = SetupPage::of(form, campaign_title, String::new(), problems(&state, &visit, &wrong));
            return state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let of = campaign.map(|campaign| (campaign.id, campaign.sight));
    let (_, number, slug) = state.write(&visit, actor, move |tx| actions::create(tx, of, &setup)).await?;
    Ok(see_other_with(&state, format!("/brainstorms/{number}-{slug}"), &Toast::new("toast-room-created")))
}

async fn steered(
    state: &State,
    at: &RoomVisit,
) -> AppResult<(store::VisibleBrainstorm, Vec<store::Round>, Option<campaigns::store::Campaign>)> {
    at.doer()?;
    let (viewer, number) = (at.viewer(), at.number);
    let found = state
        .db
        .read(move |conn| {
            let room = store::find_visible(conn, &viewer, number)?;
            let rounds = store::list_rounds(conn, room.id)?;
            let campaign = room.campaign_id.map(|id| campaigns::store::find(conn, id)).transpose()?;
            Ok((room, rounds, campaign))
        })
        .await?;
    if found.0.is_steered() { Ok(found) } else { Err(AppError::forbidden::<FacilitateBrainstorm>()) }
}

pub(super) async fn edit(state: web::Data<State>, at: RoomVisit, request: HttpRequest) -> AppResult<HttpResponse> {
    let (room, rounds, campaign) = steered(&state, &at).await?;
    let prompt = |index: usize| rounds.get(index).map(|round| round.prompt.clone()).unwrap_or_default();
    let same = campaign.as_ref().is_some_and(|campaign| campaign.sight == room.sight);
    let form = SetupForm {
        title: room.title.clone(),
        prompt: prompt(0),
        second_prompt: prompt(1),
        third_prompt: prompt(2),
        minutes: rounds.first().map_or(5, |round| round.step_minutes).to_string(),
        guests_allowed: room.guests_allowed.then(|| "on".to_owned()),
        names_shown: room.names_shown.then(|| "on".to_owned()),
        dots_each: room.dots_each.to_string(),
        dots_per_cluster: room.dots_per_cluster.to_string(),
        warm_up: room.warm_up.clone(),
        audience: if same { SAME_AUDIENCE.to_owned() } else { room.sight.audience.to_string() },
        campaign: campaign.as_ref().map(|campaign| campaign.slug.clone()).unwrap_or_default(),
        version: room.version.to_string(),
    };
    let campaign_title = campaign.map(|campaign| campaign.title).unwrap_or_default();
    state.page(&request, &at.visit, &SetupPage::of(form, campaign_title, room.path(), Vec::new()))
}

pub(super) async fn change(
    state: web::Data<State>,
    at: RoomVisit,
    request: HttpRequest,
    form: Posted<SetupForm>,
) -> AppResult<HttpResponse> {
    let (room, _, campaign) = steered(&state, &at).await?;
    let form = form.0;
    let setup = match Setup::parse(&form.input()) {
        Ok(setup) => setup,
        Err(wrong) => {
            let campaign_title = campaign.map(|campaign| campaign.title).unwrap_or_default();
            let page = SetupPage::of(form, campaign_title, room.path(), problems(&state, &at.visit, &wrong));
            return state.page_with(&request, &at.visit, &page, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let (doer, seen, sight) = (at.doer()?, (at.number, form.version.parse::<i32>().ok()), campaign.as_ref().map(|campaign| campaign.sight));
    match state.write(&at.visit, doer, move |tx| actions::change(tx, seen, sight, &setup)).await {
        Ok(room) => Ok(see_other_with(&state, room.path(), &Toast::new("toast-room-changed"))),
        Err(AppError::Stale) => {
            // What was typed stays; the version is the stored one, so that sending again is a choice made with open eyes.
            let (room, ..) = steered(&state, &at).await?;
            let form = SetupForm { version: room.version.to_string(), ..form };
            let campaign_title = campaign.map(|campaign| campaign.title).unwrap_or_default();
            let page = SetupPage { stale: true, ..SetupPage::of(form, campaign_title, room.path(), Vec::new()) };
            state.page_with(&request, &at.visit, &page, StatusCode::CONFLICT)
        }
        Err(other) => Err(other),
    }
}
