//! Brainstorms: closed ones with results, a draft, one in its lobby, one that runs and one that is paused.
use super::{
    campaigns::Placed,
    content::{BrainstormText, Content, NoteText},
    ideas::{Ideas, PlacedIdea},
    plan::{Plan, ROOM_MINUTES},
    scene::{Member, Scene, Seen},
};
use crate::kernel::{BrainstormId, ClusterId, Event, Moment, NoteId, ParticipantId, Relation, RoundId, RoundStep};
use chrono::TimeDelta;
use rand::RngExt;
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

const COLOURS: [&str; 6] = ["lime", "sky", "rose", "sand", "lilac", "mint"];
/// Dots of a person, and the most on one cluster.
const DOTS: i16 = 5;
const DOTS_PER_CLUSTER: i16 = 3;
/// Minutes left on the clock of the room that runs.
pub(super) const LIVE_MINUTES: i64 = 25;
/// What is left on the clock of the room that is paused: two minutes and ten seconds.
const PAUSED_LEFT_MS: i32 = 130_000;
/// Clusters of which one note went further, not the whole.
const FROM_A_NOTE: &[&str] = &["debond-9v-pulse", "seat-back-resonator", "solvent-ledger-shift", "cut-length-service"];

struct Room<'a> {
    text: &'a BrainstormText,
    id: BrainstormId,
    opened: Moment,
    seen: Seen,
    rounds: Vec<RoundId>,
    participants: HashMap<String, ParticipantId>,
    left: HashMap<ParticipantId, i16>,
}

pub(super) fn set(
    scene: &mut Scene,
    content: &Content,
    campaigns: &HashMap<String, Placed>,
    ideas: &Ideas,
    plan: &Plan,
) -> anyhow::Result<()> {
    for text in &content.brainstorms {
        let campaign = campaigns.get(&text.campaign).ok_or_else(|| anyhow::anyhow!("{} is no campaign", text.campaign))?;
        let mut room = open(scene, text, campaign, plan.rooms[&text.number])?;
        for (index, cluster) in text.clusters.iter().enumerate() {
            // The room that runs has its clusters from the first round; the others spread over all.
            let round = if text.state == "live" { 0 } else { index * room.rounds.len() / text.clusters.len().max(1) };
            add_cluster(scene, &mut room, round, index, cluster, ideas)?;
        }
        for (index, note) in text.loose_notes.iter().enumerate() {
            let round = match text.state.as_str() {
                "live" => 1,
                "paused" => 0,
                _ => index % room.rounds.len(),
            };
            add_note(scene, &room, round, note, None)?;
        }
    }
    Ok(())
}

fn open<'a>(scene: &mut Scene, text: &'a BrainstormText, campaign: &Placed, opened: Moment) -> anyhow::Result<Room<'a>> {
    let created = opened.min(scene.now) - TimeDelta::days(2);
    let id = BrainstormId(scene.id(created));
    let facilitator = scene.member(&text.facilitator)?;
    let (state, code) = match text.state.as_str() {
        "live" => ("running", Some("482913")),
        "paused" => ("running", Some("615208")),
        "draft" => ("draft", None),
        "lobby" => ("lobby", Some("730164")),
        _ => ("closed", None),
    };
    let random = scene.random.random::<u64>();
    let link = format!("{random:016x}{:016x}", random.rotate_left(29).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let closed = (state == "closed").then(|| opened + TimeDelta::minutes(ROOM_MINUTES));
    scene.push("brainstorms", json!({
        "id": id, "number": text.number, "slug": text.slug, "state": state, "title": text.title, "prompt": text.prompt, "campaign_id": campaign.id,
        "audience": campaign.seen.audience, "space_id": campaign.seen.space, "facilitator_id": facilitator.id, "code": code, "link": link, "guests_allowed": campaign.seen.audience == crate::kernel::Audience::Public,
        "names_shown": false, "dots_each": DOTS, "dots_per_cluster": DOTS_PER_CLUSTER,
        "warm_up": "What did you open today that was hard to open?", "version": 1, "created_at": created,
        "opened_at": (state != "draft").then_some(opened.min(scene.now)), "closed_at": closed,
    }));
    scene.happened(
        created,
        facilitator.id,
        "brainstorm.create",
        campaign.seen,
        &Event::BrainstormCreated { brainstorm: id, campaign: Some(campaign.id) },
    )?;
    if state != "draft" {
        scene.happened(
            opened.min(scene.now),
            facilitator.id,
            "brainstorm.facilitate",
            campaign.seen,
            &Event::LobbyOpened { brainstorm: id },
        )?;
    }
    let mut room = Room { text, id, opened, seen: campaign.seen, rounds: Vec::new(), participants: HashMap::new(), left: HashMap::new() };
    add_rounds(scene, &mut room, state, created)?;
    add_participants(scene, &mut room)?;
    if let Some(closed) = closed {
        scene.happened(closed, facilitator.id, "brainstorm.facilitate", campaign.seen, &Event::BrainstormClosed { brainstorm: id })?;
    }
    Ok(room)
}

/// The rounds as far as the room has come.
fn add_rounds(scene: &mut Scene, room: &mut Room<'_>, state: &str, created: Moment) -> anyhow::Result<()> {
    let (text, id, opened) = (room.text, room.id, room.opened);
    for (position, round) in text.rounds.iter().enumerate() {
        let round_id = RoundId(scene.id(created));
        let started = opened + TimeDelta::minutes(15 * i64::try_from(position)?);
        let (step, ends_at, finished) = match (state, position) {
            ("running", 0) if text.state == "paused" => (RoundStep::Write, None, None),
            ("running", _) if text.state == "paused" => (RoundStep::Brief, None, None),
            ("closed", _) => (RoundStep::Results, None, Some(started + TimeDelta::minutes(15))),
            ("running", 0) => (RoundStep::Results, None, Some(scene.now - TimeDelta::minutes(2))),
            ("running", 1) => (RoundStep::Write, Some(scene.now + TimeDelta::minutes(LIVE_MINUTES)), None),
            _ => (RoundStep::Brief, None, None),
        };
        let paused = (text.state == "paused" && position == 0).then_some(PAUSED_LEFT_MS);
        let begun = (step != RoundStep::Brief).then_some(started.min(scene.now));
        scene.push(
            "rounds",
            json!({
                "id": round_id, "brainstorm_id": id, "position": position + 1, "prompt": round.prompt, "step": step, "step_minutes": 5,
                "ends_at": ends_at, "paused_left_ms": paused, "started_at": begun, "finished_at": finished,
            }),
        );
        room.rounds.push(round_id);
    }
    Ok(())
}

/// Those in the room; of a draft the one who will lead it, who has to find the way in.
fn add_participants(scene: &mut Scene, room: &mut Room<'_>) -> anyhow::Result<()> {
    let names: Vec<&String> = std::iter::once(&room.text.facilitator)
        .chain(room.text.participants.iter().filter(|name| **name != room.text.facilitator))
        .collect();
    let authors: Vec<&String> =
        room.text.clusters.iter().flat_map(|cluster| &cluster.notes).chain(&room.text.loose_notes).map(|note| &note.author).collect();
    for (index, name) in names.into_iter().chain(authors).enumerate() {
        if room.participants.contains_key(name) {
            continue;
        }
        let person = scene.member(name)?;
        let joined = (room.opened + TimeDelta::seconds(20 * i64::try_from(index % 30)?)).min(scene.now);
        let id = ParticipantId(scene.id(joined));
        let role = if *name == room.text.facilitator { "facilitator" } else { "participant" };
        scene.push("participants", json!({
            "id": id, "brainstorm_id": room.id, "person_id": person.id, "role": role, "colour": COLOURS[room.participants.len() % COLOURS.len()],
            "joined_at": joined, "seen_at": joined,
        }));
        scene.happened(
            joined,
            person.id,
            "brainstorm.join",
            room.seen,
            &Event::ParticipantJoined { brainstorm: room.id, participant: id },
        )?;
        room.participants.insert(name.clone(), id);
        if role == "participant" {
            room.left.insert(id, DOTS);
        }
    }
    Ok(())
}

fn add_note(scene: &mut Scene, room: &Room<'_>, round: usize, note: &NoteText, cluster: Option<ClusterId>) -> anyhow::Result<NoteId> {
    let author = *room.participants.get(&note.author).ok_or_else(|| anyhow::anyhow!("{} is not in the room", note.author))?;
    let person = scene.member(&note.author)?;
    let minutes = i64::try_from(round)? * 14 + scene.random.random_range(1..6);
    let at = (room.opened + TimeDelta::minutes(minutes)).min(scene.now - TimeDelta::seconds(30));
    let id = NoteId(scene.id(at));
    let colour = COLOURS[scene.random.random_range(0..COLOURS.len())];
    scene.push("notes", json!({
        "id": id, "brainstorm_id": room.id, "round_id": room.rounds[round], "participant_id": author, "text": note.text, "colour": colour,
        "cluster_id": cluster, "held": false, "created_at": at,
    }));
    scene.happened(at, person.id, "brainstorm.take-part", room.seen, &Event::NoteWritten { brainstorm: room.id, note: id })?;
    Ok(id)
}

fn add_cluster(
    scene: &mut Scene,
    room: &mut Room<'_>,
    round: usize,
    position: usize,
    text: &super::content::ClusterText,
    ideas: &Ideas,
) -> anyhow::Result<()> {
    let facilitator = scene.member(&room.text.facilitator)?;
    let at = (room.opened + TimeDelta::minutes(i64::try_from(round)? * 14 + 8)).min(scene.now - TimeDelta::seconds(20));
    let id = ClusterId(scene.id(at));
    let given = give_dots(scene, room, round, id, text.dots);
    let idea = text.promoted_idea.as_ref().and_then(|key| ideas.get_key_value(key));
    let by_note = idea.is_some_and(|(key, _)| FROM_A_NOTE.contains(&key.as_str()));
    let went = idea.filter(|_| !by_note).map(|(_, idea)| (idea.id, idea.number));
    scene.push("clusters", json!({
        "id": id, "brainstorm_id": room.id, "round_id": room.rounds[round], "title": text.title, "position": position, "dot_count": given, "created_at": at,
        "promoted_to": went.map(|(idea, _)| idea), "promoted_number": went.map(|(_, number)| number),
    }));
    scene.happened(at, facilitator.id, "brainstorm.cluster", room.seen, &Event::ClusterMade { brainstorm: room.id, cluster: id })?;
    let mut first = None;
    for note in &text.notes {
        let note = add_note(scene, room, round, note, Some(id))?;
        first.get_or_insert(note);
    }
    if let Some(older) = text.went_into.as_ref().and_then(|key| ideas.get(key)) {
        // The idea was there before the room, which only added to it.
        let at = room.opened + TimeDelta::minutes(ROOM_MINUTES + 2);
        link(scene, at, &facilitator, ("cluster", id.0), Relation::MergedInto, older);
    }
    if let (Some((_, idea)), Some(note)) = (idea, first) {
        promote(scene, room, &facilitator, (id, by_note.then_some(note)), idea)?;
    }
    Ok(())
}

fn link(scene: &mut Scene, at: Moment, by: &Member, (kind, from): (&str, Uuid), relation: Relation, idea: &PlacedIdea) {
    let edge = scene.id(at);
    scene.push(
        "lineage_edges",
        json!({
            "id": edge, "from_kind": kind, "from_id": from, "relation": relation, "to_kind": "idea", "to_id": idea.id, "made_by": by.id, "made_at": at,
        }),
    );
}

/// The idea came in at this moment, from the cluster or from one note of it.
fn promote(
    scene: &mut Scene,
    room: &Room<'_>,
    by: &Member,
    (cluster, note): (ClusterId, Option<NoteId>),
    idea: &PlacedIdea,
) -> anyhow::Result<()> {
    let at = idea.at;
    let (brainstorm, idea_id) = (room.id, idea.id);
    let (kind, from, event) = match note {
        Some(note) => {
            if let Some(row) = scene.rows.get_mut("notes").into_iter().flatten().find(|row| row["id"] == json!(note)) {
                row["promoted_to"] = json!(idea.id);
                row["promoted_number"] = json!(idea.number);
            }
            ("note", note.0, Event::NotePromoted { brainstorm, note, idea: idea_id })
        }
        None => ("cluster", cluster.0, Event::ClusterPromoted { brainstorm, cluster, idea: idea_id }),
    };
    link(scene, at, by, (kind, from), Relation::PromotedTo, idea);
    scene.happened(at, by.id, "note.promote", room.seen, &event)?;
    let cluster = note.is_none().then_some(cluster);
    scene.happened(at, by.id, "note.promote", idea.seen, &Event::IdeaPromoted { idea: idea_id, brainstorm, note, cluster })
}

/// Spends the participants' dots on a cluster, within each one's budget; how many could be given.
fn give_dots(scene: &mut Scene, room: &mut Room<'_>, round: usize, cluster: ClusterId, wanted: i32) -> i32 {
    let mut given = 0;
    let mut people: Vec<ParticipantId> = room.left.keys().copied().collect();
    people.sort_unstable();
    let start = scene.random.random_range(0..people.len().max(1));
    for step in 0..people.len() {
        let person = people[(start + step) % people.len()];
        let left = room.left.get(&person).copied().unwrap_or(0);
        let open = i16::try_from(wanted - given).unwrap_or(i16::MAX);
        let dots = left.min(DOTS_PER_CLUSTER).min(open).min(scene.random.random_range(1..=DOTS_PER_CLUSTER));
        if dots <= 0 {
            continue;
        }
        scene.push("dots", json!({ "cluster_id": cluster, "participant_id": person, "dots": dots }));
        room.left.insert(person, left - dots);
        scene.push("dot_budgets", json!({ "round_id": room.rounds[round], "participant_id": person, "spent": dots, "cap": DOTS }));
        given += i32::from(dots);
    }
    given
}
