//! Ideas with their versions, answers, moves, merges, votes and comments.
use super::{
    campaigns::Placed,
    content::{Content, IdeaText},
    scene::{Member, Scene, Seen},
};
use crate::kernel::{AnswerId, Audience, CampaignId, CommentId, Event, IdeaId, IdeaSource, IdeaState, Moment, PersonId, text};
use chrono::TimeDelta;
use rand::RngExt;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// Votes for an appeal of 100, before those that come with merged duplicates.
const MOST_VOTES: f64 = 128.0;
/// Votes in all; budgets and audiences take some away from what the appeal asks for, so the rest is spread.
const VOTES: usize = 3_900;
/// Few ideas gather most of the votes: votes grow with this power of the appeal.
const STEEPNESS: f64 = 1.9;

/// An idea that was placed.
pub(super) struct PlacedIdea {
    pub(super) id: IdeaId,
    pub(super) number: usize,
    pub(super) at: Moment,
    pub(super) author: Member,
    pub(super) seen: Seen,
    campaign: CampaignId,
    votes: HashSet<PersonId>,
    comments: i32,
    state: IdeaState,
    /// When it came into this state.
    moved: Option<Moment>,
}

/// The days on which the prototype of an idea began, and ended for good.
#[derive(Clone, Copy)]
struct Made {
    from: i64,
    until: Option<i64>,
}

/// What became of an idea's prototype, as it is told.
fn made_of(content: &Content, idea: &str) -> Option<Made> {
    let prototype = content.prototypes.iter().find(|prototype| prototype.idea.as_deref() == Some(idea))?;
    let over = matches!(prototype.stage.as_str(), "graduated" | "stopped");
    let last = prototype.gates.iter().filter(|gate| gate.decision.is_some()).map(|gate| gate.day).max();
    Some(Made { from: prototype.started_day, until: last.filter(|_| over) })
}

pub(super) type Ideas = HashMap<String, PlacedIdea>;

/// Everything about ideas except what rooms and prototypes add.
pub(super) fn set(scene: &mut Scene, content: &Content, campaigns: &HashMap<String, Placed>) -> anyhow::Result<Ideas> {
    let mut ideas = Ideas::new();
    let mut spent: HashMap<(CampaignId, PersonId), i32> = HashMap::new();
    let mut rows = Vec::new();
    for (index, text) in content.ideas.iter().enumerate() {
        let campaign = campaigns.get(&text.campaign).ok_or_else(|| anyhow::anyhow!("{} is no campaign", text.campaign))?;
        let mut placed = place(scene, text, campaign, index + 1, made_of(content, &text.key))?;
        let wanted = ((text.appeal / 100.0).powf(STEEPNESS) * MOST_VOTES).round() as usize;
        add_votes(scene, wanted, campaign, &mut placed, &mut spent)?;
        rows.push((row(scene, text, campaign, &placed), text.key.clone()));
        ideas.insert(text.key.clone(), placed);
    }
    add_remaining_votes(scene, content, campaigns, &mut ideas, &mut spent)?;
    add_comments(scene, content, &mut ideas)?;
    add_merges(scene, content, &mut ideas)?;
    for (mut row, key) in rows {
        if let Some(idea) = ideas.get(&key) {
            let votes = i32::try_from(idea.votes.len())?;
            let hours = (scene.now - idea.at).num_minutes().max(0) as f64 / 60.0;
            row["vote_count"] = votes.into();
            row["comment_count"] = idea.comments.into();
            row["rising"] = ((f64::from(votes) * 5.0 + f64::from(idea.comments) * 3.0 - 1.0) / (hours + 2.0).powf(1.4)).into();
        }
        scene.push("ideas", row);
    }
    count_in_campaigns(scene, &ideas, &spent);
    Ok(ideas)
}

fn place(scene: &mut Scene, text: &IdeaText, campaign: &Placed, number: usize, made: Option<Made>) -> anyhow::Result<PlacedIdea> {
    let at = scene.at(text.day);
    let author = scene.member(&text.author)?;
    let id = IdeaId(scene.id(at));
    let state = IdeaState::parse(&text.state).ok_or_else(|| anyhow::anyhow!("{} is no state", text.state))?;
    let source = IdeaSource::parse(&text.source).unwrap_or(IdeaSource::Customer);
    scene.happened(at, author.id, "idea.submit", campaign.seen, &Event::IdeaSubmitted { idea: id, campaign: Some(campaign.id), source })?;
    scene.push(
        "idea_versions",
        json!({ "idea_id": id, "version": 1, "title": text.title, "body": text.body, "editor_id": author.id, "created_at": at }),
    );
    scene.push("idea_followers", json!({ "idea_id": id, "person_id": author.id, "since": at }));
    scene.push("terms_acceptances", json!({ "campaign_id": campaign.id, "person_id": author.id, "version": 1, "accepted_at": at }));
    for tag in &text.tags {
        scene.push("idea_tags", json!({ "idea_id": id, "tag": tag }));
    }
    for (key, value) in &text.fields {
        if let Some(field) = campaign.fields.get(key) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            scene.push("idea_fields", json!({ "idea_id": id, "field_id": field, "value": value }));
        }
    }
    let moved = add_moves(scene, text, campaign, id, (at, state), made)?;
    Ok(PlacedIdea { id, number, at, author, seen: campaign.seen, campaign: campaign.id, votes: HashSet::new(), comments: 0, state, moved })
}

/// The way an idea took to the state it is in, and when it came there; nothing is told before it happened.
fn add_moves(
    scene: &mut Scene,
    text: &IdeaText,
    campaign: &Placed,
    id: IdeaId,
    (at, state): (Moment, IdeaState),
    made: Option<Made>,
) -> anyhow::Result<Option<Moment>> {
    use IdeaState::{Clarification, Declined, InPrototype, InReview, Open, Parked, Shipped, Shortlisted};
    let way: &[IdeaState] = match state {
        InReview => &[Open, InReview],
        Shortlisted => &[Open, InReview, Shortlisted],
        InPrototype => &[Open, InReview, Shortlisted, InPrototype],
        Shipped => &[Open, InReview, Shortlisted, InPrototype, Shipped],
        Parked => &[Open, InReview, Parked],
        Declined => &[Open, InReview, Declined],
        Clarification => &[Open, Clarification],
        _ => &[],
    };
    let told = text.official_answer.as_ref().and_then(|answer| answer.day);
    let (mut when, mut moved) = (at, None);
    for (step, pair) in way.windows(2).enumerate() {
        let decider = decider(scene, text)?;
        let last = step + 2 == way.len();
        let not_before = match pair[1] {
            InPrototype => made.map(|made| made.from),
            Shipped | Parked if last => made.and_then(|made| made.until).max(told).max(text.decided_day),
            _ if last => text.decided_day,
            _ => None,
        };
        when = scene.soon_after(when, 60).max(not_before.map_or(at, |day| scene.dusk(day)));
        moved = Some(when);
        let reason = match pair[1] {
            Clarification => text.clarification.clone(),
            _ if last => text.reason.clone(),
            _ => None,
        };
        let move_id = scene.id(when);
        scene.push(
            "idea_moves",
            json!({
                "id": move_id, "idea_id": id, "from_state": pair[0], "to_state": pair[1], "reason": reason.unwrap_or_default(),
                "moved_by": decider.id, "moved_at": when,
            }),
        );
        let event = match pair[1] {
            Clarification => Event::ClarificationAsked { idea: id },
            after => Event::IdeaMoved { idea: id, before: pair[0], after },
        };
        scene.happened(when, decider.id, "idea.decide", campaign.seen, &event)?;
    }
    if let Some(answer) = &text.official_answer {
        let author = scene.member(&answer.author)?;
        let answered = scene.soon_after(when, 72).max(answer.day.map_or(when, |day| scene.dusk(day)));
        let answer_id = AnswerId(scene.id(answered));
        scene.push(
            "official_answers",
            json!({ "id": answer_id, "idea_id": id, "author_id": author.id, "text": answer.text, "answered_at": answered }),
        );
        scene.happened(answered, author.id, "idea.decide", campaign.seen, &Event::OfficialAnswerGiven { idea: id, answer: answer_id })?;
    }
    Ok(moved)
}

/// Tips that many people brought, and the campaign that was made of them.
pub(super) fn lead_on(scene: &mut Scene, content: &Content, campaigns: &HashMap<String, Placed>, ideas: &Ideas) -> anyhow::Result<()> {
    for text in &content.ideas {
        let Some(slug) = &text.led_to else { continue };
        let told = content.campaigns.iter().find(|campaign| campaign.slug == *slug);
        let (Some(told), Some(campaign), Some(idea)) = (told, campaigns.get(slug), ideas.get(&text.key)) else {
            anyhow::bail!("{} led to {slug}, which is no campaign", text.key)
        };
        let owner = scene.member(&told.owner)?;
        let at = scene.dusk(told.phases.iter().map(|phase| phase.start_day).min().unwrap_or(1));
        let edge = scene.id(at);
        scene.push(
            "lineage_edges",
            json!({
                "id": edge, "from_kind": "idea", "from_id": idea.id, "relation": "promoted_to", "to_kind": "campaign", "to_id": campaign.id,
                "made_by": owner.id, "made_at": at,
            }),
        );
    }
    Ok(())
}

fn decider(scene: &mut Scene, text: &IdeaText) -> anyhow::Result<Member> {
    match &text.official_answer {
        Some(answer) => scene.member(&answer.author),
        None => {
            let names = ["ines-okafor", "priya-deshpande", "tomas-figueira", "deepak-nair"];
            let index = scene.random.random_range(0..names.len());
            scene.member(names[index])
        }
    }
}

/// Votes by people who may see the idea, within their budget, while votes were taken.
fn add_votes(
    scene: &mut Scene,
    wanted: usize,
    campaign: &Placed,
    idea: &mut PlacedIdea,
    spent: &mut HashMap<(CampaignId, PersonId), i32>,
) -> anyhow::Result<()> {
    if matches!(idea.state, IdeaState::Pending) {
        return Ok(());
    }
    let sees = |member: &Member| match campaign.seen.audience {
        Audience::Internal => member.staff,
        Audience::Space => member.space.is_some() && member.space == campaign.seen.space,
        _ => true,
    };
    for _ in 0..wanted * 20 {
        if idea.votes.len() >= wanted {
            break;
        }
        let voter = scene.anybody(sees)?;
        let used = spent.entry((campaign.id, voter.id)).or_insert(0);
        if campaign.budget.is_some_and(|budget| *used >= budget) || !idea.votes.insert(voter.id) {
            continue;
        }
        *used += 1;
        let from = idea.at.max(campaign.votes_from.min(scene.now - TimeDelta::hours(6)));
        let span = (campaign.votes_until - from).num_minutes().max(30);
        let at = (from + TimeDelta::minutes(scene.random.random_range(1..span))).min(scene.now - TimeDelta::minutes(1));
        scene.push("votes", json!({ "idea_id": idea.id, "voter_id": voter.id, "cast_at": at }));
        scene.push("vote_ledger", json!({ "idea_id": idea.id, "voter_id": voter.id, "entry": "cast", "at": at }));
        scene.happened(at, voter.id, "vote.cast", campaign.seen, &Event::VoteCast { idea: idea.id })?;
    }
    Ok(())
}

/// Spreads what is missing of the votes over ideas that can take them, one at a time.
fn add_remaining_votes(
    scene: &mut Scene,
    content: &Content,
    campaigns: &HashMap<String, Placed>,
    ideas: &mut Ideas,
    spent: &mut HashMap<(CampaignId, PersonId), i32>,
) -> anyhow::Result<()> {
    let open: Vec<&IdeaText> = content.ideas.iter().filter(|text| text.state != "pending" && text.state != "merged").collect();
    let mut cast: usize = ideas.values().map(|idea| idea.votes.len()).sum();
    for _ in 0..VOTES * 10 {
        if cast >= VOTES {
            break;
        }
        let text = open[scene.random.random_range(0..open.len())];
        // What few want stays what few want.
        if scene.random.random_range(0.0..100.0) > text.appeal {
            continue;
        }
        let (Some(campaign), Some(idea)) = (campaigns.get(&text.campaign), ideas.get_mut(&text.key)) else { continue };
        let before = idea.votes.len();
        add_votes(scene, before + 1, campaign, idea, spent)?;
        cast += idea.votes.len() - before;
    }
    Ok(())
}

fn row(scene: &Scene, text: &IdeaText, campaign: &Placed, idea: &PlacedIdea) -> Value {
    let number = idea.number;
    let waits = matches!(idea.state, IdeaState::Open | IdeaState::Pending | IdeaState::Clarification);
    let decided =
        (!waits && idea.state != IdeaState::InReview).then(|| (idea.at + TimeDelta::hours(50)).min(scene.now - TimeDelta::minutes(2)));
    // The inbox holds what came in lately; three promises of last week are nearly due, or missed.
    let fresh = idea.at > scene.now - TimeDelta::days(5);
    let forgotten = waits && number.is_multiple_of(29);
    let triaged = decided.or_else(|| {
        (!fresh && !forgotten && matches!(idea.state, IdeaState::Open | IdeaState::InReview))
            .then(|| (idea.at + TimeDelta::hours(20)).min(scene.now))
    });
    let due = match (fresh, forgotten) {
        (_, true) => scene.now - TimeDelta::hours(4) + TimeDelta::hours(i64::try_from(number % 7).unwrap_or(0) * 2),
        _ if campaign.answer_days.is_some() => {
            // A promise of last week that was missed is told by the three above, not by all that came early.
            let due = idea.at + TimeDelta::days(campaign.answer_days.unwrap_or_default());
            due.max(scene.now + TimeDelta::hours(5 + i64::try_from(number % 60).unwrap_or(0)))
        }
        (true, _) => idea.at + TimeDelta::days(7),
        _ => campaign.answer_by,
    };
    json!({
        "id": idea.id, "number": number, "slug": text::slug(&text.title), "campaign_id": campaign.id, "author_id": idea.author.id,
        "state": idea.state, "state_before": (matches!(idea.state, IdeaState::Merged | IdeaState::Clarification)).then_some(IdeaState::Open),
        "source": text.source, "title": text.title, "body": text.body, "audience": idea.seen.audience, "space_id": idea.seen.space, "answer_due_at": due,
        "clock_paused_at": (idea.state == IdeaState::Clarification).then(|| scene.now - TimeDelta::days(1)),
        "answered_at": decided, "triaged_at": triaged, "vote_count": 0, "comment_count": 0, "rising": 0.0, "rising_at": scene.now,
        "version": 1, "created_at": idea.at, "changed_at": idea.moved.or(decided).unwrap_or(idea.at),
    })
}

fn add_comments(scene: &mut Scene, content: &Content, ideas: &mut Ideas) -> anyhow::Result<()> {
    for comment in &content.comments.per_idea {
        let Some(idea) = ideas.get_mut(&comment.idea) else { continue };
        let author = scene.member(&comment.author)?;
        let at = scene.at(comment.day).max(idea.at + TimeDelta::minutes(20)).min(scene.now - TimeDelta::minutes(4));
        let marked_by = comment.answer.then_some(idea.author.id);
        let parent = add_comment(scene, idea, &author, &comment.text, None, at, marked_by)?;
        for reply in &comment.replies {
            let author = scene.member(&reply.author)?;
            let replied = scene.soon_after(at, 30);
            add_comment(scene, idea, &author, &reply.text, Some(parent), replied, None)?;
        }
    }
    for line in &content.comments.general {
        let Some(idea) = ideas.get_mut(&line.idea) else { anyhow::bail!("{} is no idea", line.idea) };
        let author = scene.anybody(|member| member.staff && (line.unit == "any" || member.unit == line.unit))?;
        let at = scene.soon_after(idea.at, 24 * 20);
        add_comment(scene, idea, &author, &line.text, None, at, None)?;
    }
    Ok(())
}

fn add_comment(
    scene: &mut Scene,
    idea: &mut PlacedIdea,
    author: &Member,
    text: &str,
    parent: Option<CommentId>,
    at: Moment,
    marked_by: Option<PersonId>,
) -> anyhow::Result<CommentId> {
    let id = CommentId(scene.id(at));
    scene.push(
        "comments",
        json!({
            "id": id, "idea_id": idea.id, "parent_id": parent, "author_id": author.id, "text": text, "staff_only": false,
            "answer_marked_by": marked_by, "version": 1, "created_at": at,
        }),
    );
    scene.happened(at, author.id, "comment.write", idea.seen, &Event::CommentWritten { idea: idea.id, comment: id, parent })?;
    idea.comments += 1;
    Ok(id)
}

fn add_merges(scene: &mut Scene, content: &Content, ideas: &mut Ideas) -> anyhow::Result<()> {
    let moderator = scene.member("tomas-figueira")?;
    for text in &content.ideas {
        let Some(kept_key) = text.merged_into.as_ref().filter(|_| text.state == "merged") else { continue };
        let (Some(duplicate), Some(kept)) = (ideas.get(&text.key), ideas.get(kept_key)) else { continue };
        let (from, to, seen, voters) = (duplicate.id, kept.id, kept.seen, duplicate.votes.clone());
        let at = scene.soon_after(duplicate.at.max(kept.at), 48);
        let (merge, edge) = (scene.id(at), scene.id(at));
        scene.push("idea_merges", json!({ "id": merge, "duplicate_id": from, "kept_id": to, "merged_by": moderator.id, "merged_at": at }));
        scene.push("lineage_edges", json!({ "id": edge, "from_kind": "idea", "from_id": from, "relation": "merged_into", "to_kind": "idea", "to_id": to, "made_by": moderator.id, "made_at": at }));
        scene.happened(at, moderator.id, "idea.merge", seen, &Event::IdeaMerged { idea: from, kept: to })?;
        scene.happened(at, moderator.id, "idea.merge", seen, &Event::DuplicateTaken { idea: to, duplicate: from })?;
        // A person counts once over an idea and everything merged into it.
        if let Some(kept) = ideas.get_mut(kept_key) {
            kept.votes.extend(voters);
        }
    }
    Ok(())
}

fn count_in_campaigns(scene: &mut Scene, ideas: &Ideas, spent: &HashMap<(CampaignId, PersonId), i32>) {
    let mut idea_counts: HashMap<CampaignId, i32> = HashMap::new();
    // Merged ideas count: somebody brought them in.
    for idea in ideas.values().filter(|idea| idea.state != IdeaState::Pending) {
        *idea_counts.entry(idea.campaign).or_default() += 1;
    }
    let mut voters: HashMap<CampaignId, i32> = HashMap::new();
    for ((campaign, voter), used) in spent.iter().filter(|(_, used)| **used > 0) {
        *voters.entry(*campaign).or_default() += 1;
        let cap =
            scene.rows["campaigns"].iter().find(|row| row["id"] == json!(campaign)).map_or(Value::Null, |row| row["vote_budget"].clone());
        scene.push("vote_budgets", json!({ "campaign_id": campaign, "voter_id": voter, "spent": used, "cap": cap }));
    }
    for row in scene.rows.get_mut("campaigns").into_iter().flatten() {
        let id: Option<CampaignId> = serde_json::from_value(row["id"].clone()).ok();
        if let Some(id) = id {
            row["idea_count"] = idea_counts.get(&id).copied().unwrap_or(0).into();
            row["voter_count"] = voters.get(&id).copied().unwrap_or(0).into();
        }
    }
}
