//! Spaces and their members, for those who keep order.
use super::{Choice, FormErrors, refusals};
use crate::domains::people::{
    actions, rules,
    store::spaces::{self, Space, SpaceMember, SpaceUses},
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
        .route("/admin/spaces/{slug}", web::post().to(change))
        .route("/admin/spaces/{slug}/deletion", web::post().to(delete))
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

fn kind_choices(state: &State, visit: &Visit) -> Vec<Choice> {
    let word = |kind: &SpaceKind| state.words.plain(visit.preferences.lang, &format!("people-space-kind-{kind}"));
    SpaceKind::ALL.iter().map(|kind| Choice { value: kind.as_str().to_owned(), label: word(kind) }).collect()
}

async fn spaces_page(state: &State, visit: &Visit, form: SpaceForm, errors: FormErrors) -> AppResult<SpacesPage> {
    let viewer = visit.viewer.clone();
    let spaces = state.db.read(move |conn| spaces::list_visible_spaces(conn, &viewer)).await?;
    Ok(SpacesPage {
        tab: "spaces",
        spaces: spaces.into_iter().map(SpaceRow::from).collect(),
        kinds: kind_choices(state, visit),
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
    let (name, kind, about) = check(form).map_err(AppError::Invalid)?;
    state.write(visit, actor, move |tx| actions::make_space(tx, &name, kind, &about)).await
}

fn check(form: &SpaceForm) -> Result<(String, SpaceKind, String), Vec<Refusal>> {
    let kind = SpaceKind::parse(&form.kind).ok_or(Refusal::of("kind", "space-kind"));
    let about = rules::bio(&form.about).map_err(|refusal| Refusal::of("about", refusal.code));
    match (rules::space_name(&form.name), kind, about) {
        (Ok(name), Ok(kind), Ok(about)) => Ok((name, kind, about)),
        (name, kind, about) => Err([name.err(), kind.err(), about.err()].into_iter().flatten().collect()),
    }
}

#[derive(Serialize)]
struct SpacePage {
    tab: &'static str,
    space: SpaceRow,
    members: Vec<SpaceMember>,
    uses: SpaceUses,
    used: bool,
    person: String,
    kinds: Vec<Choice>,
    form: SpaceForm,
    errors: FormErrors,
}
impl Page for SpacePage {
    const TEMPLATE: &'static str = "people/admin_space.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Text(self.space.name.clone())
    }
}

const SPACE_FIELDS: &[&str] = &["person", "name", "kind", "about"];

/// What was typed into the forms of the page: a person to add, or what the space is to be called and to say.
#[derive(Default)]
struct Typed {
    person: String,
    form: Option<SpaceForm>,
}

async fn space_page(state: &State, visit: &Visit, slug: String, typed: Typed, refusals: &[Refusal]) -> AppResult<SpacePage> {
    let viewer = visit.viewer.clone();
    let (space, members, uses) = state
        .db
        .read(move |conn| {
            let space = spaces::find_visible_space(conn, &viewer, &slug)?.ok_or(AppError::NotFound("space"))?;
            let members = spaces::list_space_members(conn, SpaceId(space.id))?;
            let uses = spaces::count_space_uses(conn, SpaceId(space.id))?;
            Ok((space, members, uses))
        })
        .await?;
    let as_it_is = || SpaceForm { name: space.name.clone(), kind: space.kind.as_str().to_owned(), about: space.about.clone() };
    Ok(SpacePage {
        tab: "spaces",
        form: typed.form.unwrap_or_else(as_it_is),
        space: space.into(),
        members,
        uses,
        used: uses.any(),
        person: typed.person,
        kinds: kind_choices(state, visit),
        errors: FormErrors::of(state, visit, SPACE_FIELDS, refusals),
    })
}

async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    slug: web::Path<String>,
) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let page = space_page(&state, &visit, slug.into_inner(), Typed::default(), &[]).await?;
    state.page(&request, &visit, &page)
}

async fn change(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    slug: web::Path<String>,
    form: Posted<SpaceForm>,
) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let form = form.0;
    match change_space(&state, &visit, actor, slug.clone(), &form).await {
        Ok(slug) => Ok(see_other_with(&state, format!("/admin/spaces/{slug}"), &Toast::new("toast-space-changed"))),
        Err(error) => {
            let typed = Typed { form: Some(form), ..Typed::default() };
            let page = space_page(&state, &visit, slug.into_inner(), typed, &refusals(error)?).await?;
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

async fn change_space(state: &State, visit: &Visit, actor: Actor, slug: String, form: &SpaceForm) -> AppResult<String> {
    let (name, kind, about) = check(form).map_err(AppError::Invalid)?;
    state.write(visit, actor, move |tx| actions::change_space(tx, &slug, &name, kind, &about)).await
}

async fn delete(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    slug: web::Path<String>,
) -> AppResult<HttpResponse> {
    keepers_only(&actor)?;
    let of = slug.clone();
    match state.write(&visit, actor, move |tx| actions::delete_space(tx, &of)).await {
        Ok(()) => Ok(see_other_with(&state, "/admin/spaces", &Toast::new("toast-space-deleted"))),
        Err(error) => {
            let page = space_page(&state, &visit, slug.into_inner(), Typed::default(), &refusals(error)?).await?;
            state.page_with(&request, &visit, &page, StatusCode::CONFLICT)
        }
    }
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
        Ok((name, added)) => {
            let toast = if added { Toast::new("toast-member-added") } else { Toast::new("toast-member-already").about(&name) };
            Ok(see_other_with(&state, format!("/admin/spaces/{slug}"), &toast))
        }
        Err(error) => {
            let typed = Typed { person: form.0.person, ..Typed::default() };
            let page = space_page(&state, &visit, slug.into_inner(), typed, &refusals(error)?).await?;
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
