# Ideas: board, form, page of one idea, what became of it.

ideas-title = Ideas
ideas-lead = What people need and what becomes of it. Every idea gets an answer with a name and a date.
ideas-new-link = Submit an idea
ideas-mine-link = What became of mine
ideas-search-label = What is missing, or what would you do better?
ideas-search-placeholder = tape, “masking tape”, -paper
ideas-search-go = Search
ideas-search-add = Submit it as an idea
ideas-how-title = How it works
ideas-how-1 = Say what you need
ideas-how-1-text = One sentence is enough, and an account comes last.
ideas-how-2 = Vote for what you want
ideas-how-2-text = One vote for each idea. Take it back whenever you like.
ideas-how-3 = See what becomes of it
ideas-how-3-text = Every idea is answered by a date, and the best become prototypes.
ideas-tabs = Order of the ideas
ideas-tab-rising = Rising
ideas-tab-wanted = Most wanted
ideas-tab-new = New
ideas-tab-shipped = Shipped
ideas-list = Ideas in this order
ideas-all = Show all ideas
ideas-filters-on = Filters in use
ideas-filter-below = Filter and campaigns, below the list
ideas-filter-title = Filter
ideas-filter-campaign = Campaign
ideas-filter-campaign-over = { $title } (closed)
ideas-filter-status = Status
ideas-filter-source = Source
ideas-filter-tag = Tag
ideas-filter-words = Search
ideas-filter-any = Any
ideas-filter-apply = Apply filters
ideas-filter-remove = Remove this filter
ideas-shuffled = Counts are hidden for now, so the order is shuffled for you alone. It stays the same until voting ends.
ideas-looks-alike = Few ideas match exactly, so titles that look alike are added.
ideas-found = Ideas for “{ $words }”
ideas-not-found-here = Not what you meant?
ideas-none-found = No idea says “{ $words }” yet
ideas-none-found-text = Be the first: what you typed is carried over.
ideas-tab-best = Best match
ideas-none-narrowed = No idea here says “{ $words }”
ideas-none-narrowed-text = The filters leave ideas out. Without them there may be some.
ideas-search-everywhere = Search everywhere
ideas-none-filtered = No idea fits these filters
ideas-none-filtered-text = Remove one of them, or look at all ideas.
ideas-empty = No ideas yet
ideas-empty-text = Write the first one. These are examples of what others began with:
ideas-empty-example-1 = The tape should let go when it is warmed, so that a pack can be repaired.
ideas-empty-example-2 = Print the lot number on the outside of the carton.
ideas-empty-example-3 = A foam that does not crackle when it is cold.
ideas-running = Running campaigns
ideas-campaign-ideas = { $count ->
    [one] 1 idea
   *[other] { $count } ideas
}
ideas-campaign-show = See its ideas
ideas-campaign-answer = Answer it
ideas-campaign-open = Collecting ideas
ideas-campaign-discuss = Under discussion
ideas-campaign-vote = Voting
ideas-campaign-review = In review
ideas-campaign-decide = Being decided
ideas-legend-title = What each status means
ideas-rising-title = How Rising is counted
ideas-rising-formula = ((votes × 5 + comments × 3) − 1) ÷ (age in hours + 2)^1.4
ideas-rising-text = Votes and comments lift an idea, age lets it sink. A young idea with few votes can stand above an old one with many.
ideas-feeds = This list as
ideas-tip-from = Sales tip from { $name }
ideas-comments = { $count ->
    [one] 1 comment
   *[other] { $count } comments
}
ideas-votes = { $count ->
    [one] 1 vote
   *[other] { $count } votes
}
hint-ideas-board = Press j and k to move, v to vote, / to search.

idea-state-draft = Draft
idea-state-draft-means = Only you see it until you send it.
idea-state-submitted = Submitted
idea-state-submitted-means = It has arrived and will be looked at.
idea-state-pending = Waiting for approval
idea-state-pending-means = A moderator looks at it before others see it.
idea-state-open = Open
idea-state-open-means = On the board: vote and discuss. Our answer is under way.
idea-state-in-review = In review
idea-state-in-review-means = Our engineers are looking at it.
idea-state-shortlisted = Shortlisted
idea-state-shortlisted-means = Chosen for a prototype that has yet to start.
idea-state-in-prototype = In prototype
idea-state-in-prototype-means = Somebody is building and testing it.
idea-state-shipped = Shipped
idea-state-shipped-means = It is available.
idea-state-clarification = Question to the author
idea-state-clarification-means = We asked the author something. The clock is paused.
idea-state-parked = Parked
idea-state-parked-means = Good, but not now. The reason is on its page.
idea-state-declined = Declined
idea-state-declined-means = We will not do it. The reason is on its page.
idea-state-merged = Merged
idea-state-merged-means = It lives on in another idea that says the same.
idea-state-off-topic = Off-topic
idea-state-off-topic-means = Taken off the board because it does not belong here. Its author and moderators still see it.
idea-state-withdrawn = Withdrawn
idea-state-withdrawn-means = It was taken back. Nobody but its author sees it.
idea-state-binned = Binned
idea-state-binned-means = Taken off the board by a moderator. Its author and moderators still see it.

idea-source-customer = Customer
idea-source-sales-tip = Sales tip
idea-source-signal = Signal
idea-source-brainstorm = Brainstorm
idea-source-staff = Staff
idea-source-import = Import

idea-number = Idea { $number }
idea-edited = version { $version }
idea-merged-into = This idea was merged into
idea-merged-votes = Votes count there, once for each person.
idea-merged-hidden = This idea was merged into another one.
idea-pending-note = Waiting for approval. You see it already, others will once a moderator has looked at it.
idea-why = Why it is “{ $status }”
idea-question = Question to the author
idea-question-you = We have a question for you
idea-answer-field = Your answer
idea-answer-hint = It is added to your idea, and our clock runs on.
idea-answer-send = Send the answer
idea-answer-link = Answer the question
idea-said-before = Said before
idea-exchanges = Asked and answered
idea-asked-by = { $name } asked
idea-answered-by = { $name } answered
idea-decide = Decide or answer
idea-merge = Merge
idea-unmerge = Undo the merge
idea-official = Official answer
idea-tags = Tags
idea-second-voice = Be the second voice: vote, or pass it on.
idea-second-voice-mine = Look for a second voice: pass this address on.
idea-actions = Follow and change
idea-follow = Follow
idea-unfollow = Stop following
idea-edit = Edit
idea-withdraw = Withdraw
idea-restore = Bring it back
idea-followers = { $count ->
    [one] 1 follower
   *[other] { $count } followers
}
idea-who-asks = Who asks
idea-versions = Versions
idea-clock-title = Our answer
idea-clock-on-track = On track
idea-clock-at-risk = At risk
idea-clock-missed = Missed
idea-clock-paused = Paused
idea-clock-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
idea-clock-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
idea-answers-by = { $who } answers by { $at }.
idea-answers-by-us = We answer by { $at }.
idea-answers-missed = { $who } promised an answer by { $at }. It is late.
idea-answers-missed-us = We promised an answer by { $at }. It is late.
idea-staff = For staff
idea-approve = Approve
idea-bring-back = Bring it back
idea-moderate = Take it off the board
idea-moderate-reason = Reason
idea-moderate-hint = Its author reads this. Off-topic needs one.
idea-off-topic = Mark as off-topic
idea-bin = Move to the bin
idea-duplicates = { $count ->
    [one] 1 idea merged into this one
   *[other] { $count } ideas merged into this one
}

idea-new-title = Submit an idea
idea-new-for = For the campaign “{ $title }”
idea-new-lead = Say it the way you would say it to a colleague. We read every word.
idea-second-title = Is your idea already on the list?
idea-second-lead = These say something similar. Vote for one of them, or send yours anyway.
idea-second-leave = It is there already, back to the board
idea-send-anyway = Send mine anyway
idea-send-now = Send it now
idea-send = Send the idea
idea-send-visitor = Go on to sign-in
idea-send-visitor-hint = What you wrote is kept. You confirm it after signing in.
idea-draft-kept = This is what you wrote last time.
idea-draft-kept-visitor = This is what you wrote. Sign in to send it.
idea-draft-discard = Throw it away
idea-keep = Save as a draft
toast-idea-kept = Saved. You find it under “What became of mine”.
ideas-mine-begun = Draft, not sent
ideas-mine-go-on = Go on writing
idea-field-body = Your idea
idea-field-body-hint = What happens today, what should happen instead, and where?
idea-field-title = Title
idea-field-title-hint = If you leave it empty, the first sentence is used.
idea-field-campaign = Campaign
idea-campaign-shut = “{ $title }” takes no ideas at present. Yours can stand on its own, or go to another campaign: choose below.
idea-campaign-coming = “{ $title }” is not open yet. Ask to be reminded, or send your idea on its own or to another campaign: choose below.
idea-campaign-shut-alone = “{ $title }” takes no ideas at present. Yours can stand on its own.
idea-campaign-coming-alone = “{ $title }” is not open yet. Ask to be reminded, or send your idea on its own.
idea-campaign-look = Go to that campaign
idea-field-campaign-none = None, it stands on its own
idea-field-campaign-hint = Choose one if your idea answers its question.
idea-field-campaign-choose = Show what it asks
idea-field-choose = Please choose
idea-field-tags = Tags
idea-field-tags-hint = Separated by commas, for example: peel-adhesion, cold
idea-field-photos = Photos
idea-field-photos-hint = Up to { $most } pictures, JPEG, PNG or WebP, 10 MB each. Where and with what they were taken is left out.
idea-photos-kept = { $count ->
    [one] 1 photo is kept from before
   *[other] { $count } photos are kept from before
}
idea-photos-later = Photos can be added once you have signed in: what you write here waits for you.
idea-photos-add = Add photos
idea-photo = Photo { $number }
idea-photo-alt = What it shows
idea-photos-title = Photos of the idea
idea-photo-remove = Take away
idea-photo-remove-named = Take photo { $number } away
idea-photos-empty = There are no photos yet.
idea-photos-full = There are { $most } photos, as many as an idea can have. Take one away to add another.
idea-photos-done = Back to the idea
idea-field-audience = Who can see it
idea-audience-internal = Our own people
idea-audience-public = Everybody
idea-terms = Idea terms
idea-terms-accept = I accept the idea terms
idea-next-title = What happens next
idea-next-approval = A moderator looks at it before others see it.
idea-next-board = It stands on the board at once.
idea-next-votes = Others vote and comment; you are told.
idea-next-answer = { $who } answers by { $at }, with reasons.
idea-next-answer-us = We answer by { $at }, with reasons.
idea-next-follow = If it becomes a prototype, you see how far it is, and what each gate decided and why.
idea-next-withdraw = You can edit it until it is decided, and withdraw it until it is in review.
idea-similar-title = { $count ->
    [one] 1 similar idea
   *[other] { $count } similar ideas
}
idea-similar-text = Is yours already on the list? A vote there counts more than a second copy.

idea-edit-title = Edit the idea
idea-edit-lead = Earlier versions are kept, and everybody can see what changed.
idea-edit-stale = Somebody changed this idea while you were writing. Your text is below; look at what changed before you save it.
idea-edit-save = Save the new version
idea-edit-cancel = Leave it as it was
idea-history-title = Versions
idea-version = Version { $number }
idea-version-first = as it came in

ideas-mine-title = What became of it
ideas-mine-lead = Your ideas, newest first, with what we decided and why.
ideas-mine-none = Your ideas will be listed here, with what we decided and why.
ideas-mine-sent = Sent
ideas-mine-empty = You have not sent an idea yet
ideas-mine-empty-text = One sentence is enough. You will see here what becomes of it.

toast-idea-submitted = Your idea is in. { $who } answers by { $at }.
toast-idea-submitted-to-us = Your idea is in. We answer by { $at }.
toast-idea-saved = Saved as a new version.
toast-photos-added = Photos added.
toast-photo-removed = Photo taken away.
toast-photo-restored = The photo is back.
toast-idea-withdrawn = Your idea is withdrawn.
toast-idea-restored = The idea is back.
toast-idea-followed = You follow this idea.
toast-idea-unfollowed = You no longer follow this idea.
toast-idea-approved = Approved. Everybody it is for sees it now.
toast-idea-off-topic = Marked as off-topic and taken off the board.
toast-idea-binned = Moved to the bin.
toast-idea-discarded = Thrown away.

refusal-idea-move-not-possible = The idea cannot go there from where it is now. Load the page again to see where it stands.
refusal-idea-reason-missing = Write a reason. The author will read it.
refusal-idea-reason-too-long = Shorten the reason to 4,000 characters.
refusal-idea-body-too-short = Write a little more: at least ten letters, so that others understand it.
refusal-idea-body-too-long = Shorten the text to 20,000 characters.
refusal-idea-title-too-long = Shorten the title to 120 characters.
refusal-idea-title-missing = Write a title. None can be made from the text.
refusal-idea-text-not-storable = The text contains a character that cannot be stored. Remove it and send again.
refusal-idea-tags-too-many = Use at most eight tags.
refusal-idea-tag-too-long = Shorten each tag to 40 characters.
refusal-idea-edit-closed = This idea is decided and can no longer be edited. Leave a comment instead.
refusal-idea-answers-over = The campaign is closed, so nobody would answer the idea. Reopen the campaign first, or submit the idea anew outside of it.
refusal-idea-withdraw-closed = This idea is being worked on and can no longer be withdrawn. Leave a comment instead.
refusal-idea-keeps-duplicates = Other ideas are merged into this one. Take them apart first.
refusal-idea-keeps-duplicates-ask = Other ideas are merged into this one. Ask who runs the campaign, or a moderator, to take them apart first.
refusal-idea-campaign-closed = This campaign takes no ideas at present. Choose another one, or none, and send it again.
refusal-idea-campaign-unknown = The campaign is not there, or you do not see it any more. Choose another one, or none, and send it again.
refusal-idea-terms-not-accepted = Accept the idea terms to send your idea to this campaign.
refusal-idea-field-missing = Please fill this in. The campaign needs it.
refusal-idea-field-too-long = Please shorten this.
refusal-idea-field-not-a-number = Write a number, for example 4.5.
refusal-idea-field-not-a-choice = Choose one of the answers offered.
refusal-idea-field-unknown = The campaign does not ask this.
refusal-idea-photos-none = Choose a picture first.
refusal-idea-photos-too-many = Send at most six photos.
