# Die Demo-Organisation.

toast-demo-removed = Die Demo-Organisation ist entfernt. Diese Installation gehört jetzt Ihnen.
refusal-demo-admin-missing = Ohne die Personen der Demo könnte niemand diese Installation verwalten. Nennen Sie zuerst eine Person dafür.
refusal-demo-admin-invented = Diese Adresse gehört jemandem aus der Demo. Geben Sie eine eigene an.

demo-card-title = Demo-Organisation
demo-card-text = Halden & Voss und alle Personen darin sind erfunden. Wenn Sie richtig beginnen, entfernen Sie sie: Was Sie und Ihre Kolleginnen und Kollegen geschrieben haben, bleibt.
demo-card-action = Ansehen, was verschwindet, und dann entfernen …
demo-removal-title = Die Demo-Organisation entfernen
demo-removal-lead = Halden & Voss verschwindet mit Personen, Bereichen, Kampagnen, Ideen, Räumen und Prototypen. Was echte Personen geschrieben haben, bleibt.
demo-removal-forever = Das lässt sich nicht rückgängig machen. Das Ereignisprotokoll hält fest, dass die Demo da war.
demo-removal-numbers = Was verschwindet und was bleibt, in Zahlen
demo-removal-what = Was
demo-removal-goes = Verschwindet
demo-removal-stays = Bleibt
demo-removal-people = Personen
demo-removal-spaces = Bereiche
demo-removal-campaigns = Kampagnen
demo-removal-ideas = Ideen
demo-removal-comments = Kommentare
demo-removal-votes = Stimmen
demo-removal-brainstorms = Brainstormings
demo-removal-prototypes = Prototypen
demo-removal-rule = Was unter dem Namen einer Person der Demo geschrieben wurde, verschwindet mit ihr, auch wenn Besucherinnen oder Besucher es unter diesem Namen geschrieben haben. Eine Idee, ein Raum oder ein Prototyp der Demo bleibt, wenn eine echte Person dort abgestimmt, geschrieben oder gearbeitet hat; die erfundene Person dahinter bleibt dann mit Namen und geschlossenem Konto. Ein Bereich bleibt, wenn eine echte Person zu ihm gehört. Eine echte Idee in einer Kampagne der Demo bleibt ohne die Kampagne und ohne die Angaben zu deren Zusatzfragen.
demo-removal-admins = Danach verwaltet diese Installation
demo-removal-admin-title = Wer verwaltet sie dann?
demo-removal-admin-text = Auch Joakim verschwindet, deshalb braucht es jemanden für die Verwaltung. Mit diesem Konto sind Sie angemeldet, sobald die Demo entfernt ist.
demo-removal-name = Name
demo-removal-email = E-Mail-Adresse
demo-removal-password = Passwort
demo-removal-password-hint = Mindestens 15 Zeichen; ein Satz merkt sich am leichtesten.
demo-removal-action = Demo-Organisation entfernen
demo-removal-keep = Behalten
