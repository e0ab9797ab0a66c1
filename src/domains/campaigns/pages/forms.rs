//! The steps of the wizard as forms: what each shows, and what change it asks for.
use super::{local, view::phase_key};
use crate::domains::campaigns::{
    actions,
    rules::{
        Change, FieldSetup, Phase, Setup,
        launch::Step,
        setup::{FIELD_CHOICES, Rhythm, unfit_choices},
    },
};
use crate::kernel::{CountsShown, FieldId, FieldKind, Hatch, Moment, PhaseKind, Refusal, Viewer};
use crate::platform::error::{AppError, AppResult};
use chrono::TimeDelta;
use chrono_tz::Tz;
use diesel::PgConnection;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Something that is no moment.
const fn unreadable(field: &'static str) -> Refusal {
    Refusal::of(field, "campaign-moment-unreadable")
}
/// A value that no form of ours sends.
pub(super) const fn unknown(field: &'static str) -> Refusal {
    Refusal::of(field, "campaign-value-unknown")
}

/// One step of the wizard.
pub trait StepForm: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Which step.
    const STEP: Step;
    /// Its template.
    const TEMPLATE: &'static str;
    /// Fields that can carry a message.
    const FIELDS: &'static [&'static str];
    /// What else its template shows.
    type Extra: Serialize + Send + 'static;

    /// Filled with what is stored.
    ///
    /// # Errors
    /// When the database cannot be asked.
    fn of(conn: &mut PgConnection, setup: &Setup, version: i32, zone: Tz, now: Moment) -> AppResult<Self>;
    /// The version that the person saw.
    fn version(&self) -> i32;
    /// The same, of another version.
    #[must_use]
    fn at_version(self, version: i32) -> Self;
    /// The button pressed: `next`, `stay`, `find` or `rhythm-…`.
    fn then(&self) -> &str;
    /// The same, filled by a button that saves nothing.
    #[must_use]
    fn filled(self, _zone: Tz, _now: Moment) -> Self {
        self
    }
    /// The change asked for.
    ///
    /// # Errors
    /// What cannot be read, each beside its field, or when the database cannot be asked.
    fn change(&self, conn: &mut PgConnection, setup: &Setup, zone: Tz) -> AppResult<Change>;
    /// Where a refusal of its change stands: beside its own field, unless the form has one that is nearer.
    fn placed(&self, refusal: Refusal) -> Vec<Refusal> {
        vec![refusal]
    }
    /// Loads the rest of the page.
    ///
    /// # Errors
    /// When the database cannot be asked.
    fn extra(&self, conn: &mut PgConnection, viewer: &Viewer) -> AppResult<Self::Extra>;
}

macro_rules! versioned {
    () => {
        fn version(&self) -> i32 {
            self.version
        }
        fn at_version(self, version: i32) -> Self {
            Self { version, ..self }
        }
        fn then(&self) -> &str {
            &self.then
        }
    };
}
pub(super) use versioned;

/// What is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionForm {
    title: String,
    question: String,
    brief: String,
    #[serde(default)]
    criteria: String,
    hatch: String,
    version: i32,
    #[serde(default)]
    then: String,
}

impl StepForm for QuestionForm {
    const STEP: Step = Step::Question;
    const TEMPLATE: &'static str = "campaigns/edit_question.html";
    const FIELDS: &'static [&'static str] = &["title", "question", "brief", "criteria", "hatch"];
    type Extra = Vec<Hatch>;
    versioned!();

    fn of(_: &mut PgConnection, setup: &Setup, version: i32, _: Tz, _: Moment) -> AppResult<Self> {
        Ok(Self {
            title: setup.title.clone(),
            question: setup.question.clone(),
            brief: setup.brief.clone(),
            criteria: setup.criteria.clone(),
            hatch: setup.hatch.to_string(),
            version,
            then: String::new(),
        })
    }
    fn change(&self, _: &mut PgConnection, _: &Setup, _: Tz) -> AppResult<Change> {
        let hatch = Hatch::parse(&self.hatch).ok_or_else(|| AppError::Invalid(vec![unknown("hatch")]))?;
        Ok(Change {
            title: Some(self.title.clone()),
            question: Some(self.question.clone()),
            brief: Some(self.brief.clone()),
            criteria: Some(self.criteria.clone()),
            hatch: Some(hatch),
            ..Change::default()
        })
    }
    fn extra(&self, _: &mut PgConnection, _: &Viewer) -> AppResult<Self::Extra> {
        Ok(Hatch::ALL.to_vec())
    }
}

/// When what happens.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PhasesForm {
    collect: Option<String>,
    collect_starts: String,
    collect_ends: String,
    discuss: Option<String>,
    discuss_starts: String,
    discuss_ends: String,
    vote: Option<String>,
    vote_starts: String,
    vote_ends: String,
    review: Option<String>,
    review_starts: String,
    review_ends: String,
    decide: Option<String>,
    decide_starts: String,
    decide_ends: String,
    answer_by: String,
    version: i32,
    then: String,
    /// Dates of a rhythm that nobody has saved yet.
    #[serde(skip_deserializing)]
    proposed: bool,
}

/// Names of a phase's fields.
const NAMES: [(&str, &str, &str); 5] = [
    ("collect", "collect_starts", "collect_ends"),
    ("discuss", "discuss_starts", "discuss_ends"),
    ("vote", "vote_starts", "vote_ends"),
    ("review", "review_starts", "review_ends"),
    ("decide", "decide_starts", "decide_ends"),
];

/// A row of the phases step.
#[derive(Debug, Serialize)]
pub struct PhaseRow {
    name: &'static str,
    starts_name: &'static str,
    ends_name: &'static str,
    key: &'static str,
    hint_key: String,
    chosen: bool,
    starts: String,
    ends: String,
}

impl PhasesForm {
    fn put(&mut self, phases: &[Phase], zone: Tz) {
        for phase in phases.iter().filter(|phase| !phase.is_left_out(None)) {
            let (chosen, starts, ends) = self.row_mut(phase.kind);
            *chosen = Some("on".to_owned());
            *starts = local::field(phase.starts_at, zone);
            *ends = local::field(phase.ends_at, zone);
        }
    }
    fn row(&self, kind: PhaseKind) -> (&Option<String>, &str, &str) {
        match kind {
            PhaseKind::Collect => (&self.collect, &self.collect_starts, &self.collect_ends),
            PhaseKind::Discuss => (&self.discuss, &self.discuss_starts, &self.discuss_ends),
            PhaseKind::Vote => (&self.vote, &self.vote_starts, &self.vote_ends),
            PhaseKind::Review => (&self.review, &self.review_starts, &self.review_ends),
            PhaseKind::Decide => (&self.decide, &self.decide_starts, &self.decide_ends),
        }
    }
    fn row_mut(&mut self, kind: PhaseKind) -> (&mut Option<String>, &mut String, &mut String) {
        match kind {
            PhaseKind::Collect => (&mut self.collect, &mut self.collect_starts, &mut self.collect_ends),
            PhaseKind::Discuss => (&mut self.discuss, &mut self.discuss_starts, &mut self.discuss_ends),
            PhaseKind::Vote => (&mut self.vote, &mut self.vote_starts, &mut self.vote_ends),
            PhaseKind::Review => (&mut self.review, &mut self.review_starts, &mut self.review_ends),
            PhaseKind::Decide => (&mut self.decide, &mut self.decide_starts, &mut self.decide_ends),
        }
    }
}

impl StepForm for PhasesForm {
    const STEP: Step = Step::Phases;
    const TEMPLATE: &'static str = "campaigns/edit_phases.html";
    const FIELDS: &'static [&'static str] = &[
        "phases",
        "collect_starts",
        "collect_ends",
        "discuss_starts",
        "discuss_ends",
        "vote_starts",
        "vote_ends",
        "review_starts",
        "review_ends",
        "decide_starts",
        "decide_ends",
        "answer_by",
    ];
    type Extra = Vec<PhaseRow>;
    versioned!();

    fn filled(self, zone: Tz, now: Moment) -> Self {
        let Some(rhythm) = self.then.strip_prefix("rhythm-").and_then(Rhythm::parse) else {
            return self;
        };
        // It begins when the typed one would, and tomorrow otherwise.
        let typed = local::parse(&self.collect_starts, zone).filter(|start| *start > now);
        let phases = rhythm.phases(typed.unwrap_or(now + TimeDelta::days(1)));
        let mut form = Self { version: self.version, proposed: true, ..Self::default() };
        form.put(&phases, zone);
        form.answer_by = phases.last().map_or_else(String::new, |last| local::field(rhythm.answer_by(last.ends_at), zone));
        form
    }
    fn of(_: &mut PgConnection, setup: &Setup, version: i32, zone: Tz, now: Moment) -> AppResult<Self> {
        let mut form = Self { version, proposed: setup.plan.phases().is_empty(), ..Self::default() };
        form.put(&actions::suggested(setup, now), zone);
        form.answer_by = setup.answer_by.map_or_else(String::new, |at| local::field(at, zone));
        Ok(form)
    }
    fn change(&self, _: &mut PgConnection, setup: &Setup, zone: Tz) -> AppResult<Change> {
        let (mut phases, mut wrong) = (Vec::new(), Vec::new());
        for (kind, (_, starts_name, ends_name)) in PhaseKind::ALL.iter().zip(NAMES) {
            let (Some(_), starts, ends) = self.row(*kind) else {
                continue;
            };
            let stored = setup.plan.get(*kind);
            let starts_at = local::parse_or_keep(starts, zone, stored.map(|phase| phase.starts_at));
            let ends_at = local::parse_or_keep(ends, zone, stored.map(|phase| phase.ends_at));
            match (starts_at, ends_at) {
                (Some(starts_at), Some(ends_at)) => phases.push(Phase { kind: *kind, starts_at, ends_at }),
                (starts_at, ends_at) => {
                    wrong.extend(starts_at.is_none().then_some(unreadable(starts_name)));
                    wrong.extend(ends_at.is_none().then_some(unreadable(ends_name)));
                }
            }
        }
        let answer_by = local::parse_or_keep(&self.answer_by, zone, setup.answer_by);
        if answer_by.is_none() && !self.answer_by.trim().is_empty() {
            wrong.push(unreadable("answer_by"));
        }
        if !wrong.is_empty() {
            return Err(AppError::Invalid(wrong));
        }
        Ok(Change { phases: Some(phases), answer_by: Some(answer_by), ..Change::default() })
    }
    fn extra(&self, _: &mut PgConnection, _: &Viewer) -> AppResult<Self::Extra> {
        let row = |(kind, (name, starts_name, ends_name)): (&PhaseKind, (&'static str, &'static str, &'static str))| {
            let (chosen, starts, ends) = self.row(*kind);
            PhaseRow {
                name,
                starts_name,
                ends_name,
                key: phase_key(*kind),
                hint_key: format!("{}-hint", phase_key(*kind)),
                chosen: chosen.is_some(),
                starts: starts.to_owned(),
                ends: ends.to_owned(),
            }
        };
        Ok(PhaseKind::ALL.iter().zip(NAMES).map(row).collect())
    }
}

/// Fields of the rules step that can carry a message; those behind [`ABOVE_FIELDS`] are the answers of each extra field.
const RULES: [&str; 26] = [
    "counts",
    "vote_budget",
    "answer_days",
    "terms",
    "fields",
    "field-choices-1",
    "field-choices-2",
    "field-choices-3",
    "field-choices-4",
    "field-choices-5",
    "field-choices-6",
    "field-choices-7",
    "field-choices-8",
    "field-choices-9",
    "field-choices-10",
    "field-choices-11",
    "field-choices-12",
    "field-choices-13",
    "field-choices-14",
    "field-choices-15",
    "field-choices-16",
    "field-choices-17",
    "field-choices-18",
    "field-choices-19",
    "field-choices-20",
    "field-choices-21",
];
const ABOVE_FIELDS: usize = 5;

/// Where the answers to choose from are typed, for the extra field in this row.
fn choices_name(row: usize) -> &'static str {
    RULES.get(ABOVE_FIELDS + row).copied().unwrap_or("fields")
}

/// By which rules.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesForm {
    counts: String,
    vote_budget: String,
    answer_days: String,
    approval_needed: Option<String>,
    terms: String,
    #[serde(default)]
    field_id: Vec<String>,
    #[serde(default)]
    field_label: Vec<String>,
    #[serde(default)]
    field_kind: Vec<String>,
    #[serde(default)]
    field_choices: Vec<String>,
    #[serde(default)]
    field_required: Vec<String>,
    version: i32,
    #[serde(default)]
    then: String,
}

/// A row of the editor of extra fields.
#[derive(Debug, Serialize)]
pub struct FieldRow {
    number: usize,
    id: String,
    label: String,
    kind: String,
    choices: String,
    choices_name: &'static str,
    required: bool,
}

impl RulesForm {
    /// A row is thrown away when its label was emptied.
    fn fields(&self) -> Option<Vec<FieldSetup>> {
        let rows = self.field_label.len();
        let lengths = [self.field_id.len(), self.field_kind.len(), self.field_choices.len(), self.field_required.len()];
        if lengths.iter().any(|length| *length != rows) {
            return None;
        }
        (0..rows)
            .filter(|row| !self.field_label[*row].trim().is_empty())
            .map(|row| {
                let id = match self.field_id[row].as_str() {
                    "" => None,
                    id => Some(FieldId(Uuid::parse_str(id).ok()?)),
                };
                Some(FieldSetup {
                    id,
                    label: self.field_label[row].clone(),
                    kind: FieldKind::parse(&self.field_kind[row])?,
                    choices: self.field_choices[row].lines().map(str::to_owned).collect(),
                    required: self.field_required[row] == "required",
                })
            })
            .collect()
    }
}

impl StepForm for RulesForm {
    const STEP: Step = Step::Rules;
    const TEMPLATE: &'static str = "campaigns/edit_rules.html";
    const FIELDS: &'static [&'static str] = &RULES;
    type Extra = Vec<FieldRow>;
    versioned!();

    fn of(_: &mut PgConnection, setup: &Setup, version: i32, _: Tz, _: Moment) -> AppResult<Self> {
        let each = |value: &dyn Fn(&FieldSetup) -> String| setup.fields.iter().map(value).collect();
        Ok(Self {
            counts: setup.counts.to_string(),
            vote_budget: setup.vote_budget.map_or_else(String::new, |votes| votes.to_string()),
            answer_days: setup.answer_days.to_string(),
            approval_needed: setup.approval_needed.then(|| "on".to_owned()),
            terms: setup.terms.clone(),
            field_id: each(&|field| field.id.map_or_else(String::new, |id| id.to_string())),
            field_label: each(&|field| field.label.clone()),
            field_kind: each(&|field| field.kind.to_string()),
            field_choices: each(&|field| field.choices.join("\n")),
            field_required: each(&|field| if field.required { "required" } else { "optional" }.to_owned()),
            version,
            then: String::new(),
        })
    }
    fn change(&self, _: &mut PgConnection, _: &Setup, _: Tz) -> AppResult<Change> {
        let mut wrong = Vec::new();
        let counts = CountsShown::parse(&self.counts);
        wrong.extend(counts.is_none().then_some(unknown("counts")));
        // A number that cannot be read is out of range, and refused together with everything else.
        let budget = self.vote_budget.trim();
        let vote_budget: Option<i32> = (!budget.is_empty()).then(|| budget.parse().unwrap_or(0));
        let answer_days: i16 = self.answer_days.trim().parse().unwrap_or(0);
        let fields = self.fields();
        wrong.extend(fields.is_none().then_some(unknown("fields")));
        if !wrong.is_empty() {
            return Err(AppError::Invalid(wrong));
        }
        Ok(Change {
            counts,
            vote_budget: Some(vote_budget),
            answer_days: Some(answer_days),
            approval_needed: Some(self.approval_needed.is_some()),
            terms: Some(self.terms.clone()),
            fields,
            ..Change::default()
        })
    }
    fn placed(&self, refusal: Refusal) -> Vec<Refusal> {
        let rows = if refusal == FIELD_CHOICES { unfit_choices(&self.fields().unwrap_or_default()) } else { Vec::new() };
        let beside = |row| Refusal::of(choices_name(row), refusal.code);
        if rows.is_empty() { vec![refusal] } else { rows.into_iter().map(beside).collect() }
    }
    fn extra(&self, _: &mut PgConnection, _: &Viewer) -> AppResult<Self::Extra> {
        let text = |list: &[String], row: usize| list.get(row).cloned().unwrap_or_default();
        // One empty row more than there are, to add one without script.
        let kept = self.field_label.iter().enumerate().filter(|(_, label)| !label.trim().is_empty()).map(|(row, _)| row);
        let rows = kept.chain([usize::MAX]).enumerate();
        Ok(rows
            .map(|(index, row)| FieldRow {
                number: index + 1,
                id: text(&self.field_id, row),
                label: text(&self.field_label, row),
                kind: Some(text(&self.field_kind, row)).filter(|kind| !kind.is_empty()).unwrap_or_else(|| "text".to_owned()),
                choices: text(&self.field_choices, row),
                choices_name: choices_name(index),
                required: text(&self.field_required, row) == "required",
            })
            .collect())
    }
}
