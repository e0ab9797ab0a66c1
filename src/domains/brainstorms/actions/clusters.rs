//! Grouping notes: make, rename, merge and take away clusters, move notes between them.
use super::{VisibleBrainstorm, allow, notes::present_round, rules, store};
use crate::kernel::{ClusterId, ClusterNotes, Event, FacilitateBrainstorm, Granted, NoteId, Refusal, text};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};
use store::Round;

const TITLE_MISSING: Refusal = Refusal::of("title", "cluster-title-missing");
const TITLE_LONG: Refusal = Refusal::of("title", "cluster-title-long");
/// Characters of a title made from a note.
const DERIVED: usize = 60;

type Grant = Granted<ClusterNotes>;

fn grouping(tx: &mut Tx<'_>, number: i64) -> AppResult<(VisibleBrainstorm, Grant, Round)> {
    let room = store::lock_visible(tx, number)?;
    let granted = allow(tx.doer(), room.place(tx.doer()))?;
    let round = present_round(tx, &room)?;
    rules::may_cluster(room.state, round.step)?;
    Ok((room, granted, round))
}

/// Where a note shall go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Into a cluster.
    Cluster(ClusterId),
    /// Into a new one, named after the note.
    Fresh,
    /// Out of all.
    Loose,
}

fn put(tx: &mut Tx<'_>, granted: &Grant, room: &VisibleBrainstorm, round: &Round, title: &str) -> AppResult<ClusterId> {
    if store::count_clusters(tx.reading(), round.id)? >= rules::MOST_CLUSTERS {
        return Err(rules::CLUSTERS_MANY.into());
    }
    let cluster = store::put_cluster(tx, granted, room.id, round.id, title)?;
    tx.record(granted, &Event::ClusterMade { brainstorm: room.id, cluster })?;
    Ok(cluster)
}

/// A new, empty cluster.
///
/// # Errors
/// When it is not the time, or there are clusters enough.
pub fn make_cluster(tx: &mut Tx<'_>, number: i64, title: &str) -> AppResult<ClusterId> {
    let title = rules::text(title, 120, TITLE_MISSING, TITLE_LONG)?;
    let (room, granted, round) = grouping(tx, number)?;
    put(tx, &granted, &room, &round, &title)
}

/// Another title; the one before.
///
/// # Errors
/// When it is not the time, or the room has no such cluster.
pub fn rename_cluster(tx: &mut Tx<'_>, number: i64, cluster: ClusterId, title: &str) -> AppResult<String> {
    let title = rules::text(title, 120, TITLE_MISSING, TITLE_LONG)?;
    let (room, granted, round) = grouping(tx, number)?;
    let found = present(tx, &room, &round, cluster)?;
    if found.title != title {
        store::set_cluster_title(tx, &granted, cluster, &title)?;
        tx.record(&granted, &Event::ClusterRenamed { brainstorm: room.id, cluster })?;
    }
    Ok(found.title)
}

fn present(tx: &mut Tx<'_>, room: &VisibleBrainstorm, round: &Round, cluster: ClusterId) -> AppResult<store::Cluster> {
    let found = store::lock_cluster(tx, room.id, cluster)?;
    if found.round_id == round.id { Ok(found) } else { Err(AppError::NotFound("cluster")) }
}

fn notes_in(tx: &mut Tx<'_>, round: &Round, cluster: ClusterId) -> AppResult<Vec<NoteId>> {
    let wall = store::list_wall(tx.reading(), round.id, store::Held::All)?;
    Ok(wall.iter().filter(|note| note.cluster() == Some(cluster)).map(|note| note.id).collect())
}

/// As [`grouping`], for what changes many people's work at once: only those who steer the room.
fn steering(tx: &mut Tx<'_>, number: i64) -> AppResult<(VisibleBrainstorm, Grant, Round)> {
    let (room, granted, round) = grouping(tx, number)?;
    allow::<FacilitateBrainstorm>(tx.doer(), room.place(tx.doer()))?;
    Ok((room, granted, round))
}

/// Takes a cluster away; its notes are free again, or go into another one (merge). See [`restore_cluster`].
///
/// # Errors
/// When the doer does not steer the room, it is not the time, or the room has no such clusters.
pub fn remove_cluster(tx: &mut Tx<'_>, number: i64, cluster: ClusterId, into: Option<ClusterId>) -> AppResult<()> {
    let (room, granted, round) = steering(tx, number)?;
    present(tx, &room, &round, cluster)?;
    let into = into.filter(|into| *into != cluster);
    if let Some(into) = into {
        present(tx, &room, &round, into)?;
    }
    let inside = notes_in(tx, &round, cluster)?;
    store::remove_cluster(tx, &granted, cluster, &inside)?;
    let mut events = Vec::new();
    if let Some(into) = into {
        store::set_note_cluster(tx, &granted, &inside, Some(into))?;
        events.extend(inside.into_iter().map(|note| Event::NoteGrouped { brainstorm: room.id, note, cluster: Some(into) }));
    }
    events.push(Event::ClusterRemoved { brainstorm: room.id, cluster });
    tx.record_all(&granted, &events)?;
    Ok(())
}

/// Brings back a cluster that was merged or dissolved in this step, with the notes that were in it.
///
/// # Errors
/// When the doer does not steer the room, it is not the time, the room has moved since, or it has no such cluster.
pub fn restore_cluster(tx: &mut Tx<'_>, number: i64, cluster: ClusterId) -> AppResult<()> {
    let (room, granted, round) = steering(tx, number)?;
    let removed = store::lock_removed_cluster(tx, round.id, cluster)?;
    if removed.moved_since {
        return Err(rules::STEP_MOVED.into());
    }
    if store::count_clusters(tx.reading(), round.id)? >= rules::MOST_CLUSTERS {
        return Err(rules::CLUSTERS_MANY.into());
    }
    let inside: Vec<NoteId> = removed.notes.into_iter().map(NoteId).collect();
    store::restore_cluster(tx, &granted, cluster)?;
    store::set_note_cluster(tx, &granted, &inside, Some(cluster))?;
    let mut events = vec![Event::ClusterMade { brainstorm: room.id, cluster }];
    events.extend(inside.into_iter().map(|note| Event::NoteGrouped { brainstorm: room.id, note, cluster: Some(cluster) }));
    tx.record_all(&granted, &events)?;
    Ok(())
}

/// Takes away a cluster that was made for a note which has left it again; one with notes in it stays.
///
/// # Errors
/// When it is not the time, or the room has no such cluster.
pub fn drop_empty_cluster(tx: &mut Tx<'_>, number: i64, cluster: ClusterId) -> AppResult<()> {
    let (room, granted, round) = grouping(tx, number)?;
    present(tx, &room, &round, cluster)?;
    if notes_in(tx, &round, cluster)?.is_empty() {
        store::remove_cluster(tx, &granted, cluster, &[])?;
        tx.record(&granted, &Event::ClusterRemoved { brainstorm: room.id, cluster })?;
    }
    Ok(())
}

/// Where a note is after a move, and where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Title of its cluster and how many notes are in it now; `None` when it is in none.
    pub to: Option<(String, i64)>,
    /// Its cluster before.
    pub before: Option<ClusterId>,
    /// The cluster that was made for it.
    pub made: Option<ClusterId>,
}

/// Moves a note.
///
/// # Errors
/// When it is not the time, or the room has no such note or cluster.
pub fn move_note(tx: &mut Tx<'_>, number: i64, note: NoteId, target: Target) -> AppResult<Moved> {
    let (room, granted, round) = grouping(tx, number)?;
    let found = store::lock_note(tx, room.id, note)?;
    if found.round_id != round.id || found.removed_at.is_some() || (found.held && !room.is_steered()) {
        return Err(AppError::NotFound("note"));
    }
    let (cluster, title) = match target {
        Target::Loose => (None, None),
        Target::Cluster(cluster) => (Some(cluster), Some(present(tx, &room, &round, cluster)?.title)),
        Target::Fresh => {
            let title = text::derived_title(&found.text, DERIVED);
            let title = if title.is_empty() { text::excerpt(&found.text, DERIVED) } else { title };
            (Some(put(tx, &granted, &room, &round, &title)?), Some(title))
        }
    };
    if found.cluster() != cluster {
        store::set_note_cluster(tx, &granted, &[note], cluster)?;
        tx.record(&granted, &Event::NoteGrouped { brainstorm: room.id, note, cluster })?;
    }
    let to = match cluster.zip(title) {
        Some((cluster, title)) => Some((title, i64::try_from(notes_in(tx, &round, cluster)?.len()).unwrap_or(i64::MAX))),
        None => None,
    };
    Ok(Moved { to, before: found.cluster(), made: cluster.filter(|_| target == Target::Fresh) })
}
