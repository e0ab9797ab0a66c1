//! Writing an idea: text first, similar ideas, what the campaign asks, photos; kept until it is sent.
use super::{
    asked::{Choice, FieldView, answer_problems, asked_fields, message_of},
    change::fields as problems,
    idea_form::{Draft, IdeaForm, Shot, Wish, read_form},
    similar::similar_rows,
    view::Row,
};
use crate::domains::{
    campaigns::{
        self,
        store::{Campaign, Field},
    },
    ideas::{
        actions::{self, Proposal},
        rules,
    },
    people,
};
use crate::kernel::{CampaignState, ItemRef, Moment, Refusal, Viewer, text};
use crate::platform::{
    drafts,
    error::{AppError, AppResult},
    markdown,
    web::{Page, Posted, ProblemField, Queried, Section, State, Title, Toast, Uploaded, Visit, see_other, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use chrono::TimeDelta;
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Name of the draft's form.
pub(super) const DRAFT: &str = "idea-new";

/// Which campaign the idea is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    campaign: Option<String>,
    #[serde(default)]
    q: Option<String>,
    /// The step that shows what is alike, before the kept draft is sent.
    similar: Option<String>,
}

#[derive(Serialize)]
struct Answering {
    slug: String,
    title: String,
    question: String,
    hatch: crate::kernel::Hatch,
    terms_html: String,
    approval_needed: bool,
}

/// One message for each input of the form.
#[derive(Default, Serialize)]
struct Messages {
    title: String,
    body: String,
    tags: String,
    photo: String,
    accept_terms: String,
    campaign: String,
}

/// A campaign that takes no ideas at present.
#[derive(Serialize)]
struct Shut {
    title: String,
    href: String,
    coming: bool,
}

#[derive(Serialize)]
struct NewPage {
    campaign: Option<Answering>,
    shut: Option<Shut>,
    campaigns: Vec<Choice>,
    draft: Draft,
    /// Words that came with the address, while they are all that the text says.
    begun_with: Option<String>,
    fields: Vec<FieldView>,
    errors: Vec<ProblemField>,
    message: Messages,
    ideas: Vec<Row>,
    second_step: bool,
    restored: bool,
    visitor: bool,
    staff: bool,
    photos_kept: usize,
    most_photos: usize,
    answer_by: String,
    /// Who answers by then; empty when nobody is named.
    answers: String,
    longest_title: usize,
    longest_body: usize,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "ideas/new.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("idea-new-title")
    }
}

/// Whose draft it may be: the person's, and the browser's from before they signed in.
pub(super) fn draft_owners(visit: &Visit) -> Vec<String> {
    let mut owners = vec![visit.draft_owner(), visit.visitor_hash()];
    owners.dedup();
    owners
}

/// The form's surroundings: the campaign, its questions, other campaigns to choose from.
pub(super) struct Scene {
    pub(super) campaign: Option<Campaign>,
    pub(super) asked: Vec<Field>,
    open: Vec<Campaign>,
    pub(super) terms_accepted: bool,
    /// Name of who runs the campaign and answers its ideas.
    owner: Option<String>,
}

impl Scene {
    /// By when an idea that is sent now is answered.
    fn answer_by(&self, now: Moment) -> Moment {
        let takes_ideas = self.campaign.as_ref().filter(|known| campaigns::rules::accepts_ideas(known.state));
        now + TimeDelta::days(i64::from(takes_ideas.map_or(rules::ANSWER_DAYS, |known| known.answer_days)))
    }

    /// The message after sending: who answers by when.
    fn sent(&self, now: Moment) -> Toast {
        let at = self.answer_by(now);
        match &self.owner {
            Some(name) => Toast::answered("toast-idea-submitted", name, at),
            None => Toast::answered("toast-idea-submitted-to-us", "", at),
        }
    }
}

/// By its name in addresses, or, as the board takes it, by its number.
fn find_campaign(conn: &mut PgConnection, viewer: &Viewer, wanted: &str) -> AppResult<Campaign> {
    match campaigns::store::find_visible(conn, viewer, wanted) {
        Err(AppError::NotFound(_)) => campaigns::store::find_moved(conn, viewer, wanted),
        found => found,
    }
}

fn read_scene(conn: &mut PgConnection, viewer: &Viewer, slug: &str) -> AppResult<Scene> {
    let campaign = if slug.is_empty() { None } else { Some(find_campaign(conn, viewer, slug)?) };
    let asked = match &campaign {
        Some(campaign) => campaigns::store::fields(conn, campaign.id)?,
        None => Vec::new(),
    };
    let terms_accepted = match (&campaign, viewer.person_id()) {
        (Some(campaign), Some(person)) => campaigns::store::terms_accepted(conn, campaign, person)?,
        _ => false,
    };
    let mut open = campaigns::store::list_running(conn, viewer, 20)?;
    open.retain(|campaign| campaigns::rules::accepts_ideas(campaign.state));
    let owners: Vec<_> = campaign.iter().map(|campaign| campaign.owner_id).collect();
    let owner = people::store::names_for(conn, viewer, &owners)?.into_values().next().map(|name| name.name);
    Ok(Scene { campaign, asked, open, terms_accepted, owner })
}

/// As [`read_scene`]; when the campaign is gone or not to be seen, the form without it, and `true`.
fn read_scene_or_none(conn: &mut PgConnection, viewer: &Viewer, slug: &str) -> AppResult<(Scene, bool)> {
    match read_scene(conn, viewer, slug) {
        Err(AppError::NotFound(_)) if !slug.is_empty() => Ok((read_scene(conn, viewer, "")?, true)),
        found => Ok((found?, false)),
    }
}

/// The form, with what was written before. That outlives the campaign it was for.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, place: Queried<Place>) -> AppResult<HttpResponse> {
    let (viewer, owners, place) = (visit.viewer.clone(), draft_owners(&visit), place.0);
    let (draft, restored, from, (scene, lost), ideas) = state
        .db
        .read(move |conn| {
            let kept: Option<Draft> = drafts::find(conn, &owners, DRAFT)?;
            let restored = kept.is_some();
            let mut draft = kept.unwrap_or_default();
            if let Some(slug) = place.campaign.as_ref() {
                draft.campaign.clone_from(slug);
            }
            let from: Option<String> = place
                .q
                .as_ref()
                .filter(|_| draft.body.is_empty())
                .map(|words| words.chars().take(rules::LONGEST_BODY).filter(|c| *c != '\0').collect());
            if let Some(words) = &from {
                draft.body.clone_from(words);
            }
            let (scene, lost) = match restored {
                true => read_scene_or_none(conn, &viewer, &draft.campaign)?,
                false => (read_scene(conn, &viewer, &draft.campaign)?, false),
            };
            let asks = place.similar.is_some() && restored && viewer.person().is_some();
            let ideas = if asks { similar_rows(conn, &viewer, &draft.title, &draft.body)? } else { Vec::new() };
            Ok((draft, restored, from, (scene, lost), ideas))
        })
        .await?;
    let mut page = NewPage::of(&visit, draft, &scene);
    (page.restored, page.begun_with, page.second_step, page.ideas) = (restored, from, !ideas.is_empty(), ideas);
    if lost {
        page.refused(problems(&state, &visit, &[rules::CAMPAIGN_UNKNOWN]));
    }
    state.page(&request, &visit, &page)
}

impl NewPage {
    fn of(visit: &Visit, draft: Draft, scene: &Scene) -> Self {
        let (campaign, shut) = match scene.campaign.as_ref() {
            Some(known) if campaigns::rules::accepts_ideas(known.state) => (Some(known), None),
            other => (None, other),
        };
        Self {
            campaign: campaign.map(|known| Answering {
                slug: known.slug.clone(),
                title: known.title.clone(),
                question: known.question.clone(),
                hatch: known.hatch,
                terms_html: if known.terms.trim().is_empty() || scene.terms_accepted {
                    String::new()
                } else {
                    markdown::to_html(&known.terms)
                },
                approval_needed: known.approval_needed && !visit.viewer.is_staff(),
            }),
            shut: shut.map(|known| Shut {
                title: known.title.clone(),
                href: known.path(),
                coming: known.state == CampaignState::Scheduled,
            }),
            campaigns: scene
                .open
                .iter()
                .chain(campaign.filter(|chosen| scene.open.iter().all(|known| known.id != chosen.id)))
                .map(|known| Choice { value: known.slug.clone(), label: known.title.clone() })
                .collect(),
            fields: campaign.map_or_else(Vec::new, |_| asked_fields(&scene.asked, &draft.fields)),
            errors: Vec::new(),
            message: Messages::default(),
            ideas: Vec::new(),
            second_step: false,
            restored: false,
            begun_with: None,
            visitor: visit.viewer.person().is_none(),
            staff: visit.viewer.is_staff(),
            photos_kept: draft.photos.len(),
            most_photos: rules::MOST_PHOTOS,
            answer_by: scene.answer_by(visit.now).to_rfc3339(),
            answers: campaign.and(scene.owner.as_deref()).unwrap_or_default().to_owned(),
            longest_title: rules::LONGEST_TITLE,
            longest_body: rules::LONGEST_BODY,
            // Pictures stay on the server; the page needs their number alone.
            draft: Draft { photos: Vec::new(), ..draft },
        }
    }

    fn refused(&mut self, errors: Vec<ProblemField>) {
        for error in &errors {
            let message = match error.field.as_str() {
                "title" => &mut self.message.title,
                "body" => &mut self.message.body,
                "tags" => &mut self.message.tags,
                "photo" => &mut self.message.photo,
                "accept_terms" => &mut self.message.accept_terms,
                "campaign" => &mut self.message.campaign,
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

/// What was sent, with the photos that were kept before. The form tells visitors that photos can be added after the
/// sign-in; those of one who sends some anyway are not even read.
async fn read_sent(state: &State, visit: &Visit, form: Uploaded<IdeaForm>) -> AppResult<(Draft, Vec<Shot>, Option<Refusal>)> {
    if visit.viewer.person().is_none() {
        return read_form(Uploaded { files: Vec::new(), ..form }, Vec::new()).await;
    }
    let owners = draft_owners(visit);
    let kept: Option<Draft> = state.db.read(move |conn| drafts::find(conn, &owners, DRAFT)).await?;
    read_form(form, kept.map_or_else(Vec::new, |kept| kept.photos)).await
}

/// Takes an idea: kept for a visitor until they have signed in, shown beside similar ones once, then submitted.
pub async fn create(state: web::Data<State>, visit: Visit, request: HttpRequest, form: Uploaded<IdeaForm>) -> AppResult<HttpResponse> {
    let wish = form.form.wish();
    let (viewer, owners) = (visit.viewer.clone(), draft_owners(&visit));
    let (mut draft, shots, wrong_photo) = read_sent(&state, &visit, form).await?;
    match wish {
        Wish::Choose => {
            keep(&state, &visit, draft).await?;
            return Ok(see_other("/ideas/new#campaign"));
        }
        Wish::Keep => {
            keep(&state, &visit, draft).await?;
            return Ok(match viewer.person() {
                Some(_) => see_other_with(&state, "/ideas/mine", &Toast::new("toast-idea-kept")),
                // A visitor's draft stands in the form, with what to do to send it.
                None => see_other("/ideas/new"),
            });
        }
        Wish::Send | Wish::SendAnyway => {}
    }
    let Some(actor) = viewer.person().cloned() else {
        return welcome(&state, &visit, &request, draft).await;
    };
    let (question, looker) = (draft.clone(), viewer.clone());
    let (scene, lost, is_alike) = state
        .db
        .read(move |conn| {
            let (scene, lost) = read_scene_or_none(conn, &looker, &question.campaign)?;
            let anyway = wish == Wish::SendAnyway;
            let is_alike = !anyway && !similar_rows(conn, &looker, &question.title, &question.body)?.is_empty();
            Ok((scene, lost, is_alike))
        })
        .await?;
    let (mut wrong, mut wrong_fields) = draft.wrong(&scene);
    wrong.extend(wrong_photo);
    if lost {
        // What it asked is asked no more.
        wrong_fields.clear();
        draft.campaign.clear();
        wrong.push(rules::CAMPAIGN_UNKNOWN);
    }
    if !wrong.is_empty() || !wrong_fields.is_empty() {
        return show_again(&state, &visit, &request, draft, &scene, (&wrong, &wrong_fields)).await;
    }
    if is_alike {
        // A page with an address of its own: who votes on it without script comes back to it.
        keep(&state, &visit, draft).await?;
        return Ok(see_other("/ideas/new?similar=on"));
    }
    // The campaign may have been named as it was called before.
    let campaign = scene.campaign.as_ref().map(|known| known.slug.clone());
    let (proposal, files, shots) = (Proposal { campaign, ..draft.proposal() }, state.files.clone(), Arc::new(shots));
    let number = state
        .write(&visit, actor, move |tx| {
            let (idea, number, granted) = actions::propose(tx, &proposal)?;
            for (position, (alt, picture)) in (0_i16..).zip(shots.iter()) {
                files.put(tx, &granted, ItemRef::from(idea), picture, alt, position)?;
            }
            drafts::remove(tx, &owners, DRAFT)?;
            Ok(number)
        })
        .await?;
    Ok(see_other_with(&state, format!("/ideas/{number}"), &scene.sent(visit.now)))
}

/// The form once more, kept, with what is wrong beside each field.
async fn show_again(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    draft: Draft,
    scene: &Scene,
    (wrong, wrong_fields): (&[Refusal], &[(Uuid, Refusal)]),
) -> AppResult<HttpResponse> {
    keep(state, visit, draft.clone()).await?;
    let mut page = NewPage::of(visit, draft, scene);
    let mut errors = problems(state, visit, wrong);
    errors.extend(answer_problems(state, visit, wrong_fields));
    page.refused(errors);
    state.page_with(request, visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
}

/// Somebody without an account is asked to sign in for an idea that can be sent then, and not for one that cannot.
async fn welcome(state: &State, visit: &Visit, request: &HttpRequest, draft: Draft) -> AppResult<HttpResponse> {
    let (asked, viewer) = (draft.campaign.clone(), visit.viewer.clone());
    // Once they have signed in they may be among those whom a campaign asks that is not to be seen now.
    let (scene, unseen) = state.db.read(move |conn| read_scene_or_none(conn, &viewer, &asked)).await?;
    let (wrong, wrong_fields) = draft.wrong(&scene);
    // Answers to questions that are not to be seen yet are looked at later.
    let wrong_fields = if unseen { Vec::new() } else { wrong_fields };
    if wrong.is_empty() && wrong_fields.is_empty() {
        return ask_to_sign_in(state, visit, draft).await;
    }
    show_again(state, visit, request, draft, &scene, (&wrong, &wrong_fields)).await
}

async fn keep(state: &State, visit: &Visit, draft: Draft) -> AppResult<()> {
    let (owner, draft) = (visit.draft_owner(), draft.bounded(visit.viewer.person().is_some()));
    let doer = crate::kernel::Doer::System("drafts");
    state.db.write(doer, move |tx| drafts::put(tx, &owner, DRAFT, &draft)).await
}

/// Keeps what a visitor wrote, and brings them back to it once they have signed in.
async fn ask_to_sign_in(state: &State, visit: &Visit, draft: Draft) -> AppResult<HttpResponse> {
    let back =
        if draft.campaign.is_empty() { "/ideas/new".to_owned() } else { format!("/ideas/new?campaign={}", text::slug(&draft.campaign)) };
    keep(state, visit, draft).await?;
    let next: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    Ok(see_other(format!("/sign-in?next={next}")))
}

/// A form without fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discard {}

/// Throws the draft away.
pub async fn discard(state: web::Data<State>, visit: Visit, _: Posted<Discard>) -> AppResult<HttpResponse> {
    let owners = draft_owners(&visit);
    state.db.write(crate::kernel::Doer::System("drafts"), move |tx| drafts::remove(tx, &owners, DRAFT)).await?;
    Ok(see_other_with(&state, "/ideas/new", &Toast::new("toast-idea-discarded")))
}
