//! A campaign as the templates show it.
use crate::domains::campaigns::{
    rules::{Plan, phases::state_of},
    store::Campaign,
};
use crate::domains::people::store::Name;
use crate::kernel::{CampaignState, Hatch, Moment, PersonId, PhaseKind, text};
use crate::platform::{
    web::{State, Visit},
    words::Words,
};
use chrono::TimeDelta;
use fluent_bundle::FluentArgs;
use serde::Serialize;
use std::collections::HashMap;

/// A person by name.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    name: String,
    href: String,
    initials: String,
}

impl Person {
    /// Out of the names that were looked up.
    pub fn among(names: &HashMap<PersonId, Name>, id: PersonId) -> Option<Self> {
        let name = names.get(&id)?;
        Some(Self { name: name.name.clone(), href: name.href(), initials: text::initials(&name.name) })
    }
    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// One phase of the bar.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseView {
    name: String,
    state: &'static str,
    detail: String,
    date: String,
    progress: i64,
}

/// The time left until something, in words that fit.
#[derive(Debug, Clone, Serialize)]
pub struct Countdown {
    /// What it counts down to.
    label_key: String,
    /// Which form of words.
    form: &'static str,
    days: i64,
    hours: String,
    minutes: String,
    at: String,
}

impl Countdown {
    fn to(label_key: String, at: Moment, now: Moment) -> Self {
        let left = (at - now).max(TimeDelta::zero());
        let (days, hours, minutes) = (left.num_days(), left.num_hours() % 24, left.num_minutes() % 60);
        let form = match (days, left.num_hours(), left.num_minutes()) {
            (1.., _, _) => "days",
            (_, 1.., _) => "hours",
            (_, _, 1..) => "minutes",
            _ => "moment",
        };
        let hours = if days > 0 { format!("{hours:02}") } else { hours.to_string() };
        let minutes = if left.num_hours() > 0 { format!("{minutes:02}") } else { minutes.to_string() };
        Self { label_key, form, days, hours, minutes, at: at.to_rfc3339() }
    }
}

/// The word of a phase.
pub const fn phase_key(kind: PhaseKind) -> &'static str {
    match kind {
        PhaseKind::Collect => "campaigns-phase-collect",
        PhaseKind::Discuss => "campaigns-phase-discuss",
        PhaseKind::Vote => "campaigns-phase-vote",
        PhaseKind::Review => "campaigns-phase-review",
        PhaseKind::Decide => "campaigns-phase-decide",
    }
}

/// Words and moments of one reader.
pub struct Reading<'r> {
    words: &'r Words,
    visit: &'r Visit,
    /// Now, as the visit began.
    pub now: Moment,
}

impl<'r> Reading<'r> {
    /// For the visitor of a request.
    pub fn of(state: &'r State, visit: &'r Visit) -> Self {
        Self { words: &state.words, visit, now: visit.now }
    }
    fn text(&self, key: &str, name: &'static str, value: impl Into<fluent_bundle::FluentValue<'static>>) -> String {
        let mut args = FluentArgs::new();
        args.set(name, value);
        self.words.text(self.visit.preferences.lang, key, Some(&args))
    }
    /// The words of a key without arguments.
    pub fn word(&self, key: &str) -> String {
        self.words.plain(self.visit.preferences.lang, key)
    }
    /// A date of the calendar, with the time where something else of it falls on the same day.
    fn date(&self, key: &str, at: Moment, calendar: &[Moment]) -> String {
        let (lang, zone) = (self.visit.preferences.lang, self.visit.preferences.zone);
        let day = |at: Moment| at.with_timezone(&zone).date_naive();
        let crowded = calendar.iter().any(|other| *other != at && day(*other) == day(at));
        let date = if crowded { self.words.moment(lang, at, self.now, zone) } else { self.words.date(lang, at, zone) };
        self.text(key, "date", date)
    }

    /// The bar of phases.
    pub fn phases(&self, campaign: &Campaign, plan: &Plan) -> Vec<PhaseView> {
        let ran = plan.phases().iter().filter(|phase| !phase.is_left_out(campaign.closed_at));
        let calendar: Vec<Moment> = ran.flat_map(|phase| [phase.starts_at, phase.over_at(campaign.closed_at)]).collect();
        plan.phases()
            .iter()
            .map(|phase| {
                let own = state_of(phase.kind);
                let over = campaign.state > own || (campaign.state == own && plan.left_at(phase.kind) <= Some(self.now));
                let left_at = plan.left_at(phase.kind).unwrap_or(phase.ends_at);
                let (state, date) = match () {
                    () if phase.is_left_out(campaign.closed_at) => ("left-out", self.word("campaigns-phase-left-out")),
                    () if over => ("done", self.date("campaigns-phase-ended", phase.over_at(campaign.closed_at), &calendar)),
                    () if campaign.state == own => ("now", self.date("campaigns-phase-until", left_at, &calendar)),
                    () => ("next", self.date("campaigns-phase-from", phase.starts_at, &calendar)),
                };
                let length = (left_at - phase.starts_at).num_seconds().max(1);
                let progress = ((self.now - phase.starts_at).num_seconds() * 100 / length).clamp(0, 100);
                let begun = campaign.state >= own && !phase.is_left_out(campaign.closed_at);
                let detail = match phase.kind {
                    PhaseKind::Collect if begun => self.text("campaigns-ideas", "count", campaign.idea_count),
                    PhaseKind::Vote if begun && campaign.voter_count > 0 => self.text("campaigns-voters", "count", campaign.voter_count),
                    _ => String::new(),
                };
                PhaseView { name: self.word(phase_key(phase.kind)), state, detail, date, progress }
            })
            .collect()
    }

    /// What everybody waits for next: the opening, the end of the phase, or the promised answers.
    pub fn countdown(&self, campaign: &Campaign, plan: &Plan) -> Option<Countdown> {
        let (key, at) = match campaign.state {
            CampaignState::Draft | CampaignState::Scheduled => ("campaigns-until-scheduled".to_owned(), plan.phases().first()?.starts_at),
            CampaignState::Closed | CampaignState::Archived => return None,
            state => match plan.running(state).and_then(|phase| plan.left_at(phase.kind)).filter(|at| *at > self.now) {
                Some(at) => (format!("campaigns-until-{state}"), at),
                None => ("campaigns-until-answer".to_owned(), campaign.answer_by?),
            },
        };
        (at > self.now).then(|| Countdown::to(key, at, self.now))
    }

    /// A card of the list.
    pub fn card(&self, campaign: &Campaign, plan: &Plan) -> Card {
        Card {
            number: campaign.number,
            href: campaign.path(),
            title: campaign.title.clone(),
            question: campaign.question.clone(),
            hatch: campaign.hatch,
            hatch_key: format!("campaigns-hatch-{}", campaign.hatch),
            state: campaign.state,
            state_key: format!("campaigns-state-{}", campaign.state),
            countdown: self.countdown(campaign, plan),
            ideas: campaign.idea_count,
            voters: campaign.voter_count,
            closed_at: campaign.closed_at.map(|at| at.to_rfc3339()),
            phases: self.phases(campaign, plan),
            slug: campaign.slug.clone(),
            reminder: None,
        }
    }
}

impl Card {
    /// With the wish to be told when it opens, while that lies ahead.
    #[must_use]
    pub fn reminding(self, reminded: bool) -> Self {
        let reminder = (self.state == CampaignState::Scheduled).then_some(reminded);
        Self { reminder, ..self }
    }
    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }
}

/// A campaign in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    number: i64,
    href: String,
    title: String,
    question: String,
    hatch: Hatch,
    hatch_key: String,
    state: CampaignState,
    state_key: String,
    countdown: Option<Countdown>,
    ideas: i32,
    voters: i32,
    closed_at: Option<String>,
    phases: Vec<PhaseView>,
    slug: String,
    /// Of a coming campaign in a list: whether the viewer is to be told when it opens.
    reminder: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn a_countdown_says_two_units_at_most() {
        let now = DateTime::UNIX_EPOCH;
        let of = |minutes| {
            let left = Countdown::to(String::new(), now + TimeDelta::minutes(minutes), now);
            (left.form, left.days, left.hours, left.minutes)
        };
        assert_eq!(of(3 * 1440 + 6 * 60 + 5), ("days", 3, "06".to_owned(), "05".to_owned()));
        assert_eq!(of(5 * 60 + 7), ("hours", 0, "5".to_owned(), "07".to_owned()));
        assert_eq!(of(12), ("minutes", 0, "0".to_owned(), "12".to_owned()));
        assert_eq!(of(0).0, "moment", "nothing opens in 0 minutes");
    }
}
