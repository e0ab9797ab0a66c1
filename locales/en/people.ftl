# People: signing in, settings, directory, administration, the demo's doors, their mails.

people-sign-in-title = Sign in
people-sign-in-lead = You need no password: we mail you a six-digit code.
people-sign-in-by-code = With a code by mail
people-sign-in-by-password = With a password
people-sign-in-send = Mail me a code
people-sign-in-new = New here? Do the same: the first code you use makes your account.
people-sign-in-enter = Sign in
people-sign-in-no-mail = This installation sends no mail yet, so no code would reach you. Its administrator has to name a mail server (smtp_url); until then they sign in with the word that “proofbench admin create” prints, or with a password.
people-sign-in-demo = In the demo you can simply step into a role.
people-code-title = Enter your code
people-code-lead = We mailed six digits to { $email }.
people-code-unsent = Here go the six digits for { $email }.
people-code-label = Six-digit code
people-code-hint = { $count ->
    [one] Works for 1 more minute, once, and in this browser. You can paste it.
   *[other] Works for { $count } more minutes, once, and in this browser. You can paste it.
}
people-code-name = Your name
people-code-name-hint = Only when you are new here: it stands beside what you write.
people-code-void = This code no longer works. Ask for a new one below.
people-code-again = Mail a new code
people-code-other-address = Use another address
people-code-demo = In the demo no mail leaves this machine: read it in the mailbox.
people-printed-title = Sign in with a one-time word
people-printed-lead = “proofbench admin create” printed a word on the terminal. Paste it here; it works once.
people-printed-label = One-time word

people-field-email = E-mail address
people-field-password = Password
people-field-name = Name
people-field-title = Job title
people-field-company = Company
people-field-company-hint = Shown beside your name. Leave it empty when you work here.
people-field-bio = About you
people-field-bio-hint = What you work on and what people may ask you. Markdown works.
people-field-tags = What you know
people-field-tags-hint = Up to 20 tags with commas between them, such as: peel adhesion, cold storage
people-field-tags-given = Tags from the directory and from colleagues stay as they are:
people-field-language = Language of screens and mail
people-field-language-browser = As set in my browser
people-field-zone = Time zone
people-field-zone-default = As here: { $zone }
people-field-listed = Show me in the public directory
people-field-listed-hint = Everybody can then find your name, title and tags, without an account too.
people-field-role = Role
people-field-current = Current password
people-field-new-password = New password
people-field-again = New password again

people-settings-title = Settings
people-settings-signed-in-as = Signed in as { $email }
people-settings-see-profile = See my profile
people-settings-save = Save profile
people-tab-profile = Profile
people-tab-password = Password
people-tab-sessions = Signed-in browsers
people-tab-tokens = API tokens
people-screens-title = Screens
people-density = Lists
people-density-comfortable = Comfortable
people-density-compact = Compact
people-keys = Single-letter keys
people-keys-on = On
people-keys-off = Off
people-keys-hint = Press ? on any page to see its keys.
people-leave-title = Erase account
people-leave-text = Erases your name, address and profile. Ideas and comments stay, under a pseudonym.
people-leave-action = Erase my account
people-erase-title = Erase my account
people-erase-what = Name, address, profile, tags, tokens and all sessions are erased at once. What you wrote stays under a pseudonym, because others have built on it. Nobody can undo this.
people-erase-confirm = Type { $handle } to confirm
people-erase-action = Erase my account now
people-erase-keep = Keep it

people-password-title = Password
people-password-rule = { $count ->
    [one] At least 1 character.
   *[other] At least { $count } characters. A sentence is good; no signs or capitals are asked for.
}
people-password-set = Set password
people-password-change = Change password
people-password-others-end = All other browsers have to sign in again. API tokens go on working until you revoke them.
people-password-none-title = Without a password
people-password-none-text = A code by mail always works. A password is for those who want to be faster.
people-password-remove = Remove password

people-sessions-title = Signed-in browsers
people-sessions-lead = End those you do not know. API tokens are listed by themselves and go on working.
people-session-unknown = Unknown browser
people-session-here = This one
people-session-seen = last used
people-session-since = since
people-session-end = End
people-session-end-this = End the session of { $browser }
people-sessions-end-others = End all others

people-tokens-title = API tokens
people-tokens-lead = A token lets a program act for you, within its scopes.
people-tokens-have = Your tokens
people-tokens-none = None yet.
people-token-fresh-title = Your new token
people-token-fresh-text = Copy it now: it is shown only this once and stored only as a hash.
people-token-copy = Copy
people-token-until = until
people-token-used = last used
people-token-unused = never used
people-token-revoke = Revoke
people-token-revoke-this = Revoke the token { $name }
people-token-make-title = Make a token
people-token-name = Name
people-token-name-hint = What it is for, such as: nightly export
people-token-scopes = It may
people-token-days = Days it is valid, 1 to 365
people-token-make = Make token
people-scope-read = Read what I can read
people-scope-campaigns-write = Draft and run campaigns
people-scope-ideas-write = Submit and change ideas
people-scope-votes-write = Vote
people-scope-comments-write = Comment
people-scope-brainstorms-write = Take part in brainstorms
people-scope-prototypes-write = Work on prototypes

people-directory-title = People
people-directory-lead = Who knows what: experts you can learn from.
people-directory-lead-staff = Who knows what, and where it is known from.
people-search-label = Name, tag, site or unit
people-search-placeholder = peel adhesion
people-search-action = Search
people-filter-remove = Remove this filter
people-filter-words = “{ $words }”
people-match-tag = knows { $text }
people-match-name = is called { $text }
people-match-title = works as { $text }
people-match-unit = is in { $text }
people-match-site = sits in { $text }
people-match-company = is from { $text }
people-more-tags = and { $count } more
people-next-page = Next page
people-none-found-title = Nobody found
people-none-found-text = Try one word less, or another spelling.
people-none-found-action = Show everybody
people-none-title = Nobody is listed yet
people-none-text = People who want to be found switch it on in their settings.
people-popular-title = What people know
people-popular-none = No tags yet.
people-tag-from-directory = HR
people-tag-from-self = own
people-tag-from-endorsed = endorsed
people-profile-edit = Edit profile
people-profile-administrate = Roles and account
people-profile-knows = Knows about
people-profile-no-tags = { $name } has no tags yet.
people-profile-no-tags-own = You have no tags yet, so nobody finds you by what you know.
people-profile-add-tags = Add tags
people-profile-about = About
people-fact-unit = Unit
people-fact-site = Site
people-fact-company = Company
people-fact-languages = Languages
people-fact-roles = Roles
people-fact-since = Here since
people-language-en = English
people-language-de = German
people-language-sv = Swedish
people-language-pt = Portuguese
people-language-es = Spanish
people-language-mr = Marathi
people-language-hi = Hindi
people-language-cs = Czech
people-language-pl = Polish
people-language-ig = Igbo
people-language-no = Norwegian
people-language-fr = French
people-language-zh = Chinese
people-language-ja = Japanese

people-role-customer = Customer
people-role-partner = Partner
people-role-contributor = Contributor
people-role-rnd = R&D
people-role-moderator = Moderator
people-role-gatekeeper = Gatekeeper
people-role-executive = Executive
people-role-compliance = Compliance
people-role-admin = Administrator
people-role-everywhere = everywhere
people-role-in = only in { $campaign }
people-role-since = since
people-role-none = No role.
people-role-take = Take away
people-role-take-this = Take away the role { $role }
people-role-give-label = Another role
people-role-where = Where it counts
people-role-give = Give role

people-admin-title = Administration
people-admin-version = Version { $version }
people-admin-tab-overview = Overview
people-admin-tab-people = Accounts
people-admin-tab-spaces = Spaces
people-health-database = Database
people-health-answers = Answers
people-health-connections = { $free } of { $all } connections free
people-health-migrations = Migrations
people-health-up-to-date = Up to date
people-health-newest = newest
people-health-jobs = Jobs
people-health-waiting = waiting
people-health-failed = { $count ->
    [one] 1 given up
   *[other] { $count } given up
}
people-health-none-failed = None failed
people-health-oldest = oldest due
people-health-queue-empty = The queue is empty.
people-health-seals = Audit seals
people-health-of-events = of { $count } events
people-health-intact = Intact
people-health-broken = Broken at seal { $seal }
people-health-unchecked = Not checked yet
people-health-check = Check the chain
people-health-sealed = last sealed
people-health-never-sealed = Nothing sealed yet.
people-health-mail = Mail
people-health-mail-smtp = Goes out by SMTP
people-health-mail-demo = Stays here, for the demo
people-health-mail-none = Nothing goes out
people-health-mail-how = Set smtp_url, or nobody gets a sign-in code.
people-health-readers = Readers of the event log
people-health-reader = Reader
people-health-behind = Events behind
people-health-moved = Last read

people-members-title = Accounts
people-members-search = Name, address or company
people-members-any-role = Any role
people-members-seen = Last seen
people-members-state = Account
people-members-never = never
people-members-open = Active
people-members-closed = Deactivated
people-invite-title = Invite somebody
people-invite-text = They get a mail and sign in with a code, like everybody.
people-invite-action = Send invitation
people-invite-only-account = Make the account
people-invite-no-mail = No mail server is set up (smtp_url), so nothing is sent and nobody new can sign in. You can make the account now and send the invitation from its page later.
people-invitation-title = Invitation
people-invitation-text = { $name } has never signed in.
people-invitation-again = Send the invitation again
people-invitation-no-mail = No mail server is set up (smtp_url), so no invitation can go out, and nobody gets a code to sign in with. Once there is one, send the invitation from here.
people-member-sessions = { $count ->
    [0] No browser is signed in
    [one] 1 browser is signed in
   *[other] { $count } browsers are signed in
}
people-member-end-sessions = End all sessions and tokens
people-member-account = Account
people-member-closed-text = Nobody can sign in with this account. What was written stays.
people-member-reactivate = Let them in again
people-answers-for = { $name } answers for these campaigns, and their pages will go on saying so:
people-answers-for-closed = { $name } still answers for these campaigns, and nobody answers the ideas there until you choose another owner:
people-answers-for-change = Choose another owner
people-answers-for-more = { $count ->
    [one] and 1 more campaign
   *[other] and { $count } more campaigns
}
people-member-deactivate-text = Ends all sessions and tokens at once, for good. What was written stays, and you can let them in again.
people-member-deactivate-own = This is your own account: you would lock yourself out.
people-member-deactivate = Deactivate account

people-spaces-title = Spaces
people-spaces-lead = A space is a business unit, a partner or a customer company. What is shared with it is seen by its members only.
people-spaces-none-title = No spaces yet
people-spaces-none-text = Make one for each partner or customer you share something with.
people-space-members = { $count ->
    [0] No members
    [one] 1 member
   *[other] { $count } members
}
people-space-kind-internal = Business unit
people-space-kind-partner = Partner
people-space-kind-customer = Customer company
people-space-make-title = Make a space
people-space-name = Name
people-space-kind = What it stands for
people-space-about = About it
people-space-make = Make space
people-space-empty = Nobody belongs to it yet.
people-space-add-label = Add a person
people-space-add-hint = Their handle, the last part of their profile’s address, such as ines-okafor
people-space-add = Add
people-space-change-title = Change the space
people-space-change = Save
people-space-delete-title = Delete the space
people-space-delete = Delete space
people-space-unused = Nothing uses it. Nobody can undo this.
people-space-used = It can be deleted once nothing uses it. These still do:
people-space-campaigns = { $count ->
    [one] 1 campaign
   *[other] { $count } campaigns
}
people-space-ideas = { $count ->
    [one] 1 idea
   *[other] { $count } ideas
}
people-space-prototypes = { $count ->
    [one] 1 prototype
   *[other] { $count } prototypes
}
people-space-rooms = { $count ->
    [one] 1 brainstorm
   *[other] { $count } brainstorms
}
people-space-remove = Remove
people-space-remove-this = Remove { $name } from the space

people-enter-title = Enter as …
people-enter-lead = Eight people of an invented company, each with another job to do. Change whenever you like.
people-enter-as = Enter as { $name }
people-enter-current = You are here as this person
people-enter-mail = Read the mails of the demo
people-enter-none-title = The demo organisation is not installed
people-enter-none-text = Start with “proofbench demo” on an empty database.
people-cast-customer = Customer
people-cast-customer-job = Had the idea of a tape that lets go. See what became of it, vote, comment.
people-cast-rnd = R&D
people-cast-rnd-job = Works the triage inbox by keyboard and leads prototypes to their gate.
people-cast-moderator = Moderator
people-cast-moderator-job = Runs campaigns and brainstorm sprints, merges duplicates, keeps order.
people-cast-sales = Sales
people-cast-sales-job = Leaves a tip from the car park in twenty seconds, and sees where it landed.
people-cast-cmo = CMO
people-cast-cmo-job = Wants to know what customers were promised, and whether it is met.
people-cast-cio = CIO
people-cast-cio-job = Wants to know what is learned, how fast, and at what cost; decides at the gates.
people-cast-compliance = Compliance
people-cast-compliance-job = Follows who did what under which permission.
people-cast-admin = Administrator
people-cast-admin-job = Accounts, roles, spaces, health.
people-mailbox-title = Mailbox of the demo
people-mailbox-lead = Every mail that would have gone out, newest first.
people-mailbox-none-title = No mail yet
people-mailbox-none-text = Sign in with a code, and the mail is here.
people-mail-to = To { $to }
people-mail-html = Source of the HTML part

mail-hello = Hello { $name },
mail-hello-nobody = Hello,
mail-code-subject = { $code } is your code for { $org }
mail-code-title = Your sign-in code
mail-code-text = this is your code:
mail-code-rules = It works for 10 minutes, once, and only in the browser in which you asked for it. None of us will ever ask you for it.
mail-code-why = You get this because somebody entered your address to sign in. If it was not you, do nothing.
mail-password-subject = Your password for { $org } was changed
mail-password-title = Your password was changed
mail-password-text = the password of your account was changed or removed on { $at }. All other browsers have to sign in again.
mail-password-not-you = If it was not you, sign in with a code and look at your sessions and your API tokens:
mail-password-why = You get this because it is about the safety of your account.
mail-invitation-subject = { $by } invites you to { $org }
mail-invitation-title = Your invitation to { $org }
mail-invitation-text = { $by } has made an account for you at { $org }.
mail-invitation-action = Sign in
mail-invitation-how = Enter this address there, and we mail you a code. You need no password.
mail-invitation-why = You get this because { $by } entered your address.

toast-signed-in = You are signed in.
toast-signed-out = You are signed out.
toast-profile-saved = Profile saved.
toast-password-changed = Password set. All other browsers have to sign in again.
toast-password-removed = Password removed. You sign in with a code from now on.
toast-session-ended = That browser is signed out.
toast-other-sessions-ended = All other browsers are signed out.
toast-token-revoked = Token revoked.
toast-account-erased = Your account is erased.
toast-invited = Invitation sent.
toast-invited-in-demo = Account is there. The demo sends no mail: the invitation is in its mailbox.
toast-invited-without-mail = Account made. No mail server is set up, so nothing was sent and they cannot sign in yet.
toast-role-given = Role given.
toast-role-held = { $what } has this role already.
toast-role-taken = Role taken away.
toast-deactivated = Account deactivated, its sessions and tokens are ended.
toast-reactivated = Account active again.
toast-sessions-ended = All sessions ended, all API tokens revoked.
toast-space-made = Space made.
toast-space-changed = Space saved.
toast-space-deleted = Space deleted.
toast-member-added = Added to the space.
toast-member-already = { $what } is in this space already.
toast-member-removed = Removed from the space.

refusal-email-invalid = Write one address, such as rosa@example.com.
refusal-email-taken = Somebody has this address already. Look for them in the list of accounts.
refusal-name-missing = Write the name that others should see.
refusal-newcomer-name-missing = You are new here: write the name that others should see.
refusal-invited-name-missing = Write the name of the person whom you invite.
refusal-no-mail-server = No mail server is set up, so nothing can be sent. Set smtp_url first.
refusal-invited-is-here = This person has signed in before and needs no invitation.
refusal-invited-is-closed = This account is deactivated. Activate it first, then send the invitation.
refusal-name-too-long = A name has at most 120 characters. Shorten it.
refusal-code-wrong = That is not the code we mailed. Look again and type all six digits.
refusal-code-locked = Five wrong tries: this code is void. Ask for a new one.
refusal-code-shape = No six digits are in it. Type or paste the six digits from our mail.
refusal-code-expired = This code no longer works. Ask for a new one.
refusal-account-closed = This account is deactivated. An administrator can activate it again.
refusal-sign-in-wrong = This address and this password do not belong together. Try again, or let us mail you a code.
refusal-password-too-short = Use at least 15 characters. A short sentence is fine.
refusal-password-too-long = Use at most 256 characters.
refusal-password-guessable = This is among the first that anybody would try. Use a sentence that only you would think of.
refusal-password-wrong = This is not your current password. Type it again, or sign in with a code.
refusal-password-unequal = The two are not the same. Type the new password again.
refusal-line-too-long = At most 120 characters. Shorten it.
refusal-bio-too-long = At most 2,000 characters. Shorten it.
refusal-tags-too-many = At most 20 tags of 40 characters each. Leave some out.
refusal-time-zone-unknown = There is no such time zone. Choose one from the list.
refusal-language-unknown = There is no such language. Choose one from the list.
refusal-token-name = Give the token a name of 1 to 80 characters.
refusal-token-scopes = Choose at least one thing that it may do.
refusal-token-days = Choose 1 to 365 days.
refusal-tokens-too-many = You have 50 tokens. Revoke one first.
refusal-space-name = Give the space a name that no other space has.
refusal-space-name-missing = Give the space a name with at least one letter or digit.
refusal-space-in-use = Something still uses this space, so it was not deleted. “Delete the space” below says what.
refusal-space-kind = Choose what the space stands for.
refusal-last-admin = This is the last administrator. Make somebody else one first.
refusal-erase-unconfirmed = Type your handle exactly as shown.
refusal-person-unknown = Nobody has this handle. Copy it from the address of their profile.
refusal-role-campaign-unknown = There is no such campaign. Choose one from the list.
refusal-role-unknown = There is no such role. Choose one from the list.
refusal-role-for-staff = In a single campaign, only your own people can hold this role. Give this person an internal role everywhere first, for example “Contributor”.
refusal-search-too-long = Search for at most 200 characters.
refusal-verb-unknown = There is no such verb. See the list in the API reference.
