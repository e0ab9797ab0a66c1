//! How a room is set up: the form as typed, and checked.
use super::{optional_text, text};
use crate::kernel::{Audience, Refusal};

/// Rounds that can be planned when a room is made.
pub const MOST_ROUNDS: usize = 5;
/// Stands for the campaign's own audience in forms.
pub const SAME_AUDIENCE: &str = "same";

/// How a room is set up, checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Setup {
    pub title: String,
    pub prompts: Vec<String>,
    pub minutes: i16,
    pub guests_allowed: bool,
    pub names_shown: bool,
    pub dots_each: i16,
    pub dots_per_cluster: i16,
    pub warm_up: String,
    /// `None` is the audience of the campaign, or the one it has.
    pub audience: Option<Audience>,
}

/// How a room is set up, as typed.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct SetupInput {
    pub title: String,
    pub prompts: Vec<String>,
    pub minutes: String,
    pub guests_allowed: bool,
    pub names_shown: bool,
    pub dots_each: String,
    pub dots_per_cluster: String,
    pub warm_up: String,
    pub audience: String,
}

fn within(text: &str, from: i16, to: i16, refusal: Refusal, wrong: &mut Vec<Refusal>) -> i16 {
    match text.trim().parse() {
        Ok(number) if (from..=to).contains(&number) => number,
        _ => {
            wrong.push(refusal);
            from
        }
    }
}

impl Setup {
    /// # Errors
    /// Everything that is wrong, each with its field.
    pub fn parse(input: &SetupInput) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let keep = |result: Result<String, Refusal>, wrong: &mut Vec<Refusal>| {
            result.unwrap_or_else(|refusal| {
                wrong.push(refusal);
                String::new()
            })
        };
        let title =
            keep(text(&input.title, 120, Refusal::of("title", "room-title-missing"), Refusal::of("title", "room-title-long")), &mut wrong);
        let prompt_long = Refusal::of("prompt", "room-prompt-long");
        let mut prompts = Vec::new();
        for (index, prompt) in input.prompts.iter().enumerate() {
            let prompt = keep(optional_text(prompt, 300, prompt_long), &mut wrong);
            if index == 0 && prompt.is_empty() && !wrong.contains(&prompt_long) {
                wrong.push(Refusal::of("prompt", "room-prompt-missing"));
            } else if !prompt.is_empty() {
                prompts.push(prompt);
            }
        }
        if input.prompts.is_empty() {
            wrong.push(Refusal::of("prompt", "room-prompt-missing"));
        }
        if prompts.len() > MOST_ROUNDS {
            wrong.push(Refusal::of("prompt", "room-rounds-many"));
        }
        let minutes = within(&input.minutes, 1, 120, Refusal::of("minutes", "room-minutes"), &mut wrong);
        let dots_each = within(&input.dots_each, 1, 20, Refusal::of("dots_each", "room-dots"), &mut wrong);
        let dots_per_cluster = within(&input.dots_per_cluster, 1, 20, Refusal::of("dots_per_cluster", "room-dots"), &mut wrong);
        if dots_per_cluster > dots_each && !wrong.iter().any(|refusal| refusal.code == "room-dots") {
            wrong.push(Refusal::of("dots_per_cluster", "room-dots-cap"));
        }
        let warm_up = keep(optional_text(&input.warm_up, 200, Refusal::of("warm_up", "room-warm-up-long")), &mut wrong);
        let audience = match Audience::parse(&input.audience) {
            Some(audience @ (Audience::Public | Audience::SignedIn | Audience::Internal)) => Some(audience),
            None if input.audience == SAME_AUDIENCE => None,
            _ => {
                wrong.push(Refusal::of("audience", "room-audience"));
                None
            }
        };
        let (guests_allowed, names_shown) = (input.guests_allowed, input.names_shown);
        let setup = Self { title, prompts, minutes, guests_allowed, names_shown, dots_each, dots_per_cluster, warm_up, audience };
        if wrong.is_empty() { Ok(setup) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_with_a_room_is_said_at_once() {
        let wrong = Setup::parse(&SetupInput { prompts: vec![String::new()], ..SetupInput::default() }).expect_err("nothing is filled in");
        let fields: Vec<_> = wrong.iter().filter_map(|refusal| refusal.field).collect();
        assert_eq!(fields, ["title", "prompt", "minutes", "dots_each", "dots_per_cluster", "audience"]);
    }
}
