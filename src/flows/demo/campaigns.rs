//! Campaigns with their phases, fields and reviewers.
use super::{
    content::{CampaignText, Content},
    scene::{Scene, Seen},
};
use crate::kernel::{Audience, CampaignId, CampaignState, Event, Moment};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// What ideas need to know of their campaign.
pub(super) struct Placed {
    pub(super) id: CampaignId,
    pub(super) seen: Seen,
    pub(super) fields: HashMap<String, Uuid>,
    pub(super) answer_by: Moment,
    pub(super) budget: Option<i32>,
    pub(super) opened: Moment,
    /// The phase of voting, once it has begun; before it people may vote as well.
    pub(super) votes_from: Moment,
    pub(super) votes_until: Moment,
    pub(super) closed: Option<Moment>,
    /// Days within which each idea is answered, where the campaign has no end of its own.
    pub(super) answer_days: Option<i64>,
}

/// A campaign that ends so much later than today answers idea by idea.
const ALWAYS_ON_DAYS: i64 = 200;
/// Days within which an idea of such a campaign is answered.
const ANSWER_DAYS: i64 = 21;

/// Campaigns that only the organisation's own people see.
const INSIDE: &[&str] = &["what-did-you-hear"];

pub(super) fn set(scene: &mut Scene, content: &Content) -> anyhow::Result<HashMap<String, Placed>> {
    let mut placed = HashMap::new();
    for (index, text) in content.campaigns.iter().enumerate() {
        // The picture of the product shows the voting campaign as number 3.
        let number = match (index, text.slug.as_str()) {
            (_, "bond-then-unbond") => 3,
            (0..=2, _) => index,
            (later, _) => later + 1,
        };
        placed.insert(text.slug.clone(), add(scene, text, number)?);
    }
    Ok(placed)
}

fn add(scene: &mut Scene, text: &CampaignText, number: usize) -> anyhow::Result<Placed> {
    let seen = audience(scene, text)?;
    let state = CampaignState::parse(&text.state).ok_or_else(|| anyhow::anyhow!("{} is no state of a campaign", text.state))?;
    let first = text.phases.iter().map(|phase| phase.start_day).min().unwrap_or(1);
    let opened = scene.morning(first);
    let drafted = (opened - TimeDelta::days(4)).min(scene.now - TimeDelta::days(2));
    let launched = (state != CampaignState::Draft).then(|| opened.min(scene.now - TimeDelta::hours(20)));
    let id = CampaignId(scene.id(drafted));
    let owner = scene.member(&text.owner)?;
    let sponsor = scene.member(&text.sponsor)?;
    let answer_by = scene.at(text.answer_day);
    let closed = matches!(state, CampaignState::Closed | CampaignState::Archived).then(|| scene.at(text.answer_day));
    scene.push("campaigns", json!({
        "id": id, "number": number, "slug": text.slug, "state": text.state, "title": text.title, "question": text.question, "brief": text.brief,
        "audience": seen.audience, "space_id": seen.space, "audience_chosen": true, "owner_id": owner.id, "sponsor_id": sponsor.id, "sponsor_promise": text.sponsor_promise,
        "answer_by": answer_by, "answer_days": 21, "terms": text.terms, "terms_version": 1, "vote_budget": text.vote_budget,
        "counts": text.counts, "hatch": text.hatch, "approval_needed": text.approval_needed, "summary": text.summary.clone().unwrap_or_default(),
        "idea_count": 0, "voter_count": 0, "version": 1, "created_at": drafted, "launched_at": launched,
        "opened_at": (opened <= scene.now).then_some(opened), "closed_at": closed,
    }));
    let phases = add_phases(scene, text, id, opened);
    let fields = add_fields(scene, text, id, drafted);
    for reviewer in &text.reviewers {
        let reviewer = scene.member(reviewer)?;
        scene.push("campaign_reviewers", json!({ "campaign_id": id, "person_id": reviewer.id }));
        // Who reviews what only one company sees is a member of its space.
        if let Some(space) = seen.space {
            scene.push("space_members", json!({ "space_id": space, "person_id": reviewer.id, "joined_at": drafted }));
        }
    }
    let seen_by_managers = Seen::INTERNAL;
    scene.happened(drafted, owner.id, "campaign.draft", seen_by_managers, &Event::CampaignDrafted { campaign: id, from: None })?;
    if let Some(launched) = launched {
        scene.happened(launched, owner.id, "campaign.run", seen, &Event::CampaignLaunched { campaign: id })?;
    }
    follow_calendar(scene, &phases, (id, seen), closed.unwrap_or(scene.now))?;
    if let Some(closed) = closed {
        scene.happened(closed, owner.id, "campaign.run", seen, &Event::CampaignClosed { campaign: id })?;
        if state == CampaignState::Archived {
            scene.happened(closed + TimeDelta::days(6), owner.id, "campaign.run", seen, &Event::CampaignArchived { campaign: id })?;
        }
    }
    let answer_days = (text.answer_day > super::scene::TODAY + ALWAYS_ON_DAYS).then_some(ANSWER_DAYS);
    let of =
        |kinds: &[&str]| phases.iter().find(|(kind, start, _)| kinds.contains(&kind.as_str()) && *start < scene.now).map(|phase| phase.1);
    Ok(Placed {
        id,
        seen,
        fields,
        answer_by,
        budget: text.vote_budget,
        opened,
        votes_from: of(&["vote"]).unwrap_or(opened),
        votes_until: of(&["review", "decide"]).or(closed).unwrap_or(scene.now),
        closed,
        answer_days,
    })
}

/// The moves of the calendar before a moment; a draft and one that is scheduled have not begun.
fn follow_calendar(scene: &mut Scene, phases: &[Dated], (id, seen): (CampaignId, Seen), before: Moment) -> anyhow::Result<()> {
    let mut from = CampaignState::Scheduled;
    for (kind, start, _) in phases.iter().filter(|(_, start, _)| *start < before) {
        let to = if kind == "collect" { Some(CampaignState::Open) } else { CampaignState::parse(kind) };
        let to = to.ok_or_else(|| anyhow::anyhow!("{kind} is no phase"))?;
        scene.came_about(*start, "campaign.run", seen, &Event::CampaignMoved { campaign: id, before: from, after: to })?;
        from = to;
    }
    Ok(())
}

/// Who sees the campaign and all that is in it.
fn audience(scene: &Scene, text: &CampaignText) -> anyhow::Result<Seen> {
    Ok(match (text.audience.as_deref(), &text.space) {
        (Some("space"), Some(slug)) => {
            let space = scene.spaces.get(slug).copied();
            Seen { audience: Audience::Space, space: Some(space.ok_or_else(|| anyhow::anyhow!("{slug} is no space"))?) }
        }
        (Some("internal"), _) => Seen::INTERNAL,
        (Some("signed_in"), _) => Seen::SIGNED_IN,
        _ if INSIDE.contains(&text.slug.as_str()) => Seen::INTERNAL,
        _ => Seen::PUBLIC,
    })
}

/// Kind, start and end of a phase.
type Dated = (String, Moment, Moment);

/// Phases follow each other without overlap; the running one holds the present moment.
fn add_phases(scene: &mut Scene, text: &CampaignText, id: CampaignId, opened: Moment) -> Vec<Dated> {
    let mut start = opened;
    let mut phases = Vec::new();
    for (position, phase) in text.phases.iter().enumerate() {
        let mut end = scene.evening(phase.end_day);
        let running = CampaignState::parse(&text.state).map(CampaignState::as_str);
        let is_now = running == Some(phase.kind.as_str()) || (running == Some("open") && phase.kind == "collect");
        if is_now && end <= scene.now {
            end = scene.now + TimeDelta::hours(30);
        }
        if !is_now && start < scene.now && end > scene.now && text.state == "closed" {
            end = scene.now - TimeDelta::days(1);
        }
        end = end.max(start + TimeDelta::hours(12));
        let phase_id = scene.id(opened);
        scene.push(
            "campaign_phases",
            json!({ "id": phase_id, "campaign_id": id, "kind": phase.kind, "position": position, "starts_at": start, "ends_at": end }),
        );
        phases.push((phase.kind.clone(), start, end));
        start = end;
    }
    phases
}

fn add_fields(scene: &mut Scene, text: &CampaignText, id: CampaignId, at: Moment) -> HashMap<String, Uuid> {
    let mut fields = HashMap::new();
    for (position, field) in text.fields.iter().enumerate() {
        let field_id = scene.id(at);
        scene.push(
            "campaign_fields",
            json!({
                "id": field_id, "campaign_id": id, "position": position, "label": field.label, "kind": field.kind,
                "choices": field.choices, "required": field.required,
            }),
        );
        fields.insert(field.key.clone(), field_id);
    }
    fields
}
