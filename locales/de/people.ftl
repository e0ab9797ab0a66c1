# Personen: Anmeldung, Einstellungen, Verzeichnis, Verwaltung, Türen der Demo, ihre Mails.

people-sign-in-title = Anmelden
people-sign-in-lead = Sie brauchen kein Passwort: Wir schicken Ihnen einen sechsstelligen Code.
people-sign-in-by-code = Mit einem Code per E-Mail
people-sign-in-by-password = Mit einem Passwort
people-sign-in-send = Code zuschicken
people-sign-in-new = Neu hier? Genauso: Mit dem ersten Code entsteht Ihr Konto.
people-sign-in-enter = Anmelden
people-sign-in-no-mail = Diese Installation verschickt noch keine E-Mails, ein Code käme also nicht an. Die Administration muss einen Mailserver angeben (smtp_url); bis dahin meldet sie sich mit dem Wort an, das „proofbench admin create“ ausgibt, oder mit einem Passwort.
people-sign-in-demo = In der Demo schlüpfen Sie einfach in eine Rolle.
people-code-title = Code eingeben
people-code-lead = Wir haben sechs Ziffern an { $email } geschickt.
people-code-unsent = Hierher gehören die sechs Ziffern für { $email }.
people-code-label = Sechsstelliger Code
people-code-hint = { $count ->
    [one] Gilt noch 1 Minute, einmal und in diesem Browser. Sie können ihn einfügen.
   *[other] Gilt noch { $count } Minuten, einmal und in diesem Browser. Sie können ihn einfügen.
}
people-code-name = Ihr Name
people-code-name-hint = Nur wenn Sie neu hier sind: Er steht neben dem, was Sie schreiben.
people-code-void = Dieser Code gilt nicht mehr. Fordern Sie unten einen neuen an.
people-code-again = Neuen Code schicken
people-code-other-address = Andere Adresse verwenden
people-code-demo = In der Demo verlässt keine E-Mail diesen Rechner: Lesen Sie sie im Postfach.
people-printed-title = Mit dem Einmalwort anmelden
people-printed-lead = „proofbench admin create“ hat ein Wort im Terminal ausgegeben. Fügen Sie es hier ein; es gilt einmal.
people-printed-label = Einmalwort

people-field-email = E-Mail-Adresse
people-field-password = Passwort
people-field-name = Name
people-field-title = Funktion
people-field-company = Firma
people-field-company-hint = Steht neben Ihrem Namen. Lassen Sie das Feld leer, wenn Sie hier arbeiten.
people-field-bio = Über Sie
people-field-bio-hint = Woran Sie arbeiten und was man Sie fragen darf. Markdown ist möglich.
people-field-tags = Was Sie wissen
people-field-tags-hint = Bis zu 20 Schlagwörter, mit Kommas getrennt, etwa: Schälkraft, Kühllager
people-field-tags-given = Schlagwörter aus dem Verzeichnis und von Kolleginnen und Kollegen bleiben, wie sie sind:
people-field-language = Sprache von Bildschirm und E-Mail
people-field-language-browser = Wie im Browser eingestellt
people-field-zone = Zeitzone
people-field-zone-default = Wie hier üblich: { $zone }
people-field-listed = Im öffentlichen Verzeichnis zeigen
people-field-listed-hint = Alle finden dann Ihren Namen, Ihre Funktion und Ihre Schlagwörter, auch ohne Konto.
people-field-role = Rolle
people-field-current = Jetziges Passwort
people-field-new-password = Neues Passwort
people-field-again = Neues Passwort noch einmal

people-settings-title = Einstellungen
people-settings-signed-in-as = Angemeldet als { $email }
people-settings-see-profile = Mein Profil ansehen
people-settings-save = Profil speichern
people-tab-profile = Profil
people-tab-password = Passwort
people-tab-sessions = Angemeldete Browser
people-tab-tokens = API-Tokens
people-screens-title = Bildschirm
people-density = Listen
people-density-comfortable = Luftig
people-density-compact = Dicht
people-keys = Kurzbefehle mit einer Taste
people-keys-on = An
people-keys-off = Aus
people-keys-hint = Drücken Sie auf einer Seite ?, um ihre Kurzbefehle zu sehen.
people-leave-title = Konto löschen
people-leave-text = Löscht Name, Adresse und Profil. Ideen und Kommentare bleiben unter einem Pseudonym.
people-leave-action = Mein Konto löschen
people-erase-title = Mein Konto löschen
people-erase-what = Name, Adresse, Profil, Schlagwörter, Tokens und alle Sitzungen werden sofort gelöscht. Was Sie geschrieben haben, bleibt unter einem Pseudonym, weil andere darauf aufgebaut haben. Niemand kann das rückgängig machen.
people-erase-confirm = Geben Sie zur Bestätigung { $handle } ein
people-erase-action = Mein Konto jetzt löschen
people-erase-keep = Behalten

people-password-title = Passwort
people-password-rule = { $count ->
    [one] Mindestens 1 Zeichen.
   *[other] Mindestens { $count } Zeichen. Ein Satz ist gut; Sonderzeichen oder Großbuchstaben sind nicht nötig.
}
people-password-set = Passwort setzen
people-password-change = Passwort ändern
people-password-others-end = Alle anderen Browser müssen sich neu anmelden. API-Tokens gelten weiter, bis Sie sie widerrufen.
people-password-none-title = Ohne Passwort
people-password-none-text = Ein Code per E-Mail geht immer. Ein Passwort ist für alle, die es schneller wollen.
people-password-remove = Passwort entfernen

people-sessions-title = Angemeldete Browser
people-sessions-lead = Beenden Sie die Sitzungen, die Sie nicht kennen. API-Tokens stehen in einer eigenen Liste und gelten weiter.
people-session-unknown = Unbekannter Browser
people-session-here = Dieser hier
people-session-seen = zuletzt benutzt
people-session-since = seit
people-session-end = Beenden
people-session-end-this = Sitzung von { $browser } beenden
people-sessions-end-others = Alle anderen beenden

people-tokens-title = API-Tokens
people-tokens-lead = Mit einem Token handelt ein Programm für Sie, im Rahmen seiner Rechte.
people-tokens-have = Ihre Tokens
people-tokens-none = Noch keine.
people-token-fresh-title = Ihr neues Token
people-token-fresh-text = Kopieren Sie es jetzt: Es wird nur dieses eine Mal gezeigt und nur als Hash gespeichert.
people-token-copy = Kopieren
people-token-until = bis
people-token-used = zuletzt benutzt
people-token-unused = nie benutzt
people-token-revoke = Widerrufen
people-token-revoke-this = Token { $name } widerrufen
people-token-make-title = Token anlegen
people-token-name = Name
people-token-name-hint = Wofür es ist, etwa: nächtlicher Export
people-token-scopes = Es darf
people-token-days = Gültig für Tage, 1 bis 365
people-token-make = Token anlegen
people-scope-read = Lesen, was ich lesen darf
people-scope-campaigns-write = Kampagnen entwerfen und leiten
people-scope-ideas-write = Ideen einreichen und ändern
people-scope-votes-write = Abstimmen
people-scope-comments-write = Kommentieren
people-scope-brainstorms-write = An Brainstormings teilnehmen
people-scope-prototypes-write = An Prototypen arbeiten

people-directory-title = Personen
people-directory-lead = Wer was weiß: Fachleute, von denen Sie lernen können.
people-directory-lead-staff = Wer was weiß, und woher wir es wissen.
people-search-label = Name, Schlagwort, Standort oder Einheit
people-search-placeholder = Schälkraft
people-search-action = Suchen
people-filter-remove = Diesen Filter entfernen
people-filter-words = „{ $words }“
people-match-tag = kennt sich aus mit { $text }
people-match-name = heißt { $text }
people-match-title = arbeitet als { $text }
people-match-unit = gehört zu { $text }
people-match-site = sitzt in { $text }
people-match-company = kommt von { $text }
people-more-tags = und { $count } weitere
people-next-page = Nächste Seite
people-none-found-title = Niemand gefunden
people-none-found-text = Versuchen Sie es mit einem Wort weniger oder einer anderen Schreibweise.
people-none-found-action = Alle zeigen
people-none-title = Noch steht niemand im Verzeichnis
people-none-text = Wer gefunden werden will, schaltet es in den Einstellungen ein.
people-popular-title = Womit man sich hier auskennt
people-popular-none = Noch keine Schlagwörter.
people-tag-from-directory = Personal
people-tag-from-self = selbst genannt
people-tag-from-endorsed = bestätigt
people-profile-edit = Profil bearbeiten
people-profile-administrate = Rollen und Konto
people-profile-knows = Kennt sich aus mit
people-profile-no-tags = { $name } hat noch keine Schlagwörter.
people-profile-no-tags-own = Sie haben noch keine Schlagwörter, also findet Sie niemand nach dem, was Sie wissen.
people-profile-add-tags = Schlagwörter hinzufügen
people-profile-about = Über
people-fact-unit = Einheit
people-fact-site = Standort
people-fact-company = Firma
people-fact-languages = Sprachen
people-fact-roles = Rollen
people-fact-since = Hier seit
people-language-en = Englisch
people-language-de = Deutsch
people-language-sv = Schwedisch
people-language-pt = Portugiesisch
people-language-es = Spanisch
people-language-mr = Marathi
people-language-hi = Hindi
people-language-cs = Tschechisch
people-language-pl = Polnisch
people-language-ig = Igbo
people-language-no = Norwegisch
people-language-fr = Französisch
people-language-zh = Chinesisch
people-language-ja = Japanisch

people-role-customer = Kundschaft
people-role-partner = Partner
people-role-contributor = Beitragende
people-role-rnd = Forschung und Entwicklung
people-role-moderator = Moderation
people-role-gatekeeper = Gatekeeper
people-role-executive = Geschäftsleitung
people-role-compliance = Compliance
people-role-admin = Administration
people-role-everywhere = überall
people-role-in = nur in { $campaign }
people-role-since = seit
people-role-none = Keine Rolle.
people-role-take = Entziehen
people-role-take-this = Rolle { $role } entziehen
people-role-give-label = Weitere Rolle
people-role-where = Wo sie gilt
people-role-give = Rolle geben

people-admin-title = Verwaltung
people-admin-version = Version { $version }
people-admin-tab-overview = Übersicht
people-admin-tab-people = Konten
people-admin-tab-spaces = Bereiche
people-health-database = Datenbank
people-health-answers = Antwortet
people-health-connections = { $free } von { $all } Verbindungen frei
people-health-migrations = Migrationen
people-health-up-to-date = Auf dem neuesten Stand
people-health-newest = neueste
people-health-jobs = Aufträge
people-health-waiting = warten
people-health-failed = { $count ->
    [one] 1 aufgegeben
   *[other] { $count } aufgegeben
}
people-health-none-failed = Keiner gescheitert
people-health-oldest = ältester fällig
people-health-queue-empty = Die Warteschlange ist leer.
people-health-seals = Siegel des Protokolls
people-health-of-events = von { $count } Ereignissen
people-health-intact = Unversehrt
people-health-broken = Gebrochen bei Siegel { $seal }
people-health-unchecked = Noch nicht geprüft
people-health-check = Kette prüfen
people-health-sealed = zuletzt gesiegelt
people-health-never-sealed = Noch nichts gesiegelt.
people-health-mail = E-Mail
people-health-mail-smtp = Geht über SMTP hinaus
people-health-mail-demo = Bleibt hier, für die Demo
people-health-mail-none = Nichts geht hinaus
people-health-mail-how = Setzen Sie smtp_url, sonst bekommt niemand einen Code zum Anmelden.
people-health-readers = Leser des Ereignisprotokolls
people-health-reader = Leser
people-health-behind = Ereignisse im Rückstand
people-health-moved = Zuletzt gelesen

people-members-title = Konten
people-members-search = Name, Adresse oder Firma
people-members-any-role = Jede Rolle
people-members-seen = Zuletzt hier
people-members-state = Konto
people-members-never = nie
people-members-open = Aktiv
people-members-closed = Deaktiviert
people-invite-title = Jemanden einladen
people-invite-text = Die Person bekommt eine E-Mail und meldet sich mit einem Code an, wie alle.
people-invite-action = Einladung schicken
people-invite-only-account = Konto anlegen
people-invite-no-mail = Es ist kein Mailserver eingerichtet (smtp_url). Deshalb geht nichts hinaus, und niemand Neues kann sich anmelden. Sie können das Konto jetzt anlegen und die Einladung später von seiner Seite aus schicken.
people-invitation-title = Einladung
people-invitation-text = { $name } hat sich noch nie angemeldet.
people-invitation-again = Einladung noch einmal schicken
people-invitation-no-mail = Es ist kein Mailserver eingerichtet (smtp_url). Deshalb kann keine Einladung hinausgehen, und niemand bekommt einen Code zum Anmelden. Sobald es einen gibt, schicken Sie die Einladung von hier aus.
people-member-sessions = { $count ->
    [0] Kein Browser ist angemeldet
    [one] 1 Browser ist angemeldet
   *[other] { $count } Browser sind angemeldet
}
people-member-end-sessions = Alle Sitzungen und Tokens beenden
people-member-account = Konto
people-member-closed-text = Mit diesem Konto kann sich niemand anmelden. Was geschrieben wurde, bleibt.
people-member-reactivate = Wieder hereinlassen
people-answers-for = { $name } steht für diese Kampagnen ein, und ihre Seiten sagen das auch weiterhin:
people-answers-for-closed = { $name } steht noch für diese Kampagnen ein, und niemand antwortet dort, bis Sie jemand anderen verantwortlich machen:
people-answers-for-change = Jemand anderen verantwortlich machen
people-answers-for-more = { $count ->
    [one] und 1 weitere Kampagne
   *[other] und { $count } weitere Kampagnen
}
people-member-deactivate-text = Beendet alle Sitzungen und Tokens sofort und endgültig. Was geschrieben wurde, bleibt, und Sie können die Person wieder hereinlassen.
people-member-deactivate-own = Das ist Ihr eigenes Konto: Sie würden sich aussperren.
people-member-deactivate = Konto deaktivieren

people-spaces-title = Bereiche
people-spaces-lead = Ein Bereich steht für eine Geschäftseinheit, einen Partner oder eine Kundenfirma. Was mit ihm geteilt ist, sehen nur seine Mitglieder.
people-spaces-none-title = Noch keine Bereiche
people-spaces-none-text = Legen Sie einen für jeden Partner und jede Kundenfirma an, mit denen Sie etwas teilen.
people-space-members = { $count ->
    [0] Keine Mitglieder
    [one] 1 Mitglied
   *[other] { $count } Mitglieder
}
people-space-kind-internal = Geschäftseinheit
people-space-kind-partner = Partner
people-space-kind-customer = Kundenfirma
people-space-make-title = Bereich anlegen
people-space-name = Name
people-space-kind = Wofür er steht
people-space-about = Worum es geht
people-space-make = Bereich anlegen
people-space-empty = Noch gehört niemand dazu.
people-space-add-label = Person hinzufügen
people-space-add-hint = Ihr Kürzel, der letzte Teil der Adresse ihres Profils, etwa ines-okafor
people-space-add = Hinzufügen
people-space-change-title = Bereich ändern
people-space-change = Speichern
people-space-delete-title = Bereich löschen
people-space-delete = Bereich löschen
people-space-unused = Nichts nutzt ihn. Das lässt sich nicht rückgängig machen.
people-space-used = Er lässt sich löschen, sobald nichts ihn mehr nutzt. Noch gehören dazu:
people-space-campaigns = { $count ->
    [one] 1 Kampagne
   *[other] { $count } Kampagnen
}
people-space-ideas = { $count ->
    [one] 1 Idee
   *[other] { $count } Ideen
}
people-space-prototypes = { $count ->
    [one] 1 Prototyp
   *[other] { $count } Prototypen
}
people-space-rooms = { $count ->
    [one] 1 Brainstorming
   *[other] { $count } Brainstormings
}
people-space-remove = Entfernen
people-space-remove-this = { $name } aus dem Bereich entfernen

people-enter-title = Eintreten als …
people-enter-lead = Acht Personen einer erfundenen Firma, jede mit einer anderen Aufgabe. Wechseln Sie, so oft Sie wollen.
people-enter-as = Als { $name } eintreten
people-enter-current = Sie sind als diese Person hier
people-enter-mail = Die E-Mails der Demo lesen
people-enter-none-title = Die Demo-Organisation ist nicht eingerichtet
people-enter-none-text = Starten Sie „proofbench demo“ auf einer leeren Datenbank.
people-cast-customer = Kundin
people-cast-customer-job = Hatte die Idee eines Klebebands, das sich wieder löst. Sehen Sie, was daraus wurde, stimmen Sie ab, kommentieren Sie.
people-cast-rnd = Forschung und Entwicklung
people-cast-rnd-job = Arbeitet die Sichtung mit der Tastatur ab und führt Prototypen bis zum Gate.
people-cast-moderator = Moderation
people-cast-moderator-job = Leitet Kampagnen und Brainstormings, führt Dubletten zusammen, hält Ordnung.
people-cast-sales = Vertrieb
people-cast-sales-job = Hinterlässt vom Parkplatz aus in zwanzig Sekunden einen Tipp und sieht, was daraus wird.
people-cast-cmo = CMO
people-cast-cmo-job = Will wissen, was der Kundschaft zugesagt wurde und ob es gehalten wird.
people-cast-cio = CIO
people-cast-cio-job = Will wissen, was gelernt wird, wie schnell und zu welchen Kosten; entscheidet an den Gates.
people-cast-compliance = Compliance
people-cast-compliance-job = Verfolgt, wer was mit welcher Berechtigung getan hat.
people-cast-admin = Administration
people-cast-admin-job = Konten, Rollen, Bereiche, Zustand.
people-mailbox-title = Postfach der Demo
people-mailbox-lead = Jede E-Mail, die hinausgegangen wäre, die neueste zuerst.
people-mailbox-none-title = Noch keine E-Mail
people-mailbox-none-text = Melden Sie sich mit einem Code an, dann liegt die E-Mail hier.
people-mail-to = An { $to }
people-mail-html = Quelltext des HTML-Teils

mail-hello = Guten Tag { $name },
mail-hello-nobody = Guten Tag,
mail-code-subject = { $code } ist Ihr Code für { $org }
mail-code-title = Ihr Code zum Anmelden
mail-code-text = das ist Ihr Code:
mail-code-rules = Er gilt 10 Minuten, einmal, und nur in dem Browser, in dem Sie ihn angefordert haben. Niemand von uns wird Sie je danach fragen.
mail-code-why = Sie erhalten diese E-Mail, weil jemand Ihre Adresse zum Anmelden eingegeben hat. Waren Sie es nicht, brauchen Sie nichts zu tun.
mail-password-subject = Ihr Passwort für { $org } wurde geändert
mail-password-title = Ihr Passwort wurde geändert
mail-password-text = das Passwort Ihres Kontos wurde am { $at } geändert oder entfernt. Alle anderen Browser müssen sich neu anmelden.
mail-password-not-you = Waren Sie es nicht, melden Sie sich mit einem Code an und sehen Sie Ihre Sitzungen und API-Tokens durch:
mail-password-why = Sie erhalten diese E-Mail, weil es um die Sicherheit Ihres Kontos geht.
mail-invitation-subject = { $by } lädt Sie zu { $org } ein
mail-invitation-title = Ihre Einladung zu { $org }
mail-invitation-text = { $by } hat für Sie ein Konto bei { $org } angelegt.
mail-invitation-action = Anmelden
mail-invitation-how = Geben Sie dort diese Adresse ein, dann schicken wir Ihnen einen Code. Sie brauchen kein Passwort.
mail-invitation-why = Sie erhalten diese E-Mail, weil { $by } Ihre Adresse eingegeben hat.

toast-signed-in = Sie sind angemeldet.
toast-signed-out = Sie sind abgemeldet.
toast-profile-saved = Profil gespeichert.
toast-password-changed = Passwort gesetzt. Alle anderen Browser müssen sich neu anmelden.
toast-password-removed = Passwort entfernt. Sie melden sich ab jetzt mit einem Code an.
toast-session-ended = Dieser Browser ist abgemeldet.
toast-other-sessions-ended = Alle anderen Browser sind abgemeldet.
toast-token-revoked = Token widerrufen.
toast-account-erased = Ihr Konto ist gelöscht.
toast-invited = Einladung verschickt.
toast-invited-in-demo = Das Konto ist da. Die Demo verschickt keine E-Mails: Die Einladung liegt in ihrem Postfach.
toast-invited-without-mail = Konto angelegt. Es ist kein Mailserver eingerichtet, deshalb ging nichts hinaus, und die Person kann sich noch nicht anmelden.
toast-role-given = Rolle gegeben.
toast-role-held = { $what } hat diese Rolle schon.
toast-role-taken = Rolle entzogen.
toast-deactivated = Konto deaktiviert, seine Sitzungen und Tokens sind beendet.
toast-reactivated = Konto wieder aktiviert.
toast-sessions-ended = Alle Sitzungen beendet, alle API-Tokens widerrufen.
toast-space-made = Bereich angelegt.
toast-space-changed = Bereich gespeichert.
toast-space-deleted = Bereich gelöscht.
toast-member-added = Zum Bereich hinzugefügt.
toast-member-already = { $what } gehört schon zu diesem Bereich.
toast-member-removed = Aus dem Bereich entfernt.

refusal-email-invalid = Schreiben Sie eine Adresse, etwa rosa@example.com.
refusal-email-taken = Diese Adresse hat schon jemand. Suchen Sie die Person in der Liste der Konten.
refusal-name-missing = Schreiben Sie den Namen, den andere sehen sollen.
refusal-newcomer-name-missing = Sie sind neu hier: Schreiben Sie den Namen, den andere sehen sollen.
refusal-invited-name-missing = Schreiben Sie den Namen der Person, die Sie einladen.
refusal-no-mail-server = Es ist kein Mailserver eingerichtet, deshalb geht nichts hinaus. Setzen Sie zuerst smtp_url.
refusal-invited-is-here = Diese Person hat sich schon einmal angemeldet und braucht keine Einladung.
refusal-invited-is-closed = Dieses Konto ist deaktiviert. Aktivieren Sie es zuerst, und schicken Sie dann die Einladung.
refusal-name-too-long = Ein Name hat höchstens 120 Zeichen. Kürzen Sie ihn.
refusal-code-wrong = Das ist nicht der Code aus unserer E-Mail. Sehen Sie nach, und geben Sie alle sechs Ziffern ein.
refusal-code-locked = Fünf falsche Versuche: Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.
refusal-code-shape = Darin stehen keine sechs Ziffern. Geben Sie die sechs Ziffern aus unserer E-Mail ein, oder fügen Sie sie ein.
refusal-code-expired = Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.
refusal-account-closed = Dieses Konto ist deaktiviert. Die Administration kann es wieder aktivieren.
refusal-sign-in-wrong = Adresse und Passwort gehören nicht zusammen. Versuchen Sie es noch einmal, oder lassen Sie sich einen Code schicken.
refusal-password-too-short = Nehmen Sie mindestens 15 Zeichen. Ein kurzer Satz genügt.
refusal-password-too-long = Nehmen Sie höchstens 256 Zeichen.
refusal-password-guessable = Das gehört zu den ersten, die man ausprobieren würde. Nehmen Sie einen Satz, auf den nur Sie kommen.
refusal-password-wrong = Das ist nicht Ihr jetziges Passwort. Geben Sie es noch einmal ein, oder melden Sie sich mit einem Code an.
refusal-password-unequal = Die beiden sind nicht gleich. Geben Sie das neue Passwort noch einmal ein.
refusal-line-too-long = Höchstens 120 Zeichen. Kürzen Sie.
refusal-bio-too-long = Höchstens 2.000 Zeichen. Kürzen Sie.
refusal-tags-too-many = Höchstens 20 Schlagwörter mit je 40 Zeichen. Lassen Sie einige weg.
refusal-time-zone-unknown = Diese Zeitzone gibt es nicht. Wählen Sie eine aus der Liste.
refusal-language-unknown = Diese Sprache gibt es nicht. Wählen Sie eine aus der Liste.
refusal-token-name = Geben Sie dem Token einen Namen mit 1 bis 80 Zeichen.
refusal-token-scopes = Wählen Sie mindestens ein Recht.
refusal-token-days = Wählen Sie 1 bis 365 Tage.
refusal-tokens-too-many = Sie haben 50 Tokens. Widerrufen Sie zuerst eines.
refusal-space-name = Geben Sie dem Bereich einen Namen, den kein anderer hat.
refusal-space-name-missing = Geben Sie dem Bereich einen Namen mit mindestens einem Buchstaben oder einer Ziffer.
refusal-space-in-use = Dieser Bereich wird noch genutzt und wurde deshalb nicht gelöscht. Unten bei „Bereich löschen“ steht, wovon.
refusal-space-kind = Wählen Sie, wofür der Bereich steht.
refusal-last-admin = Das ist die letzte Person in der Administration. Geben Sie die Rolle zuerst jemand anderem.
refusal-erase-unconfirmed = Geben Sie Ihr Kürzel genau wie angezeigt ein.
refusal-person-unknown = Dieses Kürzel hat niemand. Kopieren Sie es aus der Adresse des Profils.
refusal-role-campaign-unknown = Diese Kampagne gibt es nicht. Wählen Sie eine aus der Liste.
refusal-role-unknown = Diese Rolle gibt es nicht. Wählen Sie eine aus der Liste.
refusal-role-for-staff = In einer einzelnen Kampagne können nur Ihre eigenen Leute diese Rolle haben. Geben Sie dieser Person zuerst überall eine interne Rolle, zum Beispiel „Beitragende“.
refusal-search-too-long = Suchen Sie mit höchstens 200 Zeichen.
refusal-verb-unknown = Dieses Verb gibt es nicht. Die Liste steht in der API-Referenz.
