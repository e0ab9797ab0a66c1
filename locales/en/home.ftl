# Home.

home-title = Home
home-hello = Hello { $name }
home-news = { $count ->
    [0] Nothing new since you were here.
    [one] 1 thing happened that concerns you.
   *[other] { $count } things happened that concern you.
}
home-visitor-title = Tell { $org } what you need
home-visitor-lead = Ideas from customers, sales and research become prototypes here, and you can see what becomes of yours.
home-how = How it works
home-how-1 = Say what you need.
home-how-1-text = One text is enough. You sign in at the end.
home-how-2 = Vote and talk.
home-how-2-text = What many people ask for rises.
home-how-3 = See what becomes of it.
home-how-3-text = Every idea gets an answer with a name and a date.
home-submit = Submit an idea
home-tip = Leave a tip
home-triage = Triage
home-triage-unit = { $count ->
    [one] idea waits for a decision
   *[other] ideas wait for a decision
}
home-triage-read-unit = { $count ->
    [one] idea waits; you can read and comment
   *[other] ideas wait; you can read and comment
}
home-queue = Moderation
home-queue-unit = { $count ->
    [one] idea waits for approval
   *[other] ideas wait for approval
}
home-rooms = Running brainstorms
home-rooms-round = { $round ->
    [0] Lobby
   *[other] Round { $round }
}
home-gates = Gates
home-gates-unit = { $count ->
    [one] prototype at a gate
   *[other] prototypes at a gate
}
home-gates-list = Prototypes at a gate
home-gates-empty-title = No gate waits for you
home-gates-empty-text = As soon as a prototype comes to a gate, it stands here.
home-leads = Prototypes you lead
home-sprint-unit = built of { $total }, target { $target }
home-sprint-day = Day { $day } of { $days }
home-own = Your ideas and what became of them
home-own-votes = { $count ->
    [one] 1 vote
   *[other] { $count } votes
}
home-own-asked = Answer the question
home-own-all = All your ideas
home-own-empty-title = You have not submitted an idea yet
home-own-empty-text = Tell us what you need. One text is enough, and you hear what becomes of it.
home-rising = Rising ideas
home-rising-all = All ideas
home-rising-empty-title = No ideas yet
home-rising-empty-text = The first one could be yours.
home-notices-all = All notifications
home-join = Join a brainstorm
home-join-code = Code
home-join-hint = Six digits from the screen or the invitation.
home-join-go = Join
home-campaigns = Running campaigns
home-campaign-ideas = { $count ->
    [one] 1 idea
   *[other] { $count } ideas
}
home-campaign-answer = Answer with an idea
