//! Accounts and roles, for administrators.
use super::{Choice, FormErrors, admin::administrators_only, refusals, sign_in::no_mail};
use crate::domains::{
    campaigns,
    people::{
        actions,
        mails::{self, Recipient},
        rules::{self, CAMPAIGN_UNKNOWN, Email, INVITED_NAME_MISSING, NAME_MISSING, NO_MAIL_SERVER, ROLE_UNKNOWN},
        store::{
            profile,
            roles::{self, HeldRole, Member},
        },
    },
};
use crate::kernel::{Actor, CampaignId, CampaignState, GrantId, PersonId, Refusal, Role, Viewer, text};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Limit, Page, Posted, Queried, Section, State, Title, Toast, Visit, see_other_with, use_try},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Invitations of one administrator in an hour.
const INVITATIONS: i32 = 100;
/// Campaigns that the page of an account names.
const OWNED_SHOWN: i64 = 20;
/// Invitations that one person is sent again in a day.
const INVITATIONS_AGAIN: i32 = 5;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/admin/people", web::get().to(list))
        .route("/admin/people", web::post().to(invite))
        .route("/admin/people/{handle}", web::get().to(show))
        .route("/admin/people/{handle}/invitation", web::post().to(invite_again))
        .route("/admin/people/{handle}/roles", web::post().to(give))
        .route("/admin/people/{handle}/roles/{grant}/remove", web::post().to(take))
        .route("/admin/people/{handle}/deactivate", web::post().to(deactivate))
        .route("/admin/people/{handle}/reactivate", web::post().to(reactivate))
        .route("/admin/people/{handle}/end-sessions", web::post().to(end_sessions));
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ListQuery {
    q: String,
    role: String,
    after: Option<String>,
}

#[derive(Serialize)]
struct MemberRow {
    handle: String,
    name: String,
    initials: String,
    email: String,
    company: String,
    role_keys: Vec<String>,
    sessions: i64,
    last_seen_at: Option<String>,
    closed: bool,
}

impl From<Member> for MemberRow {
    fn from(member: Member) -> Self {
        Self {
            initials: text::initials(&member.name),
            handle: member.handle,
            name: member.name,
            email: member.email,
            company: member.company,
            role_keys: member.roles.into_iter().map(role_key).collect(),
            sessions: member.sessions,
            last_seen_at: member.last_seen_at.map(|at| at.to_rfc3339()),
            closed: member.closed,
        }
    }
}

/// Key of a role's word.
pub(super) fn role_key(role: Role) -> String {
    format!("people-role-{role}")
}

fn role_choices(state: &State, visit: &Visit) -> Vec<Choice> {
    let word = |role: &Role| state.words.plain(visit.preferences.lang, &role_key(*role));
    Role::ALL.iter().map(|role| Choice { value: role.as_str().to_owned(), label: word(role) }).collect()
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InviteForm {
    name: String,
    email: String,
    role: String,
}

#[derive(Serialize)]
struct MembersPage {
    tab: &'static str,
    q: String,
    role: String,
    roles: Vec<Choice>,
    members: Vec<MemberRow>,
    next_href: String,
    /// No mail leaves this installation.
    no_mail: bool,
    form: InviteForm,
    errors: FormErrors,
}
impl Page for MembersPage {
    const TEMPLATE: &'static str = "people/admin_people.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-members-title")
    }
}
const FIELDS: &[&str] = &["name", "email", "role"];

async fn members_page(state: &State, visit: &Visit, query: ListQuery, form: InviteForm, errors: FormErrors) -> AppResult<MembersPage> {
    let limit = Limit::parse(None, 50)?;
    let patterns: Vec<String> = rules::search_words(&query.q).iter().map(|word| rules::pattern(word)).collect();
    let (role, after) = (Role::parse(&query.role), profile::directory_cursor(query.after.as_deref())?);
    let (members, next) = state.db.read(move |conn| roles::list_members(conn, &patterns, role, after.clone(), limit)).await?;
    let next_href = next.map_or_else(String::new, |after| {
        let mut link = form_urlencoded::Serializer::new(String::new());
        link.append_pair("q", &query.q).append_pair("role", &query.role).append_pair("after", &after);
        format!("/admin/people?{}", link.finish())
    });
    Ok(MembersPage {
        tab: "people",
        q: query.q,
        role: query.role,
        roles: role_choices(state, visit),
        members: members.into_iter().map(MemberRow::from).collect(),
        next_href,
        no_mail: no_mail(state),
        form,
        errors,
    })
}

async fn list(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    query: Queried<ListQuery>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let form = InviteForm { role: Role::Rnd.as_str().to_owned(), ..InviteForm::default() };
    let page = members_page(&state, &visit, query.0, form, FormErrors::none(FIELDS)).await?;
    state.page(&request, &visit, &page)
}

fn check_invitation(form: &InviteForm) -> Result<(String, Email, Role), Vec<Refusal>> {
    match (rules::person_name(&form.name), Email::parse(&form.email), Role::parse(&form.role)) {
        (Ok(name), Ok(email), Some(role)) => Ok((name, email, role)),
        (name, email, role) => {
            let name = name.err().map(|refusal| if refusal == NAME_MISSING { INVITED_NAME_MISSING } else { refusal });
            Err([name, email.err(), role.is_none().then_some(ROLE_UNKNOWN)].into_iter().flatten().collect())
        }
    }
}

async fn invite(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    form: Posted<InviteForm>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let form = form.0;
    let invited = match check_invitation(&form) {
        Ok((name, email, role)) => {
            use_try(&state, format!("invite:{}", actor.id), INVITATIONS, 60).await?;
            let to = Recipient { email: email.as_str(), name: &name, reader: visit.reader() };
            let mail = mails::invitation(&state, &to, &actor.standing.name)?;
            state.write(&visit, actor, move |tx| actions::invite(tx, &name, email.as_str(), role, &mail)).await
        }
        Err(wrong) => Err(AppError::Invalid(wrong)),
    };
    match invited {
        Ok(_) => Ok(see_other_with(&state, "/admin/people", &invited_toast(&state))),
        Err(error) => {
            let errors = FormErrors::of(&state, &visit, FIELDS, &refusals(error)?);
            let page = members_page(&state, &visit, ListQuery::default(), form, errors).await?;
            state.page_with(&request, &visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// What became of an invitation that was queued.
fn invited_toast(state: &State) -> Toast {
    Toast::new(match (state.outbox.keeps_only(), state.demo.is_on()) {
        (false, _) => "toast-invited",
        (true, true) => "toast-invited-in-demo",
        (true, false) => "toast-invited-without-mail",
    })
}

async fn invite_again(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    handle: web::Path<String>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let sent = send_again(&state, &visit, actor, handle.clone()).await;
    outcome(&state, &visit, &request, handle.into_inner(), sent).await
}

async fn send_again(state: &State, visit: &Visit, actor: Actor, handle: String) -> AppResult<Toast> {
    let of = handle.clone();
    let member = state.db.read(move |conn| roles::find_member(conn, &of)?.ok_or(AppError::NotFound("person"))).await?;
    if no_mail(state) {
        return Err(NO_MAIL_SERVER.into());
    }
    let email = Email::parse(&member.email)?;
    use_try(state, format!("invite:{}", actor.id), INVITATIONS, 60).await?;
    use_try(state, format!("invite-again:{}", member.id), INVITATIONS_AGAIN, 24 * 60).await?;
    let to = Recipient { email: email.as_str(), name: &member.name, reader: visit.reader() };
    let mail = mails::invitation(state, &to, &actor.standing.name)?;
    let key = format!("invitation-{}", visit.request_id);
    state.write(visit, actor, move |tx| actions::invite_again(tx, &handle, &key, &mail)).await?;
    Ok(invited_toast(state))
}

#[derive(Serialize)]
struct RoleRow {
    id: Uuid,
    key: String,
    campaign: String,
    granted_at: String,
}

/// A campaign that somebody answers for.
#[derive(Serialize)]
struct OwnedRow {
    href: String,
    title: String,
}

#[derive(Serialize)]
struct MemberPage {
    tab: &'static str,
    member: MemberRow,
    held: Vec<RoleRow>,
    roles: Vec<Choice>,
    campaigns: Vec<Choice>,
    own: bool,
    /// They never signed in, so the invitation can be sent again.
    awaited: bool,
    no_mail: bool,
    answers_for: Vec<OwnedRow>,
    answers_for_more: i64,
    errors: FormErrors,
}
impl Page for MemberPage {
    const TEMPLATE: &'static str = "people/admin_person.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Text(self.member.name.clone())
    }
}
/// Campaigns that a role can be given in: id, slug, title.
fn campaign_titles(conn: &mut diesel::PgConnection, viewer: &Viewer) -> AppResult<Vec<(CampaignId, String, String)>> {
    let found = campaigns::store::list(conn, viewer, CampaignState::ALL, None, 200)?;
    Ok(found.into_iter().map(|campaign| (campaign.id, campaign.slug, campaign.title)).collect())
}

const ROLE_FIELDS: &[&str] = &["role", "campaign"];

async fn member_page(state: &State, visit: &Visit, handle: String, errors: FormErrors) -> AppResult<MemberPage> {
    let viewer = visit.viewer.clone();
    let (member, held, titles, awaited, (owned, answers_for_more)) = state
        .db
        .read(move |conn| {
            let member = roles::find_member(conn, &handle)?.ok_or(AppError::NotFound("person"))?;
            let person = PersonId(member.id);
            let held = roles::list_roles(conn, person)?;
            let titles = campaign_titles(conn, &viewer)?;
            let awaited = !member.email.is_empty() && rules::check_invited(member.closed, roles::has_signed_in(conn, person)?).is_ok();
            let owned = campaigns::store::list_owned(conn, &viewer, person, OWNED_SHOWN)?;
            Ok((member, held, titles, awaited, owned))
        })
        .await?;
    let title_of = |id: Option<Uuid>| {
        let id = id.map(CampaignId);
        titles.iter().find(|title| Some(title.0) == id).map_or_else(String::new, |title| title.2.clone())
    };
    let row = |role: HeldRole| RoleRow {
        id: role.id,
        key: role_key(role.role),
        campaign: title_of(role.campaign_id),
        granted_at: role.granted_at.to_rfc3339(),
    };
    Ok(MemberPage {
        tab: "people",
        own: visit.viewer.person_id() == Some(PersonId(member.id)),
        awaited,
        no_mail: no_mail(state),
        answers_for: owned.into_iter().map(|campaign| OwnedRow { href: campaign.path(), title: campaign.title }).collect(),
        answers_for_more,
        held: held.into_iter().map(row).collect(),
        member: member.into(),
        roles: role_choices(state, visit),
        campaigns: titles.iter().map(|(_, slug, title)| Choice { value: slug.clone(), label: title.clone() }).collect(),
        errors,
    })
}

async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    handle: web::Path<String>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let page = member_page(&state, &visit, handle.into_inner(), FormErrors::none(ROLE_FIELDS)).await?;
    state.page(&request, &visit, &page)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleForm {
    role: String,
    #[serde(default)]
    campaign: String,
}

async fn give(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    handle: web::Path<String>,
    form: Posted<RoleForm>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let given = give_role(&state, &visit, actor, handle.clone(), form.0).await.map(|(name, fresh)| match fresh {
        true => Toast::new("toast-role-given"),
        false => Toast::new("toast-role-held").about(&name),
    });
    outcome(&state, &visit, &request, handle.into_inner(), given).await
}

async fn give_role(state: &State, visit: &Visit, actor: Actor, handle: String, form: RoleForm) -> AppResult<(String, bool)> {
    let role = Role::parse(&form.role).ok_or(ROLE_UNKNOWN)?;
    let (viewer, slug) = (visit.viewer.clone(), form.campaign);
    let campaign = match slug.is_empty() {
        true => None,
        false => {
            let titles = state.db.read(move |conn| campaign_titles(conn, &viewer)).await?;
            Some(titles.into_iter().find(|title| title.1 == slug).map(|title| title.0).ok_or(CAMPAIGN_UNKNOWN)?)
        }
    };
    state.write(visit, actor, move |tx| actions::give_role(tx, &handle, role, campaign)).await
}

/// Back to the account, with a word of what was done or of why not.
async fn outcome(state: &State, visit: &Visit, request: &HttpRequest, handle: String, result: AppResult<Toast>) -> AppResult<HttpResponse> {
    match result {
        Ok(toast) => Ok(see_other_with(state, format!("/admin/people/{handle}"), &toast)),
        Err(error) => {
            let refusals = refusals(error)?;
            let status = if refusals.iter().any(|refusal| refusal.field.is_none()) {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let errors = FormErrors::of(state, visit, ROLE_FIELDS, &refusals);
            let page = member_page(state, visit, handle, errors).await?;
            state.page_with(request, visit, &page, status)
        }
    }
}

async fn take(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<(String, Uuid)>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let (handle, grant) = path.into_inner();
    let of = handle.clone();
    let taken = state.write(&visit, actor, move |tx| actions::take_role(tx, &of, GrantId(grant))).await;
    outcome(&state, &visit, &request, handle, taken.map(|()| Toast::new("toast-role-taken"))).await
}

async fn deactivate(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    handle: web::Path<String>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let of = handle.clone();
    let done = state.write(&visit, actor, move |tx| actions::deactivate(tx, &of)).await;
    outcome(&state, &visit, &request, handle.into_inner(), done.map(|()| Toast::new("toast-deactivated"))).await
}

async fn reactivate(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    handle: web::Path<String>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let of = handle.clone();
    let done = state.write(&visit, actor, move |tx| actions::reactivate(tx, &of)).await;
    outcome(&state, &visit, &request, handle.into_inner(), done.map(|()| Toast::new("toast-reactivated"))).await
}

async fn end_sessions(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    handle: web::Path<String>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let of = handle.clone();
    let done = state.write(&visit, actor, move |tx| actions::end_all_sessions(tx, &of)).await;
    outcome(&state, &visit, &request, handle.into_inner(), done.map(|()| Toast::new("toast-sessions-ended"))).await
}
