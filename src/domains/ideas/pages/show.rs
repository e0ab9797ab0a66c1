//! One idea with all that became of it.
use super::{
    moved_permanently, number_of,
    view::{Link, Person, Status, vote_of},
    voted_for,
};
use crate::domains::{
    discussion,
    ideas::{
        rules::{self, ClockState},
        store::{self, Move, Neighbour, Whole},
    },
    lineage,
    people::{self, store::Name},
    prototypes::pages::OfIdea,
    voting::{
        pages::{VoteView, budget_left},
        store::Budget,
    },
};
use crate::kernel::{
    Doer, EditIdea, IdeaSource, IdeaState, ItemRef, MergeIdeas, ModerateIdea, Moment, PersonId, ReadVoters, TriageIdea, WithdrawIdea,
    holds, text,
};
use crate::platform::{
    error::AppResult,
    markdown,
    web::{Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Where the comments start, and whether what was written before signing in is wanted back.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    comments_after: Option<String>,
    draft: Option<String>,
    /// Older happenings than this place in the log.
    before: Option<i64>,
    /// `wish`: they pressed the vote box before they signed in.
    vote: Option<String>,
}

/// Happenings shown.
const HAPPENINGS: i64 = 20;

/// What belongs to an idea besides its text: photos, answers to its campaign's own questions, tags.
#[derive(Serialize)]
pub struct Particulars {
    photos: Vec<Photo>,
    fields: Vec<FieldValue>,
    tags: Vec<Link>,
}

impl Particulars {
    /// Of an idea that was read whole.
    pub fn of(whole: &Whole) -> Self {
        Self {
            photos: photos_of(whole),
            fields: whole.fields.iter().map(|field| FieldValue { label: field.label.clone(), value: field.value.clone() }).collect(),
            tags: whole.tags.iter().map(|tag| Link { href: format!("/ideas?tag={tag}"), text: tag.clone() }).collect(),
        }
    }
}

#[derive(Serialize)]
struct Photo {
    href: String,
    width: i32,
    height: i32,
    alt: String,
}

#[derive(Serialize)]
struct Answer {
    author: Person,
    at: String,
    text_html: String,
}

#[derive(Serialize)]
struct Step {
    status: Status,
    by: Option<Person>,
    at: String,
    reason_html: String,
}

/// A question to the author, with the reply.
#[derive(Serialize)]
struct Exchange {
    asked: Step,
    replied: Step,
}

/// What somebody who keeps order typed, when it was refused.
#[derive(Default, Serialize)]
pub(super) struct Moderating {
    pub(super) reason: String,
    pub(super) error: String,
}

#[derive(Serialize)]
struct FieldValue {
    label: String,
    value: String,
}

#[derive(Serialize)]
struct ClockView {
    state: &'static str,
    kind: &'static str,
    due_at: Option<String>,
    /// Who answers by then; empty when nobody is named.
    answers: String,
    missed: bool,
    left_key: &'static str,
    left: i64,
}

/// What the viewer may do here; each opens a form or a link.
#[derive(Serialize)]
struct Can {
    edit: bool,
    withdraw: bool,
    restore: bool,
    clarify: bool,
    follow: bool,
    approve: bool,
    moderate: bool,
    bring_back: bool,
    triage: bool,
    merge: bool,
    unmerge: bool,
    voters: bool,
}

#[derive(Serialize)]
struct IdeaPage {
    number: i64,
    href: String,
    title: String,
    /// Empty where the title says it all.
    body_html: String,
    status: Status,
    why: Option<Step>,
    source_key: String,
    tip: bool,
    author: Person,
    created_at: String,
    edited: bool,
    version: i32,
    vote: VoteView,
    vote_wish: bool,
    budget: Option<Budget>,
    lineage: Vec<lineage::store::Step>,
    activity: lineage::store::Activity,
    comment_count: i32,
    campaign: Option<Link>,
    hatch: Option<crate::kernel::Hatch>,
    #[serde(flatten)]
    particulars: Particulars,
    answer: Option<Answer>,
    said: Vec<Step>,
    /// What the author was asked and answered, oldest first.
    exchanges: Vec<Exchange>,
    moderating: Moderating,
    discussion: Option<discussion::pages::Section>,
    prototype: OfIdea,
    kept: Option<Link>,
    merged: bool,
    duplicates: Vec<Link>,
    followers: i64,
    follows: bool,
    clock: Option<ClockView>,
    can: Can,
    question_html: String,
    mine: bool,
    second_voice: bool,
    share_url: String,
}

impl Page for IdeaPage {
    const TEMPLATE: &'static str = "ideas/show.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.title.clone())
    }
}

/// One idea. Another slug than the present one, or none, leads there for good.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
    place: Queried<Place>,
) -> AppResult<HttpResponse> {
    let page = load(&state, &visit, number_of(&path)?, place.0).await?;
    if page.href != visit.path {
        return Ok(moved_permanently(&request, &page.href));
    }
    state.page(&request, &visit, &page)
}

/// The page once more, with what is wrong beside the reason to take it off the board.
pub(super) async fn refused(
    state: &State,
    visit: &Visit,
    request: &HttpRequest,
    number: i64,
    moderating: Moderating,
) -> AppResult<HttpResponse> {
    let page = IdeaPage { moderating, ..load(state, visit, number, Place::default()).await? };
    state.page_with(request, visit, &page, StatusCode::UNPROCESSABLE_ENTITY)
}

async fn load(state: &State, visit: &Visit, number: i64, place: Place) -> AppResult<IdeaPage> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let doer = visit.doer().ok();
    let base = state.config.base_url().to_owned();
    let (reader, after, with_draft) = (visit.clone(), place.comments_after, place.draft.is_some());
    let (wished, before) = (place.vote.as_deref() == Some("wish"), place.before);
    state
        .db
        .read(move |conn| {
            let whole = store::find_whole(conn, &viewer, number)?;
            let people: Vec<PersonId> = [whole.idea.author_id]
                .into_iter()
                .chain(whole.answer.as_ref().map(|answer| answer.author_id))
                .chain(whole.moves.iter().filter_map(|step| step.moved_by))
                .chain(whole.campaign.as_ref().map(|known| known.owner_id))
                .collect();
            let names = people::store::names_for(conn, &viewer, &people)?;
            let voted = voted_for(conn, &viewer, &[whole.idea.id])?.contains(&whole.idea.id);
            let item = ItemRef::from(whole.idea.id);
            let mut page = IdeaPage::of(&whole, &names, doer.as_ref(), voted, now, &base);
            page.vote_wish = wished && doer.is_some() && page.vote.open && !page.vote.mine;
            let campaign = whole.idea.campaign_id.zip(whole.campaign.as_ref());
            page.budget = budget_left(conn, &viewer, campaign.map(|(id, known)| (id, known.state, known.vote_budget)))?;
            page.prototype = OfIdea::read(conn, &viewer, &whole.idea, whole.has_lineage)?;
            page.activity = lineage::store::activity_page(conn, &viewer, item, before, HAPPENINGS)?;
            page.discussion = Some(discussion::pages::Section::load(conn, &reader, &whole.idea, after.as_deref(), with_draft)?);
            if whole.has_lineage {
                page.lineage = lineage::store::chain(conn, &viewer, item)?;
            }
            if let (Some(campaign), true) = (&whole.campaign, page.lineage.is_empty()) {
                let own = (whole.idea.number, whole.idea.title.as_str(), page.href.as_str());
                page.lineage = lineage::store::in_campaign(campaign.number, &campaign.title, &campaign.slug, own);
            }
            Ok(page)
        })
        .await
}

impl IdeaPage {
    fn of(whole: &Whole, names: &HashMap<PersonId, Name>, doer: Option<&Doer>, voted: bool, now: Moment, base: &str) -> Self {
        let idea = &whole.idea;
        let campaign = whole.campaign.as_ref();
        let vote =
            vote_of(idea.number, (idea.state, idea.vote_count), campaign.map(|known| (known.state, known.counts)), voted).with_key("v");
        let mine = doer.and_then(Doer::person_id) == Some(idea.author_id);
        // What an author replies to a question explains no decision; what they decide themselves does.
        let why = whole.moves.first().filter(|step| step.to_state == idea.state && !is_reply(whole, 0));
        let asked = whole.moves.first().filter(|step| idea.state == IdeaState::Clarification && step.to_state == IdeaState::Clarification);
        Self {
            number: idea.number,
            href: idea.path(),
            title: idea.title.clone(),
            body_html: if rules::is_title_again(&idea.title, &text::plain_opening(&idea.body, usize::MAX)) {
                String::new()
            } else {
                markdown::to_html(&idea.body)
            },
            status: Status::of(idea.state),
            why: why.map(|step| step_of(first_said(whole, step), names)),
            source_key: super::board::source_key(idea.source),
            tip: idea.source == IdeaSource::SalesTip,
            author: Person::among(names, idea.author_id),
            created_at: idea.created_at.to_rfc3339(),
            edited: idea.version > 1,
            version: idea.version,
            second_voice: vote.open && vote.count.is_some_and(|votes| votes < 2),
            can: Can { voters: vote.count.is_some() && may_read_voters(idea, doer), ..Can::of(whole, doer) },
            vote,
            vote_wish: false,
            budget: None,
            lineage: Vec::new(),
            activity: lineage::store::Activity::default(),
            comment_count: idea.comment_count,
            campaign: campaign.map(|known| Link { href: format!("/campaigns/{}", known.slug), text: known.title.clone() }),
            hatch: campaign.map(|known| known.hatch),
            particulars: Particulars::of(whole),
            answer: whole.answer.as_ref().map(|answer| Answer {
                author: Person::among(names, answer.author_id),
                at: answer.answered_at.to_rfc3339(),
                text_html: markdown::to_html(&answer.text),
            }),
            kept: whole.kept.as_ref().map(neighbour),
            merged: idea.state == IdeaState::Merged,
            duplicates: whole.duplicates.iter().map(neighbour).collect(),
            followers: whole.followers,
            follows: whole.follows,
            clock: clock_of(whole, names, now),
            question_html: asked.map_or_else(String::new, |step| markdown::to_html(&step.reason)),
            mine,
            share_url: format!("{base}{}", idea.path()),
            said: said_before(whole, usize::from(why.is_some() || asked.is_some()), names),
            exchanges: exchanges(whole, names),
            moderating: Moderating::default(),
            discussion: None,
            prototype: OfIdea::default(),
        }
    }
}

/// The move that the words of another one were first said with: who takes a graduation back repeats them, and they stay
/// whose they were.
fn first_said<'m>(whole: &'m Whole, step: &'m Move) -> &'m Move {
    whole.moves.iter().rfind(|earlier| repeats(step, earlier)).unwrap_or(step)
}

fn repeats(step: &Move, earlier: &Move) -> bool {
    step.from_state == IdeaState::InPrototype
        && !step.reason.is_empty()
        && (step.to_state, &step.reason) == (earlier.to_state, &earlier.reason)
}

/// What was said with the idea's moves, but for the newest ones that stand elsewhere on the page, and for what was asked and answered.
fn said_before(whole: &Whole, shown_elsewhere: usize, names: &HashMap<PersonId, Name>) -> Vec<Step> {
    let answered = answered(whole);
    let newest = &whole.moves[..shown_elsewhere.min(whole.moves.len())];
    let elsewhere = |at: usize| {
        at < newest.len()
            || newest.iter().any(|step| repeats(step, &whole.moves[at]))
            || answered.iter().any(|(asked, replied)| at == *asked || at == *replied)
    };
    let told = |(at, step): &(usize, &Move)| !elsewhere(*at) && !step.reason.is_empty();
    whole.moves.iter().enumerate().filter(told).map(|(_, step)| step_of(step, names)).collect()
}

/// Places among the moves, which are newest first, of each question to the author and of the reply that ended it.
fn answered(whole: &Whole) -> Vec<(usize, usize)> {
    let moves = &whole.moves;
    let is_question = |step: &Move| step.to_state == IdeaState::Clarification && !step.reason.is_empty();
    let pairs = (1..moves.len()).rev().filter(|at| is_question(&moves[*at]) && is_reply(whole, *at - 1));
    pairs.map(|at| (at, at - 1)).collect()
}

/// Whether a move is the author's reply to a question. It leads back to where the idea was asked; who decides and wrote
/// the idea as well may park or decline it from there, and that is no reply.
fn is_reply(whole: &Whole, at: usize) -> bool {
    let step = &whole.moves[at];
    let asked_in = whole.moves.get(at + 1).map(|asked| asked.from_state);
    step.from_state == IdeaState::Clarification
        && step.moved_by == Some(whole.idea.author_id)
        && !step.reason.is_empty()
        && (!rules::needs_reason(step.to_state) || asked_in == Some(step.to_state))
}

fn exchanges(whole: &Whole, names: &HashMap<PersonId, Name>) -> Vec<Exchange> {
    let step = |at: usize| step_of(&whole.moves[at], names);
    answered(whole).into_iter().map(|(asked, replied)| Exchange { asked: step(asked), replied: step(replied) }).collect()
}

fn photos_of(whole: &Whole) -> Vec<Photo> {
    let photo = |photo: &store::Photo| Photo {
        href: format!("/files/{}", photo.id),
        width: photo.width,
        height: photo.height,
        alt: photo.alt.clone(),
    };
    whole.photos.iter().map(photo).collect()
}

fn may_read_voters(idea: &store::VisibleIdea, doer: Option<&Doer>) -> bool {
    doer.is_some_and(|doer| holds::<ReadVoters>(doer, &idea.place(doer)))
}

fn step_of(step: &Move, names: &HashMap<PersonId, Name>) -> Step {
    Step {
        status: Status::of(step.to_state),
        by: step.moved_by.map(|id| Person::among(names, id)),
        at: step.moved_at.to_rfc3339(),
        reason_html: if step.reason.is_empty() { String::new() } else { markdown::to_html(&step.reason) },
    }
}

fn neighbour(other: &Neighbour) -> Link {
    Link { href: store::path(other.number, &other.slug), text: format!("#{} {}", other.number, other.title) }
}

fn clock_of(whole: &Whole, names: &HashMap<PersonId, Name>, now: Moment) -> Option<ClockView> {
    let clock = whole.idea.clock().shown_in(whole.idea.state);
    let state = clock.state(now);
    let kind = match state {
        ClockState::None | ClockState::Answered => return None,
        ClockState::Paused => "hold",
        ClockState::OnTrack => "ok",
        ClockState::AtRisk => "warn",
        ClockState::Missed => "bad",
    };
    let left = clock.left(now)?;
    let (left_key, left) = match left.abs() {
        span if span.num_hours() < 48 => ("idea-clock-hours", span.num_hours().max(1)),
        span => ("idea-clock-days", span.num_days()),
    };
    let answers = whole.campaign.as_ref().and_then(|known| names.get(&known.owner_id)).map_or_else(String::new, |name| name.name.clone());
    Some(ClockView {
        state: state.as_str(),
        kind,
        due_at: clock.due.map(|at| at.to_rfc3339()),
        answers,
        missed: state == ClockState::Missed,
        left_key,
        left,
    })
}

impl Can {
    fn of(whole: &Whole, doer: Option<&Doer>) -> Self {
        let idea = &whole.idea;
        let Some(doer) = doer else {
            return Self {
                edit: false,
                withdraw: false,
                restore: false,
                clarify: false,
                follow: false,
                approve: false,
                moderate: false,
                bring_back: false,
                triage: false,
                merge: false,
                unmerge: false,
                voters: false,
            };
        };
        let place = idea.place(doer);
        let moderates = holds::<ModerateIdea>(doer, &place);
        let withdraws = holds::<WithdrawIdea>(doer, &place);
        let merges = holds::<MergeIdeas>(doer, &place);
        let off_board = matches!(idea.state, IdeaState::OffTopic | IdeaState::Binned);
        Self {
            edit: holds::<EditIdea>(doer, &place) && rules::check_edit(idea.state, moderates).is_ok(),
            withdraw: withdraws && rules::can_move(idea.state, IdeaState::Withdrawn, <WithdrawIdea as crate::kernel::Permission>::KEY),
            restore: withdraws && idea.state == IdeaState::Withdrawn,
            clarify: holds::<EditIdea>(doer, &place) && idea.state == IdeaState::Clarification && place.owner,
            follow: doer.person_id().is_some(),
            approve: moderates && matches!(idea.state, IdeaState::Pending | IdeaState::Submitted),
            moderate: moderates && rules::can_move(idea.state, IdeaState::Binned, <ModerateIdea as crate::kernel::Permission>::KEY),
            bring_back: moderates && off_board,
            triage: holds::<TriageIdea>(doer, &place),
            merge: merges && rules::can_move(idea.state, IdeaState::Merged, <MergeIdeas as crate::kernel::Permission>::KEY),
            unmerge: merges && idea.state == IdeaState::Merged,
            voters: false,
        }
    }
}
