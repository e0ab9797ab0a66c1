//! Spaces and their members, for those who keep order.
use super::{Choice, FormErrors, refusals};
use crate::domains::people::{
    actions,
    rules::{self, SPACE_NAME},
    store::spaces::{self, Space, SpaceMember},
};
use crate::kernel::{Actor, ManageSpaces, Place, Refusal, SpaceId, SpaceKind, authorize};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, Posted, Section, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/admin/spaces", web::get().to(list))
        .route("/admin/spaces", web::post().to(make))
        .route("/admin/spaces/{slug}", web::get().to(show))
        .route("/admin/spaces/{slug}/members", web::post().to(add))
        .route("/admin/spaces/{slug}/members/{handle}/remove", web::post().to(remove));
}

fn keepers_only(actor: &Actor) -> AppResult<()> {
    authorize::<ManageSpaces>(&actor.clone().into(), Place::INSTANCE).map(|_| ()).ok_or_else(AppError::forbidden::<ManageSpaces>)
}

#[derive(Serialize)]
struct SpaceRow {
    slug: String,
    name: String,
    kind_key: String,
    about: String,
    members: i64,
}

impl From<Space> for SpaceRow {
    fn from(space: Space) -> Self {
        Self {
            slug: space.slug,
            name: space.name,
            kind_key: format!("people-space-kind-{}", space.kind),
            about: space.about,
            members: space.members,
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpaceForm {
    name: String,
    kind: String,
    #[serde(default)]
    about: String,
}

#[derive(Serialize)]
struct SpacesPage {
    tab: &'static str,
    spaces: Vec<SpaceRow>,
    kinds: Vec<Choice>,
    form: SpaceForm,
    errors: FormErrors,
}
impl Page for SpacesPage {
    const TEMPLATE: &'static str = "people/admin_spaces.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-spaces-title")
    }
}
const FIELDS: &[&str] = &["name", "kind", "about"];

async fn spaces_page(state: &State, visit: &Visit, form: SpaceForm, errors: FormErrors) -> AppResult<SpacesPage> {
    let viewer = visit.viewer.clone();
    let spaces = state.db.read(move |conn| spaces::list_visible_spaces(conn, &viewer)).await?;
    let word = |kind: &SpaceKind| state.words.plain(visit.preferences.lang, &format!("people-space-kind-{kind}"));
    Ok(SpacesPage {
        tab: "spaces",
        spaces: spaces.into_iter().map(SpaceRow::from).collect(),
        kinds: SpaceKind::ALL.iter().map(|kind| Choice { value: kind.as_str().to_owned(), label: word(kind) }).collect(),
        form,
        errors,
    })
}

async fn list(state: web::Data<State>, visit: Visit, actor: Actor, request: HttpRequest) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let form = SpaceForm { kind: SpaceKind::Customer.as_str().to_owned(), ..SpaceForm::default() };
    let page = spaces_page(&state, &visit, form, FormErrors::none(FIELDS)).await?;
    state.page(&request, &visit, &page)
}

async fn make(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<SpaceForm>,
) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let form = form.0;
    match make_space(&state, &visit, actor, &form).await {
        Ok(slug) => Ok(see_other_with(&state, format!("/admin/spaces/{slug}"), &Toast::new("toast-space-made"))),
        Err(error) => {
            let errors = FormErrors::of(&state, &visit, FIELDS, &refusals(error)?);
            let page = spaces_page(&state, &visit, form, errors).await?;
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn make_space(state: &State, visit: &Visit, actor: Actor, form: &SpaceForm) -> AppResult<String> {
    let name = rules::person_name(&form.name).map_err(|_| SPACE_NAME)?;
    let kind = SpaceKind::parse(&form.kind).ok_or(Refusal::of("kind", "space-kind"))?;
    let about = rules::bio(&form.about).map_err(|refusal| Refusal::of("about", refusal.code))?;
    state.write(visit, actor, move |tx| actions::make_space(tx, &name, kind, &about)).await
}

#[derive(Serialize)]
struct SpacePage {
    tab: &'static str,
    space: SpaceRow,
    members: Vec<SpaceMember>,
    person: String,
    errors: FormErrors,
}
impl Page for SpacePage {
    const TEMPLATE: &'static str = "people/admin_space.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Text(self.space.name.clone())
    }
}

async fn space_page(state: &State, visit: &Visit, slug: String, person: String, errors: FormErrors) -> AppResult<SpacePage> {
    let viewer = visit.viewer.clone();
    let (space, members) = state
        .db
        .read(move |conn| {
            let space = spaces::find_visible_space(conn, &viewer, &slug)?.ok_or(AppError::NotFound("space"))?;
            let members = spaces::list_space_members(conn, SpaceId(space.id))?;
            Ok((space, members))
        })
        .await?;
    Ok(SpacePage { tab: "spaces", space: space.into(), members, person, errors })
}

async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    slug: web::Path<String>,
) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let page = space_page(&state, &visit, slug.into_inner(), String::new(), FormErrors::none(&["person"])).await?;
    state.page(&request, &visit, &page)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberForm {
    person: String,
}

async fn add(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    slug: web::Path<String>,
    form: Posted<MemberForm>,
) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let (of, handle) = (slug.clone(), form.0.person.trim().trim_start_matches('@').to_owned());
    match state.write(&visit, actor, move |tx| actions::join_space(tx, &of, &handle)).await {
        Ok(()) => Ok(see_other_with(&state, format!("/admin/spaces/{slug}"), &Toast::new("toast-member-added"))),
        Err(error) => {
            let errors = FormErrors::of(&state, &visit, &["person"], &refusals(error)?);
            let page = space_page(&state, &visit, slug.into_inner(), form.0.person, errors).await?;
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn remove(state: web::Data<State>, visit: Visit, actor: Actor, path: web::Path<(String, String)>) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let (slug, handle) = path.into_inner();
    let of = slug.clone();
    state.write(&visit, actor, move |tx| actions::leave_space(tx, &of, &handle)).await?;
    Ok(see_other_with(&state, format!("/admin/spaces/{slug}"), &Toast::new("toast-member-removed")))
}
