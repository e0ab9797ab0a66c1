# Errors, times and other words of the machinery.

time-now = just now
time-ago-minutes = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
time-ago-hours = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
time-ago-days = { $count ->
    [one] 1 day ago
   *[other] { $count } days ago
}
time-in-minutes = { $count ->
    [one] in 1 minute
   *[other] in { $count } minutes
}
time-in-hours = { $count ->
    [one] in 1 hour
   *[other] in { $count } hours
}
time-in-days = { $count ->
    [one] in 1 day
   *[other] in { $count } days
}

shell-undo = Undo
error-home = Back to Home
error-request = Request { $id }
error-sent = What you wrote
error-sent-files = Photos do not come along: choose them again on the form itself.
error-send-again = Send again
error-sign-in-beside = You are not signed in. Sign in in another tab, then come back here and send this again.
error-signed-out = You are signed out
error-signed-out-detail = Nothing was done yet, and what you wrote is still here.

# Labels of what was written, by the names of the fields.
sent-field-title = Title
sent-field-body = Your idea
sent-field-text = Text
sent-field-tags = Tags
sent-field-name = Name
sent-field-reason = Reason
sent-field-question = Question
sent-field-answer = Your answer
sent-field-notes = Notes
sent-field-brief = Brief
sent-field-warm_up = Warm-up question
sent-field-bio = About you
sent-field-with_whom = With whom, or where
sent-field-bill_of_material = Bill of material
sent-field-believe = We believe that
sent-field-verify = To verify that, we will
sent-field-measure = And measure
sent-field-right_if = We are right if
sent-field-observed = We observed
sent-field-learned = We learned
sent-field-summary = What came of it
sent-field-criteria = What reviewers look for
sent-field-terms = Idea terms
sent-field-sponsor_promise = What the sponsor promises
sent-field-protocol = Protocol
sent-field-reasons = Reasons
sent-field-next = So we will
# The same where a name means something else in one form; before the name stands what the form's address is of.
sent-field-comments-text = Your comment
sent-field-notes-text = Your note
sent-field-answer-text = Your answer
sent-field-promotion-text = Text of the idea

problem-not-found = There is nothing here
problem-not-found-detail = It may have moved, or it is not open to you. Search for it, or sign in with another account.
problem-unauthenticated = Please sign in first
problem-token-invalid = This token is not valid
problem-token-invalid-detail = This token is unknown, expired or revoked. Make a new one under Settings, API tokens.
problem-forbidden = Your role does not allow this. Ask an administrator for it.
problem-scope-missing = This token may not do this
problem-scope-missing-detail = Make a token with the scope { $scope } under Settings, API tokens.
problem-invalid = Some fields need another look
problem-unreadable = The request could not be read
problem-unreadable-detail = { $facts }
problem-method-not-allowed = This address does not take that method
problem-if-match-missing = Send If-Match with the ETag you last saw, so that nobody’s change is overwritten.
problem-unsupported-media-type = Send the body as application/json, not compressed, and a photo as JPEG, PNG or WebP.
problem-stale = Somebody changed this in the meantime. Load it again, then repeat your change.
problem-idempotency-key-reused = This Idempotency-Key was used for another request. Use a new one.
problem-idempotency-key-malformed = Idempotency-Key is 1 to 128 visible characters of ASCII, such as a UUID.
problem-too-large = This is too large. Make it smaller and send it again.
problem-too-many-requests = That was too often in a short time
problem-wait-seconds = { $count ->
    [one] Wait 1 second, then go on.
   *[other] Wait { $count } seconds, then go on.
}
problem-wait-minutes = { $count ->
    [one] Wait 1 minute, then go on.
   *[other] Wait { $count } minutes, then go on.
}
problem-busy = The service is busy. Please try again in a few seconds.
problem-cross-site = This form was not sent from this site, or it is too old. Load the page again, then send it.
problem-form-outdated = This form is from before you signed in or out
problem-form-outdated-detail = Nothing was done yet. Have another look at what you wrote, then send it again.
problem-too-slow = What you sent did not arrive in time
problem-too-slow-detail = Your connection may be weak. Try once more, or with fewer or smaller photos.
problem-internal = Something went wrong on our side
problem-internal-detail = What you wrote is still in your browser: go back and try again. If it happens again, tell an administrator the request number below.

refusal-idempotency-key-in-flight = The first request with this key is still under way. Wait a moment, then look whether it was done.
refusal-idempotency-answer-gone = What this key was sent for has been done, but its answer is gone. Do not send it again: look for what it made.
refusal-cursor-unreadable = This is not a cursor of this list. Use the one from the page before.
refusal-limit-out-of-range = A page has 1 to 100 rows.
refusal-photo-kind = This file is not a JPEG, PNG or WebP picture. Choose another one.
refusal-photo-alt-too-long = Say in 300 characters or fewer what it shows.
refusal-photo-too-large = This picture is larger than 10 MB or wider than 12,000 pixels. Choose a smaller one.

# What does not fit in a body or a query; names and values stand in it as they are.
unfit-missing = This is missing.
unfit-twice = This is there twice. Send it once.
unfit-unknown = This name is not known here. Known are: { $facts }.
unfit-choice = Use one of these: { $facts }.
unfit-text = Send a text here.
unfit-nul = Leave out the character NUL (U+0000) here.
unfit-whole = Send a whole number here.
unfit-number = Send a number here.
unfit-range = This number is too large or too small here.
unfit-boolean = Send true or false here.
unfit-list = Send a list here.
unfit-object = Send an object here.
unfit-id = Send a UUID here.
unfit-other = This does not fit here. The parser says: “{ $facts }”

reference-title = API reference
reference-lead = Everything under /api/v1, made of the same description that programs read. Make a token, then call it from wherever you work.
reference-index = Parts of the API
reference-scope = Scope:
reference-scope-any = any token
reference-parameters = Parameters
reference-body = Body
reference-answers = Answers
reference-headers = with
reference-example = Example
reference-problems = Problems
reference-problems-about = Answers of 400 and above are application/problem+json: a stable code, a sentence, and one entry in errors for each wrong field. Your program should read the code.
reference-schemas = Schemas
reference-required = required
reference-in-path = in the path
reference-in-query = in the query
reference-in-header = as a header
