//! A note or a cluster of a room becomes an idea: both or neither, once, and back.
mod api;
mod pages;

use crate::domains::{brainstorms, campaigns, ideas, lineage};
use crate::kernel::{
    BrainstormId, ClusterId, Event, Granted, IdeaId, IdeaSource, IdeaState, ItemKind, ItemRef, NoteId, PersonId, PromoteNote, Relation,
    SubmitIdea, WithdrawIdea, authorize, text,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use actix_web::web::{self, ServiceConfig};
use brainstorms::{
    rules,
    store::{self as rooms, VisibleBrainstorm},
};
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Forms.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/brainstorms/{room}/notes/{note}/promotion", web::post().to(pages::promote_note))
        .route("/brainstorms/{room}/clusters/{cluster}/promotion", web::post().to(pages::promote_cluster))
        .route("/brainstorms/{room}/promotions/{idea}/undo", web::post().to(pages::undo));
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    api::api(config);
}

/// What becomes an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// One note.
    Note(NoteId),
    /// A cluster, with what its notes say.
    Cluster(ClusterId),
}

impl Origin {
    fn item(self) -> ItemRef {
        match self {
            Self::Note(note) => ItemRef::new(ItemKind::Note, note.0),
            Self::Cluster(cluster) => ItemRef::new(ItemKind::Cluster, cluster.0),
        }
    }
}

/// What an origin says of itself.
struct Said {
    title: String,
    body: String,
    /// The writer, where names are shown and they have an account.
    writer: Option<PersonId>,
    /// Everybody with an account whose note it is made of; they hear what becomes of it, named or not.
    writers: Vec<PersonId>,
    promoted: Option<IdeaId>,
    round: crate::kernel::RoundId,
}

fn said(tx: &mut Tx<'_>, room: &VisibleBrainstorm, origin: Origin) -> AppResult<Said> {
    match origin {
        Origin::Note(note) => {
            let note = rooms::lock_note(tx, room.id, note)?;
            if note.removed_at.is_some() {
                return Err(AppError::NotFound("note"));
            }
            Ok(Said {
                title: text::derived_title(&note.text, 80),
                writer: note.person().filter(|_| room.names_shown),
                writers: note.person().into_iter().collect(),
                promoted: note.promoted_to.map(IdeaId),
                round: note.round_id,
                body: note.text,
            })
        }
        Origin::Cluster(id) => {
            let cluster = rooms::lock_cluster(tx, room.id, id)?;
            let notes = rooms::list_wall(tx.reading(), cluster.round_id, rooms::Held::None)?;
            let inside = || notes.iter().filter(move |note| note.cluster() == Some(id));
            let writers = inside().filter_map(|note| note.person()).collect();
            let lines: Vec<String> = inside().map(|note| format!("- {}", note.text.replace('\n', " "))).collect();
            let body = if lines.is_empty() { cluster.title.clone() } else { lines.join("\n") };
            Ok(Said {
                title: cluster.title,
                body,
                writer: None,
                writers,
                promoted: cluster.promoted_to.map(IdeaId),
                round: cluster.round_id,
            })
        }
    }
}

/// Promotes a note or cluster. Title and text may be put better; empty ones stay as written. The idea's number.
///
/// # Errors
/// When the doer may not, the round has no results yet, it became an idea already, or the campaign does not run.
pub fn promote(tx: &mut Tx<'_>, number: i64, origin: Origin, title: &str, body: &str) -> AppResult<(IdeaId, i64)> {
    let room = rooms::lock_visible(tx, number)?;
    let may_promote: Granted<PromoteNote> = authorize(tx.doer(), room.place(tx.doer())).ok_or_else(AppError::forbidden::<PromoteNote>)?;
    let promoter = may_promote.person_id().ok_or(AppError::Unauthenticated)?;
    let said = said(tx, &room, origin)?;
    let rounds = rooms::list_rounds(tx.reading(), room.id)?;
    let round = rounds.iter().find(|round| round.id == said.round).ok_or(AppError::NotFound("round"))?;
    if !rules::totals_shown(room.state, round.step, round.finished_at.is_some()) {
        return Err(rules::NOT_RESULTS.into());
    }
    if said.promoted.is_some() || lineage::store::is_merged(tx.reading(), origin.item())? {
        return Err(rules::PROMOTED_ALREADY.into());
    }
    let campaign = room.campaign_id.map(|id| campaigns::store::share(tx, id)).transpose()?;
    // Nobody answers ideas of a campaign that does not run.
    if campaign.as_ref().is_some_and(|campaign| !campaign.state.is_running()) {
        return Err(rules::CAMPAIGN_STOPPED.into());
    }
    let idea = IdeaId::new();
    let place = crate::kernel::Place::of(idea, room.sight).in_campaign(room.campaign_id);
    let may_submit: Granted<SubmitIdea> = authorize(tx.doer(), place).ok_or_else(AppError::forbidden::<SubmitIdea>)?;
    let pick = |typed: &str, own: String| if typed.trim().is_empty() { own } else { typed.to_owned() };
    let mut body = pick(body, said.body);
    if !ideas::rules::stands_alone(&body) {
        // "Wax" says nothing without the question that it answers.
        let question = round.prompt.split_whitespace().collect::<Vec<_>>().join(" ");
        body = format!("{}\n\n> {}: {question}", body.trim_end(), room.title);
    }
    let new = ideas::actions::NewIdea {
        campaign: campaign.as_ref(),
        author: said.writer.unwrap_or(promoter),
        title: pick(title, said.title),
        body,
        source: IdeaSource::Brainstorm,
        sight: room.sight,
        tags: Vec::new(),
        fields: Vec::new(),
        state: IdeaState::Open,
    };
    let (idea, idea_number) = ideas::actions::submit(tx, new, &may_submit)?;
    ideas::store::put_followers(tx, &may_submit, idea, &said.writers)?;
    tx.record(&may_submit, &Event::IdeaSubmitted { idea, campaign: room.campaign_id, source: IdeaSource::Brainstorm })?;
    link(tx, &may_promote, &may_submit, &room, origin, (idea, idea_number))?;
    Ok((idea, idea_number))
}

fn link(
    tx: &mut Tx<'_>,
    may_promote: &Granted<PromoteNote>,
    may_submit: &Granted<SubmitIdea>,
    room: &VisibleBrainstorm,
    origin: Origin,
    (idea, number): (IdeaId, i64),
) -> AppResult<()> {
    let brainstorm: BrainstormId = room.id;
    let (event, note, cluster) = match origin {
        Origin::Note(note) => {
            rooms::set_note_promoted(tx, may_promote, note, Some((idea.0, number)))?;
            (Event::NotePromoted { brainstorm, note, idea }, Some(note), None)
        }
        Origin::Cluster(cluster) => {
            rooms::set_cluster_promoted(tx, may_promote, cluster, Some((idea.0, number)))?;
            (Event::ClusterPromoted { brainstorm, cluster, idea }, None, Some(cluster))
        }
    };
    lineage::store::link(tx, may_promote, origin.item(), Relation::PromotedTo, idea.into())?;
    tx.record(may_promote, &event)?;
    tx.record(may_submit, &Event::IdeaPromoted { idea, brainstorm, note, cluster })?;
    Ok(())
}

/// Takes a promotion back: the idea is withdrawn, the edge ends, and the note or cluster is free again.
///
/// # Errors
/// When the doer may not, the room knows no such promotion, or the idea has gone too far to withdraw.
pub fn undo_promotion(tx: &mut Tx<'_>, number: i64, idea: IdeaId) -> AppResult<()> {
    let room = rooms::lock_visible(tx, number)?;
    let may_promote: Granted<PromoteNote> = authorize(tx.doer(), room.place(tx.doer())).ok_or_else(AppError::forbidden::<PromoteNote>)?;
    let freed = rooms::clear_promotion(tx, &may_promote, room.id, idea.0)?;
    if freed.is_empty() {
        return Err(AppError::NotFound("promotion"));
    }
    let found = ideas::store::lock(tx, idea)?;
    // Whoever may promote in the room may take their promotion back, as if the idea were theirs.
    let place = found.place(tx.doer()).owned(true);
    let may_withdraw: Granted<WithdrawIdea> = authorize(tx.doer(), place).ok_or_else(AppError::forbidden::<WithdrawIdea>)?;
    for origin in freed {
        let item = ItemRef::new(if origin.cluster { ItemKind::Cluster } else { ItemKind::Note }, origin.id);
        lineage::store::unlink(tx, &may_promote, item, Relation::PromotedTo, idea.into())?;
    }
    if found.state != IdeaState::Withdrawn {
        ideas::actions::move_to(tx, &may_withdraw, &found, IdeaState::Withdrawn, "")?;
    }
    tx.record(&may_promote, &Event::PromotionUndone { brainstorm: room.id, idea })?;
    Ok(())
}

/// Takes the promotion of a note or cluster back.
///
/// # Errors
/// As [`undo_promotion`], and when it became no idea.
pub fn undo_promotion_of(tx: &mut Tx<'_>, number: i64, origin: Origin) -> AppResult<()> {
    let room = rooms::lock_visible(tx, number)?;
    authorize::<PromoteNote>(tx.doer(), room.place(tx.doer())).ok_or_else(AppError::forbidden::<PromoteNote>)?;
    let idea = said(tx, &room, origin)?.promoted.ok_or(AppError::NotFound("promotion"))?;
    undo_promotion(tx, number, idea)
}
