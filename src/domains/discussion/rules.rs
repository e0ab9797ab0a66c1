//! Pure decisions of discussions: what a comment may be, where one is taken, who is mentioned in it.
use crate::kernel::{IdeaState, Moment, Refusal, text};
use chrono::TimeDelta;

/// Longest comment, in characters.
pub const LONGEST: usize = 10_000;
/// Replies below one comment.
pub const MOST_REPLIES: i64 = 100;
/// People mentioned in one comment; further ones stay plain text.
pub const MOST_MENTIONS: usize = 20;
/// How long people can bring back their own deleted comment. Moderators always can.
pub const RESTORABLE: TimeDelta = TimeDelta::hours(24);

/// Nothing was written.
pub const TEXT_MISSING: Refusal = Refusal::of("text", "comment-text-missing");
/// More than [`LONGEST`].
pub const TEXT_TOO_LONG: Refusal = Refusal::of("text", "comment-text-too-long");
/// Control characters that no text holds.
pub const TEXT_UNREADABLE: Refusal = Refusal::of("text", "comment-text-unreadable");
/// The idea takes no comments any more.
pub const CLOSED: Refusal = Refusal::new("comment-closed");
/// The idea was merged; the talk goes on where it went.
pub const MERGED: Refusal = Refusal::new("comment-idea-merged");
/// Replies have no replies, and deleted comments get none.
pub const PARENT_UNFIT: Refusal = Refusal::of("parent", "comment-parent-unfit");
/// [`MOST_REPLIES`] are there.
pub const REPLIES_FULL: Refusal = Refusal::of("parent", "comment-replies-full");
/// The comment is deleted.
pub const DELETED: Refusal = Refusal::new("comment-deleted");
/// The comment is not deleted, so there is nothing to bring back.
pub const NOT_DELETED: Refusal = Refusal::new("comment-not-deleted");
/// Somebody else deleted it, or too long ago.
pub const RESTORE_OVER: Refusal = Refusal::new("comment-restore-over");
/// A note for staff is no answer to the author.
pub const NOTE_NO_ANSWER: Refusal = Refusal::new("comment-note-no-answer");

/// What somebody wrote: not empty, not too long, storable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentText(String);

impl CommentText {
    /// Trims and checks.
    ///
    /// # Errors
    /// [`TEXT_MISSING`], [`TEXT_TOO_LONG`], [`TEXT_UNREADABLE`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.contains('\0') {
            return Err(TEXT_UNREADABLE);
        }
        if text.chars().count() > LONGEST {
            return Err(TEXT_TOO_LONG);
        }
        let text = text::paragraphs(text);
        if text.is_empty() {
            return Err(TEXT_MISSING);
        }
        Ok(Self(text))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether an idea in this state takes comments.
///
/// # Errors
/// [`MERGED`], [`CLOSED`].
pub const fn check_open(state: IdeaState) -> Result<(), Refusal> {
    match state {
        IdeaState::Merged => Err(MERGED),
        IdeaState::Draft | IdeaState::Withdrawn | IdeaState::Binned | IdeaState::OffTopic => Err(CLOSED),
        _ => Ok(()),
    }
}

/// Whether a deleted comment can come back: moderators bring back any, others what they deleted themselves.
///
/// # Errors
/// [`NOT_DELETED`], [`RESTORE_OVER`].
pub fn check_restore(deleted_at: Option<Moment>, by_themselves: bool, moderates: bool, now: Moment) -> Result<(), Refusal> {
    match deleted_at {
        None => Err(NOT_DELETED),
        Some(at) if moderates || (by_themselves && now - at <= RESTORABLE) => Ok(()),
        Some(_) => Err(RESTORE_OVER),
    }
}

const fn is_handle_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Splits a text at its `@handle`s: what stands before each, and the handle itself.
fn split_mentions(text: &str) -> Vec<(&str, &str)> {
    let (mut found, mut from) = (Vec::new(), 0);
    for (at, _) in text.match_indices('@') {
        if at < from || text[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || matches!(before, '.' | '@' | '/')) {
            continue;
        }
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !is_handle_char(c)).unwrap_or(rest.len());
        let handle = rest[..length].trim_end_matches(['-', '_']);
        if (2..=80).contains(&handle.len()) {
            found.push((&text[from..at], handle));
            from = at + 1 + handle.len();
        }
    }
    found
}

/// The handles mentioned, in lower case, each once, in order, at most [`MOST_MENTIONS`]. Code is left alone.
pub fn mentions(markdown: &str) -> Vec<String> {
    let mut handles: Vec<String> = Vec::new();
    // Every second piece between backticks is code.
    for prose in markdown.split('`').step_by(2) {
        for (_, handle) in split_mentions(prose) {
            let handle = handle.to_ascii_lowercase();
            if !handles.contains(&handle) {
                handles.push(handle);
            }
        }
    }
    handles.truncate(MOST_MENTIONS);
    handles
}

/// Turns the mentions of these people into links to their profiles, in HTML that the sanitiser made:
/// only in text, never inside a tag, a link or code.
pub fn link_mentions(html: &str, handles: &[String]) -> String {
    if handles.is_empty() {
        return html.to_owned();
    }
    let (mut linked, mut untouchable) = (String::with_capacity(html.len() + 64), 0_u32);
    for piece in html.split_inclusive('>') {
        let (text, tag) = piece.split_at(piece.rfind('<').unwrap_or(piece.len()));
        if untouchable == 0 {
            link_text(&mut linked, text, handles)
        } else {
            linked.push_str(text)
        }
        linked.push_str(tag);
        let opens =
            |name: &str| tag.strip_prefix('<').and_then(|tag| tag.strip_prefix(name)).is_some_and(|rest| rest.starts_with(['>', ' ']));
        if ["a", "code", "pre"].iter().any(|name| opens(name)) {
            untouchable += 1;
        } else if matches!(tag, "</a>" | "</code>" | "</pre>") {
            untouchable = untouchable.saturating_sub(1);
        }
    }
    linked
}

fn link_text(out: &mut String, text: &str, handles: &[String]) {
    let mut from = 0;
    for (before, handle) in split_mentions(text) {
        out.push_str(before);
        from += before.len() + 1 + handle.len();
        let known = handle.to_ascii_lowercase();
        if handles.contains(&known) {
            // A handle is letters, digits and hyphens, so it needs no escape.
            out.push_str(&format!("<a class=\"mention\" href=\"/people/{known}\">@{handle}</a>"));
        } else {
            out.push('@');
            out.push_str(handle);
        }
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    #[test]
    fn mentions_are_handles_outside_of_addresses_and_code() {
        let text = "Ask @Ines-Okafor, not ines@example.com nor `@code` or @x. Thanks @ines-okafor- and (@marek)!";
        assert_eq!(mentions(text), ["ines-okafor", "marek"]);
    }

    #[test]
    fn known_people_are_linked_in_text_alone() {
        let known = vec!["ines".to_owned()];
        assert_eq!(
            link_mentions("<p>Hi @ines &amp; @nobody</p>", &known),
            "<p>Hi <a class=\"mention\" href=\"/people/ines\">@ines</a> &amp; @nobody</p>"
        );
        let code = "<p><code>@ines</code> <a href=\"https://x.example/@ines\">@ines</a></p>";
        assert_eq!(link_mentions(code, &known), code);
    }

    #[test]
    fn people_bring_back_what_they_deleted_themselves_for_a_day() {
        let at = DateTime::UNIX_EPOCH;
        assert_eq!(check_restore(Some(at), true, false, at + TimeDelta::hours(23)), Ok(()));
        assert_eq!(check_restore(Some(at), true, false, at + TimeDelta::hours(25)), Err(RESTORE_OVER));
        assert_eq!(check_restore(Some(at), false, false, at), Err(RESTORE_OVER));
        assert_eq!(check_restore(Some(at), false, true, at + TimeDelta::days(400)), Ok(()));
        assert_eq!(check_restore(None, true, true, at), Err(NOT_DELETED));
    }

    #[test]
    fn blank_and_endless_texts_are_refused() {
        assert_eq!(CommentText::parse(" \n "), Err(TEXT_MISSING));
        assert_eq!(CommentText::parse(&"x".repeat(LONGEST + 1)), Err(TEXT_TOO_LONG));
        assert_eq!(CommentText::parse("a\0b"), Err(TEXT_UNREADABLE));
        assert_eq!(CommentText::parse(" fine ").expect("reads").as_str(), "fine");
    }

    proptest! {
        #[test]
        fn linking_adds_links_and_nothing_else(text in "[a-z@ <>/&;-]{0,120}") {
            let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let linked = link_mentions(&html, &["ab".to_owned()]);
            let bare = linked.replace("<a class=\"mention\" href=\"/people/ab\">", "").replace("</a>", "");
            prop_assert_eq!(bare, html);
        }
    }
}
