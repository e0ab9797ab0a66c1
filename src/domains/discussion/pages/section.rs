//! The discussion below an idea, as `discussion/_section.html` shows it.
use crate::domains::{
    discussion::{
        rules,
        store::{self, Comment},
    },
    ideas::store::VisibleIdea,
    people,
};
use crate::kernel::{Doer, EditComment, MarkAnswer, ModerateIdea, Place, Viewer, WriteStaffNote, holds, text};
use crate::platform::{
    drafts,
    error::AppResult,
    markdown,
    web::{Limit, Visit},
};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};

/// Comments of a page.
pub(super) const ROWS: i64 = 20;

/// What an unfinished comment is kept as.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) parent: Option<i64>,
}

impl Draft {
    pub(super) fn form(idea: i64) -> String {
        format!("comment-{idea}")
    }
    /// The person's own, and what they wrote in this browser before they signed in.
    pub(super) fn owners(visit: &Visit) -> Vec<String> {
        vec![visit.draft_owner(), visit.visitor_hash()]
    }
}

/// The whole section. Ideas pages put it into their page as `discussion`.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Where the form posts to.
    pub action: String,
    /// Comments that everybody counts: no notes for staff, none deleted.
    pub total: i32,
    /// Threads of this page, oldest first.
    pub threads: Vec<ThreadView>,
    /// Where later comments are, or nothing.
    pub next_href: String,
    /// Where the first comments are, on later pages.
    pub first_href: String,
    /// Comments are taken.
    pub open: bool,
    /// Somebody is signed in; others sign in after they have written.
    pub signed_in: bool,
    /// May write notes for staff.
    pub can_note: bool,
    /// A text that was kept.
    pub draft: String,
    /// Number of the comment it replies to; 0 for none.
    pub draft_parent: i64,
}

/// A comment with its replies.
#[derive(Debug, Clone, Serialize)]
pub struct ThreadView {
    /// The comment.
    pub comment: CommentView,
    /// Its replies.
    pub replies: Vec<CommentView>,
}

/// A comment as this viewer sees it.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the template shows each where its name says")]
pub struct CommentView {
    pub number: i64,
    pub author: String,
    pub author_href: String,
    pub initials: String,
    pub company: String,
    pub at: String,
    pub edited_at: Option<String>,
    pub text_html: String,
    pub deleted_at: Option<String>,
    pub deleted_by: String,
    pub deleted_by_author: bool,
    pub is_answer: bool,
    pub staff_only: bool,
    pub is_reply: bool,
    pub can_edit: bool,
    pub can_restore: bool,
    pub can_mark: bool,
    pub can_reply: bool,
}

/// What a viewer may do below an idea.
struct Powers {
    viewer: Viewer,
    doer: Option<Doer>,
    place: Option<Place>,
    open: bool,
    now: crate::kernel::Moment,
}

impl Section {
    /// Reads a page of the discussion in one statement, one more when a draft is wanted back. The caller has checked the idea.
    ///
    /// # Errors
    /// When `after` is no cursor of this list, or a query fails.
    pub fn load(conn: &mut PgConnection, visit: &Visit, idea: &VisibleIdea, after: Option<&str>, with_draft: bool) -> AppResult<Self> {
        let (threads, next) = store::list(conn, &visit.viewer, idea.id, after, Limit::parse(None, ROWS)?)?;
        let draft: Option<Draft> = if with_draft { drafts::find(conn, &Draft::owners(visit), &Draft::form(idea.number))? } else { None };
        let doer = visit.viewer.person().cloned().map(Doer::from);
        let place = doer.as_ref().map(|doer| idea.place(doer));
        let powers = Powers { viewer: visit.viewer.clone(), place, open: rules::check_open(idea.state).is_ok(), now: visit.now, doer };
        let draft = draft.unwrap_or_default();
        Ok(Self {
            action: format!("/ideas/{}/comments", idea.number),
            total: idea.comment_count,
            threads: threads
                .into_iter()
                .map(|thread| ThreadView {
                    comment: CommentView::of(thread.comment, &powers),
                    replies: thread.replies.into_iter().map(|reply| CommentView::of(reply, &powers)).collect(),
                })
                .collect(),
            next_href: next.map_or_else(String::new, |next| format!("{}?comments_after={next}#comments", idea.path())),
            first_href: after.map_or_else(String::new, |_| format!("{}#comments", idea.path())),
            open: powers.open,
            signed_in: powers.doer.is_some(),
            can_note: powers.holds::<WriteStaffNote>(),
            draft: draft.text,
            draft_parent: draft.parent.unwrap_or(0),
        })
    }
}

impl Powers {
    fn holds<P: crate::kernel::Permission>(&self) -> bool {
        matches!((&self.doer, &self.place), (Some(doer), Some(place)) if holds::<P>(doer, place))
    }
    fn opens(&self, person: crate::kernel::PersonId, listed: bool) -> bool {
        people::rules::may_open_profile(&self.viewer, person, listed)
    }
    fn may_edit(&self, comment: &Comment) -> bool {
        let (Some(doer), Some(place)) = (&self.doer, self.place) else {
            return false;
        };
        holds::<EditComment>(doer, &place.owned(doer.person_id() == Some(comment.author_id)))
    }
}

impl CommentView {
    fn of(row: Comment, powers: &Powers) -> Self {
        let (editable, gone) = (powers.may_edit(&row), row.deleted_at.is_some());
        let me = powers.doer.as_ref().and_then(Doer::person_id);
        let by_themselves = me.is_some() && row.deleted_by == me;
        let restorable = rules::check_restore(row.deleted_at, by_themselves, powers.holds::<ModerateIdea>(), powers.now).is_ok();
        Self {
            number: row.number,
            initials: text::initials(&row.author_name),
            author_href: people::store::profile_href(&row.author_handle, powers.opens(row.author_id, row.author_listed)),
            author: row.author_name,
            company: row.author_company,
            at: row.created_at.to_rfc3339(),
            edited_at: row.edited_at.filter(|_| !gone).map(|at| at.to_rfc3339()),
            text_html: if gone { String::new() } else { rules::link_mentions(&markdown::to_html(&row.text), &row.mentions) },
            deleted_by_author: row.deleted_by == Some(row.author_id),
            deleted_at: row.deleted_at.map(|at| at.to_rfc3339()),
            deleted_by: row.deleted_by_name.unwrap_or_default(),
            is_answer: row.is_answer,
            staff_only: row.staff_only,
            is_reply: row.parent_id.is_some(),
            can_edit: editable && !gone,
            can_restore: editable && restorable,
            can_mark: powers.holds::<MarkAnswer>() && !gone && !row.staff_only,
            can_reply: !gone && row.parent_id.is_none() && (powers.open || row.staff_only),
        }
    }
}
