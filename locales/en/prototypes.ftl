# Prototypes: board, page, gates, sprints.

toast-idea-graduated = The idea is a prototype now.
toast-graduation-undone = The prototype is withdrawn, the idea is back where it was.
toast-prototype-framed = Prototype framed.
toast-prototype-changed = Changes saved.
toast-prototype-moved = Prototype moved.
toast-prototype-move-undone = Move taken back.
toast-gate-opened = At the gate: the evidence is frozen until it is decided.
toast-hypothesis-added = Hypothesis added.
toast-hypothesis-judged = Hypothesis judged.
toast-build-recorded = Build recorded.
toast-test-held = Test session started. Now its readings.
toast-reading-taken = Reading added.
toast-test-judged = Outcome set.
toast-gate-planned = Gate planned.
toast-gate-decided = Decision recorded with its reasons.
toast-learning-written = Learning card written.
toast-sprint-started = Sprint set up.

refusal-build-photos-too-many = A build has four photos at most.
refusal-prototype-same-stage = The prototype is in this stage already. Choose another one.
refusal-prototype-gate-decides = Only the decision at a gate leads there. Move the prototype to the gate, and the gatekeepers decide.
refusal-prototype-ended = This prototype has come to its end and stays as it is. What was learned can still be written down.
refusal-prototype-evidence-frozen = The evidence is frozen while the gatekeepers look at it. Wait for their decision, or take the prototype back from the gate before they judge the first criterion.
refusal-prototype-on-hold = This prototype is on hold. Move it back to work first.
refusal-prototype-no-gate = No gate is planned. Plan one with its criteria first, so that everybody knows what it is decided by.
refusal-prototype-hold-reason-missing = Say why it is put on hold and what it waits for.
refusal-gate-not-open = This gate is not open for a decision. Move the prototype to the gate first.
refusal-gate-decided = Somebody has decided at this gate already. What you wrote stands below.
prototypes-decision-typed = What you wrote
refusal-gate-must-unmet = A must-meet criterion is not met, so “go” is not possible. Choose recycle, hold or stop, or judge the criterion as met.
refusal-gate-reasons-missing = Give the reasons: the people who started it will read them.
refusal-gate-learning-missing = Stopping needs a learning card. Write what was observed and what was learned.
refusal-gate-decision-unknown = Choose go, recycle, hold or stop.
refusal-gate-criterion-unknown = One of these criteria belongs to another gate. Load the page again.
refusal-gate-must-missing = Name at least one criterion that must be met.
refusal-gate-too-many-criteria = A gate takes 12 criteria of a kind. Keep those that decide.
refusal-prototype-stage-unknown = There is no such stage. Choose one from the list.
refusal-prototype-state-unknown = There is no such state. Choose one from the list.
refusal-prototype-work-begun = Something was built, tested or brought to a gate already, so this can no longer be undone. Bring the prototype to a gate and stop it there, with what was learned.
refusal-prototype-nothing-to-undo = There is no move to take back.
refusal-idea-has-prototype = This idea has a prototype already.
refusal-prototype-lead-unknown = Nobody has this handle. Write it as it stands in the person's profile.
refusal-prototype-audience-unknown = Choose who may see the prototype from the list.
refusal-prototype-hatch-unknown = Choose a section from the list.
refusal-prototype-text-missing = This is still empty. Fill it in.
refusal-prototype-text-too-long = This is too long. Shorten it.
refusal-prototype-text-not-storable = This text contains a character that cannot be stored. Type it again.
refusal-prototype-not-a-number = Write a number, such as 12.5.
refusal-prototype-number-ambiguous = This can be read in two ways. Write it without a sign between the thousands, or with another number of decimals.
prototypes-number-ambiguous = This can be read in two ways. Write { $whole } or { $decimals }, whichever you mean.
refusal-prototype-parts-of-cents = Write an amount with at most two decimals, such as 12.50.
refusal-prototype-number-out-of-range = This number is too small or too large.
refusal-prototype-too-many-parts = There are too many of these on one prototype. Frame another prototype for the rest.
refusal-reading-limits-crossed = The upper limit is below the lower one.
refusal-sprint-day = Write the day as year-month-day, such as 2026-11-27.
refusal-sprint-order = The last day comes before the first.
refusal-sprint-title-taken = There is a sprint with this name already. Choose another name.

hint-prototypes = Each card shows a test specimen: the hatch is evidence collected, ticks are gates, a break means stopped and learned.

prototypes-title = Prototypes
prototypes-lead = From an idea to a decision, on evidence.
prototypes-views = Views
prototypes-view-board = Board
prototypes-view-table = Table
prototypes-filter-campaign = Campaign
prototypes-filter-lead = Lead
prototypes-filter-all = All
prototypes-lanes = Lanes
prototypes-lanes-none = One board
prototypes-lanes-sprint = Sprint
prototypes-lanes-campaign = Campaign
prototypes-lanes-lead = Lead
prototypes-lanes-no-sprint = No sprint
prototypes-lanes-no-campaign = No campaign
prototypes-lanes-no-lead = Nobody leads
prototypes-go-to-gate = Decide at the gate
prototypes-lane-count = { $count ->
    [one] one prototype
   *[other] { $count } prototypes
}
prototypes-filter-apply = Apply
prototypes-filter-clear = Show all prototypes
prototypes-jump = Go to a stage
prototypes-empty-title = No prototypes yet
prototypes-empty-text = Graduate an idea from its page, or frame a prototype here. Each one then moves through these stages.
prototypes-empty-outside-title = Nothing to show here
prototypes-empty-outside-text = Prototypes are shown to our own people. What became of your ideas is on their pages.
prototypes-empty-outside-mine = What became of my ideas
prototypes-empty-outside-shipped = See what was shipped
prototypes-none-title = Nothing matches
prototypes-none-text = No prototype fits this campaign and lead.
prototypes-of-limit = of { $limit } at once
prototypes-over-limit = More than { $limit }: finish one first
prototypes-left-out = { $count ->
    [one] and 1 older one
   *[other] and { $count } older ones
}

prototypes-stage-framed = Framed
prototypes-stage-building = Building
prototypes-stage-bench-test = Bench test
prototypes-stage-with-customers = With customers
prototypes-stage-gate = Gate
prototypes-stage-graduated = Graduated
prototypes-stage-stopped = Stopped, learned
prototypes-stage-on-hold = On hold
prototypes-stage-framed-explained = What do we believe, and what would prove us wrong? One riskiest assumption is enough to start.
prototypes-stage-building-explained = Something is being made that can be touched and measured.
prototypes-stage-bench-test-explained = The lab measures it against limits set beforehand.
prototypes-stage-with-customers-explained = Customers use it where it will be used.
prototypes-stage-gate-explained = The evidence is frozen. Gatekeepers decide: go, recycle, hold or stop.
prototypes-stage-graduated-explained = It passed its last gate and becomes a product.
prototypes-stage-stopped-explained = It ended with a learning card that spares others the same test.
prototypes-stage-on-hold-explained = It waits for something that is written down.

prototypes-nameplate = Prototype { $number }
prototypes-nameplate-gate = Prototype { $number }, gate { $gate } of { $gates }
prototypes-nameplate-graduated = Prototype { $number }, graduated
prototypes-nameplate-stopped = Prototype { $number }, stopped
prototypes-coupon-label = { $percent }% of the evidence collected, { $stage }
prototypes-coupon-text = { $percent }% evidence
prototypes-tests-passed = { $tests ->
    [one] { $passed } of 1 test passed
   *[other] { $passed } of { $tests } tests passed
}
prototypes-no-tests = No tests yet
prototypes-day = Day { $day }
prototypes-since = reached
prototypes-percent = { $percent }%
prototypes-share = { $part } of { $whole }
prototypes-money = €{ NUMBER($amount, minimumFractionDigits: 2) }
prototypes-cost-total = €{ NUMBER($amount, minimumFractionDigits: 2) } so far

prototypes-move = Move
prototypes-move-to = Move to…
prototypes-move-this = Move to… “{ $title }”
prototypes-move-title = Move this prototype
prototypes-move-to-label = To stage
prototypes-move-reason = Why
prototypes-move-reason-hint = Needed when it is put on hold.
prototypes-see-gate = See the gate
prototypes-decide-here = Decide at the gate
prototypes-at-gate = At the gate.
prototypes-at-gate-text = The evidence is frozen until the gatekeepers have decided.
prototypes-history = Stages so far
prototypes-history-step = { $from } → { $to }

prototypes-column-number = No.
prototypes-column-title = Prototype
prototypes-column-stage = Stage
prototypes-column-lead = Lead
prototypes-column-campaign = Campaign
prototypes-column-evidence = Evidence
prototypes-column-tests = Tests passed
prototypes-column-gates = Gates
prototypes-column-cost = Cost
prototypes-column-since = Stage reached

prototypes-frame = Frame a prototype
prototypes-new-title = Frame a prototype
prototypes-new-lead = Without an idea behind it. To start from an idea, graduate it on its page: then its author is told what becomes of it.
prototypes-edit = Edit
prototypes-edit-title = Edit the prototype
prototypes-field-title = Title
prototypes-field-brief = Brief
prototypes-field-brief-hint = What it is, for whom, and what would make it worth having.
prototypes-field-lead = Lead
prototypes-field-lead-hint = Handle of the person, as in their profile.
prototypes-field-hatch = Section
prototypes-field-audience = Who can see it
prototypes-field-audience-hint = Whoever sees the idea behind it also sees its stage and its coupon, and nothing more.
prototypes-audience-internal = Our own people
prototypes-audience-signed-in = Everybody with an account
prototypes-audience-public = Everybody
prototypes-audience-space = The members of its space
prototypes-audience-people = The people named
prototypes-hatch-adhesive = Adhesives
prototypes-hatch-film = Films
prototypes-hatch-foam = Foams
prototypes-hatch-metal = Metals
prototypes-hatch-ceramic = Ceramics
prototypes-hatch-composite = Composites
prototypes-save = Save changes
prototypes-cancel = Cancel

prototypes-facts = At a glance
prototypes-lead-person = Lead
prototypes-started-by = Started by
prototypes-from-idea = From the idea
prototypes-framed-at = Framed
prototypes-cost = Cost

prototypes-hypotheses = Hypotheses
prototypes-hypotheses-none = Start with one: the riskiest assumption, and how it would be proved wrong.
prototypes-hypothesis-number = Hypothesis { $number }
prototypes-hypothesis-open = Open
prototypes-hypothesis-supported = Supported
prototypes-hypothesis-refuted = Refuted
prototypes-believe = We believe that
prototypes-verify = To verify that, we will
prototypes-measure = And measure
prototypes-right-if = We are right if
prototypes-judge-supported = Mark as supported
prototypes-judge-refuted = Mark as refuted
prototypes-judge-open = Open it again
prototypes-add-hypothesis = Add a hypothesis

prototypes-builds = Builds
prototypes-builds-none = Nothing is built yet.
prototypes-build-number = Build { $number }:
prototypes-build-title = What was built
prototypes-build-notes = Notes
prototypes-bill = Bill of material
prototypes-bill-hint = One part per line, with its quantity.
prototypes-photos = Photos
prototypes-photos-hint = Up to four JPEG, PNG or WebP pictures, 10 MB each.
prototypes-photos-again = Choose the photos again: browsers do not keep them.
prototypes-photo-words = What the photos show
prototypes-photo-alt = Photo of { $title }
prototypes-add-build = Record a build

prototypes-tests = Test sessions
prototypes-tests-none = Nothing is tested yet.
prototypes-test-number = Test { $number }
prototypes-test-title = What is tested
prototypes-test-protocol = Protocol
prototypes-test-protocol-hint = Specimen, rate, temperature, number of repeats.
prototypes-test-with = With whom, or where
prototypes-test-hypothesis = Tests the hypothesis
prototypes-test-no-hypothesis = None in particular
prototypes-add-test = Start a test session
prototypes-outcome-passed = Passed
prototypes-outcome-failed = Failed
prototypes-outcome-inconclusive = Inconclusive
prototypes-outcome-title = Outcome by hand
prototypes-outcome-by-hand = set by hand
prototypes-outcome-by-readings = by its readings
prototypes-outcome-follow = Follow the readings again
prototypes-readings-of = Readings of { $title }
prototypes-readings-count = { $count ->
    [one] 1 reading
   *[other] { $count } readings
}
prototypes-reading-measure = Measure
prototypes-reading-measure-hint = Leave unit and limits empty to use those of the last reading of this measure.
prototypes-reading-measure-limits = Measure and limits
prototypes-reading-value = Value
prototypes-reading-unit = Unit
prototypes-reading-least = At least
prototypes-reading-most = At most
prototypes-reading-result = Result
prototypes-reading-passed = Within limits
prototypes-reading-failed = Out of limits
prototypes-reading-no-limit = No limits
prototypes-limit-least = at least { $least }
prototypes-limit-most = at most { $most }
prototypes-limit-both = { $least } to { $most }
prototypes-add-reading = Add a reading
prototypes-back = Back to { $title }

prototypes-gates = Gates
prototypes-gates-none = No gate is planned. Fix the criteria before the results are in.
prototypes-gate-planned = Planned
prototypes-gate-at-gate = Waiting for the decision
prototypes-gate-go = Go
prototypes-gate-recycle = Recycle
prototypes-gate-hold = Hold
prototypes-gate-stop = Stopped, learned
prototypes-gate-title = Name of the gate
prototypes-gate-default = Gate { $number }
prototypes-gate-must = Criteria that must be met
prototypes-gate-should = Criteria that should be met
prototypes-gate-lines-hint = One per line.
prototypes-add-gate = Plan a gate
prototypes-must = Must
prototypes-should = Should
prototypes-criteria = Criteria
prototypes-criterion-open = Not judged
prototypes-criterion-yes = Met
prototypes-criterion-no = Not met
prototypes-decision = Decision
prototypes-decision-go = Go
prototypes-decision-recycle = Recycle
prototypes-decision-hold = Hold
prototypes-decision-stop = Stop and write what we learned
prototypes-decision-go-hint = On to “{ $stage }”. Every must-meet criterion has to be met.
prototypes-decision-recycle-hint = Back to the stage it came from, for more work. This gate comes again with the same criteria.
prototypes-decision-hold-hint = It waits until somebody takes it up again. This gate comes again.
prototypes-decision-stop-hint = The end, with a learning card that spares others the same test.
prototypes-reasons = Reasons
prototypes-reasons-hint = The author of the idea gets them by mail, and all who see the idea read them on its page. Say what decided, with thanks by name.
prototypes-decided-title = What the gates decided
prototypes-decide = Record the decision
prototypes-frozen = Frozen evidence
prototypes-frozen-at = As of
prototypes-frozen-summary = { $percent }% of the evidence, { $builds ->
    [one] 1 build
   *[other] { $builds } builds
    }, { $tests ->
    [one] 1 test session
   *[other] { $tests } test sessions
    }.

prototypes-learning = What we learned
prototypes-learning-none = No learning card yet. One sentence can save somebody three weeks.
prototypes-learning-card = Learning card
prototypes-learning-needed-hint = Needed to stop; for other decisions leave it empty or fill in the first two fields. It stays findable for everybody who tries the same.
prototypes-learning-written-hint = A card is written already. Leave this empty, or add another one with the first two fields.
prototypes-observed = We observed
prototypes-learned = We learned
prototypes-next = So we will
prototypes-add-learning = Write a learning card

prototypes-sprint = Sprint
prototypes-sprint-of = of { $total } built
prototypes-sprint-label = { $built } built, target { $target }
prototypes-sprint-day = Day { $day } of { $days }
prototypes-sprint-target = target { $target }
prototypes-sprint-span = { $from } to { $to }
prototypes-sprint-built = Built
prototypes-sprint-built-explained = Past framing and building: something that can be tested.
prototypes-sprint-days = Days
prototypes-sprint-of-days = of { $days }
prototypes-sprint-ends-on = Ends { $date }
prototypes-sprint-aim-title = Target
prototypes-sprint-reached = { $percent }% reached
prototypes-sprint-empty = Prototypes framed while the sprint runs count towards it.
prototypes-sprint-set-up = Set up a sprint
prototypes-sprint-new-title = Set up a sprint
prototypes-sprint-new-lead = A time box with a target. Every prototype framed in it counts.
prototypes-sprint-name = Name
prototypes-sprint-aim = How many prototypes
prototypes-sprint-starts = First day
prototypes-sprint-ends = Last day

prototypes-became = This idea became a prototype
prototypes-graduate-title = Try it out
prototypes-graduate-text = Frames a prototype that you lead. The author of the idea is told, and can follow its stage.
prototypes-graduate = Make it a prototype
prototypes-graduate-declined = This idea was declined. Make it a prototype all the same?
prototypes-graduate-parked = This idea was parked. Make it a prototype all the same?
prototypes-graduate-anyway = Make it a prototype all the same
prototypes-graduation-undo = Take the prototype back
toast-hypothesis-changed = Hypothesis changed.
toast-build-changed = Build changed.
toast-part-taken-back = Taken back.
refusal-prototype-part-not-yours = Only who added it can take it back.
refusal-prototype-part-too-old = It was added more than a day ago and stays. Write what is wrong with it beside it.
refusal-prototype-part-in-use = Something rests on it. Take back its tests or readings first.
refusal-test-outcome-reason-missing = Some readings are out of their limits. Write why the test passed all the same.
prototypes-change-text = Change
prototypes-outcome-no-readings = No readings yet
prototypes-outcome-reason = Why by hand
prototypes-outcome-reason-hint = Needed to pass a test whose readings are out of their limits.
prototypes-gate-deciders = This gate is open. A gatekeeper decides: { $names }.
refusal-gate-graduates-early = This prototype was never on the bench or with customers. Tick that it graduates all the same, or decide otherwise.
prototypes-decision-sure = “Go” graduates it although it was never on the bench or with customers. That is meant.
