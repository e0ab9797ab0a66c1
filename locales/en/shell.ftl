# Frame of every page, and the words that scripts need. A word after % is filled in by a script: keep it.

shell-product = Proofbench
shell-skip = Skip to content
shell-home-link = Proofbench, home
shell-demo-label = Demo
shell-demo-text = You are in the demo. Halden & Voss and everyone in it are invented.
shell-demo-enter = Enter as …
shell-demo-remove = Remove the demo …
shell-nav-label = Main
shell-nav-home = Home
shell-nav-ideas = Ideas
shell-nav-brainstorm = Brainstorm
shell-nav-prototypes = Prototypes
shell-nav-people = People
shell-nav-signals = Signals
shell-nav-insights = Insights
shell-search-label = Search ideas
shell-search-hint = Search
shell-bell = { $count ->
    [0] Notifications, nothing new
    [one] Notifications, { $count } new
   *[other] Notifications, { $count } new
}
shell-menu-label = Menu of { $name }
shell-menu-profile = Profile
shell-menu-settings = Settings
shell-menu-triage = Triage inbox
shell-menu-moderation = Moderation
shell-menu-activity = Activity
shell-menu-admin = Admin
shell-theme = Appearance
shell-theme-auto = As the system
shell-theme-light = Light
shell-theme-dark = Dark
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-foot-ideas = Ideas
shell-foot-campaigns = Campaigns
shell-foot-api = API reference
shell-language = Language
shell-language-en = English
shell-language-de = Deutsch
shell-language-set = Change
shell-close = Close
shell-optional = (optional)
shell-form-errors = { $count ->
    [one] One thing to put right
   *[other] { $count } things to put right
}
shell-pager = Pages
shell-pager-prev = Newer
shell-pager-next = Older
shell-breadcrumb = You are here
shell-hint-dismiss = Got it
hint-home = Home shows what waits for you: news, what runs, and what became of what you wrote.
hint-submit = Write down what you need or would change. A person answers every idea by a promised date.
hint-idea = One idea and all that became of it: vote for it, talk about it, follow it, read the answer.
hint-campaign = A campaign asks one question for a time. Send ideas, vote, and see when answers are due.
hint-results = What came of the campaign: which ideas were chosen, which were not, and why.
hint-mine = Every idea you sent, where it stands now, and why.
hint-actions = Each of your steps of a day, with a way back where there is one.
hint-triage = Ideas that wait for a first answer, the most urgent first. Take in, merge, decline, ask or put off.
hint-prototype = A prototype turns an idea into evidence: what must be true, what was built and tested, what the gate decided.
hint-rooms = Rooms where people write notes alone, group them together and choose by dots. Join one by its code.
shell-lineage = Where it came from and what became of it

shell-live-round = { $round ->
    [0] A brainstorm is about to start
   *[other] Round { $round } is live
}

# Scripts
shell-keys-title = Keys on this page
shell-key-next = Next in the list
shell-key-previous = Previous in the list
shell-key-search = Search
shell-key-undo = Undo the last step
shell-undo-nothing = Nothing on this page to undo. My recent actions has the last 24 hours.
shell-key-sheet = Show these keys
shell-count = %n of %max characters
shell-moved = Moved %what to %where, %n there now
shell-move-refused = Not moved. Try “Move to…” instead.
shell-state-live = Connected
shell-state-reconnecting = Reconnecting, what you write is kept
shell-note-kept = Saved on this device
shell-note-sent = Sent
shell-notes-waiting = Saved on this device, waiting for the connection: %n
shell-note-refused = Your note was not accepted. It stands under “Not sent”.
shell-note-unsent = The step was over before it was sent.
shell-copied = Copied
shell-time-five = Five minutes left
shell-time-one = One minute left
shell-time-ten = Ten seconds left
shell-time-up = Time is up
