# The triage inbox, decisions on an idea, merging, the moderation queue.

evaluation-state-draft = Draft
evaluation-state-submitted = Submitted
evaluation-state-pending = Waiting for approval
evaluation-state-open = Open
evaluation-state-in_review = In review
evaluation-state-shortlisted = Shortlisted
evaluation-state-in_prototype = In prototype
evaluation-state-shipped = Shipped
evaluation-state-clarification = Question to the author
evaluation-state-parked = Parked
evaluation-state-declined = Declined
evaluation-state-merged = Merged
evaluation-state-off_topic = Off-topic
evaluation-state-withdrawn = Withdrawn
evaluation-state-binned = Binned
evaluation-source-customer = Customer
evaluation-source-sales_tip = Sales tip
evaluation-source-signal = Signal
evaluation-source-brainstorm = Brainstorm
evaluation-source-staff = Staff
evaluation-source-import = Import
evaluation-clock-none = No promise
evaluation-clock-answered = Answered
evaluation-clock-paused = Paused
evaluation-clock-on-track = On track
evaluation-clock-at-risk = At risk
evaluation-clock-missed = Missed
evaluation-clock-snoozed = Snoozed
evaluation-left-minutes = { $count } min left
evaluation-left-hours = { $count } h left
evaluation-left-days = { $count ->
    [one] 1 day left
   *[other] { $count } days left
}
evaluation-late-minutes = { $count } min late
evaluation-late-hours = { $count } h late
evaluation-late-days = { $count ->
    [one] 1 day late
   *[other] { $count } days late
}

triage-title = Triage inbox
triage-number = No. { $number }
triage-waiting = { $count ->
    [0] Nothing waits.
    [one] 1 idea waits, oldest promise first.
   *[other] { $count } ideas wait, oldest promise first.
}
triage-waiting-read = { $count ->
    [0] Nothing waits.
    [one] 1 idea waits; you can read and comment.
   *[other] { $count } ideas wait; you can read and comment.
}
triage-waiting-many = More than { $count } ideas wait, oldest promise first.
triage-back = Back to the list
triage-list = Ideas that wait
triage-due = due { $at }
triage-snoozed = snoozed until { $at }
triage-filter-campaign = Campaign
triage-filter-source = Source
triage-filter-clock = Promise
triage-filter-all = All
triage-filter-show = Show
triage-filter-clear = Show everything
triage-alike-more = { $count ->
    [one] 1 more
   *[other] { $count } more
    }
triage-alike = { $count ->
    [one] 1 idea sounds alike
   *[other] { $count } ideas sound alike
}
triage-kept = What you wrote
triage-compare = Compare and merge
triage-asked-by = { $name } asked
triage-replied = { $name } replied
triage-asked = The author was asked. The clock is paused until the reply.
triage-read-only = You review this campaign: you can read its ideas in the triage inbox and comment on them. Taking ideas in is up to R&D leads and campaign managers.
triage-left = This idea has left the inbox.
triage-accept = Take into review
triage-duplicate = Duplicate of …
triage-decline = Decline
triage-decline-send = Decline and tell the author
triage-reason = Reason the author reads
triage-reason-hint = Say why, what would change our mind, and thank { $name } by name.
triage-library = Start from one of these, then make it your own:
triage-snooze = Snooze
triage-snooze-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
triage-snooze-until = Until a date
triage-snooze-send = Snooze until then
triage-ask = Ask the author
triage-ask-send = Send the question
triage-question = Question
triage-question-hint = { $name } gets it at once. The clock is paused until the reply.
triage-undo = Undo my last decision
triage-empty-filtered = Nothing waits here
triage-empty-filtered-text = No idea in the inbox fits these filters.
triage-zero = Inbox zero
triage-zero-text = Every idea has been looked at. New ones appear here as they come in.
triage-past = Yesterday's decisions, and what became of them
triage-past-none = Nothing was decided since yesterday.
triage-did-accept = { $name } took it into review
triage-did-duplicate = { $name } merged it
triage-did-decline = { $name } declined it
triage-did-snooze = { $name } snoozed it
triage-did-ask = { $name } asked its author
triage-did-shortlist = { $name } shortlisted it
triage-did-park = { $name } parked it
triage-did-reopen = { $name } opened it again
triage-template-exists = We have it already
triage-template-exists-text =
    Thank you, { $name }. This exists already: [say where to find it].
    If that does not do what you need, tell us what is missing, and we will look again.
triage-template-cost = Costs more than it brings
triage-template-cost-text =
    Thank you, { $name }. We worked out what this would cost, and at present it is more than it brings: [say roughly why].
    A second customer with the same need, or a cheaper way to make it, would change our mind.
triage-template-fit = Not our field
triage-template-fit-text =
    Thank you, { $name }. We do not work in this field and would do it badly: [say what we do instead].
    If it touches one of our products after all, tell us which one, and we will look again.
triage-template-safety = Not safe enough
triage-template-safety-text =
    Thank you, { $name }. We cannot make this safely: [name the hazard or the rule].
    A way around that hazard would change our mind.

toast-triage-accept = Taken into review.
toast-triage-duplicate = Merged. Its votes count for the idea that stays.
toast-triage-decline = Declined. The author gets your reason.
toast-triage-snooze = Snoozed.
toast-triage-ask = The author has your question. The clock is paused.
toast-triage-undone = Taken back: “{ $what }” is as it was.

merge-title = Merge with another idea
merge-lead = Which idea stays? No. { $number } becomes a signpost to it.
merge-both = Side by side
merge-duplicate = Becomes the duplicate
merge-kept = Stays
merge-effect-votes = Votes count once per person over both.
merge-effect-followers = Whoever follows the duplicate hears about the idea that stays.
merge-effect-undo = Nothing is copied: taking them apart restores both.
merge-do = Merge into no. { $number }
merge-other-way = Merge no. { $duplicate } into no. { $number } instead
merge-find = Find the idea that stays
merge-search = Search by words
merge-search-hint = Without words you see ideas that sound alike.
merge-search-do = Search
merge-number = Number of the idea
merge-compare = Compare
merge-none = No idea found. Search with other words, or type its number.
toast-merged = Merged. Votes count once per person over both.
toast-unmerged = Taken apart. Both ideas are as they were.

decision-title = Decide
decision-decide = Where it goes
decision-choose = Decision
decision-review = Take into review
decision-review-hint = We look at it closely.
decision-shortlist = Shortlist
decision-shortlist-hint = Selected; a prototype can follow.
decision-park = Park
decision-park-hint = Not now. Say when we look again.
decision-decline = Decline
decision-decline-hint = No. Say why, and what would change our mind.
decision-reopen = Open again
decision-reopen-hint = Back on the board; the clock runs again.
decision-reason = Reason the author reads
decision-reason-hint = Needed to park and to decline.
decision-send = Decide and tell the author
decision-answer = Official answer
decision-answer-text = Answer
decision-answer-hint = Pinned on the idea for everybody who sees it. Markdown works.
decision-answer-send = Answer officially
decision-answer-withdraw = Withdraw the pinned answer
decision-ask = Ask the author
decision-ask-hint = The clock is paused until the reply.
toast-idea-decided = Decided. The author is told.
toast-idea-answered = Your answer is pinned.
toast-answer-withdrawn = The answer is withdrawn.
toast-author-asked = The author has your question. The clock is paused.

clarification-title = A question about your idea
clarification-asked = { $name } asked
clarification-answer = Your reply
clarification-hint = Everybody who sees the idea can read it. Then the idea carries on where it was.
clarification-send = Send the reply
toast-clarified = Thank you. The idea carries on where it was.

moderation-title = Moderation
moderation-counts-pending = { $count ->
    [0] No idea waits for approval.
    [one] 1 idea waits for approval.
   *[other] { $count } ideas wait for approval.
}
moderation-counts-aside = { $off } off-topic, { $binned } binned.
moderation-policy = Ideas wait here where a campaign asks for approval. A moderator looks at each one; whoever is declined gets a note that says why, and nothing is deleted.
moderation-lists = Lists of the queue
moderation-waiting = Waiting
moderation-aside = Put aside
moderation-mark = Mark “{ $title }”
moderation-approve = Approve
moderation-approve-marked = Approve all that are marked
moderation-bin = Move to the bin
moderation-note = Note the author reads
moderation-note-hint = Say what does not fit and where it would. Thank { $name } by name.
moderation-decline = Decline with this note
moderation-restore = Put it back
moderation-reason = Put aside because: { $reason }
moderation-empty = Nothing in this list
moderation-empty-text = New ideas appear here when a campaign asks for approval.
toast-moderation-approved = Approved. It is on the board.
toast-moderation-approved-many = Approved. They are on the board.
toast-moderation-declined = Declined. The author gets your note.
toast-moderation-binned = Moved to the bin.
toast-moderation-returned = Put back where it was.

refusal-triage-reason-missing = Write the reason that the author will read.
refusal-triage-reason-too-long = The reason can have 4,000 characters. Shorten it.
refusal-triage-question-missing = Write what you want to know from the author.
refusal-triage-question-too-long = The question can have 4,000 characters. Shorten it.
refusal-triage-clarification-missing = Write your reply to the question.
refusal-triage-clarification-too-long = The reply can have 4,000 characters. Shorten it.
refusal-triage-answer-missing = Write the answer.
refusal-triage-answer-too-long = The answer can have 10,000 characters. Shorten it.
refusal-triage-snooze-wrong = Choose a day after today, within three months.
refusal-triage-not-waiting = This idea does not wait in the inbox any more. Somebody may have been quicker: look at its page.
refusal-triage-nothing-to-undo = You have no decision to take back.
refusal-triage-moved-on = The idea has moved on since your decision, so it was not taken back. Decide anew on its page.
refusal-triage-not-asked = No question is open on this idea.
refusal-triage-no-answer = There is no official answer to withdraw.
refusal-triage-not-from-here = This decision is not open to an idea in this state. Load its page again.
refusal-triage-decision-unknown = Choose one of the decisions.
refusal-moderation-none-marked = Mark between 1 and 50 ideas, then approve them.
refusal-merge-same-idea = An idea cannot be merged with itself. Choose another one.
refusal-merge-no-target = There is no idea with this number. Choose one from the list.
refusal-merge-target-closed = That idea takes no duplicates in its present state. Choose another one.
refusal-merge-target-hidden = Fewer people can see that idea than this one, so voters would lose sight of their vote. Merge the other way round.
refusal-merge-has-duplicates = Other ideas are merged into this one. Merge the other way round, or take those apart first.
refusal-merge-in-prototype = This idea became a prototype, so it cannot become a duplicate of another idea. Merge the other idea into this one, or take the idea back out of its prototype first.
refusal-merge-not-from-here = In its present state this idea cannot become a duplicate. On its page, take back first what put it into this state.
refusal-merge-not-merged = This idea is not merged.
