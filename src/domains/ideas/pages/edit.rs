//! Editing an idea: wording, tags, answers to the campaign's own questions.
use super::{
    asked::{FieldView, answer_problems, asked_fields, message_of},
    change::fields as problems,
    number_of,
};
use crate::domains::{
    campaigns::store::{self as campaigns, Field},
    ideas::{
        actions::{self, Edit},
        rules, store,
    },
};
use crate::kernel::{Actor, Doer, EditIdea, ModerateIdea, Refusal, holds};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The edit form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditForm {
    version: i32,
    title: String,
    body: String,
    #[serde(default)]
    tags: String,
    /// Questions of the campaign, and in the same places what is answered.
    #[serde(default)]
    field_id: Vec<Uuid>,
    #[serde(default)]
    field_value: Vec<String>,
}

impl EditForm {
    fn answers(&self) -> Vec<(Uuid, String)> {
        self.field_id.iter().copied().zip(self.field_value.iter().cloned()).take(50).collect()
    }
}

/// One message for each input of the form.
#[derive(Serialize)]
struct Message {
    title: String,
    body: String,
    tags: String,
}

#[derive(Serialize)]
struct EditPage {
    number: i64,
    href: String,
    form: EditForm,
    fields: Vec<FieldView>,
    errors: Vec<ProblemField>,
    message: Message,
    stale: bool,
    /// The form holds what was sent and not saved.
    typed: bool,
    longest_title: usize,
    longest_body: usize,
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "ideas/edit.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("idea-edit-title")
    }
}

/// What is edited.
struct Scene {
    idea: store::VisibleIdea,
    tags: Vec<String>,
    asked: Vec<Field>,
    answers: Vec<(Uuid, String)>,
}

async fn read(state: &State, visit: &Visit, number: i64) -> AppResult<Scene> {
    let viewer = visit.viewer.clone();
    state
        .db
        .read(move |conn| {
            let idea = store::find_visible(conn, &viewer, number)?;
            let tags = store::list_tags(conn, idea.id)?;
            let asked = idea.campaign_id.map(|campaign| campaigns::fields(conn, campaign)).transpose()?.unwrap_or_default();
            let answers = store::list_fields(conn, idea.id)?;
            Ok(Scene { idea, tags, asked, answers })
        })
        .await
}

/// The edit form of an idea that the person may edit.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let scene = read(&state, &visit, number_of(&path)?).await?;
    let (doer, idea) = (Doer::from(actor), &scene.idea);
    let place = idea.place(&doer);
    if !holds::<EditIdea>(&doer, &place) {
        return Err(AppError::forbidden::<EditIdea>());
    }
    rules::check_edit(idea.state, holds::<ModerateIdea>(&doer, &place))?;
    let (field_id, field_value) = scene.answers.iter().cloned().unzip();
    let form = EditForm {
        version: idea.version,
        title: idea.title.clone(),
        body: idea.body.clone(),
        tags: scene.tags.join(", "),
        field_id,
        field_value,
    };
    state.page(&request, &visit, &EditPage::of(&scene, form))
}

impl EditPage {
    fn of(scene: &Scene, form: EditForm) -> Self {
        Self {
            number: scene.idea.number,
            href: scene.idea.path(),
            fields: asked_fields(&scene.asked, &form.answers()),
            form,
            message: Message { title: String::new(), body: String::new(), tags: String::new() },
            errors: Vec::new(),
            stale: false,
            typed: false,
            longest_title: rules::LONGEST_TITLE,
            longest_body: rules::LONGEST_BODY,
        }
    }

    fn refused(&mut self, errors: Vec<ProblemField>) {
        for error in &errors {
            let message = match error.field.as_str() {
                "title" => &mut self.message.title,
                "body" => &mut self.message.body,
                "tags" => &mut self.message.tags,
                field => match message_of(&mut self.fields, field) {
                    Some(message) => message,
                    None => continue,
                },
            };
            message.clone_from(&error.text);
        }
        self.errors = errors;
    }
}

/// Saves an edit; a form against another version than the stored one comes back with what was typed.
pub async fn save(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<EditForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path)?, form.0);
    let edit = Edit {
        version: form.version,
        title: form.title.clone(),
        body: form.body.clone(),
        tags: Some(form.tags.split(',').map(str::to_owned).collect()),
        fields: Some(form.answers()),
    };
    let refused = match state.write(&visit, actor, move |tx| actions::edit(tx, number, &edit)).await {
        Ok((idea, _)) => return Ok(see_other_with(&state, format!("/ideas/{}", idea.number), &Toast::new("toast-idea-saved"))),
        Err(AppError::Invalid(refusals)) => Some(refusals),
        Err(AppError::Stale) => None,
        Err(other) => return Err(other),
    };
    let scene = read(&state, &visit, number).await?;
    // What was typed stays; the version is the stored one, so that sending again is a choice made with open eyes.
    let mut page = EditPage::of(&scene, EditForm { version: scene.idea.version, ..form });
    page.stale = refused.is_none();
    page.typed = true;
    let status = if page.stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (answers, others): (Vec<Refusal>, Vec<Refusal>) =
        refused.unwrap_or_default().into_iter().partition(|refusal| refusal.part.is_some());
    let answers: Vec<(Uuid, Refusal)> = answers.into_iter().filter_map(|refusal| Some((refusal.part?, refusal))).collect();
    let mut errors = problems(&state, &visit, &others);
    errors.extend(answer_problems(&state, &visit, &answers));
    page.refused(errors);
    state.page_with(&request, &visit, &page, status)
}
