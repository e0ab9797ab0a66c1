//! The written content of the demo organisation, as it stands in `assets/demo`.
use super::scene::day_of;
use crate::kernel::Moment;
use rust_embed::RustEmbed;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The files, inside the binary.
#[derive(RustEmbed)]
#[folder = "assets/demo"]
#[include = "*.json"]
struct Files;

fn read<T: DeserializeOwned>(name: &str, dated: &dyn Fn(&str) -> String) -> anyhow::Result<T> {
    let file = Files::get(name).ok_or_else(|| anyhow::anyhow!("{name} is missing"))?;
    serde_json::from_str(&dated(std::str::from_utf8(&file.data)?)).map_err(|error| anyhow::anyhow!("{name}: {error}"))
}

/// The text with each "day 12" of the story put as "2 November", what people would write.
fn with_dates(text: &str, now: Moment) -> String {
    let mut parts = text.split("day ");
    let mut dated = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        match part[..digits].parse() {
            Ok(day) if !dated.ends_with(char::is_alphanumeric) => {
                dated.push_str(&day_of(now, day).format("%-d %B").to_string());
                dated.push_str(&part[digits..]);
            }
            _ => {
                dated.push_str("day ");
                dated.push_str(part);
            }
        }
    }
    dated
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
    /// Reads all files; days of the story become dates.
    pub(super) fn read(now: Moment) -> anyhow::Result<Self> {
        Self::read_with(&|text| with_dates(text, now))
    }

    fn read_with(dated: &dyn Fn(&str) -> String) -> anyhow::Result<Self> {
        Ok(Self {
            people: read("people.json", dated)?,
            names: read("names.json", dated)?,
            firms: read("firms.json", dated)?,
            tags: read("tags.json", dated)?,
            campaigns: read("campaigns.json", dated)?,
            ideas: read("ideas.json", dated)?,
            comments: read("comments.json", dated)?,
            brainstorms: read("brainstorms.json", dated)?,
            prototypes: read("prototypes.json", dated)?,
            sprints: read("sprints.json", dated)?,
        })
    }
}

/// What is still to be written in the room that runs.
pub(super) fn later_notes() -> anyhow::Result<Vec<NoteText>> {
    let rooms: Vec<BrainstormText> = read("brainstorms.json", &str::to_owned)?;
    Ok(rooms.into_iter().find(|room| room.state == "live").map(|room| room.later_notes).unwrap_or_default())
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
    pub(super) merged_into: Option<String>,
    pub(super) official_answer: Option<OfficialText>,
    pub(super) fields: BTreeMap<String, serde_json::Value>,
    pub(super) clarification: Option<String>,
    /// When it was decided, where its reason tells of a day.
    #[serde(default)]
    pub(super) decided_day: Option<i64>,
    /// The campaign that was opened because of it.
    #[serde(default)]
    pub(super) led_to: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct OfficialText {
    pub(super) author: String,
    pub(super) text: String,
    pub(super) day: i64,
}

#[derive(Deserialize)]
pub(super) struct AnswerText {
    pub(super) author: String,
    pub(super) text: String,
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
    /// Somebody of this unit says it; `sales` are those who meet customers, `any` is everybody of the staff.
    pub(super) unit: String,
    pub(super) text: String,
    /// Where one has to work to say it.
    #[serde(default)]
    pub(super) site: Option<String>,
    /// Who says it, where it is no matter of units: a customer.
    #[serde(default)]
    pub(super) author: Option<String>,
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
    /// What people of the room that runs write while somebody watches.
    #[serde(default)]
    pub(super) later_notes: Vec<NoteText>,
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
    /// An idea that was there before the room and took the cluster in.
    #[serde(default)]
    pub(super) went_into: Option<String>,
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

#[cfg(test)]
mod tests {
    use super::{super::scene::TODAY, *};

    /// The highest day up to today that a text names.
    fn told(text: &str) -> i64 {
        let days = text.split("day ").skip(1).filter_map(|part| part.split(|char: char| !char.is_ascii_digit()).next()?.parse().ok());
        days.filter(|day| *day <= TODAY).max().unwrap_or(0)
    }

    #[test]
    fn nobody_tells_of_a_day_that_had_not_come() {
        let content = Content::read_with(&str::to_owned).unwrap();
        let decided: Vec<(i64, &str)> = content
            .ideas
            .iter()
            .flat_map(|idea| {
                let answer = idea.official_answer.as_ref().map(|answer| (answer.day, answer.text.as_str()));
                let reason = idea.reason.as_deref().map(|reason| (idea.decided_day.unwrap_or(idea.day), reason));
                [Some((idea.day, idea.body.as_str())), answer, reason].into_iter().flatten()
            })
            .collect();
        let said = content.comments.per_idea.iter().flat_map(|comment| {
            [(comment.day, comment.text.as_str())].into_iter().chain(comment.replies.iter().map(|reply| (comment.day, reply.text.as_str())))
        });
        let tested = content.prototypes.iter().flat_map(|prototype| {
            let tests = prototype.tests.iter().map(|test| (test.day, test.protocol.as_str()));
            let gates = prototype.gates.iter().filter_map(|gate| Some((gate.day, gate.reasons.as_deref()?)));
            tests.chain(gates)
        });
        for (day, text) in decided.into_iter().chain(said).chain(tested) {
            assert!(told(text) <= day, "on day {day}: {text}");
        }
        let lines = content.comments.general.iter().find(|line| told(&line.text) > 0);
        assert!(lines.is_none_or(|line| line.text.is_empty()), "a line without a day of its own names none");
    }

    #[test]
    fn days_of_the_story_are_read_as_dates() {
        let now = "2026-11-30T12:00:00Z".parse().unwrap();
        assert_eq!(with_dates("Since day 37. By Monday 12, one day later", now), "Since 29 November. By Monday 12, one day later");
    }
}
