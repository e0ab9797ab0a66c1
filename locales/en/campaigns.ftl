# Campaigns: list, page, results, wizard, the desk of those who run one.

campaigns-title = Campaigns
campaigns-lead = A campaign asks one question for a limited time. Every idea gets an answer by a promised date.
hint-campaigns = Open a campaign to read its question, send an idea and see when answers are due.
campaigns-running = Running now
campaigns-coming = Opening soon
campaigns-coming-text = These are announced but take no ideas yet. Ask to be told when they open.
campaigns-drafts = Drafts
campaigns-drafts-text = Only those who run campaigns see these.
campaigns-past = What came of past campaigns
campaigns-none-running = No campaign runs right now
campaigns-none-running-text = You can send an idea at any time. It gets an answer just the same.
campaigns-none-running-manager = Ask the first question. Only those who run campaigns see a draft.
campaigns-send-idea = Send an idea
campaigns-nameplate = Campaign { $number }, { $section }
campaigns-hatch-adhesive = adhesives and tapes
campaigns-hatch-film = films
campaigns-hatch-foam = foams
campaigns-hatch-metal = metals
campaigns-hatch-ceramic = ceramics
campaigns-hatch-composite = composites
campaigns-state-draft = Draft
campaigns-state-scheduled = Scheduled
campaigns-state-open = Collecting ideas
campaigns-state-discuss = Under discussion
campaigns-state-vote = Voting
campaigns-state-review = In review
campaigns-state-decide = Being decided
campaigns-state-closed = Closed
campaigns-state-archived = In the archive
campaigns-phases-label = Phases of this campaign
campaigns-phase-collect = Collect
campaigns-phase-collect-hint = Ideas come in, people comment and vote.
campaigns-phase-discuss = Discuss
campaigns-phase-discuss-hint = Ideas still come in, but the talk is about those already there.
campaigns-phase-vote = Vote
campaigns-phase-vote-hint = No new ideas. People vote for what they want most.
campaigns-phase-review = Review
campaigns-phase-review-hint = Reviewers read the ideas and comment on them.
campaigns-phase-decide = Decide
campaigns-phase-decide-hint = Every idea is selected, parked or declined with a reason.
campaigns-phase-ended = ended { $date }
campaigns-phase-left-out = left out
campaigns-phase-until = until { $date }
campaigns-phase-from = from { $date }
campaigns-ideas = { $count ->
    [one] 1 idea
   *[other] { $count } ideas
}
campaigns-voters = { $count ->
    [one] 1 person voted
   *[other] { $count } people voted
}
campaigns-votes = { $count ->
    [one] 1 vote
   *[other] { $count } votes
}
campaigns-comments = { $count ->
    [one] 1 comment
   *[other] { $count } comments
}
campaigns-tip-from = Tip from { $name }
campaigns-closed-on = closed { $date }
campaigns-until-scheduled = Opens in
campaigns-until-open = Collecting ends in
campaigns-until-discuss = Discussion ends in
campaigns-until-vote = Voting closes in
campaigns-until-review = Review ends in
campaigns-until-decide = Decisions end in
campaigns-until-answer = Answers are due in
campaigns-left-days = { $days } d { $hours } h
campaigns-left-hours = { $hours } h { $minutes } min
campaigns-left-minutes = { $minutes } min
campaigns-left-moment = under a minute
campaigns-see-results = See the results
campaigns-results = Results
campaigns-what-came = What came of it
campaigns-not-open-yet = This campaign is not open yet
campaigns-reminder-off = We can tell you when it opens, here and by mail: your idea will have a place here then.
campaigns-reminder-on = We tell you here and by mail when it opens.
campaigns-reminder-ask = Remind me
campaigns-reminder-drop = Do not remind me
campaigns-reminder-visitor = Come back when it opens: your idea will have a place here. Or sign in, and we remind you.
campaigns-reminder-sign-in = Sign in to be reminded
toast-campaign-reminder-asked = We tell you when this campaign opens.
toast-campaign-reminder-dropped = You will not be reminded.
toast-campaign-open-already = No need to wait: this campaign is open already.
refusal-campaign-not-coming = This campaign has opened already, so there is nothing to be reminded of.
campaigns-brief = What we look for
campaigns-top-ideas = Ideas
campaigns-order-rising = Rising first
campaigns-order-wanted = Most wanted first
campaigns-order-shuffled = In an order of your own, so that none has a head start
campaigns-all-ideas = Look at all its ideas
campaigns-first-idea = Be the first
campaigns-first-idea-text = Nobody has sent an idea to this campaign yet. One sentence is enough to start.
campaigns-none-on-board = None of this campaign's ideas is on the list at present.
campaigns-no-ideas = No idea was sent to this campaign.
campaigns-aside-label = About this campaign
campaigns-sponsor = Sponsor
campaigns-sponsor-promised = Promised at the start
campaigns-promise-quoted = “{ $promise }”
campaigns-answer-title = When you get an answer
campaigns-answer-days = { $count ->
    [one] A first answer to every idea within 1 day.
   *[other] A first answer to every idea within { $count } days.
}
campaigns-answer-by = { $name } answers every idea by { $date }.
campaigns-answer-by-nobody = Every idea is answered by { $date }.
campaigns-reviewers = Reviewers
campaigns-rules-title = How votes count
campaigns-rule-one-vote = One vote per person and idea. You can take it back.
campaigns-rule-budget = { $count ->
    [one] Everybody has 1 vote to give in this campaign.
   *[other] Everybody has { $count } votes to give in this campaign.
}
campaigns-rule-counts-always = Counts are open to everybody.
campaigns-rule-counts-after-vote = You see a count once you have voted for the idea yourself, and all of them when voting ends.
campaigns-rule-counts-after-end = Counts are shown when voting ends.
campaigns-rule-approval = A moderator reads each idea from customers and partners before it is shown.
campaigns-terms = Idea terms
campaigns-preview-banner = Preview.
campaigns-preview-text = { $audience ->
    [signed-in] This is the page as everybody with an account sees it.
    [internal] This is the page as your own people see it.
    [space] This is the page as the members of the space see it.
    [people] This is the page as those who are named see it.
   *[public] This is the page as a customer without an account sees it.
}
campaigns-preview-back = Back to the launch list
campaigns-draft-banner = Draft.
campaigns-draft-text = Only those who run campaigns see it. Finish the launch list to send it out.
campaigns-draft-go-on = Go to the launch list
campaigns-run-title = Run this campaign
campaigns-staff-title = For our own people
campaigns-brainstorm-link = Plan a brainstorm
campaigns-run-link = Phases, close, archive
campaigns-edit-link = Edit
campaigns-preview-link = Preview as its audience sees it
campaigns-copy-link = Start a new campaign from this one
campaigns-results-of = What came of “{ $title }”
campaigns-results-not-closed = This campaign still runs. Only those who run it see this page before it is closed.
campaigns-stat-ideas = Ideas
campaigns-stat-voters = People who voted
campaigns-stat-selected = Selected
campaigns-stat-median = From idea to decision, median
campaigns-stat-median-none = No decision yet
campaigns-stat-days = days
campaigns-selected = Selected ideas
campaigns-selected-none = No idea was selected.
campaigns-results-parked = Parked ideas
campaigns-results-declined = Declined ideas
campaigns-results-all = Look at all { $count } of them
campaigns-decisions = Decisions
campaigns-csv-link = Download as CSV
campaigns-csv-number = Number
campaigns-csv-title = Title
campaigns-csv-author = Author
campaigns-csv-state = State
campaigns-csv-votes = Votes
campaigns-csv-comments = Comments
campaigns-csv-sent = Sent
campaigns-csv-decided = Decided
campaigns-csv-reason = Reason
campaigns-csv-link-head = Link

# Wizard
campaigns-new = New campaign
campaigns-new-lead = Start with a name. You can change everything until you launch, and most things after.
campaigns-new-start = Start the draft
campaigns-cancel = Cancel
campaigns-field-from = Start from a past campaign
campaigns-field-from-none = Start empty
campaigns-field-from-hint = Takes its rules, people and rhythm. Phases move ahead, ideas stay behind.
campaigns-steps-label = Steps
campaigns-step-done = done
campaigns-step-question = Question
campaigns-step-people = People
campaigns-step-phases = Phases
campaigns-step-rules = Rules
campaigns-step-launch = Launch
campaigns-step-question-title = What do you ask?
campaigns-step-question-lead = One question that people can answer from what they have seen with their own eyes.
campaigns-step-people-title = Who is asked, and who answers?
campaigns-step-people-lead = People send ideas to people. Name those who read them.
campaigns-step-phases-title = When does what happen?
campaigns-step-phases-lead = Choose the phases you need. The calendar moves them; you can step in at any time.
campaigns-step-rules-title = By which rules?
campaigns-step-rules-lead = The usual rules are good to start with.
campaigns-step-launch-title = Ready to launch?
campaigns-step-launch-lead = Everything below must be there, so that nobody who sends an idea is left without an answer.
campaigns-save-next = Save and go on
campaigns-save-stay = Save
campaigns-stale-title = Somebody saved this step while you were writing.
campaigns-stale-text = What you typed is still here. Look at the other version, then save again: yours then counts.
campaigns-stale-look = Look at the other version
campaigns-edit-live = This campaign is public to its audience. People see what you change at once.
campaigns-field-title = Name
campaigns-field-title-hint = Short, like a headline: “Bond it, then take it apart”.
campaigns-field-question = Question
campaigns-field-question-hint = One sentence that ends with a question mark.
campaigns-field-brief = What you look for
campaigns-field-brief-hint = Why you ask, what makes an idea good, what is out of scope. Markdown works.
campaigns-field-criteria = What reviewers look for
campaigns-field-criteria-hint = Say by what ideas are judged. Everybody who is asked can read it. Markdown works.
campaigns-criteria = What reviewers look for
campaigns-rhythms = Start from a rhythm
campaigns-rhythms-text = It fills the dates below and saves nothing yet.
campaigns-phases-proposed = These dates are a proposal. They count once you save this step.
campaigns-rhythm-two-weeks = Two weeks
campaigns-rhythm-six-weeks = Six weeks
campaigns-rhythm-always-on = Always on
campaigns-field-hatch = Section hatch
campaigns-field-hatch-hint = Marks this campaign on every list, in charts and in print.
campaigns-field-audience = Who may see it and send ideas
campaigns-field-audience-hint = If you choose fewer people, the ideas already sent are only for them, too, with their comments and votes. If you choose more or other people, those ideas stay with the people they were sent to.
campaigns-audience-public = Everybody
campaigns-audience-public-hint = Also people without an account. They sign in when they send an idea.
campaigns-audience-signed-in = Everybody with an account
campaigns-audience-signed-in-hint = Customers, partners and your own people.
campaigns-audience-internal = Your own people
campaigns-audience-internal-hint = No customer and no partner sees it.
campaigns-audience-space = The members of one space
campaigns-audience-space-hint = A business unit, a partner or a customer company. Choose it below.
campaigns-audience-people = Named people
campaigns-audience-people-hint = Those you name below, with owner, sponsor and reviewers. Moderators and administrators see it too.
campaigns-field-named = People asked by name
campaigns-field-named-hint = Counts only for an audience of named people. One on each line: handle, e-mail address or full name.
campaigns-asked-title = Asked by name
campaigns-asked-text = { $count ->
    [one] One person sees this campaign and can answer it, besides those who keep order. Only your own people see the list.
   *[other] { $count } people see this campaign and can answer it, besides those who keep order. Only your own people see the list.
}
campaigns-asked-who = Show who
campaigns-field-space = Space
campaigns-field-space-none = No space
campaigns-field-space-hint = Counts only for an audience of one space.
campaigns-field-find = Find people
campaigns-field-find-hint = By name, title, unit or site. What you chose stays.
campaigns-find = Find
campaigns-find-more = There are more. Type a part of the name.
campaigns-field-owner = Owner
campaigns-field-owner-gone = As before: somebody who can no longer own it
campaigns-field-owner-hint = Runs the campaign and answers for the date.
campaigns-field-reviewers = Reviewers
campaigns-field-reviewers-hint = At least one. They see the ideas in their triage inbox, read them and comment.
campaigns-field-sponsor = Sponsor
campaigns-field-sponsor-none = No sponsor
campaigns-field-sponsor-hint = Stands behind the question with name and face.
campaigns-field-promise = What the sponsor promises
campaigns-field-promise-hint = In their own words, with a number or a date.
campaigns-phases-zone = Times are in your time zone, { $zone }. A phase stays open until the next one begins.
campaigns-field-starts = Begins
campaigns-field-ends = Ends
campaigns-field-answer-by = Every idea answered by
campaigns-field-answer-by-hint = Not before the last phase ends. People see this date.
campaigns-voting-title = Votes
campaigns-voting-text = Everybody has one vote per idea and can take it back.
campaigns-field-budget = Votes per person
campaigns-field-budget-hint = Leave empty for as many as they like.
campaigns-field-counts = Who sees the counts while people vote
campaigns-counts-always = Everybody, at once
campaigns-counts-after-vote = Those who voted for the idea, and everybody once voting ends
campaigns-counts-after-vote-hint = Visible counts pull votes along. This keeps opinions independent.
campaigns-counts-after-end = Nobody until voting ends
campaigns-counts-after-end-hint = The strictest. Ideas stand in a different order for each person.
campaigns-order-title = Order and answers
campaigns-field-approval = A moderator approves each idea from customers and partners before it is shown
campaigns-field-approval-hint = The author is told that it waits. Ideas of your own people are shown at once.
campaigns-field-answer-days = Days until the first answer
campaigns-field-answer-days-hint = 1 to 365. The clock runs on every idea.
campaigns-field-terms = Idea terms
campaigns-field-terms-hint = Accepted with the first idea. A change asks everybody again. Empty means none.
campaigns-fields-title = Extra questions on the idea form
campaigns-fields-text = Every question costs you ideas. Clear a label to remove its question.
campaigns-field-number = Question { $number }
campaigns-field-new = Another question
campaigns-field-label = Label
campaigns-field-label-hint = Clear it to remove the question.
campaigns-field-kind = Answer
campaigns-kind-text = A short text
campaigns-kind-long-text = A long text
campaigns-kind-choice = One of a list
campaigns-kind-number = A number
campaigns-field-required = Must it be answered?
campaigns-required-no = It can be left out
campaigns-required-yes = It must be answered
campaigns-field-choices = Answers to choose from
campaigns-field-choices-hint = One per line. Only for “one of a list”.
campaigns-fields-add = Save and add another
campaigns-launch = Launch
campaigns-launch-met = Done
campaigns-launch-missing = Missing
campaigns-launch-go = Go to { $step }
campaigns-launch-now-text = It opens as soon as you launch.
campaigns-launch-later-text = It opens on { $date }, by itself.
campaigns-launch-undo-text = You can undo the launch within 10 minutes, as long as nobody sent an idea.
campaigns-launch-blocked = Add what is missing, then come back here.
campaigns-launched-text = This campaign is launched. Its phases are moved on another page.
campaigns-delete = Delete the draft
campaigns-delete-text = The draft is gone for good. This cannot be undone.
campaigns-delete-sure = Delete it for good
campaign-launch-question-done = The question is there
campaign-launch-audience-done = The audience is chosen
campaign-launch-shut-out-done = Everybody with a part in it can see it
campaign-launch-reviewer-done = Somebody reviews the ideas
campaign-launch-phases-done = The phases are dated
campaign-launch-phase-past-done = The first phase lies ahead or runs
campaign-launch-answer-by-done = A date for the answers is promised
campaign-launch-answer-late-done = The answers come after the last phase

# The desk
campaigns-run-phases = Phases
campaigns-run-phases-text = Times are in your time zone, { $zone }. Everybody who takes part is told when a date changes.
campaigns-run-now = Now
campaigns-run-over = Over
campaigns-run-ahead = Ahead
campaigns-run-left-out = Left out
campaigns-run-left-out-text = It did not run.
campaigns-run-begin-after-all = Run this phase after all
campaigns-run-plan-after-all = Plan this phase after all
campaigns-run-move-end = Move its end
campaigns-run-move-end-text = The phases after it move by the same span and stay as long as they were.
campaigns-run-move-end-do = Move the end
campaigns-field-new-end = New end
campaigns-run-reopen = Go back to this phase
campaigns-run-reopen-text = It runs from now until its new end, and the phases after it follow.
campaigns-run-reopen-do = Reopen this phase
campaigns-field-runs-until = Runs until
campaigns-undo-launch = Undo the launch
campaigns-undo-launch-text = Within 10 minutes, and before the first idea. It is a draft again.
campaigns-undo-launch-do = Undo the launch
campaigns-run-next = Next phase
campaigns-run-next-text = Ends the phase that runs now and begins “{ $phase }” at once.
campaigns-run-next-do = Begin “{ $phase }” now
campaigns-close = Close the campaign
campaigns-close-waiting = { $count ->
    [one] 1 idea still waits for its answer.
   *[other] { $count } ideas still wait for their answer.
}
campaigns-close-waiting-text = Select, park or decline each of them, with a reason that its author reads.
campaigns-close-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
campaigns-close-ready = Every idea has its answer. You can close with a summary.
campaigns-close-see = See which ideas wait
campaigns-close-go = Go to the close
campaigns-close-title = Close “{ $title }”
campaigns-close-lead = Every idea has its answer. Write what came of it: everybody who took part reads this first.
campaigns-close-left-out = { $count ->
    [one] One phase has not begun. If you close now, it is left out:
   *[other] { $count } phases have not begun. If you close now, they are left out:
}
campaigns-close-do = Close and publish the summary
campaigns-field-summary = What came of it
campaigns-field-summary-hint = What you learned, what you will build, by when, and who is to thank. Markdown works.
campaigns-archive = Put it in the archive
campaigns-archive-text = It stays readable, but nothing about it can change.
campaigns-archive-do = Put it in the archive
campaigns-unarchive-text = It is in the archive and cannot be changed.
campaigns-unarchive-do = Take it out of the archive

toast-campaign-drafted = Draft started. Only those who run campaigns see it.
toast-campaign-saved = Saved.
toast-campaign-launched = Launched. You can undo this for 10 minutes.
toast-campaign-launch-undone = The launch is undone. It is a draft again.
toast-campaign-moved = The next phase has begun.
toast-campaign-dated = The dates have moved.
toast-campaign-move-undone = The phases are as they were.
toast-campaign-reopened = The phase runs again.
toast-campaign-closed = Closed. Everybody can read the summary.
toast-campaign-archived = Put in the archive.
toast-campaign-unarchived = Taken out of the archive.
toast-campaign-deleted = The draft is deleted.

# Why not
refusal-campaign-title-missing = Give the campaign a name.
refusal-campaign-title-too-long = The name has more than 120 characters. Shorten it.
refusal-campaign-question-missing = A campaign that is out needs its question. Write one.
refusal-campaign-question-too-long = The question has more than 300 characters. Move the rest to “What you look for”.
refusal-campaign-brief-too-long = The text has more than 20,000 characters. Shorten it.
refusal-campaign-criteria-too-long = What reviewers look for can have 4,000 characters. Shorten it.
refusal-campaign-promise-too-long = The promise has more than 600 characters. Shorten it.
refusal-campaign-terms-too-long = The terms have more than 10,000 characters. Shorten them.
refusal-campaign-answer-days-out-of-range = Choose 1 to 365 days.
refusal-campaign-vote-budget-out-of-range = Choose 1 to 1,000 votes, or leave it empty.
refusal-campaign-vote-budget-spent = { $number ->
    [one] Somebody has already given 1 vote. Choose 1 or more.
   *[other] Somebody has already given { $number } votes. Choose { $number } or more.
}
refusal-campaign-answer-by-missing = A campaign that is out needs the date of its answers. Set one.
refusal-campaign-answer-before-end = The answers are promised for a date before the last phase ends. Promise them for that end or later.
refusal-campaign-reviewer-missing = A campaign that is out needs a reviewer. Choose at least one.
refusal-campaign-too-many-reviewers = Choose at most 50 reviewers.
refusal-campaign-named-missing = Name at least one person besides owner, sponsor and reviewers, who belong to it anyway.
refusal-campaign-named-unfit = Name people only together with the audience “people”.
refusal-campaign-too-many-named = Name at most 500 people. For more, make a space and choose it.
refusal-campaign-named-unknown = Nobody here goes by one of these names. Check the spelling, or use the handle or e-mail address.
refusal-campaign-named-several = More than one person goes by one of these names. Use the handle or e-mail address.
refusal-campaign-space-missing = Choose the space whose members may see it.
refusal-campaign-space-unfit = Name a space only together with the audience “space”.
refusal-campaign-space-unknown = There is no such space, or you are not in it. Choose another one.
refusal-campaign-too-many-fields = Ask at most 20 extra questions.
refusal-campaign-field-label = Each extra question needs a label of 1 to 120 characters.
refusal-campaign-field-choices = Give 2 to 30 answers to choose from, each of 120 characters at most.
refusal-campaign-field-locked = Ideas may have answered this question. Reword it, but neither remove it nor change its kind.
refusal-campaign-field-unknown = One of the extra questions is not of this campaign. Load the page again.
refusal-campaign-phase-running = Phases that have begun keep their beginning, and today must stay in the phase that runs. To move on or back, use “Phases, close, archive”.
refusal-campaign-phases-missing = A campaign that is out needs at least one phase.
refusal-campaign-phase-backwards = This phase ends before it begins. Choose a later end.
refusal-campaign-phases-overlap = This phase begins before the one before it ends. Move one of them.
refusal-campaign-phase-twice = The same phase is there twice. Keep one.
refusal-campaign-phase-unknown = This campaign has no such phase. Choose one that it has.
refusal-campaign-phase-over = This phase is over. Reopen it instead.
refusal-campaign-end-too-early = Choose an end that lies ahead, after the phase begins.
refusal-campaign-no-next-phase = No phase comes after this one. Close the campaign instead.
refusal-campaign-phase-just-begun = This phase has only just begun. Load the page again to see where the campaign stands.
refusal-campaign-moment-unreadable = Give a date and a time, like 2026-11-27 17:00.
refusal-campaign-value-unknown = This choice is not one of those offered. Choose again.
refusal-campaign-archived = It is in the archive. Take it out first.
refusal-campaign-unprintable = The text contains a character that cannot be stored. Remove it.
refusal-campaign-owner-unfit = The owner must be one of your own people. Choose another one.
refusal-campaign-sponsor-unfit = The sponsor must be one of your own people. Choose another one.
refusal-campaign-reviewer-unfit = Reviewers must be your own people. Take the others off.
refusal-campaign-slug-taken = Another campaign took this address a moment ago. Send it again.
refusal-campaign-launch-question = Write the question.
refusal-campaign-launch-audience = Choose who may see it and send ideas.
refusal-campaign-launch-reviewer = Name at least one reviewer.
refusal-campaign-launch-shut-out = Whoever owns, sponsors or reviews it has to be in its audience. Add them to the space, or choose others:
refusal-campaign-owner-shut-out = The owner is not in the audience and would see no idea. Add them to the space, or choose somebody else.
refusal-campaign-sponsor-shut-out = The sponsor is not in the audience and would see nothing. Add them to the space, or choose somebody else.
refusal-campaign-reviewer-shut-out = Not every reviewer is in the audience, so they would see no idea. Add them to the space, or choose others.
refusal-campaign-launch-phases = Choose and date at least one phase.
refusal-campaign-launch-phase-past = The first phase is over already. Move it ahead.
refusal-campaign-launch-answer-by = Promise a date by which every idea is answered.
refusal-campaign-launch-answer-late = Promise the answers for the end of the last phase or later.
refusal-campaign-calendar-caught-up = The calendar has reached this phase by now, so it would move on at once. Under “Phases, close, archive” you can reopen an earlier phase with a new end.
refusal-campaign-ideas-are-in = Ideas have come in since it opened. It stays open, so that those who sent them can see them.
refusal-campaign-counts-are-out = The counts have been seen by now, so voting cannot go on as if they had not. Under “Phases, close, archive” you can reopen an earlier phase with a new end.
refusal-campaign-not-ready = This campaign cannot launch yet. What is missing is named.
refusal-campaign-launched-already = This campaign was launched already. Move its phases instead.
refusal-campaign-not-launched = This campaign is not out, so there is no launch to undo.
refusal-campaign-undo-too-late = The 10 minutes are over. Close the campaign with a summary instead.
refusal-campaign-undo-has-ideas = Somebody sent an idea already. Answer it, then close the campaign.
refusal-campaign-ideas-unanswered = Ideas still wait for their answer. Select, park or decline each of them first.
refusal-campaign-summary-missing = Write what came of it. Everybody who took part reads this first.
refusal-campaign-summary-too-long = The summary has more than 20,000 characters, or one that cannot be stored. Shorten it.
refusal-campaign-not-running = This campaign is not running, so there is nothing to move or close.
refusal-campaign-not-closed = Only a closed campaign goes to the archive. Close it first.
refusal-campaign-not-archived = This campaign is not in the archive.
refusal-campaign-not-a-draft = Only drafts can be deleted. Close and archive this one instead.
refusal-campaign-in-use = Something was made from this draft, such as a brainstorm. Delete that first.
refusal-campaign-nothing-to-reopen = The campaign has not reached this phase yet, or is in the archive.
