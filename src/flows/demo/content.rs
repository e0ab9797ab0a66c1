//! The written content of the demo organisation, as it stands in `assets/demo`.
use rust_embed::RustEmbed;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The files, inside the binary.
#[derive(RustEmbed)]
#[folder = "assets/demo"]
#[include = "*.json"]
struct Files;

fn read<T: DeserializeOwned>(name: &str) -> anyhow::Result<T> {
    let file = Files::get(name).ok_or_else(|| anyhow::anyhow!("{name} is missing"))?;
    serde_json::from_slice(&file.data).map_err(|error| anyhow::anyhow!("{name}: {error}"))
}

/// Everything that was written.
pub(super) struct Content {
    pub(super) people: Vec<Expert>,
    pub(super) names: Names,
    pub(super) firms: Firms,
    pub(super) tags: Vec<Tag>,
    pub(super) campaigns: Vec<CampaignText>,
    pub(super) ideas: Vec<IdeaText>,
    pub(super) comments: Comments,
    pub(super) brainstorms: Vec<BrainstormText>,
    pub(super) prototypes: Vec<PrototypeText>,
    pub(super) sprints: Vec<SprintText>,
}

impl Content {
    /// Reads all files.
    pub(super) fn read() -> anyhow::Result<Self> {
        Ok(Self {
            people: read("people.json")?,
            names: read("names.json")?,
            firms: read("firms.json")?,
            tags: read("tags.json")?,
            campaigns: read("campaigns.json")?,
            ideas: read("ideas.json")?,
            comments: read("comments.json")?,
            brainstorms: read("brainstorms.json")?,
            prototypes: read("prototypes.json")?,
            sprints: read("sprints.json")?,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Expert {
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) site: String,
    pub(super) unit: String,
    pub(super) languages: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) bio: String,
    pub(super) roles: Vec<String>,
    pub(super) email: String,
}

#[derive(Deserialize)]
pub(super) struct Names {
    pub(super) staff: Vec<StaffName>,
    pub(super) customers: Vec<OutsideName>,
    pub(super) partners: Vec<OutsideName>,
}

#[derive(Deserialize)]
pub(super) struct StaffName {
    pub(super) name: String,
    pub(super) site: String,
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) tags: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct OutsideName {
    pub(super) name: String,
    pub(super) firm: String,
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct Firms {
    pub(super) firms: Vec<Firm>,
    pub(super) partners: Vec<Firm>,
}

#[derive(Deserialize)]
pub(super) struct Firm {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) region: String,
    pub(super) what: String,
}

#[derive(Deserialize)]
pub(super) struct Tag {
    pub(super) slug: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct CampaignText {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) brief: String,
    pub(super) hatch: String,
    pub(super) state: String,
    pub(super) sponsor: String,
    pub(super) sponsor_promise: String,
    pub(super) owner: String,
    pub(super) reviewers: Vec<String>,
    pub(super) phases: Vec<PhaseText>,
    pub(super) answer_day: i64,
    pub(super) terms: String,
    pub(super) vote_budget: Option<i32>,
    pub(super) counts: String,
    pub(super) fields: Vec<FieldText>,
    pub(super) summary: Option<String>,
    /// Public unless it says otherwise.
    #[serde(default)]
    pub(super) audience: Option<String>,
    /// The space of a campaign for one company.
    #[serde(default)]
    pub(super) space: Option<String>,
    /// New ideas wait for a moderator.
    #[serde(default)]
    pub(super) approval_needed: bool,
}

#[derive(Deserialize)]
pub(super) struct PhaseText {
    pub(super) kind: String,
    pub(super) start_day: i64,
    pub(super) end_day: i64,
}

#[derive(Deserialize)]
pub(super) struct FieldText {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) kind: String,
    pub(super) choices: Vec<String>,
    pub(super) required: bool,
}

#[derive(Deserialize)]
pub(super) struct IdeaText {
    pub(super) key: String,
    pub(super) campaign: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) author: String,
    pub(super) source: String,
    pub(super) state: String,
    pub(super) tags: Vec<String>,
    pub(super) day: i64,
    pub(super) appeal: f64,
    pub(super) reason: Option<String>,
    /// The day it was decided on, where the reason tells of something that happened.
    #[serde(default)]
    pub(super) decided_day: Option<i64>,
    pub(super) merged_into: Option<String>,
    /// The campaign that it led to, with others.
    #[serde(default)]
    pub(super) led_to: Option<String>,
    pub(super) official_answer: Option<AnswerText>,
    pub(super) fields: BTreeMap<String, serde_json::Value>,
    pub(super) clarification: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct AnswerText {
    pub(super) author: String,
    pub(super) text: String,
    /// The day it was given on, where it tells of something that happened.
    #[serde(default)]
    pub(super) day: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Comments {
    pub(super) per_idea: Vec<CommentText>,
    pub(super) general: Vec<GeneralComment>,
}

#[derive(Deserialize)]
pub(super) struct CommentText {
    pub(super) idea: String,
    pub(super) author: String,
    pub(super) text: String,
    pub(super) day: i64,
    pub(super) answer: bool,
    pub(super) replies: Vec<AnswerText>,
}

#[derive(Deserialize)]
pub(super) struct GeneralComment {
    pub(super) idea: String,
    pub(super) unit: String,
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct BrainstormText {
    pub(super) number: i64,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) prompt: String,
    pub(super) campaign: String,
    pub(super) state: String,
    pub(super) facilitator: String,
    pub(super) day: i64,
    pub(super) participants: Vec<String>,
    pub(super) rounds: Vec<RoundText>,
    pub(super) clusters: Vec<ClusterText>,
    pub(super) loose_notes: Vec<NoteText>,
}

#[derive(Deserialize)]
pub(super) struct RoundText {
    pub(super) prompt: String,
}

#[derive(Deserialize)]
pub(super) struct ClusterText {
    pub(super) title: String,
    pub(super) notes: Vec<NoteText>,
    pub(super) dots: i32,
    pub(super) promoted_idea: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct NoteText {
    pub(super) author: String,
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct PrototypeText {
    pub(super) number: i64,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) brief: String,
    pub(super) idea: Option<String>,
    pub(super) stage: String,
    pub(super) lead: String,
    pub(super) started_day: i64,
    pub(super) hypotheses: Vec<HypothesisText>,
    pub(super) builds: Vec<BuildText>,
    pub(super) tests: Vec<TestText>,
    pub(super) gates: Vec<GateText>,
    pub(super) learning: Option<LearningText>,
}

#[derive(Deserialize)]
pub(super) struct HypothesisText {
    pub(super) believe: String,
    pub(super) verify: String,
    pub(super) measure: String,
    pub(super) right_if: String,
    pub(super) state: String,
}

#[derive(Deserialize)]
pub(super) struct BuildText {
    pub(super) title: String,
    pub(super) notes: String,
    pub(super) bill_of_material: Vec<String>,
    pub(super) cost_eur: f64,
    pub(super) day: i64,
}

#[derive(Deserialize)]
pub(super) struct TestText {
    pub(super) title: String,
    pub(super) protocol: String,
    pub(super) with_whom: String,
    pub(super) outcome: String,
    pub(super) day: i64,
    pub(super) hypothesis: Option<usize>,
    pub(super) readings: Vec<ReadingText>,
}

#[derive(Deserialize)]
pub(super) struct ReadingText {
    pub(super) measure: String,
    pub(super) value: f64,
    pub(super) unit: String,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct GateText {
    pub(super) title: String,
    pub(super) criteria: Vec<CriterionText>,
    pub(super) decision: Option<String>,
    pub(super) reasons: Option<String>,
    pub(super) day: i64,
}

#[derive(Deserialize)]
pub(super) struct CriterionText {
    pub(super) text: String,
    pub(super) must: bool,
    pub(super) met: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct LearningText {
    pub(super) observed: String,
    pub(super) learned: String,
    pub(super) decision: String,
}

#[derive(Deserialize)]
pub(super) struct SprintText {
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) target: i32,
    pub(super) start_day: i64,
    pub(super) end_day: i64,
}
