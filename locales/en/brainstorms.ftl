# Brainstorms: rooms, rounds, notes, clusters, dots.

brainstorms-title = Brainstorms
brainstorms-lead = People write alone first, then everybody sees everything. You need a code or a link to join.
brainstorms-join = Join with a code
brainstorms-new = Plan a brainstorm
brainstorms-running = Running now
brainstorms-planned = Planned
brainstorms-done = Done
brainstorms-draft = Draft, only you see it
brainstorms-draft-of = Draft, nobody can join yet
brainstorms-lobby-open = Lobby is open
brainstorms-by = Led by { $name }
brainstorms-round-live = Round { $round }
brainstorms-round-paused = Round { $round }, paused
brainstorms-go-in = Go in
brainstorms-join-this = Join
brainstorms-line = { $people ->
    [one] 1 person
   *[other] { $people } people
    }, { $notes ->
    [one] 1 note
   *[other] { $notes } notes
    }, led by { $name }
brainstorms-empty-title = No brainstorm yet
brainstorms-empty-text = A brainstorm takes about half an hour: one question, everybody writes, then you sort and vote.
brainstorms-all = All brainstorms
brainstorms-new-title = Plan a brainstorm
brainstorms-edit-title = Settings of the room
brainstorms-of-campaign = For the campaign “{ $title }”
brainstorms-field-title = Name of the room
brainstorms-field-prompt = Question of the first round
brainstorms-field-prompt-hint = One question that can be answered in short notes.
brainstorms-field-second = Second round, another question
brainstorms-field-second-hint = For example the question turned upside down: what would make it worse?
brainstorms-field-third = Third round
brainstorms-field-minutes = Minutes for each timed step
brainstorms-field-minutes-hint = Nothing stops by itself when the time is up, and you can add minutes.
brainstorms-field-audience = Who can see the room and its results
brainstorms-audience-same = The same people as the campaign
brainstorms-audience-internal = Our own people
brainstorms-audience-signed-in = Everybody with an account
brainstorms-audience-public = Everybody
brainstorms-field-people = People and names
brainstorms-field-guests = Guests may join with the code, without an account
brainstorms-field-guests-hint = They give a name and see this room only.
brainstorms-field-names = Show who wrote each note after the reveal
brainstorms-field-names-hint = You can hide names later, but once hidden they are never shown again.
brainstorms-field-warm-up = Warm-up question for the lobby
brainstorms-field-warm-up-hint = For example: what did you last repair yourself?
brainstorms-field-dots = Dots for each person
brainstorms-field-cap = Most dots on one cluster
brainstorms-create = Create the room
brainstorms-save = Save the settings
brainstorms-stale = Somebody changed this room while you were writing. What you typed is still here. Look at what it is like now, then save again: yours then counts.
brainstorms-stale-look = Settings as they are now
brainstorms-join-title = Join a brainstorm
brainstorms-join-code = Code of the room
brainstorms-join-hint = Six digits; they are on the wall.
brainstorms-join-go = Go to the room
brainstorms-door-closed = This brainstorm is over.
brainstorms-see-results = See the results
brainstorms-door-as = You are signed in as { $name }.
brainstorms-door-name = Your name
brainstorms-door-name-hint = Shown to the others in the room. You need no account.
brainstorms-door-sign-in-instead = Sign in instead
brainstorms-door-sign-in = This room takes people with an account only.
brainstorms-door-join = Join the room
brainstorms-door-join-as = Join as { $name }
brainstorms-outside-running = Round { $round } is running with { $people ->
    [one] 1 person
   *[other] { $people } people
    }.
brainstorms-outside-lobby = People are gathering: { $people } so far.
brainstorms-outside-draft = { $name } prepares this room. People can join once its lobby is open.
brainstorms-lobby = Lobby
brainstorms-lobby-draft = Draft, nobody can join yet
brainstorms-names-shown = Names are shown after the reveal.
brainstorms-names-hidden = Names stay hidden.
brainstorms-rounds = { $count ->
    [one] One round.
   *[other] { $count } rounds.
    }
brainstorms-lobby-join = Join on your phone
brainstorms-qr = QR code of { $link }
brainstorms-stable-link = Link to this room
brainstorms-here = Who is here
brainstorms-joined = { $count ->
    [one] 1 joined
   *[other] { $count } joined
    }
brainstorms-you = (you)
brainstorms-facilitator = facilitator
brainstorms-co-facilitator = co-facilitator
brainstorms-guest = guest
brainstorms-name-co = Make co-facilitator
brainstorms-name-co-label = Make co-facilitator: { $name }
brainstorms-show-new = Show what is new
brainstorms-open = Open the lobby
brainstorms-start = Start round 1
brainstorms-settings = Settings
brainstorms-second-screen = Second screen
brainstorms-wait = { $name } starts the first round.
brainstorms-follows = This page follows along by itself.
brainstorms-paused = Paused
brainstorms-time-left = Time left
brainstorms-until = until { $at }
brainstorms-live = Live
brainstorms-round = Round { $round }
brainstorms-round-step = Round { $round }: { $step }
brainstorms-steps = Steps of the round
brainstorms-step-brief = brief
brainstorms-step-write = write alone
brainstorms-step-rotate = build on others
brainstorms-step-reveal = reveal
brainstorms-step-cluster = cluster
brainstorms-step-vote = vote
brainstorms-step-discuss = discuss
brainstorms-step-results = results
brainstorms-do-brief = Listen and read the question.
brainstorms-do-write = One thought per note.
brainstorms-do-rotate = Build on what others wrote.
brainstorms-do-reveal = Read what everybody wrote.
brainstorms-do-cluster = Put together what belongs together: drag, or use “Move to…”.
brainstorms-do-vote = { $dots } dots, at most { $cap } on one cluster.
brainstorms-do-discuss = Talk about what got the most dots.
brainstorms-do-results = The result of the vote.
brainstorms-note-label = Your note
brainstorms-note-ghost = For example: tear it like a stamp
brainstorms-send = Send note
brainstorms-ready = I am ready to move on
brainstorms-not-ready = Ready. Take that back
brainstorms-unsent = Not sent
brainstorms-unsent-text = What you wrote
brainstorms-unsent-put = Put it into the note
brainstorms-unsent-copy = Copy
brainstorms-unsent-delete = Delete
brainstorms-to-wall = To the wall
brainstorms-brief-wait = { $name } explains the question. Writing starts in a moment.
brainstorms-your-notes = Your notes
brainstorms-note-change = Change
brainstorms-note-save = Save the note
brainstorms-note-remove = Delete the note
brainstorms-others = { $people ->
    [0] Nobody else has added a note yet
   *[other] { $people ->
    [one] 1 other has
   *[other] { $people } others have
    } added { $notes ->
    [one] 1 note
   *[other] { $notes } notes
    }
    }
brainstorms-yours = yours
brainstorms-held = held back
brainstorms-hold = Hold back
brainstorms-release = Release
brainstorms-no-notes = Nobody wrote a note in this round.
brainstorms-move-to = Move to…
brainstorms-move-label = Where “{ $note }” goes
brainstorms-move-new = A new cluster
brainstorms-move-none = No cluster
brainstorms-move = Move
brainstorms-cluster-title = Name of the new cluster
brainstorms-cluster-new = Add cluster
brainstorms-cluster-change = Rename, merge, dissolve
brainstorms-cluster-change-only = Rename, dissolve
brainstorms-cluster-rename = Rename
brainstorms-cluster-merge = Merge into it
brainstorms-cluster-merge-label = Cluster that takes these notes
brainstorms-cluster-remove = Dissolve, keep the notes
brainstorms-cluster-empty = No notes in it
brainstorms-loose = In no cluster
brainstorms-dots-left = { $left } of { $total } dots left
brainstorms-dots-here = { $count ->
    [one] 1 of your dots is here
   *[other] { $count } of your dots are here
    }
brainstorms-totals-hidden = Totals stay hidden until voting ends.
brainstorms-dot-take = Take a dot from { $title }
brainstorms-dot-give = Give a dot to { $title }
brainstorms-no-clusters = There are no clusters to vote on. Go back one step to make some.
brainstorms-no-clusters-here = There are no clusters to vote on. { $name } can go back one step to make some.
brainstorms-turnout = { $voters } of { $people ->
    [one] 1 person
   *[other] { $people } people
    } voted
brainstorms-rank = Place { $rank }
brainstorms-score = { $dots ->
    [one] 1 dot
   *[other] { $dots } dots
    } from { $people ->
    [one] 1 person
   *[other] { $people } people
    }
brainstorms-brief-projector = { $count ->
    [one] 1 person is here.
   *[other] { $count } people are here.
    } First the question, then everybody writes.
brainstorms-brief-wall = { $count ->
    [one] 1 person is here.
   *[other] { $count } people are here.
    } Explain the question, then let them write.
brainstorms-written = { $notes ->
    [one] 1 note
   *[other] { $notes } notes
    } from { $people ->
    [one] 1 person
   *[other] { $people } people
    }, shown together at the reveal
brainstorms-next-title = Next
brainstorms-next-start = The first round
brainstorms-next-brief = The next round
brainstorms-next-write = Everybody writes alone
brainstorms-next-rotate = Build on what others wrote
brainstorms-next-reveal = All notes are shown at once
brainstorms-next-cluster = Put together what belongs together
brainstorms-next-vote = Voting, { $dots } dots each
brainstorms-next-discuss = Talk about it
brainstorms-next-results = The totals are shown
brainstorms-next-end = This is the end: close the room
brainstorms-join-now = Join on your phone
brainstorms-late = Late? Join on your phone
brainstorms-to-room = Back to the room
brainstorms-next = Next step, { $ready } of { $people } ready
brainstorms-close = Close the room
brainstorms-minute = +1 minute
brainstorms-pause = Pause
brainstorms-resume = Resume
brainstorms-undo = Undo last step
brainstorms-key-next = next
brainstorms-key-pause = pause
brainstorms-key-space = Space
brainstorms-key-keys = keys
brainstorms-more = People and more
brainstorms-write-yourself = Write and vote yourself
brainstorms-hide-names = Hide names for good
brainstorms-hide-names-means = Nobody will see any more who wrote which note, in this room and in its results. This cannot be undone: nobody can show the names again, and neither can you.
brainstorms-hide-names-do = Hide the names, for good
brainstorms-add-round = Add a round
brainstorms-add-round-prompt = Question of another round
brainstorms-results = Results
brainstorms-results-empty-title = No results yet
brainstorms-results-empty = They appear here once a round has been voted on.
brainstorms-round-line = { $notes ->
    [one] 1 note
   *[other] { $notes } notes
    }; { $voters } of { $people ->
    [one] 1 person
   *[other] { $people } people
    } voted
brainstorms-csv = Download as CSV
brainstorms-became = became idea { $number }
brainstorms-merged = went into idea { $number }
brainstorms-promote-note = Make this note an idea
brainstorms-promote-cluster = Make this cluster an idea
brainstorms-promote-title = Title of the idea
brainstorms-promote-text = Text of the idea
brainstorms-promote = Promote to idea
brainstorms-promote-typed = What you wrote
brainstorms-join-at = Open this address and type the code:
brainstorms-join-colleagues = Some rooms are for colleagues only. Sign in first; you come back here.
brainstorms-join-sign-in = Sign in and come back
brainstorms-link-unknown = No room is open under this link. Type the code from the wall instead.
brainstorms-unvotable = { $count ->
    [one] 1 note is in no cluster.
   *[other] { $count } notes are in no cluster.
    } Nobody can vote on what is in no cluster.
brainstorms-unvotable-now = { $count ->
    [one] 1 note is in no cluster and gets no dots.
   *[other] { $count } notes are in no cluster and get no dots.
    } Undo the last step to put them into one.

toast-room-created = The room is ready. Open the lobby when people may come in.
toast-room-changed = Settings saved.
toast-room-closed = The room is closed. These are its results.
toast-room-reopened = The room is open again where it stood, under a new code.
toast-room-moved-already = Somebody else moved the room first. Nothing was skipped.
toast-round-added = Round added at the end.
toast-co-facilitator-named = They can now move, pause and time the room.
toast-names-hidden = Names are hidden for good.
toast-note-edited = Note saved.
toast-note-removed = Note deleted.
toast-note-restored = Note restored.
toast-note-held = Note held back; only its writer and the facilitators see it.
toast-note-released = Note is on the wall again.
toast-note-moved = Moved to “{ $what }”, { $count ->
    [one] 1 note
   *[other] { $count } notes
    }.
toast-note-freed = The note is in no cluster now.
toast-cluster-merged = Clusters merged.
toast-cluster-renamed = Cluster renamed.
toast-cluster-restored = The cluster is back with its notes.
toast-cluster-removed = Cluster dissolved, its notes are kept.
toast-promoted = It is an idea now and will get an answer.
toast-promotion-undone = The idea was withdrawn; the note is free again.

refusal-room-not-draft = This room has been opened already.
refusal-room-not-lobby = Open the lobby first; a running or closed room cannot start again.
refusal-room-not-running = This room is not running now.
refusal-room-not-open = This room is not open now. Ask the facilitator.
refusal-room-not-reopened = A room can be opened again within ten minutes after it was closed. Plan a new one.
refusal-room-not-editable = The room has begun; its settings are fixed now.
refusal-step-last = This was the last step. Close the room, or add a round first.
refusal-step-first = This is the first step; there is nothing to go back to.
refusal-step-moved = Somebody else moved the room first. See where it stands now.
refusal-clock-paused = The clock is paused already.
refusal-clock-runs = The clock is not paused.
refusal-clock-none = This step has no clock.
refusal-clock-too-long = A step lasts four hours at most.
refusal-note-not-writing = Notes can be written and changed in the writing step only. It is over.
refusal-note-empty = Write something first.
refusal-note-long = A note has at most 240 characters. Make two notes of it.
refusal-note-taken = A note with this id exists already. Make a new id.
refusal-wall-full = This round has 2,000 notes, as many as a wall holds. Ask the facilitator to go on to the next step.
refusal-notes-many = You have written 60 notes in this round. Change or delete one of them.
refusal-cluster-not-now = Notes are grouped in the clustering step only.
refusal-clusters-many = There are 60 clusters already. Merge some first.
refusal-cluster-not-empty = Move its notes out first.
refusal-cluster-title-missing = Give the cluster a name.
refusal-cluster-title-long = A cluster's name has at most 120 characters.
refusal-dots-not-now = Dots are placed in the voting step only.
refusal-dots-over-budget = You have no dots left. Take one back elsewhere first.
refusal-dots-over-cap = That is more than one cluster may get from you.
refusal-code-format = A code has six digits, such as 482 913.
refusal-code-unknown = No room is open under this code. Check the digits on the wall.
refusal-guests-not-allowed = This room takes people with an account only. Sign in to join.
refusal-guest-name-missing = Say who you are, so that the others know.
refusal-guest-name-long = A name has at most 60 characters.
refusal-room-full = This room is full: 300 people are in it.
refusal-co-facilitator-guest = Only people with an account can lead. Ask them to sign in.
refusal-names-stay-hidden = Names are hidden and stay hidden.
refusal-promoted-already = This became an idea already.
refusal-promote-campaign-stopped = The campaign of this room does not run now, so it takes no ideas. Its manager can reopen it.
refusal-promote-not-now = Notes become ideas once the round has results.
refusal-room-title-missing = Give the room a name.
refusal-room-title-long = The name has at most 120 characters.
refusal-room-prompt-missing = Ask a question for the round.
refusal-room-prompt-long = A question has at most 300 characters.
refusal-room-rounds-many = A room has five rounds at most.
refusal-room-minutes = Choose 1 to 120 minutes.
refusal-room-dots = Choose 1 to 20 dots.
refusal-room-dots-cap = This cannot be more than the dots of a person.
refusal-room-warm-up-long = The warm-up question has at most 200 characters.
refusal-room-audience = Choose who can see the room.
refusal-room-campaign = There is no such campaign for you. Leave it out, or use the slug of one you can see.
