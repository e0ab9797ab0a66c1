//! Ideas with their versions, answers, moves, merges, votes and comments.
use super::{
    campaigns::Placed,
    content::{Content, IdeaText},
    moves,
    plan::{Course, Plan},
    scene::{Member, Scene, Seen},
};
use crate::domains::ideas::rules::is_answered;
use crate::kernel::{Audience, CampaignId, CommentId, Event, IdeaId, IdeaSource, IdeaState, Moment, PersonId, text};
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
    /// Since when the organisation's answer stands.
    answered: Option<Moment>,
    /// When somebody first looked at it and moved it on.
    moved: Option<Moment>,
    /// When its wording or state changed last.
    changed: Moment,
    /// When people could no longer vote for it.
    left: Moment,
}

pub(super) type Ideas = HashMap<String, PlacedIdea>;

/// Everything about ideas except what rooms and prototypes add.
pub(super) fn set(scene: &mut Scene, content: &Content, campaigns: &HashMap<String, Placed>, plan: &Plan) -> anyhow::Result<Ideas> {
    let mut ideas = Ideas::new();
    let mut spent: HashMap<(CampaignId, PersonId), i32> = HashMap::new();
    let mut rows = Vec::new();
    let courses: HashMap<&str, &Course> = content
        .prototypes
        .iter()
        .filter_map(|prototype| Some((prototype.idea.as_deref()?, plan.prototypes.get(&prototype.number)?)))
        .collect();
    for (index, text) in content.ideas.iter().enumerate() {
        let campaign = campaigns.get(&text.campaign).ok_or_else(|| anyhow::anyhow!("{} is no campaign", text.campaign))?;
        let placed = place(scene, text, campaign, (index + 1, plan.ideas[&text.key]), courses.get(text.key.as_str()).copied())?;
        ideas.insert(text.key.clone(), placed);
    }
    set_merges(scene, content, &mut ideas);
    for text in &content.ideas {
        let (Some(campaign), Some(placed)) = (campaigns.get(&text.campaign), ideas.get_mut(&text.key)) else { continue };
        let wanted = ((text.appeal / 100.0).powf(STEEPNESS) * MOST_VOTES).round() as usize;
        add_votes(scene, wanted, campaign, placed, &mut spent)?;
        rows.push((row(scene, text, campaign, placed), text.key.clone()));
        add_led_to(scene, text, placed, campaigns)?;
    }
    add_remaining_votes(scene, content, campaigns, &mut ideas, &mut spent)?;
    add_comments(scene, content, campaigns, &mut ideas)?;
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

fn place(
    scene: &mut Scene,
    text: &IdeaText,
    campaign: &Placed,
    (number, at): (usize, Moment),
    course: Option<&Course>,
) -> anyhow::Result<PlacedIdea> {
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
    let seen = campaign.seen;
    let moves = moves::of(scene, text, at, state, course)?;
    moves::add(scene, &moves, id, seen)?;
    let said = moves::add_answer(scene, text, &moves, id, (at, seen))?;
    let decided = moves.iter().find(|step| is_answered(step.to)).map(|step| step.at);
    let answered = match (decided, said) {
        (Some(decided), Some(said)) => Some(decided.min(said)),
        (decided, said) => decided.or(said),
    };
    let left =
        moves.iter().find(|step| matches!(step.to, IdeaState::Parked | IdeaState::Declined | IdeaState::Shipped)).map(|step| step.at);
    Ok(PlacedIdea {
        id,
        number,
        at,
        author,
        seen,
        campaign: campaign.id,
        votes: HashSet::new(),
        comments: 0,
        state,
        answered,
        moved: moves.first().map(|step| step.at),
        changed: moves.last().map_or(at, |step| step.at),
        left: left.unwrap_or(scene.now),
    })
}

/// A tip may have led to a campaign.
fn add_led_to(scene: &mut Scene, text: &IdeaText, idea: &PlacedIdea, campaigns: &HashMap<String, Placed>) -> anyhow::Result<()> {
    let Some(slug) = &text.led_to else { return Ok(()) };
    let campaign = campaigns.get(slug).ok_or_else(|| anyhow::anyhow!("{slug} is no campaign"))?;
    let at = idea.answered.unwrap_or(idea.at).max(campaign.opened);
    let (edge, by) = (scene.id(at), scene.member("deepak-nair")?);
    scene.push("lineage_edges", json!({ "id": edge, "from_kind": "idea", "from_id": idea.id, "relation": "merged_into", "to_kind": "campaign", "to_id": campaign.id, "made_by": by.id, "made_at": at }));
    Ok(())
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
        let until = campaign.votes_until.min(idea.left).min(scene.now - TimeDelta::minutes(1)).max(idea.at + TimeDelta::minutes(2));
        // Most vote when they are asked to; for what is decided by then people voted earlier.
        let from = if campaign.votes_from < until { idea.at.max(campaign.votes_from) } else { idea.at };
        let seconds = (until - from).num_seconds().max(2);
        let at = from + TimeDelta::seconds(scene.random.random_range(1..seconds));
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
    // The inbox holds what came in lately; three promises of last week are nearly due, or missed.
    let fresh = idea.at > scene.now - TimeDelta::days(5);
    let forgotten = waits && number.is_multiple_of(29);
    let triaged = idea.moved.or(idea.answered).or_else(|| {
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
        "answered_at": idea.answered, "triaged_at": triaged, "vote_count": 0, "comment_count": 0, "rising": 0.0, "rising_at": scene.now,
        "version": 1, "created_at": idea.at, "changed_at": idea.changed,
    })
}

fn add_comments(scene: &mut Scene, content: &Content, campaigns: &HashMap<String, Placed>, ideas: &mut Ideas) -> anyhow::Result<()> {
    let closed: HashMap<CampaignId, Moment> = campaigns.values().filter_map(|placed| Some((placed.id, placed.closed?))).collect();
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
        let author = if let Some(name) = &line.author {
            scene.member(name)?
        } else {
            scene.anybody(|member| {
                let of_unit = match line.unit.as_str() {
                    "any" => true,
                    "sales" => member.sells,
                    unit => member.unit == unit,
                };
                let of_site = line.site.as_ref().is_none_or(|site| member.site == *site);
                member.staff && of_unit && of_site && member.id != idea.author.id
            })?
        };
        let at = scene.soon_after(idea.at, 24 * 20);
        // What is closed is not talked about.
        let at = closed.get(&idea.campaign).map_or(at, |closed| at.min(*closed - TimeDelta::minutes(30)));
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

/// An idea that was merged takes no votes from then on.
fn set_merges(scene: &mut Scene, content: &Content, ideas: &mut Ideas) {
    for text in content.ideas.iter().filter(|text| text.state == "merged") {
        let kept = text.merged_into.as_ref().and_then(|key| ideas.get(key)).map(|kept| kept.at);
        if let (Some(kept), Some(duplicate)) = (kept, ideas.get_mut(&text.key)) {
            let at = scene.soon_after(duplicate.at.max(kept), 48);
            (duplicate.left, duplicate.answered) = (at, Some(at));
        }
    }
}

fn add_merges(scene: &mut Scene, content: &Content, ideas: &mut Ideas) -> anyhow::Result<()> {
    let moderator = scene.member("tomas-figueira")?;
    for text in &content.ideas {
        let Some(kept_key) = text.merged_into.as_ref().filter(|_| text.state == "merged") else { continue };
        let (Some(duplicate), Some(kept)) = (ideas.get(&text.key), ideas.get(kept_key)) else { continue };
        let (from, to, seen, voters, at) = (duplicate.id, kept.id, kept.seen, duplicate.votes.clone(), duplicate.left);
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
