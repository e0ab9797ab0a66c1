# Where an item came from, what became of it, and what happened to it. Each "happened" text follows a name.

lineage-title = Where it came from and what became of it
lineage-activity = What happened
lineage-kind-campaign = Campaign
lineage-kind-idea = Idea
lineage-kind-brainstorm = Brainstorm
lineage-kind-note = Note
lineage-kind-cluster = Cluster
lineage-kind-prototype = Prototype
lineage-kind-gate = Gate
lineage-kind-person = Person
lineage-kind-space = Space
lineage-kind-instance = Installation
lineage-relation-written-in = held this note
lineage-relation-promoted-to = became
lineage-relation-merged-into = merged into
lineage-relation-graduated-to = graduated to
lineage-relation-decided-by = decided at
lineage-relation-asked-in = asked for
lineage-relation-imported-into = took in
lineage-older = Show older
lineage-newest = Back to the newest
lineage-times = { $count } times
lineage-relation-grouped-in = grouped into
lineage-relation-comes-to = comes to
lineage-and = and
lineage-more-notes = { $count ->
    [one] and one more note
   *[other] and { $count } more notes
  }
lineage-origins-more = and { $count } more

happened-by-system = Proofbench
happened-by-somebody = Somebody

# “You have” where somebody reads their own steps ($you is 1), else “Ines Okafor has”; nothing where no name stands before it (2).
happened-has = { $you ->
    [1] have
    [2] { "" }
   *[other] has
}
happened-is = { $you ->
    [1] are
    [2] { "" }
   *[other] is
}

happened-person-joined = joined
happened-person-joined-or-invited = joined or was invited
happened-person-invited = invited { $what }
happened-person-account-made = made the account
happened-person-signed-in = signed in
happened-person-signed-out = signed out
happened-person-sign-in-refused = could not sign in
happened-person-session-ended = ended a session
happened-person-sessions-ended = ended all sessions
happened-person-password-changed = changed the password
happened-person-profile-changed = changed the profile
happened-person-deactivated = deactivated the account
happened-person-reactivated = reactivated the account
happened-person-erased = erased the account
happened-person-invited-again = sent the invitation again
happened-role-granted = gave a role
happened-role-granted-everywhere = gave the role { $word }, everywhere
happened-role-granted-in = gave the role { $word } for { $place }
happened-role-revoked = took a role away
happened-role-revoked-everywhere = took the role { $word } away, everywhere
happened-role-revoked-in = took the role { $word } for { $place } away
happened-in-some-campaign = one campaign
happened-to-somebody = somebody
happened-token-created = made an API token
happened-token-revoked = revoked an API token
happened-person-tags-changed = changed the expertise tags
happened-space-created = created the space
happened-space-joined = joined the space
happened-space-joined-or-added = joined a space or was added
happened-space-member-added = added { $what } to the space
happened-space-left = left the space
happened-space-left-or-removed = left a space or was removed
happened-space-member-removed = removed { $what } from the space
happened-space-changed = edited the space
happened-space-renamed = renamed the space, until then “{ $what }”
happened-space-deleted = deleted the space
happened-space-deleted-named = deleted the space “{ $what }”
happened-campaign-drafted = drafted the campaign
happened-campaign-changed = edited the campaign
happened-campaign-people-named = changed who is asked by name
happened-campaign-launched = launched the campaign
happened-campaign-launch-undone = undid the launch
happened-campaign-moved = moved the campaign to “{ $word }”
happened-campaign-phase-dated = changed the date of a phase
happened-campaign-reminder-asked = { $you ->
    [1] want
   *[other] wants
} to be told when it opens
happened-campaign-reminder-dropped = { $you ->
    [1] no longer want
   *[other] no longer wants
} to be told when it opens
happened-campaign-closed = closed the campaign
happened-campaign-reopened = reopened the campaign: { $word }
happened-campaign-archived = archived the campaign
happened-campaign-deleted = deleted the campaign
happened-campaign-terms-accepted = accepted the idea terms
happened-idea-submitted = submitted the idea
happened-idea-edited = edited the text
happened-idea-photo-added = added a photo
happened-idea-photo-removed = took a photo away
happened-idea-moved = moved the idea to “{ $word }”
happened-idea-tagged = changed the tags
happened-idea-clarification-asked = asked the author
happened-idea-clarification-answered = answered the question
happened-idea-merged = merged it into another idea
happened-idea-unmerged = undid the merge
happened-idea-duplicate-taken = merged a duplicate into it
happened-idea-duplicate-returned = gave a duplicate back
happened-idea-answered = gave the official answer
happened-idea-answer-withdrawn = withdrew the official answer
happened-idea-followed = { $you ->
    [1] follow
   *[other] follows
} the idea
happened-idea-unfollowed = { $you ->
    [1] no longer follow
   *[other] no longer follows
} the idea
happened-idea-triaged = decided in triage: { $word }
happened-idea-triage-undone = took a decision back: { $word }
happened-vote-cast = voted
happened-vote-withdrawn = took the vote back
happened-stance-taken = took a position
happened-comment-written = commented
happened-comment-staff-note-written = left a staff note
happened-comment-edited = edited a comment
happened-comment-deleted = deleted a comment
happened-comment-restored = brought a comment back
happened-comment-answer-marked = marked a comment as the answer
happened-comment-answer-unmarked = took the answer mark back
happened-idea-promoted = promoted it from a brainstorm
happened-idea-graduated = started a prototype
happened-idea-graduation-undone = took the prototype back
happened-brainstorm-created = created the brainstorm
happened-brainstorm-changed = edited the brainstorm
happened-brainstorm-lobby-opened = opened the lobby
happened-brainstorm-started = started the first round
happened-brainstorm-names-hidden = hid the names of writers
happened-brainstorm-closed = closed the brainstorm
happened-brainstorm-reopened = reopened the brainstorm
happened-brainstorm-joined = joined the room
happened-brainstorm-ready = { happened-is } ready
happened-brainstorm-co-facilitator-named = named a co-facilitator
happened-round-step-changed = moved the round to “{ $word }”
happened-round-paused = paused the round
happened-round-resumed = resumed the round
happened-round-time-added = added time
happened-note-written = wrote a note
happened-note-edited = edited a note
happened-note-removed = deleted a note
happened-note-restored = restored a note
happened-note-held = held or released a note
happened-note-grouped = grouped a note
happened-cluster-made = made a cluster
happened-cluster-renamed = renamed a cluster
happened-cluster-removed = dissolved a cluster
happened-dots-placed = placed dots
happened-note-promoted = promoted a note to an idea
happened-cluster-promoted = promoted a cluster to an idea
happened-brainstorm-promotion-undone = undid a promotion
happened-prototype-framed = framed the prototype
happened-prototype-changed = edited the prototype
happened-prototype-moved = moved the prototype to “{ $word }”
happened-prototype-withdrawn = withdrew the prototype
happened-hypothesis-added = added a hypothesis
happened-hypothesis-judged = judged a hypothesis: { $word }
happened-build-recorded = recorded a build
happened-build-photo-added = added a photo of a build
happened-test-held = held a test session: { $word }
happened-test-judged = judged a test session: { $word }
happened-reading-taken = took a reading
happened-gate-planned = planned a gate
happened-gate-opening-undone = took the prototype back from the gate
happened-hypothesis-changed = changed a hypothesis
happened-build-changed = changed a build
happened-prototype-part-taken-back = took back what { $you ->
    [1] you
   *[other] they
} had added
happened-gate-opened = opened a gate and froze the evidence
happened-gate-criterion-judged = judged a criterion
happened-gate-decided = decided at the gate: { $word }
happened-learning-written = wrote down what was learned
happened-sprint-started = set up a sprint
happened-import-finished = finished an import
happened-demo-installed = installed the demo
happened-demo-removed = removed the demo
happened-instance-changed = changed the settings

happened-word-draft = draft
happened-word-scheduled = scheduled
happened-word-open = open
happened-word-discuss = discuss
happened-word-vote = vote
happened-word-review = review
happened-word-decide = decide
happened-word-closed = closed
happened-word-archived = archived
happened-word-brief = brief
happened-word-write = write alone
happened-word-rotate = build on others
happened-word-reveal = reveal
happened-word-cluster = cluster
happened-word-results = results
happened-word-submitted = submitted
happened-word-pending = waiting for approval
happened-word-in-review = in review
happened-word-shortlisted = shortlisted
happened-word-in-prototype = in prototype
happened-word-shipped = shipped
happened-word-clarification = question to the author
happened-word-parked = parked
happened-word-declined = declined
happened-word-merged = merged
happened-word-off-topic = off-topic
happened-word-withdrawn = withdrawn
happened-word-binned = binned
happened-word-accept = taken into review
happened-word-duplicate = duplicate
happened-word-decline = declined
happened-word-snooze = snoozed
happened-word-ask = asked
happened-word-shortlist = shortlisted
happened-word-park = parked
happened-word-reopen = opened again
happened-word-framed = framed
happened-word-building = building
happened-word-bench-test = bench test
happened-word-with-customers = with customers
happened-word-gate = gate
happened-word-graduated = graduated
happened-word-stopped = stopped, learned
happened-word-on-hold = on hold
happened-word-supported = supported
happened-word-refuted = refuted
happened-word-passed = passed
happened-word-failed = failed
happened-word-inconclusive = inconclusive
happened-word-go = go
happened-word-recycle = goes back for another round
happened-word-hold = on hold for now
happened-word-stop = stop

actions-title = My recent actions
actions-you = You
actions-lead = What you did in the last 24 hours. What can still be undone has a button beside it.
actions-phases-changed = The campaign has changed since then. Under “Phases, close, archive” you can reopen an earlier phase with a new end.
actions-phases-reopened = Under “Phases, close, archive” you can begin the next phase, or close it again.
actions-idea-changed = The idea has moved on since then, so this cannot be taken back. Decide anew on its page.
actions-no-way-back = No button takes this back. Change it on its page.
actions-not-here = It cannot be taken back here.
actions-gate-stands = What was decided at a gate stands. Only a later gate decides otherwise.
actions-over = taken back or changed since then
actions-undo-of = Undo: { $title }
actions-empty-title = Nothing in the last 24 hours
actions-empty-text = Your votes, comments, moves and decisions are listed here for a day, so that you can take them back.
actions-empty-action = Look at the ideas

audit-title = Activity
audit-lead = Everything that anybody did here, newest first: who, what, to which item, under which permission, in which request. Only notes, dots and stances stay without a name.
audit-verb = What happened
audit-verb-all = Everything
audit-who = Person (the last part of their profile’s address)
audit-number = No.
audit-at = When
audit-by = Who
audit-did = What
audit-item = Item
audit-permission = Permission
audit-request = Request
audit-only-who = only these
audit-only-item = only this item
audit-none = Nothing here. What you look for may be further back: go on to the next page if there is one.
audit-unknown-person = Nobody has the address /people/{ $handle }.
