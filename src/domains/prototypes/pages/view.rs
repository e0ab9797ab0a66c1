//! Prototypes as templates show them, and forms that come back.
use crate::domains::{
    people::store::Name,
    prototypes::{
        rules,
        store::{Running, VisiblePrototype},
    },
};
use crate::kernel::{DecideGate, Doer, Moment, PersonId, PrototypeStage, Refusal, Viewer, holds, text};
use crate::platform::{
    web::{ProblemField, State, Visit},
    words::{Lang, Words},
};
use chrono::NaiveDate;
use fluent_bundle::FluentArgs;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Fluent key of a stage.
pub fn stage_key(stage: PrototypeStage) -> String {
    format!("prototypes-stage-{}", stage.as_str().replace('_', "-"))
}

/// One entry of a select field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// The words of a page, for labels that are chosen in code.
#[derive(Clone, Copy)]
pub struct Wording<'w> {
    words: &'w Words,
    lang: Lang,
}

impl<'w> Wording<'w> {
    /// The words as the visitor reads them.
    pub fn of(state: &'w State, visit: &Visit) -> Self {
        Self { words: &state.words, lang: visit.preferences.lang }
    }
    /// A text without arguments.
    pub fn text(&self, key: &str) -> String {
        self.words.plain(self.lang, key)
    }
    /// An entry of a select field.
    pub fn choice(&self, value: &str, key: &str) -> Choice {
        Choice { value: value.to_owned(), label: self.text(key) }
    }
    /// The sign before decimals in the reader's language.
    pub const fn decimal_sign(&self) -> rules::DecimalSign {
        match self.lang {
            Lang::De => rules::DecimalSign::Comma,
            Lang::En | Lang::Pseudo => rules::DecimalSign::Point,
        }
    }
    /// A number as it is typed in the reader's language: no groups, so that it reads back as it stands.
    pub fn decimal(&self, number: f64, decimals: usize) -> String {
        format!("{number:.decimals$}").replace('.', self.decimal_sign().as_str())
    }
    /// The question back about a number that can be read in two ways, with both of them.
    fn asked_back(&self, typed: &str, money: bool) -> Option<String> {
        let (whole, decimals) = rules::both_readings(typed, self.decimal_sign(), money)?;
        let mut args = FluentArgs::new();
        args.set("whole", whole);
        args.set("decimals", decimals);
        Some(self.words.text(self.lang, "prototypes-number-ambiguous", Some(&args)))
    }
    /// The sentences of refusals.
    pub fn problems(&self, refusals: &[Refusal]) -> Vec<ProblemField> {
        refusals.iter().map(|refusal| ProblemField::of(self.words, self.lang, refusal)).collect()
    }
    /// Where a prototype can be moved by hand from a stage.
    pub fn moves(&self, from: PrototypeStage) -> Vec<Choice> {
        rules::WORKING
            .iter()
            .chain(&[PrototypeStage::Gate, PrototypeStage::OnHold])
            .filter(|to| rules::check_move_by_hand(from, **to, true, true).is_ok())
            .map(|to| self.choice(to.as_str(), &stage_key(*to)))
            .collect()
    }
}

/// A person beside something they did.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PersonView {
    /// Name as shown.
    pub name: String,
    /// Their profile.
    pub href: String,
    /// Where they work; empty for the organisation's own people.
    pub company: String,
    /// Up to two letters.
    pub initials: String,
}

impl PersonView {
    /// From the names that were looked up; somebody unknown stays nameless.
    pub fn of(names: &HashMap<PersonId, Name>, person: PersonId) -> Self {
        names.get(&person).map_or_else(Self::default, |name| Self {
            name: name.name.clone(),
            href: name.href(),
            company: name.company.clone(),
            initials: text::initials(&name.name),
        })
    }
}

/// A prototype on a card, in a row or at the head of its page.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "templates/prototypes/_card.html shows each where its name says")]
pub struct CardView {
    pub number: i64,
    pub href: String,
    pub title: String,
    pub hatch: &'static str,
    pub stage: &'static str,
    pub stage_key: String,
    pub status: &'static str,
    pub coupon: &'static str,
    pub progress: u8,
    pub ticks: Vec<u8>,
    /// The gate it works towards, is at, or ended at.
    pub gate: i64,
    pub gates: i64,
    pub tests_passed: i32,
    pub tests: i32,
    pub lead: PersonView,
    pub campaign: String,
    pub sprint: String,
    pub since: String,
    /// Days since it was framed, the first one counted; until its end.
    pub day: i64,
    /// Where it can be moved by hand; empty when the viewer cannot.
    pub moves: Vec<Choice>,
    /// The viewer may decide at its gates.
    pub decides: bool,
    pub cost: f64,
}

impl CardView {
    /// The card as a viewer sees it who may decide at its gates, or not.
    pub fn for_viewer(prototype: &VisiblePrototype, names: &HashMap<PersonId, Name>, now: Moment, viewer: &Viewer) -> Self {
        let doer = viewer.person().map(|actor| Doer::from(actor.clone()));
        let decides = doer.is_some_and(|doer| holds::<DecideGate>(&doer, &prototype.place(&doer)));
        Self { decides, ..Self::of(prototype, names, now) }
    }
    /// The card of a prototype.
    pub fn of(prototype: &VisiblePrototype, names: &HashMap<PersonId, Name>, now: Moment) -> Self {
        let gates = prototype.gates_total;
        Self {
            number: prototype.number,
            href: prototype.path(),
            title: prototype.title.clone(),
            hatch: prototype.hatch.as_str(),
            stage: prototype.stage.as_str(),
            stage_key: stage_key(prototype.stage),
            status: rules::status_of(prototype.stage),
            coupon: rules::coupon_of(prototype.stage),
            progress: prototype.progress(),
            ticks: rules::ticks(gates),
            gate: (prototype.gates_passed + 1).min(gates),
            gates,
            tests_passed: prototype.tests_passed,
            tests: prototype.tests_total,
            lead: PersonView::of(names, prototype.lead_id),
            campaign: String::new(),
            sprint: String::new(),
            since: prototype.stage_since.to_rfc3339(),
            day: (prototype.ended_at.unwrap_or(now).date_naive() - prototype.created_at.date_naive()).num_days() + 1,
            moves: Vec::new(),
            decides: false,
            cost: prototype.cost_cents as f64 / 100.0,
        }
    }
}

/// A sprint's counter.
#[derive(Debug, Clone, Serialize)]
pub struct SprintView {
    pub href: String,
    pub title: String,
    pub built: i64,
    pub total: i64,
    pub target: i32,
    pub day: i64,
    pub days: i64,
    pub starts_on: String,
    pub ends_on: String,
}

impl SprintView {
    /// The counter as it stands on a day.
    pub fn of(running: &Running, today: NaiveDate) -> Self {
        let (day, days) = running.sprint.day(today);
        let noon = |day: NaiveDate| day.and_hms_opt(12, 0, 0).map(|at| at.and_utc().to_rfc3339()).unwrap_or_default();
        Self {
            href: format!("/sprints/{}", running.sprint.slug),
            title: running.sprint.title.clone(),
            built: running.built,
            total: running.total,
            target: running.sprint.target,
            day,
            days,
            starts_on: noon(running.sprint.starts_on),
            ends_on: noon(running.sprint.ends_on),
        }
    }
}

/// A form with what was typed into it and what is wrong with it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FormView {
    /// It came back, so it stands open.
    pub open: bool,
    /// What each field holds.
    pub values: BTreeMap<&'static str, String>,
    /// What is wrong with each field; empty when nothing is.
    pub errors: BTreeMap<&'static str, String>,
}

impl FormView {
    /// A form with these fields, empty.
    pub fn new(fields: &[&'static str]) -> Self {
        let empty: BTreeMap<&'static str, String> = fields.iter().map(|field| (*field, String::new())).collect();
        Self { open: false, values: empty.clone(), errors: empty }
    }
    /// With values of its fields.
    #[must_use]
    pub fn with(mut self, values: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.values.extend(values);
        self
    }
    /// Come back with what is wrong: each sentence beside its field, and all of them for the summary with the
    /// field's label, whose links lead to `prefix` and the field's name.
    pub fn refuse(&mut self, wording: Wording<'_>, refusals: &[Refusal], prefix: &str) -> Vec<ProblemField> {
        self.open = true;
        let mut problems = wording.problems(refusals);
        for problem in &mut problems {
            let typed = self.values.get(problem.field.as_str()).filter(|_| problem.code == rules::AMBIGUOUS);
            if let Some(text) = typed.and_then(|typed| wording.asked_back(typed, problem.field == "cost")) {
                problem.text = text;
            }
            if let Some(error) = self.errors.get_mut(problem.field.as_str()) {
                error.clone_from(&problem.text);
            }
        }
        let known = |field: &str| self.errors.contains_key(field);
        problems
            .into_iter()
            .map(|problem| {
                let label = label_key(prefix, &problem.field).map(|key| format!("{}: ", wording.text(key))).unwrap_or_default();
                let field = if known(&problem.field) { format!("{prefix}{}", problem.field) } else { String::new() };
                ProblemField { field, text: format!("{label}{}", problem.text), ..problem }
            })
            .collect()
    }
}

/// Fluent key of a field's label, for the summary of what is wrong.
fn label_key(form: &str, field: &str) -> Option<&'static str> {
    Some(match (form, field) {
        (_, "believe") => "prototypes-believe",
        (_, "verify") => "prototypes-verify",
        ("", "measure") => "prototypes-reading-measure",
        (_, "measure") => "prototypes-measure",
        (_, "right_if") => "prototypes-right-if",
        ("build-" | "build-change-", "title") => "prototypes-build-title",
        ("test-", "title") => "prototypes-test-title",
        ("gate-", "title") => "prototypes-gate-title",
        (_, "notes") => "prototypes-build-notes",
        (_, "bill_of_material") => "prototypes-bill",
        (_, "cost") => "prototypes-cost",
        (_, "alt") => "prototypes-photo-words",
        (_, "must") => "prototypes-gate-must",
        (_, "should") => "prototypes-gate-should",
        (_, "observed") => "prototypes-observed",
        (_, "learned") => "prototypes-learned",
        (_, "next") => "prototypes-next",
        (_, "value") => "prototypes-reading-value",
        (_, "unit") => "prototypes-reading-unit",
        (_, "least") => "prototypes-reading-least",
        (_, "most") => "prototypes-reading-most",
        (_, "reasons") => "prototypes-reasons",
        (_, "target") => "prototypes-sprint-aim",
        (_, "starts_on") => "prototypes-sprint-starts",
        (_, "ends_on") => "prototypes-sprint-ends",
        _ => return None,
    })
}
