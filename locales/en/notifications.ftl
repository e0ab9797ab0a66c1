# Notifications: each notice is a sentence to the person it concerns; then the mails.

notifications-title = Notifications
notifications-unread = { $count ->
    [0] Nothing new.
    [one] 1 new.
   *[other] { $count } new.
}
notifications-new = New:
notifications-read = Read
notifications-read-one = Mark as read: { $title }
notifications-read-all = Mark all as read
notifications-empty-title = Nothing has happened yet
notifications-empty-text = When somebody answers your idea, replies to you or mentions you, it says so here. Follow an idea to hear what becomes of it.
notifications-empty-action = Look at the ideas

toast-notice-read = Marked as read.
toast-notices-read = All marked as read.

notice-idea-moved-author = { $who } moved your idea: { $word }.
notice-idea-moved-merged = { $who } moved the idea that yours was merged into: { $word }.
notice-idea-moved-follower = { $who } moved an idea you follow: { $word }.
notice-idea-moved-reviewer = { $who } approved an idea in a campaign you review.
notice-idea-answered-author = { $who } answered your idea.
notice-idea-answered-merged = { $who } answered the idea that yours was merged into.
notice-idea-answered-follower = { $who } answered an idea you follow.
notice-idea-graduated-author = { $who } made a prototype from your idea.
notice-idea-graduated-merged = { $who } made a prototype from the idea that yours was merged into.
notice-idea-graduated-follower = { $who } made a prototype from an idea you follow.
notice-idea-clarification-asked-author = { $who } has a question about your idea. The clock is paused until you answer.
notice-idea-clarification-answered-reviewer = { $who } answered the question about an idea you review.
notice-idea-merged-author = { $who } merged your idea with another one. Its votes count there.
notice-idea-unmerged-author = { $who } took the merge back. Your idea stands on its own again.
notice-idea-promoted-author = { $who } made an idea from what you wrote in a brainstorm.
notice-idea-promoted-writer = { $who } made an idea from what you wrote in a brainstorm. You follow it now.
notice-idea-submitted-reviewer = { $who } submitted an idea to a campaign you review.
notice-comment-written-author = { $who } commented on your idea.
notice-comment-written-mention = { $who } mentioned you.
notice-comment-written-reply = { $who } replied to you.
notice-comment-staff-note-written-mention = { $who } mentioned you in a note for staff.
notice-comment-staff-note-written-reply = { $who } replied to you with a note for staff.
notice-comment-answer-marked-comment = { $who } marked your comment as the answer.
notice-gate-decided-author = { $who } decided at the gate about the prototype from your idea: { $word }.
notice-gate-decided-author-and-end = { $who } decided at the gate about the prototype from your idea: { $word }. With that your idea is { $end }.
notice-gate-decided-lead = { $who } decided at the gate about your prototype: { $word }.
notice-gate-opened-gatekeeper = { $who } brought this prototype to the gate. It waits for a decision.
notice-campaign-moved-owner = { $who } moved your campaign to its next phase: { $word }.
notice-campaign-moved-author = { $who } changed the phase of a campaign you sent an idea to: { $word }.
notice-campaign-moved-reviewer = { $who } changed the phase of a campaign you review: { $word }.
notice-campaign-moved-voter = { $who } changed the phase of a campaign you voted in: { $word }.
notice-campaign-phase-dated-author = { $who } moved the dates of a campaign you sent an idea to. Its page has the new ones.
notice-campaign-phase-dated-reviewer = { $who } moved the dates of a campaign you review. Its page has the new ones.
notice-campaign-phase-dated-voter = { $who } moved the dates of a campaign you voted in. Its page has the new ones.
notice-campaign-changed-author = { $who } changed the dates of a campaign you sent an idea to. Its page has the new ones.
notice-campaign-changed-reviewer = { $who } changed the dates of a campaign you review. Its page has the new ones.
notice-campaign-changed-voter = { $who } changed the dates of a campaign you voted in. Its page has the new ones.
notice-campaign-reopened-author = { $who } reopened a phase of a campaign you sent an idea to. Its page has the new dates.
notice-campaign-reopened-reviewer = { $who } reopened a phase of a campaign you review. Its page has the new dates.
notice-campaign-reopened-voter = { $who } reopened a phase of a campaign you voted in. Its page has the new dates.
notice-campaign-moved-reminder = The campaign you waited for is open.
notice-campaign-closed-owner = { $who } closed your campaign.
notice-brainstorm-co-facilitator-named-facilitator = { $who } made you co-facilitator.
notice-note-promoted-facilitator = { $who } made an idea from a note of your brainstorm.
notice-cluster-promoted-facilitator = { $who } made an idea from a cluster of your brainstorm.

mail-notice-subject-idea-moved = Your idea “{ $title }”: { $word }
mail-notice-subject-idea-answered = An answer to your idea “{ $title }”
mail-notice-subject-idea-moved-merged = “{ $title }”, which your idea was merged into: { $word }
mail-notice-subject-idea-answered-merged = An answer to “{ $title }”, which your idea was merged into
mail-notice-subject-idea-clarification-asked = A question about your idea “{ $title }”
mail-notice-subject-gate-decided = The prototype from your idea “{ $title }”: { $word }
mail-notice-subject-campaign-moved = Now open: “{ $title }”
mail-notice-subject-campaign-phase-dated = New dates: “{ $title }”
mail-notice-subject-campaign-changed = New dates: “{ $title }”
mail-notice-subject-campaign-reopened = Reopened: “{ $title }”
mail-notice-hello = Hello { $name },
mail-notice-reason = The reason given:
mail-notice-question = The question:
mail-notice-the-answer = The answer:
mail-notice-open = See what became of it
mail-notice-answer = Answer the question
mail-notice-campaign = Go to the campaign
mail-notice-why = You get this mail because you wrote this idea.
mail-notice-why-campaign = You get this mail because you sent an idea to this campaign.
mail-notice-why-merged = You get this mail because an idea that you wrote was merged into this one.
mail-notice-why-reminder = You get this mail because you asked to be reminded when this campaign opens.
