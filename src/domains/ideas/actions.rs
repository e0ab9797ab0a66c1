//! What people can do with ideas: find, authorise, decide, write, record.
use super::{
    rules::{self, Clock, Wording},
    store,
};
use crate::domains::campaigns::{
    self,
    store::{Campaign, Field},
};
use crate::kernel::{
    BlobId, CampaignId, CampaignState, EditIdea, Event, FollowIdea, Granted, IdeaId, IdeaSource, IdeaState, ItemKind, ItemRef, MergeIdeas,
    ModerateIdea, Permission, PersonId, Refusal, Sight, SubmitIdea, WithdrawIdea, authorize, holds,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    files::{self, Files, Picture},
};
use uuid::Uuid;

/// An idea to submit.
#[derive(Debug, Clone)]
pub struct NewIdea<'c> {
    /// The campaign it answers; its days until the answer count.
    pub campaign: Option<&'c Campaign>,
    /// Who had it.
    pub author: PersonId,
    /// Title; empty for one derived from the text.
    pub title: String,
    /// Text, Markdown.
    pub body: String,
    /// How it came in.
    pub source: IdeaSource,
    /// Who may see it.
    pub sight: Sight,
    /// Tags as typed.
    pub tags: Vec<String>,
    /// Values of the campaign's extra fields, checked by the caller.
    pub fields: Vec<(Uuid, String)>,
    /// The state it starts in.
    pub state: IdeaState,
}

/// Submits an idea: its row, first version and author as follower. The id is the one of the grant's place
/// ([`store::new_place`]); the caller records. Its id and number.
///
/// # Errors
/// [`AppError::Invalid`] for wrong wording or tags.
pub fn submit(tx: &mut Tx<'_>, new: NewIdea<'_>, granted: &Granted<SubmitIdea>) -> AppResult<(IdeaId, i64)> {
    let ItemRef { kind: ItemKind::Idea, id } = granted.place().item else {
        return Err(anyhow::anyhow!("an idea is submitted under a grant for its own new id").into());
    };
    let taken = new.source == IdeaSource::Brainstorm;
    let wording = if taken { Wording::taken(&new.title, &new.body) } else { Wording::parse(&new.title, &new.body) };
    let wording = wording.map_err(AppError::Invalid)?;
    let tags = rules::tags(new.tags.iter().map(String::as_str)).map_err(|refusal| AppError::Invalid(vec![refusal]))?;
    let answer_days = new.campaign.map_or(rules::ANSWER_DAYS, |campaign| campaign.answer_days);
    let row = store::Row {
        id: IdeaId(id),
        campaign_id: new.campaign.map(|campaign| campaign.id),
        author: new.author,
        state: new.state,
        source: new.source,
        wording: &wording,
        sight: new.sight,
        clock: Clock::started(tx.now(), answer_days),
    };
    let number = store::put(tx, granted, &row)?;
    if let Some(campaign) = row.campaign_id.filter(|_| rules::is_on_show(row.state)) {
        campaigns::store::add_counts(tx, granted, campaign, 1, 0)?;
    }
    if !tags.is_empty() {
        store::set_tags(tx, granted, row.id, &tags)?;
    }
    if !new.fields.is_empty() {
        store::set_fields(tx, granted, row.id, &new.fields)?;
        store::keep_answers(tx, granted, row.id)?;
    }
    Ok((row.id, number))
}

/// An idea as somebody proposes it, by a form or the API.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// Slug of the campaign it answers; nothing for an idea of its own.
    pub campaign: Option<String>,
    /// Title; empty for one derived from the text.
    pub title: String,
    /// Text, Markdown.
    pub body: String,
    /// Tags as typed.
    pub tags: Vec<String>,
    /// Answers to the campaign's own questions.
    pub fields: Vec<(Uuid, String)>,
    /// For the organisation's own people only; a campaign decides by its own audience.
    pub internal: bool,
    /// The campaign's idea terms are accepted with it.
    pub accept_terms: bool,
}

/// Questions whose answers are wrong, with what is wrong.
pub type WrongFields = Vec<(Uuid, Refusal)>;

/// The answers as they are stored; questions that were not answered count as empty.
///
/// # Errors
/// The question and what is wrong, for each.
pub fn check_fields(asked: &[Field], given: &[(Uuid, String)]) -> Result<Vec<(Uuid, String)>, WrongFields> {
    let (mut kept, mut wrong) = (Vec::new(), Vec::new());
    for (id, _) in given.iter().filter(|(id, _)| asked.iter().all(|field| field.id.0 != *id)) {
        wrong.push((*id, rules::FIELD_UNKNOWN));
    }
    for field in asked {
        let value = given.iter().find(|(id, _)| *id == field.id.0).map_or("", |(_, value)| value.as_str());
        match rules::field_value(field.kind, &field.choices, field.required, value) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => kept.push((field.id.0, value)),
            Err(refusal) => wrong.push((field.id.0, refusal)),
        }
    }
    if wrong.is_empty() { Ok(kept) } else { Err(wrong) }
}

/// The campaign of this name in addresses, that the doer sees; it does not close before the transaction ends.
fn share_campaign(tx: &mut Tx<'_>, slug: &str) -> AppResult<Campaign> {
    if slug.contains('\0') {
        return Err(rules::CAMPAIGN_UNKNOWN.into());
    }
    let viewer = tx.doer().viewer();
    let found = campaigns::store::find_visible(tx.reading(), &viewer, slug).map_err(|error| match error {
        AppError::NotFound(_) => rules::CAMPAIGN_UNKNOWN.into(),
        error => error,
    })?;
    campaigns::store::share(tx, found.id)
}

/// Proposes an idea: campaign open, terms accepted, questions answered, then submitted and recorded. The grant lets
/// the caller add photos in the same transaction.
///
/// # Errors
/// One refusal for each field that is wrong.
pub fn propose(tx: &mut Tx<'_>, proposal: &Proposal) -> AppResult<(IdeaId, i64, Granted<SubmitIdea>)> {
    let viewer = tx.doer().viewer();
    let actor = viewer.person().cloned().ok_or(AppError::Unauthenticated)?;
    let campaign = proposal.campaign.as_deref().map(|slug| share_campaign(tx, slug)).transpose()?;
    let mut wrong = Wording::parse(&proposal.title, &proposal.body).err().unwrap_or_default();
    wrong.extend(rules::tags(proposal.tags.iter().map(String::as_str)).err());
    let asked = match &campaign {
        Some(campaign) => campaigns::store::fields(tx.reading(), campaign.id)?,
        None => Vec::new(),
    };
    let fields = check_fields(&asked, &proposal.fields).unwrap_or_else(|refused| {
        wrong.extend(about_parts(refused));
        Vec::new()
    });
    if let Some(campaign) = &campaign {
        if !campaigns::rules::accepts_ideas(campaign.state) {
            wrong.push(rules::CAMPAIGN_CLOSED);
        }
        if owes_terms(tx, campaign, actor.id, proposal.accept_terms)? {
            wrong.push(rules::TERMS_NOT_ACCEPTED);
        }
    }
    if !wrong.is_empty() {
        return Err(AppError::Invalid(wrong));
    }
    let sight = match &campaign {
        Some(campaign) => campaign.sight,
        None if proposal.internal && actor.is_staff() => Sight::INTERNAL,
        None => Sight::PUBLIC,
    };
    let place = store::new_place(sight, campaign.as_ref().map(|campaign| campaign.id));
    let granted = authorize::<SubmitIdea>(tx.doer(), place).ok_or_else(AppError::forbidden::<SubmitIdea>)?;
    let source = rules::source_of(&actor.standing.roles);
    let new = NewIdea {
        campaign: campaign.as_ref(),
        author: actor.id,
        title: proposal.title.clone(),
        body: proposal.body.clone(),
        source,
        sight,
        tags: proposal.tags.clone(),
        fields,
        state: rules::first_state(campaign.as_ref().is_some_and(|campaign| campaign.approval_needed), actor.is_staff()),
    };
    let (idea, number) = submit(tx, new, &granted)?;
    tx.record(&granted, &Event::IdeaSubmitted { idea, campaign: campaign.as_ref().map(|campaign| campaign.id), source })?;
    if let Some(campaign) = campaign.as_ref().filter(|campaign| proposal.accept_terms && !campaign.terms.is_empty()) {
        campaigns::actions::accept_terms(tx, campaign, actor.id)?;
    }
    Ok((idea, number, granted))
}

/// Whether the campaign has terms that the person has neither accepted before nor accepts now.
fn owes_terms(tx: &mut Tx<'_>, campaign: &Campaign, person: PersonId, accepts: bool) -> AppResult<bool> {
    Ok(!campaign.terms.trim().is_empty() && !accepts && !campaigns::store::terms_accepted(tx.reading(), campaign, person)?)
}

/// Moves an idea along its life cycle: state, clocks, the line its author reads, and the event.
///
/// # Errors
/// A refusal when the life cycle has no such move under this permission, the reason is missing, others are merged into
/// an idea that would go out of sight, or it would wait for an answer in a campaign that is closed.
pub fn move_to<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: &store::VisibleIdea,
    to: IdeaState,
    reason: &str,
) -> AppResult<()> {
    rules::check_move::<P>(idea.state, to, reason)?;
    check_keeps_duplicates(tx, idea, to)?;
    set_state(tx, granted, idea, to, reason)
}

/// What others are merged into stays in sight: theirs would be found nowhere else.
fn check_keeps_duplicates(tx: &mut Tx<'_>, idea: &store::VisibleIdea, to: IdeaState) -> AppResult<()> {
    if rules::is_on_show(to) || store::list_duplicates(tx.reading(), idea.id)?.is_empty() {
        return Ok(());
    }
    let takes_apart = holds::<MergeIdeas>(tx.doer(), &idea.place(tx.doer()));
    let refusal = if takes_apart { rules::KEEPS_DUPLICATES } else { rules::KEEPS_DUPLICATES_ASK };
    Err(refusal.into())
}

/// Puts an idea back into a state that it was in, under the reason that was given for it then.
///
/// # Errors
/// As [`move_to`], but nobody is asked for a reason.
pub fn move_back<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, idea: &store::VisibleIdea, to: IdeaState) -> AppResult<()> {
    if !rules::can_move(idea.state, to, P::KEY) {
        return Err(rules::MOVE_NOT_POSSIBLE.into());
    }
    let reason = if rules::needs_reason(to) { store::find_reason(tx.reading(), idea.id, to)? } else { String::new() };
    set_state(tx, granted, idea, to, &reason)
}

fn set_state<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: &store::VisibleIdea,
    to: IdeaState,
    reason: &str,
) -> AppResult<()> {
    let before = rules::state_to_return_to(idea.state, to);
    let clock = idea.clock().moved(to, tx.now());
    put_state(tx, granted, idea, to, (before, clock), reason.trim())
}

/// Puts an idea into a state past the rules of its life cycle, with the state it would go back to and its clock, for
/// those who take a step back and know both: its row, the line its author reads, the campaign's count, and the event.
///
/// # Errors
/// [`rules::ANSWERS_OVER`] where it would come to wait again in a campaign that is closed.
pub fn put_state<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    idea: &store::VisibleIdea,
    to: IdeaState,
    (before, clock): (Option<IdeaState>, Clock),
    reason: &str,
) -> AppResult<()> {
    let waits_again = store::outcome::UNANSWERED.contains(&to) && !store::outcome::UNANSWERED.contains(&idea.state);
    if let Some(campaign) = idea.campaign_id.filter(|_| waits_again)
        && campaigns::store::share(tx, campaign)?.state >= CampaignState::Closed
    {
        return Err(rules::ANSWERS_OVER.into());
    }
    store::put_move(tx, granted, idea.id, (idea.state, to), before, clock, reason)?;
    let shown = i32::from(rules::is_on_show(to)) - i32::from(rules::is_on_show(idea.state));
    if let Some(campaign) = idea.campaign_id.filter(|_| shown != 0) {
        campaigns::store::add_counts(tx, granted, campaign, shown, 0)?;
    }
    tx.record(granted, &Event::IdeaMoved { idea: idea.id, before: idea.state, after: to })?;
    Ok(())
}

/// Follows an idea; following twice changes nothing.
///
/// # Errors
/// When the idea is not visible or nobody is signed in.
pub fn follow(tx: &mut Tx<'_>, number: i64, on: bool) -> AppResult<store::VisibleIdea> {
    let viewer = tx.doer().viewer();
    let idea = store::find_visible(tx.reading(), &viewer, number)?;
    let granted = authorize::<FollowIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<FollowIdea>)?;
    let person = granted.person_id().ok_or(AppError::Unauthenticated)?;
    let follows = store::is_follower(tx.reading(), idea.id, person)?;
    if on && !follows {
        store::put_follower(tx, &granted, idea.id, person)?;
        tx.record(&granted, &Event::IdeaFollowed { idea: idea.id, person })?;
    } else if follows && !on {
        store::remove_follower(tx, &granted, idea.id, person)?;
        tx.record(&granted, &Event::IdeaUnfollowed { idea: idea.id, person })?;
    }
    Ok(idea)
}

/// A change of an idea's wording, tags and fields, against the version that was read.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The version that was edited; another one stored means that somebody was faster.
    pub version: i32,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Tags as typed; `None` leaves them.
    pub tags: Option<Vec<String>>,
    /// Answers to the campaign's own questions; `None` leaves them.
    pub fields: Option<Vec<(Uuid, String)>>,
}

/// Edits an idea: a new version when the wording or an answer changed. The idea as it was, and its version now.
///
/// # Errors
/// [`AppError::Stale`] when it was changed in the meantime, refusals of wording and tags, and of the idea's state.
pub fn edit(tx: &mut Tx<'_>, number: i64, edit: &Edit) -> AppResult<(store::VisibleIdea, i32)> {
    let (idea, granted) = lock_for_edit(tx, number)?;
    if idea.version != edit.version {
        return Err(AppError::Stale);
    }
    let wording = Wording::parse(&edit.title, &edit.body).map_err(AppError::Invalid)?;
    let tags = edit.tags.as_ref().map(|tags| rules::tags(tags.iter().map(String::as_str))).transpose();
    let tags = tags.map_err(|refusal| AppError::Invalid(vec![refusal]))?;
    let fields = edit.fields.as_ref().map(|fields| checked_answers(tx, idea.campaign_id, fields)).transpose()?;
    let fields = match fields {
        Some(fields) if store::list_fields(tx.reading(), idea.id)? != fields => Some(fields),
        _ => None,
    };
    if let Some(fields) = &fields {
        store::set_fields(tx, &granted, idea.id, fields)?;
    }
    let mut version = idea.version;
    if fields.is_some() || (wording.title(), wording.body()) != (idea.title.as_str(), idea.body.as_str()) {
        let editor = granted.person_id().ok_or(AppError::Unauthenticated)?;
        version = store::put_version(tx, &granted, idea.id, editor, &wording)?;
        tx.record(&granted, &Event::IdeaEdited { idea: idea.id, version })?;
    }
    if let Some(tags) = tags.filter(|_| edit.tags.is_some()) {
        let known = store::list_tags(tx.reading(), idea.id)?;
        if known != tags {
            store::set_tags(tx, &granted, idea.id, &tags)?;
            tx.record(&granted, &Event::IdeaTagged { idea: idea.id, tags })?;
        }
    }
    Ok((idea, version))
}

/// The answers to a campaign's own questions, in order, as they are stored.
fn checked_answers(tx: &mut Tx<'_>, campaign: Option<CampaignId>, given: &[(Uuid, String)]) -> AppResult<Vec<(Uuid, String)>> {
    let asked = match campaign {
        Some(campaign) => campaigns::store::fields(tx.reading(), campaign)?,
        None => Vec::new(),
    };
    let mut fields = check_fields(&asked, given).map_err(|wrong| AppError::Invalid(about_parts(wrong)))?;
    fields.sort_unstable();
    Ok(fields)
}

/// Refusals that name the question they are about.
fn about_parts(wrong: WrongFields) -> Vec<Refusal> {
    wrong.into_iter().map(|(question, refusal)| refusal.about(question)).collect()
}

/// Adds a photo to an idea, by the rules of an edit.
///
/// # Errors
/// As [`edit`], and when there are photos enough.
pub fn add_photo(tx: &mut Tx<'_>, files: &Files, number: i64, picture: &Picture, alt: &str) -> AppResult<BlobId> {
    let (idea, granted) = lock_for_edit(tx, number)?;
    let position = next_place(tx, &idea)?;
    let photo = files.put(tx, &granted, idea.id.into(), picture, alt, position)?;
    tx.record(&granted, &Event::IdeaPhotoAdded { idea: idea.id, photo })?;
    Ok(photo)
}

/// Takes a photo of an idea away, by the rules of an edit.
///
/// # Errors
/// As [`edit`], and not found when it is no photo of this idea.
pub fn remove_photo(tx: &mut Tx<'_>, number: i64, photo: BlobId) -> AppResult<()> {
    let (idea, granted) = lock_for_edit(tx, number)?;
    if !files::remove(tx, &granted, idea.id.into(), photo)? {
        return Err(AppError::NotFound("file"));
    }
    tx.record(&granted, &Event::IdeaPhotoRemoved { idea: idea.id, photo })?;
    Ok(())
}

/// Brings a photo of an idea back that was taken away.
///
/// # Errors
/// As [`add_photo`], and not found when nothing was taken away, or too long ago.
pub fn restore_photo(tx: &mut Tx<'_>, number: i64, photo: BlobId) -> AppResult<()> {
    let (idea, granted) = lock_for_edit(tx, number)?;
    next_place(tx, &idea)?;
    if !files::restore(tx, &granted, idea.id.into(), photo)? {
        return Err(AppError::NotFound("file"));
    }
    tx.record(&granted, &Event::IdeaPhotoAdded { idea: idea.id, photo })?;
    Ok(())
}

fn lock_for_edit(tx: &mut Tx<'_>, number: i64) -> AppResult<(store::VisibleIdea, Granted<EditIdea>)> {
    let idea = store::lock_visible(tx, number)?;
    let place = idea.place(tx.doer());
    let granted = authorize::<EditIdea>(tx.doer(), place).ok_or_else(AppError::forbidden::<EditIdea>)?;
    rules::check_edit(idea.state, authorize::<ModerateIdea>(tx.doer(), place).is_some())?;
    Ok((idea, granted))
}

/// Where one more photo goes, when there may be one.
fn next_place(tx: &mut Tx<'_>, idea: &store::VisibleIdea) -> AppResult<i16> {
    let there = files::list_of(tx.reading(), &[idea.id.0])?;
    let next = there.last().map_or(0, |last| last.position + 1);
    if there.len() < rules::MOST_PHOTOS { Ok(next) } else { Err(rules::TOO_MANY_PHOTOS.into()) }
}

/// The author takes the idea back, or brings it back again.
///
/// # Errors
/// A refusal when it is too late, or others are merged into it.
pub fn withdraw(tx: &mut Tx<'_>, number: i64, back: bool) -> AppResult<store::VisibleIdea> {
    let idea = store::lock_visible(tx, number)?;
    let granted = authorize::<WithdrawIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<WithdrawIdea>)?;
    let to = match (back, idea.state_before) {
        (false, _) => IdeaState::Withdrawn,
        (true, Some(before)) if idea.state == IdeaState::Withdrawn => before,
        (true, _) => return Err(rules::MOVE_NOT_POSSIBLE.into()),
    };
    if !rules::can_move(idea.state, to, WithdrawIdea::KEY) {
        return Err(rules::WITHDRAW_CLOSED.into());
    }
    move_to(tx, &granted, &idea, to, "")?;
    Ok(idea)
}

/// Keeping order: approve what waits, take off the board as off-topic or binned, or bring back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moderation {
    /// Onto the board.
    Approve,
    /// Off the board: not a matter of this place.
    OffTopic,
    /// Off the board: spam, or harmful.
    Bin,
    /// Back to where it was.
    Restore,
}

/// Moderates an idea. The idea as it was.
///
/// # Errors
/// A refusal when the life cycle has no such move, the reason is missing, or others are merged into it.
pub fn moderate(tx: &mut Tx<'_>, number: i64, what: Moderation, reason: &str) -> AppResult<store::VisibleIdea> {
    let idea = store::lock_visible(tx, number)?;
    let granted = authorize::<ModerateIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<ModerateIdea>)?;
    let to = match what {
        Moderation::Approve => IdeaState::Open,
        Moderation::OffTopic => IdeaState::OffTopic,
        Moderation::Bin => IdeaState::Binned,
        Moderation::Restore => idea.state_before.ok_or(rules::MOVE_NOT_POSSIBLE)?,
    };
    move_to(tx, &granted, &idea, to, reason)?;
    Ok(idea)
}
