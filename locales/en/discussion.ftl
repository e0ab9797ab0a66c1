# Discussion: comments, replies, notes for staff.

discussion-title = { $count ->
    [0] Discussion
    [one] 1 comment
   *[other] { $count } comments
}
discussion-empty = Nobody has said anything yet. What would you need, and where would you use it?
discussion-closed = This idea takes no comments any more.
discussion-from-start = From the first comment
discussion-later = Later comments
discussion-replies = Replies to { $name }
discussion-reply-to = Reply to { $name }
discussion-reply-label = Your reply
discussion-reply-send = Send reply
discussion-write-title = Write a comment
discussion-write-label = Your comment
discussion-write-hint = Mention people with @handle. Markdown works.
discussion-write-hint-visitor = Write first, sign in after. Your text is kept.
discussion-write-send = Send comment
discussion-write-send-visitor = Go on to sign-in
discussion-staff-only = For staff only
discussion-staff-only-hint = Customers and partners never see it.
discussion-staff-note = Note for staff
discussion-answer = Answer
discussion-mark = Mark as the answer
discussion-unmark = Not the answer
discussion-edit = Edit
discussion-edit-title = Edit your comment
discussion-edit-stale = Somebody changed this comment while you were writing. It says this now; sending again replaces it:
discussion-edit-save = Save change
discussion-delete = Delete
discussion-restore = Bring it back
discussion-edited = edited
discussion-deleted-by-author = Deleted by its author { $name }
discussion-deleted-by-moderator = Deleted by { $name }, moderation
discussion-under = On “{ $title }”
discussion-back = Back to the idea
discussion-history-title = Versions of a comment
discussion-version-now = Now
discussion-version = Version { $version }

toast-comment-written = Your comment is there.
toast-comment-kept = Your text is kept. Sign in to send it.
toast-comment-edited = Your change is saved; the earlier text is kept.
toast-comment-deleted = The comment is deleted.
toast-comment-restored = The comment is back.
toast-answer-marked = Marked as the answer.
toast-answer-unmarked = No longer marked as the answer.

refusal-comment-text-missing = Write something first.
refusal-comment-text-too-long = This is longer than 10,000 characters. Shorten it, or send it in two comments.
refusal-comment-text-unreadable = The text holds characters that cannot be kept. Remove them and send it again.
refusal-comment-closed = This idea takes no comments any more.
refusal-comment-idea-merged = This idea was merged. Write to the idea it went into.
refusal-comment-parent-unfit = The comment you reply to is gone, or is a reply itself. Reply to the comment above it.
refusal-comment-replies-full = There are 100 replies already. Start a new comment.
refusal-comment-deleted = This comment was deleted. Bring it back first.
refusal-comment-not-deleted = This comment is there; there is nothing to bring back.
refusal-comment-restore-over = You can bring back what you deleted yourself, for 24 hours. Ask a moderator.
refusal-comment-note-no-answer = A note for staff cannot be the answer. Write the answer as a comment.
