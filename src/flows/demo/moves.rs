//! The way an idea took to the state it is in, with the prototype where it became one, and the official answer.
use super::{
    content::IdeaText,
    plan::Course,
    scene::{Member, Scene, Seen},
};
use crate::kernel::{AnswerId, Event, IdeaId, IdeaState, Moment};
use chrono::TimeDelta;
use rand::RngExt;
use serde_json::json;

/// Who decides at gates.
pub(super) const GATEKEEPER: &str = "dana-kowalczyk";

/// One step of an idea.
pub(super) struct Step {
    from: IdeaState,
    pub(super) to: IdeaState,
    pub(super) at: Moment,
    by: Member,
    reason: String,
}

/// The steps up to the state the idea is in. A prototype says when it was framed and when and why it ended.
pub(super) fn of(scene: &mut Scene, text: &IdeaText, came: Moment, state: IdeaState, course: Option<&Course>) -> anyhow::Result<Vec<Step>> {
    use IdeaState::{Clarification, Declined, InPrototype, InReview, Open, Parked, Shipped, Shortlisted};
    let way: &[IdeaState] = match (state, course) {
        (InReview, _) => &[Open, InReview],
        (Shortlisted, _) => &[Open, InReview, Shortlisted],
        (InPrototype, _) => &[Open, InReview, Shortlisted, InPrototype],
        (Shipped, Some(_)) => &[Open, InReview, Shortlisted, InPrototype, Shipped],
        // A small change needs no prototype.
        (Shipped, None) => &[Open, InReview, Shortlisted, Shipped],
        (Parked, Some(_)) => &[Open, InReview, Shortlisted, InPrototype, Parked],
        (Parked, None) => &[Open, InReview, Parked],
        (Declined, _) => &[Open, InReview, Declined],
        (Clarification, _) => &[Open, Clarification],
        _ => &[],
    };
    let decided = text.decided_day.map(|day| scene.at(day));
    let known = |index: usize| match (way[index], course) {
        (InPrototype, Some(course)) => Some(course.started),
        (_, Some(course)) if index + 1 == way.len() => course.ended.as_ref().map(|(at, _)| *at),
        _ => decided.filter(|_| index + 1 == way.len()),
    };
    let mut steps = Vec::new();
    let mut at = came;
    for index in 1..way.len() {
        let (from, to, last) = (way[index - 1], way[index], index + 1 == way.len());
        let next = (index..way.len()).find_map(|later| known(later).map(|when| (later - index, when)));
        at = match next {
            Some((0, when)) => when.max(at + TimeDelta::minutes(10)),
            Some((steps, when)) => {
                let even = at + (when - at) / (i32::try_from(steps)? + 1);
                scene.in_hours(even).min(when - TimeDelta::minutes(15)).max(at + TimeDelta::minutes(5))
            }
            None => scene.soon_after(at, 60),
        };
        let by = match (to, course) {
            (InPrototype, Some(course)) => scene.member(&course.lead)?,
            (Shipped | Parked, Some(_)) => scene.member(GATEKEEPER)?,
            _ => decider(scene, text)?,
        };
        let reason = match (to, last) {
            (Clarification, _) => text.clarification.clone(),
            (_, true) => text.reason.clone().or_else(|| course.and_then(|course| course.ended.clone()).map(|(_, reasons)| reasons)),
            _ => None,
        };
        steps.push(Step { from, to, at, by, reason: reason.unwrap_or_default() });
    }
    Ok(steps)
}

pub(super) fn add(scene: &mut Scene, steps: &[Step], idea: IdeaId, seen: Seen) -> anyhow::Result<()> {
    for step in steps {
        let id = scene.id(step.at);
        scene.push(
            "idea_moves",
            json!({
                "id": id, "idea_id": idea, "from_state": step.from, "to_state": step.to, "reason": step.reason,
                "moved_by": step.by.id, "moved_at": step.at,
            }),
        );
        let event = match step.to {
            IdeaState::Clarification => Event::ClarificationAsked { idea },
            after => Event::IdeaMoved { idea, before: step.from, after },
        };
        scene.happened(step.at, step.by.id, "idea.decide", seen, &event)?;
    }
    Ok(())
}

/// The official answer on its own day, after what was decided that day; when it was given.
pub(super) fn add_answer(
    scene: &mut Scene,
    text: &IdeaText,
    steps: &[Step],
    idea: IdeaId,
    (came, seen): (Moment, Seen),
) -> anyhow::Result<Option<Moment>> {
    let Some(answer) = &text.official_answer else { return Ok(None) };
    let author = scene.member(&answer.author)?;
    let at = scene.at(answer.day).max(came + TimeDelta::minutes(30));
    let same_day = steps.iter().map(|step| step.at).filter(|step| step.date_naive() == at.date_naive()).max();
    let at = same_day.map_or(at, |step| at.max(step + TimeDelta::minutes(25))).min(scene.now - TimeDelta::minutes(2));
    let id = AnswerId(scene.id(at));
    scene.push("official_answers", json!({ "id": id, "idea_id": idea, "author_id": author.id, "text": answer.text, "answered_at": at }));
    scene.happened(at, author.id, "idea.decide", seen, &Event::OfficialAnswerGiven { idea, answer: id })?;
    Ok(Some(at))
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
