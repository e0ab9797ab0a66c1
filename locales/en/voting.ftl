# Voting: the box, the budget, who asks.

voting-box = Vote
voting-box-vote = Vote
voting-box-voted = Voted
voting-key = Vote for the marked idea, or take the vote back
voting-label = { $count ->
    [one] Vote for idea { $number }, 1 vote so far
   *[other] Vote for idea { $number }, { $count } votes so far
}
voting-label-mine = { $count ->
    [one] Take back your vote for idea { $number }, 1 vote
   *[other] Take back your vote for idea { $number }, { $count } votes
}
voting-label-hidden = Vote for idea { $number }, the count shows once you have voted or voting ends
voting-label-mine-hidden = Take back your vote for idea { $number }, the count shows when voting ends
voting-budget = { $left ->
    [0] No votes left of { $cap }. Take one back to vote for something else.
   *[other] { $left } of { $cap } votes left
}
voting-wish = You wanted to vote for this idea.
voting-wish-give = Give my vote
voting-voters-title = Who asks
voting-voters-lead = { $count ->
    [one] 1 person asks for “{ $title }”.
   *[other] { $count } people ask for “{ $title }”.
}
voting-voters-name = Name
voting-voters-company = Company
voting-voters-since = Voted
voting-voters-more = Earlier votes
voting-voters-empty-title = Nobody has voted yet
voting-voters-empty-text = Votes appear here with name and company as they come in.
voting-voters-empty-action = Back to the idea
voting-firms = Companies

toast-vote-cast = Your vote for “{ $what }” is in.
toast-vote-cast-left = { $count ->
    [0] Your vote for “{ $what }” is in. It was your last one in this campaign.
    [one] Your vote for “{ $what }” is in. 1 vote left.
   *[other] Your vote for “{ $what }” is in. { $count } votes left.
}
toast-vote-withdrawn = Your vote for “{ $what }” is taken back.
toast-vote-withdrawn-left = { $count ->
    [one] Your vote for “{ $what }” is taken back. 1 vote left.
   *[other] Your vote for “{ $what }” is taken back. { $count } votes left.
}
toast-vote-there = Your vote was already in.
toast-vote-gone = Your vote was already taken back.
toast-vote-sign-in = Sign in to vote. You come back to the idea, and your vote waits there.
toast-vote-over-budget = Not counted: all your votes in this campaign are spent. Take one back first.
toast-vote-phase-closed = Not counted: this campaign takes no votes at present.
toast-vote-idea-merged = Not counted: this idea was merged. Vote for the idea it went into.
toast-vote-idea-closed = Not counted: this idea takes no votes any more.

refusal-voting-over-budget = All your votes in this campaign are spent. Take one back first.
refusal-voting-phase-closed = This campaign takes no votes at present.
refusal-voting-idea-merged = This idea was merged. Vote for the idea it went into.
refusal-voting-idea-closed = This idea takes no votes any more.
refusal-voting-still-hidden = Who voted shows when the counts show: after your vote, or when voting ends, as the campaign says.
