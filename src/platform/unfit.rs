//! Input that can be read and does not fit: where, and how. Told apart by the sentences that parsers say it with, in this
//! one place, because they have nothing else.
use super::words::{Lang, Words};
use fluent_bundle::FluentArgs;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use std::fmt::{self, Display, Write};

/// What a parser says at most, in characters.
const LONGEST_SAID: usize = 300;

/// A place of an input that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// Where, as a JSON pointer (RFC 6901); of a query `/` and the name.
    pub pointer: String,
    /// In the body, not in the query.
    pub in_body: bool,
    /// Tail of the key of its sentence.
    how: &'static str,
    /// What the sentence is said around: names and values as they are, or what the parser says.
    facts: String,
}

impl Unfit {
    /// What a member of a body was refused for.
    pub fn in_body<E: Display>(error: &serde_path_to_error::Error<E>) -> Self {
        Self::of(true, pointer(error.path()), &error.inner().to_string())
    }

    /// What a value of a query was refused for.
    pub fn in_query<E: Display>(error: &serde_path_to_error::Error<E>) -> Self {
        Self::of(false, pointer(error.path()), &error.inner().to_string())
    }

    /// The body is something else than an object.
    pub const fn no_object() -> Self {
        Self { pointer: String::new(), in_body: true, how: "object", facts: String::new() }
    }

    /// A text or a name of the body holds the character NUL, which no text can keep.
    pub fn nul_in(body: &Value) -> Option<Self> {
        let pointer = match body {
            Value::String(text) => text.contains('\0').then(String::new),
            Value::Array(items) => items.iter().enumerate().find_map(|(at, item)| Some(format!("/{at}{}", Self::nul_in(item)?.pointer))),
            Value::Object(members) => members.iter().find_map(|(name, value)| {
                let below = if name.contains('\0') { String::new() } else { Self::nul_in(value)?.pointer };
                Some(format!("/{}{below}", escaped(name)))
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        };
        pointer.map(|pointer| Self { pointer, in_body: true, how: "nul", facts: String::new() })
    }

    fn of(in_body: bool, mut pointer: String, said: &str) -> Self {
        // Of a member that is not there, or is there twice, the parser gives the place of what it belongs to.
        for (before, how) in [("missing field `", "missing"), ("duplicate field `", "twice")] {
            if let Some(name) = said.strip_prefix(before).and_then(|rest| rest.strip_suffix('`')) {
                pointer.push('/');
                pointer.push_str(&escaped(name));
                return Self { pointer, in_body, how, facts: String::new() };
            }
        }
        let (how, facts) = told(said).unwrap_or_else(|| ("other", said.chars().take(LONGEST_SAID).collect()));
        Self { pointer, in_body, how, facts }
    }

    /// Its name, with those of its parents before it; empty when it is about the whole.
    pub fn field(&self) -> String {
        self.pointer.trim_start_matches('/').replace('/', ".")
    }

    /// What to do, beside the field.
    pub fn text(&self, words: &Words, lang: Lang) -> String {
        let mut args = FluentArgs::new();
        args.set("facts", self.facts.as_str());
        words.text(lang, &format!("unfit-{}", self.how), Some(&args))
    }

    /// The same where no field stands beside it.
    pub fn detail(&self, words: &Words, lang: Lang) -> String {
        let (field, text) = (self.field(), self.text(words, lang));
        if field.is_empty() { text } else { format!("{field}: {text}") }
    }
}

impl Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?}: {}", self.how, self.pointer, self.facts)
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The place of a wrong value as a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let name = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } | Segment::Enum { variant: key } => escaped(key),
            Segment::Unknown => continue,
        };
        // Writing to a string does not fail.
        let _ = write!(pointer, "/{name}");
    }
    pointer
}

/// What serde and the parsers of numbers say, by their sentences (`serde::de::Error`, `std::num`): the key of ours, and
/// the names in it. What was sent stands in those sentences as well, so only what follows it counts.
fn told(said: &str) -> Option<(&'static str, String)> {
    let names = |how: &'static str, rest: &str| {
        let listed = rest.rsplit_once("`, expected ")?.1;
        Some((how, listed.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ")))
    };
    if let Some(rest) = said.strip_prefix("unknown field `") {
        return names("unknown", rest);
    }
    if let Some(rest) = said.strip_prefix("unknown variant `") {
        return names("choice", rest);
    }
    let how = match said {
        "invalid digit found in string" | "cannot parse integer from empty string" => "whole",
        "number too large to fit in target type" | "number too small to fit in target type" => "range",
        "invalid float literal" | "cannot parse float from empty string" => "number",
        "provided string was not `true` or `false`" => "boolean",
        _ if said.starts_with("invalid value: integer `") => "range",
        _ if said.starts_with("UUID parsing failed") => "id",
        _ => kind(said.strip_prefix("invalid type: ")?.rsplit_once(", expected ")?.1)?,
    };
    Some((how, String::new()))
}

/// Which kind of value is expected, by what serde calls it.
fn kind(expected: &str) -> Option<&'static str> {
    let known = match expected {
        "a string" | "string" | "string or map" | "variant identifier" => "text",
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" | "isize" => "whole",
        "f32" | "f64" => "number",
        "a boolean" => "boolean",
        "a sequence" => "list",
        "a map" => "object",
        _ if expected.starts_with("struct ") => "object",
        _ if expected.starts_with("enum ") => "text",
        _ if expected.contains("UUID") => "id",
        _ => return None,
    };
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(said: &str) -> (String, &'static str, String) {
        let unfit = Unfit::of(true, "/a".to_owned(), said);
        (unfit.field(), unfit.how, unfit.facts)
    }

    fn is(said: &str, field: &str, how: &str, facts: &str) {
        let found = fault(said);
        assert_eq!((found.0.as_str(), found.1, found.2.as_str()), (field, how, facts), "{said}");
    }

    #[test]
    fn a_sentence_of_the_parser_becomes_one_of_ours_around_its_names() {
        is("missing field `body`", "a.body", "missing", "");
        is("duplicate field `limit`", "a.limit", "twice", "");
        is("unknown field `bodyy`, expected one of `body`, `title`, `tags`", "a", "unknown", "body, title, tags");
        is("unknown field `x`, expected `body`", "a", "unknown", "body");
        is("unknown variant `foo`, expected `go` or `stop`", "a", "choice", "go, stop");
        is("invalid type: integer `1`, expected a string", "a", "text", "");
        is("invalid type: string \"x\", expected i16", "a", "whole", "");
        is("invalid type: map, expected a sequence", "a", "list", "");
        is("invalid type: null, expected struct NewIdeaBody", "a", "object", "");
        is("invalid value: integer `-1`, expected u32", "a", "range", "");
        is("invalid digit found in string", "a", "whole", "");
        is("UUID parsing failed: invalid length: found 3", "a", "id", "");
        is("premature end of input", "a", "other", "premature end of input");
    }

    #[test]
    fn every_sentence_is_there_in_every_language() {
        let words = Words::load().expect("words");
        let all = "missing twice unknown choice text whole number range boolean list object id other";
        for (how, lang) in all.split(' ').flat_map(|how| Lang::OFFERED.iter().map(move |lang| (how, *lang))) {
            assert!(words.has(lang, &format!("unfit-{how}")), "{how}");
        }
    }

    #[test]
    fn what_was_sent_does_not_pass_for_what_is_expected() {
        is("unknown variant `a`, expected `b` or `c`, expected `go` or `stop`", "a", "choice", "go, stop");
        is("invalid type: string \"x, expected a map\", expected i64", "a", "whole", "");
        is("unknown field `x`, there are no fields", "a", "other", "unknown field `x`, there are no fields");
    }
}
