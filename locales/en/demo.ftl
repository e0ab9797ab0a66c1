# The demo organisation.

toast-demo-removed = The demo organisation is gone. This installation is yours now.
refusal-demo-admin-missing = Nobody could administer this installation without the demo’s people. Name an administrator first.
refusal-demo-admin-invented = This address belongs to somebody of the demo. Give one of your own.

demo-card-title = Demo organisation
demo-card-text = Halden & Voss and everyone in it are invented. When you start in earnest, remove them: what you and your colleagues wrote stays.
demo-card-action = See what goes, and remove it …
demo-removal-title = Remove the demo organisation
demo-removal-lead = Halden & Voss goes with its people, spaces, campaigns, ideas, rooms and prototypes. What real people wrote stays.
demo-removal-forever = This cannot be undone. The record of events keeps that the demo was there.
demo-removal-numbers = What goes and what stays, in numbers
demo-removal-what = What
demo-removal-goes = Goes
demo-removal-stays = Stays
demo-removal-people = People
demo-removal-spaces = Spaces
demo-removal-campaigns = Campaigns
demo-removal-ideas = Ideas
demo-removal-comments = Comments
demo-removal-votes = Votes
demo-removal-brainstorms = Brainstorms
demo-removal-prototypes = Prototypes
demo-removal-rule = Whatever was written in the name of one of the demo’s people goes with them, also what visitors wrote after entering as one. An idea, room or prototype of the demo stays if a real person voted, wrote or worked on it; its invented author then stays by name, with the account closed. A space stays if a real person belongs to it. A real idea in a campaign of the demo stays without the campaign and without its answers to the extra questions.
demo-removal-admins = Afterwards this installation is administered by
demo-removal-admin-title = Who administers it then?
demo-removal-admin-text = Joakim goes too, so an administrator is needed. You are signed in with this account as soon as the demo is gone.
demo-removal-name = Name
demo-removal-email = E-mail address
demo-removal-password = Password
demo-removal-password-hint = At least 15 characters; a sentence is easiest to remember.
demo-removal-action = Remove the demo organisation
demo-removal-keep = Keep it
