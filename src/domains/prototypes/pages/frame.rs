//! The form of a prototype itself: framed without an idea, and edited.
use super::{
    number_of, refusals_of,
    view::{Choice, FormView, Wording},
};
use crate::domains::{
    people,
    prototypes::{
        actions::{self, Wish},
        rules::Framing,
        store,
    },
};
use crate::kernel::{Actor, Audience, Doer, FramePrototype, Hatch, Place, PrototypeId, Refusal, Sight, WorkOnPrototype, holds};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, ProblemField, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

const FIELDS: &[&str] = &["title", "brief", "lead", "audience", "hatch", "version"];
/// Who a prototype can be shown to by this form.
const AUDIENCES: &[Audience] = &[Audience::Internal, Audience::SignedIn, Audience::Public];

/// The form as it is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameForm {
    title: String,
    #[serde(default)]
    brief: String,
    #[serde(default)]
    lead: String,
    #[serde(default)]
    audience: String,
    #[serde(default)]
    hatch: String,
    #[serde(default)]
    version: String,
}

impl FrameForm {
    fn values(&self) -> Vec<(&'static str, String)> {
        vec![
            ("title", self.title.clone()),
            ("brief", self.brief.clone()),
            ("lead", self.lead.clone()),
            ("audience", self.audience.clone()),
            ("hatch", self.hatch.clone()),
            ("version", self.version.clone()),
        ]
    }
    fn audience(&self) -> Result<Audience, Refusal> {
        let wish = if self.audience.is_empty() { Some(Audience::Internal) } else { Audience::parse(&self.audience) };
        wish.filter(|audience| AUDIENCES.contains(audience)).ok_or(Refusal::of("audience", "prototype-audience-unknown"))
    }
    fn hatch(&self) -> Result<Hatch, Refusal> {
        if self.hatch.is_empty() {
            Ok(Hatch::Adhesive)
        } else {
            Hatch::parse(&self.hatch).ok_or(Refusal::of("hatch", "prototype-hatch-unknown"))
        }
    }
}

#[derive(Serialize)]
struct FramePage {
    /// Number and address of the prototype; nothing when it is a new one.
    number: Option<i64>,
    action: String,
    back: String,
    form: FormView,
    errors: Vec<ProblemField>,
    audiences: Vec<Choice>,
    hatches: Vec<Choice>,
}

impl Page for FramePage {
    const TEMPLATE: &'static str = "prototypes/frame.html";
    const SECTION: Section = Section::Prototypes;
    fn title(&self) -> Title {
        Title::Key(if self.number.is_some() { "prototypes-edit-title" } else { "prototypes-new-title" })
    }
}

fn page_of(state: &State, visit: &Visit, number: Option<(i64, String)>, form: FormView) -> FramePage {
    let wording = Wording::of(state, visit);
    let audience =
        |audience: &Audience| wording.choice(audience.as_str(), &format!("prototypes-audience-{}", audience.as_str().replace('_', "-")));
    let hatch = |hatch: &Hatch| wording.choice(hatch.as_str(), &format!("prototypes-hatch-{hatch}"));
    let mut audiences: Vec<Choice> = AUDIENCES.iter().map(audience).collect();
    // A prototype of a space keeps its space as long as nobody chooses another audience.
    if let Some(kept) = form.values.get("audience").and_then(|value| Audience::parse(value)).filter(|kept| !AUDIENCES.contains(kept)) {
        audiences.insert(0, audience(&kept));
    }
    let (action, back) = match &number {
        Some((number, path)) => (format!("/prototypes/{number}/edit"), path.clone()),
        None => ("/prototypes".to_owned(), "/prototypes".to_owned()),
    };
    FramePage {
        number: number.map(|(number, _)| number),
        action,
        back,
        form,
        errors: Vec::new(),
        audiences,
        hatches: Hatch::ALL.iter().map(hatch).collect(),
    }
}

fn may_frame(actor: &Actor) -> AppResult<()> {
    let place = Place::of(PrototypeId::new(), Sight::INTERNAL);
    if holds::<FramePrototype>(&Doer::from(actor.clone()), &place) { Ok(()) } else { Err(AppError::forbidden::<FramePrototype>()) }
}

/// An empty form.
pub async fn new(state: web::Data<State>, visit: Visit, request: HttpRequest, actor: Actor) -> AppResult<HttpResponse> {
    may_frame(&actor)?;
    let form =
        FormView::new(FIELDS).with([("audience", "internal".to_owned()), ("hatch", "adhesive".to_owned()), ("lead", visit.handle.clone())]);
    state.page(&request, &visit, &page_of(&state, &visit, None, form))
}

/// Frames a prototype.
pub async fn create(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    form: Posted<FrameForm>,
) -> AppResult<HttpResponse> {
    may_frame(&actor)?;
    let form = form.0;
    let result = match (Framing::parse(&form.title, &form.brief), form.audience(), form.hatch()) {
        (Ok(framing), Ok(audience), Ok(hatch)) => {
            let (lead, zone) = (form.lead.clone(), state.config.time_zone());
            state.write(&visit, actor, move |tx| actions::frame_new(tx, &framing, &lead, audience, hatch, zone)).await
        }
        (framing, audience, hatch) => {
            let mut wrong = framing.err().unwrap_or_default();
            wrong.extend(audience.err().into_iter().chain(hatch.err()));
            Err(AppError::Invalid(wrong))
        }
    };
    match result {
        Ok(number) => Ok(see_other_with(&state, format!("/prototypes/{number}"), &Toast::new("toast-prototype-framed"))),
        Err(error) => again(&state, &visit, &request, None, &form, error),
    }
}

fn again(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    number: Option<(i64, String)>,
    form: &FrameForm,
    error: AppError,
) -> AppResult<HttpResponse> {
    let refusals = refusals_of(error)?;
    let mut page = page_of(state, visit, number, FormView::new(FIELDS).with(form.values()));
    page.errors = page.form.refuse(Wording::of(state, visit), &refusals, "");
    state.page_with(request, visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The form with the prototype in it.
pub async fn edit(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let (number, viewer) = (number_of(&path)?, visit.viewer.clone());
    let (prototype, lead) = state
        .db
        .read(move |conn| {
            let prototype = store::find_visible(conn, &viewer, number)?;
            let lead = people::store::names(conn, &[prototype.lead_id])?.remove(&prototype.lead_id);
            Ok((prototype, lead.map(|name| name.handle).unwrap_or_default()))
        })
        .await?;
    let doer = Doer::from(actor);
    if !holds::<WorkOnPrototype>(&doer, &prototype.place(&doer)) {
        return Err(AppError::forbidden::<WorkOnPrototype>());
    }
    let form = FormView::new(FIELDS).with([
        ("title", prototype.title.clone()),
        ("brief", prototype.brief.clone()),
        ("lead", lead),
        ("audience", prototype.audience.as_str().to_owned()),
        ("hatch", prototype.hatch.as_str().to_owned()),
        ("version", prototype.version.to_string()),
    ]);
    state.page(&request, &visit, &page_of(&state, &visit, Some((number, prototype.path())), form))
}

/// Saves it, unless somebody else has changed it since.
pub async fn save(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<String>,
    form: Posted<FrameForm>,
) -> AppResult<HttpResponse> {
    let (number, form) = (number_of(&path)?, form.0);
    let kept = Audience::parse(&form.audience).filter(|audience| !AUDIENCES.contains(audience));
    let result = match (form.audience(), form.hatch()) {
        (audience, Ok(hatch)) if audience.is_ok() || kept.is_some() => {
            let wish = Wish {
                title: Some(form.title.clone()),
                brief: Some(form.brief.clone()),
                lead: Some(form.lead.clone()),
                hatch: Some(hatch),
                // A space or named people are kept, never chosen here.
                audience: audience.ok(),
                version: form.version.parse().ok(),
            };
            state.write(&visit, actor, move |tx| actions::change(tx, number, &wish)).await
        }
        (audience, hatch) => Err(AppError::Invalid(audience.err().into_iter().chain(hatch.err()).collect())),
    };
    match result {
        Ok(prototype) => Ok(see_other_with(&state, prototype.path(), &Toast::new("toast-prototype-changed"))),
        Err(error) => again(&state, &visit, &request, Some((number, format!("/prototypes/{number}"))), &form, error),
    }
}
