# Kampagnen: Liste, Seite, Ergebnisse, Assistent, Steuerung.

campaigns-title = Kampagnen
campaigns-lead = Eine Kampagne stellt eine Frage für eine bestimmte Zeit. Jede Idee erhält eine Antwort bis zu einem zugesagten Tag.
hint-campaigns = Öffnen Sie eine Kampagne, um die Frage zu lesen, eine Idee zu senden und zu sehen, wann Antworten fällig sind.
campaigns-running = Läuft gerade
campaigns-coming = Demnächst
campaigns-coming-text = Diese sind angekündigt und nehmen noch keine Ideen an. Lassen Sie sich erinnern, wenn sie öffnen.
campaigns-drafts = Entwürfe
campaigns-drafts-text = Entwürfe sehen nur die, die Kampagnen leiten.
campaigns-past = Was aus früheren Kampagnen wurde
campaigns-none-running = Zurzeit läuft keine Kampagne
campaigns-none-running-text = Sie können jederzeit eine Idee senden. Sie erhält trotzdem eine Antwort.
campaigns-none-running-manager = Stellen Sie die erste Frage. Einen Entwurf sehen nur die, die Kampagnen leiten.
campaigns-send-idea = Idee senden
campaigns-nameplate = Kampagne { $number }, { $section }
campaigns-hatch-adhesive = Klebstoffe und Bänder
campaigns-hatch-film = Folien
campaigns-hatch-foam = Schäume
campaigns-hatch-metal = Metalle
campaigns-hatch-ceramic = Keramik
campaigns-hatch-composite = Verbundstoffe
campaigns-state-draft = Entwurf
campaigns-state-scheduled = Geplant
campaigns-state-open = Ideen werden gesammelt
campaigns-state-discuss = In der Diskussion
campaigns-state-vote = Abstimmung läuft
campaigns-state-review = In der Begutachtung
campaigns-state-decide = Wird entschieden
campaigns-state-closed = Abgeschlossen
campaigns-state-archived = Im Archiv
campaigns-phases-label = Phasen dieser Kampagne
campaigns-phase-collect = Sammeln
campaigns-phase-collect-hint = Ideen kommen herein, alle können kommentieren und abstimmen.
campaigns-phase-discuss = Diskutieren
campaigns-phase-discuss-hint = Ideen kommen weiter herein, doch es geht um die vorhandenen.
campaigns-phase-vote = Abstimmen
campaigns-phase-vote-hint = Keine neuen Ideen. Alle stimmen für das, was sie am meisten wollen.
campaigns-phase-review = Begutachten
campaigns-phase-review-hint = Die Begutachtenden lesen und kommentieren die Ideen.
campaigns-phase-decide = Entscheiden
campaigns-phase-decide-hint = Jede Idee wird ausgewählt, zurückgestellt oder mit Grund abgelehnt.
campaigns-phase-ended = endete am { $date }
campaigns-phase-left-out = ausgelassen
campaigns-phase-until = bis { $date }
campaigns-phase-from = ab { $date }
campaigns-ideas = { $count ->
    [one] 1 Idee
   *[other] { $count } Ideen
}
campaigns-voters = { $count ->
    [one] 1 Person hat abgestimmt
   *[other] { $count } Personen haben abgestimmt
}
campaigns-votes = { $count ->
    [one] 1 Stimme
   *[other] { $count } Stimmen
}
campaigns-comments = { $count ->
    [one] 1 Kommentar
   *[other] { $count } Kommentare
}
campaigns-tip-from = Tipp von { $name }
campaigns-closed-on = abgeschlossen am { $date }
campaigns-until-scheduled = Öffnet in
campaigns-until-open = Sammeln endet in
campaigns-until-discuss = Diskussion endet in
campaigns-until-vote = Abstimmung endet in
campaigns-until-review = Begutachtung endet in
campaigns-until-decide = Entscheidung endet in
campaigns-until-answer = Antworten fällig in
campaigns-left-days = { $days } T { $hours } Std.
campaigns-left-hours = { $hours } Std. { $minutes } Min.
campaigns-left-minutes = { $minutes } Min.
campaigns-left-moment = weniger als einer Minute
campaigns-see-results = Ergebnisse ansehen
campaigns-results = Ergebnisse
campaigns-what-came = Was daraus wurde
campaigns-not-open-yet = Diese Kampagne ist noch nicht offen
campaigns-reminder-off = Wir sagen Ihnen hier und per E-Mail Bescheid, wenn sie öffnet: Hier ist dann Platz für Ihre Idee.
campaigns-reminder-on = Sie erfahren es hier und per E-Mail, wenn sie öffnet.
campaigns-reminder-ask = Erinnern Sie mich
campaigns-reminder-drop = Doch nicht erinnern
campaigns-reminder-visitor = Kommen Sie wieder, wenn sie öffnet: Hier ist dann Platz für Ihre Idee. Oder melden Sie sich an, dann erinnern wir Sie.
campaigns-reminder-sign-in = Anmelden und erinnern lassen
toast-campaign-reminder-asked = Sie erfahren es, wenn diese Kampagne öffnet.
toast-campaign-reminder-dropped = Sie werden nicht erinnert.
toast-campaign-open-already = Kein Warten nötig: Diese Kampagne ist schon offen.
refusal-campaign-not-coming = Diese Kampagne ist schon geöffnet, eine Erinnerung braucht es nicht mehr.
campaigns-brief = Was wir suchen
campaigns-top-ideas = Ideen
campaigns-order-rising = Was im Kommen ist, zuerst
campaigns-order-wanted = Meistgewünschte zuerst
campaigns-order-shuffled = In einer Reihenfolge nur für Sie, damit keine einen Vorsprung hat
campaigns-all-ideas = Alle Ideen dazu ansehen
campaigns-first-idea = Machen Sie den Anfang
campaigns-first-idea-text = Noch niemand hat dieser Kampagne eine Idee gesendet. Ein Satz genügt für den Anfang.
campaigns-none-on-board = Zurzeit steht keine Idee dieser Kampagne auf der Liste.
campaigns-no-ideas = Dieser Kampagne wurde keine Idee gesendet.
campaigns-aside-label = Über diese Kampagne
campaigns-sponsor = Schirmherrschaft
campaigns-sponsor-promised = Zu Beginn zugesagt
campaigns-promise-quoted = „{ $promise }“
campaigns-answer-title = Wann Sie eine Antwort erhalten
campaigns-answer-days = { $count ->
    [one] Eine erste Antwort auf jede Idee innerhalb von 1 Tag.
   *[other] Eine erste Antwort auf jede Idee innerhalb von { $count } Tagen.
}
campaigns-answer-by = { $name } beantwortet jede Idee bis { $date }.
campaigns-answer-by-nobody = Jede Idee ist bis { $date } beantwortet.
campaigns-reviewers = Begutachtende
campaigns-rules-title = Wie Stimmen zählen
campaigns-rule-one-vote = Eine Stimme je Person und Idee. Sie können sie zurücknehmen.
campaigns-rule-budget = { $count ->
    [one] Jede Person hat in dieser Kampagne 1 Stimme zu vergeben.
   *[other] Jede Person hat in dieser Kampagne { $count } Stimmen zu vergeben.
}
campaigns-rule-counts-always = Die Stände sind für alle sichtbar.
campaigns-rule-counts-after-vote = Sie sehen den Stand einer Idee, sobald Sie selbst für sie gestimmt haben, und alle Stände nach dem Ende der Abstimmung.
campaigns-rule-counts-after-end = Die Stände werden nach dem Ende der Abstimmung gezeigt.
campaigns-rule-approval = Die Moderation liest jede Idee von Kundschaft und Partnern, bevor sie gezeigt wird.
campaigns-terms = Ideenbedingungen
campaigns-preview-banner = Vorschau.
campaigns-preview-text = { $audience ->
    [signed-in] So sehen alle mit Konto die Seite.
    [internal] So sehen Ihre eigenen Leute die Seite.
    [space] So sehen die Mitglieder des Bereichs die Seite.
    [people] So sehen die namentlich Gefragten die Seite.
   *[public] So sehen Kundinnen und Kunden ohne Konto die Seite.
}
campaigns-preview-back = Zurück zur Startliste
campaigns-draft-banner = Entwurf.
campaigns-draft-text = Nur die, die Kampagnen leiten, sehen ihn. Arbeiten Sie die Startliste ab, um ihn zu veröffentlichen.
campaigns-draft-go-on = Zur Startliste
campaigns-run-title = Diese Kampagne leiten
campaigns-staff-title = Für die eigenen Leute
campaigns-brainstorm-link = Brainstorming planen
campaigns-run-link = Phasen, Abschluss, Archiv
campaigns-edit-link = Bearbeiten
campaigns-preview-link = Vorschau aus Sicht der Gefragten
campaigns-copy-link = Neue Kampagne nach dieser anlegen
campaigns-results-of = Was aus „{ $title }“ wurde
campaigns-results-not-closed = Diese Kampagne läuft noch. Vor dem Abschluss sehen nur die diese Seite, die sie leiten.
campaigns-stat-ideas = Ideen
campaigns-stat-voters = Personen, die abgestimmt haben
campaigns-stat-selected = Ausgewählt
campaigns-stat-median = Von der Idee zur Entscheidung, Median
campaigns-stat-median-none = Noch keine Entscheidung
campaigns-stat-days = Tage
campaigns-selected = Ausgewählte Ideen
campaigns-selected-none = Es wurde keine Idee ausgewählt.
campaigns-results-parked = Zurückgestellte Ideen
campaigns-results-declined = Abgelehnte Ideen
campaigns-results-all = Alle { $count } ansehen
campaigns-decisions = Entscheidungen
campaigns-csv-link = Als CSV herunterladen
campaigns-csv-number = Nummer
campaigns-csv-title = Titel
campaigns-csv-author = Autorin oder Autor
campaigns-csv-state = Stand
campaigns-csv-votes = Stimmen
campaigns-csv-comments = Kommentare
campaigns-csv-sent = Gesendet
campaigns-csv-decided = Entschieden
campaigns-csv-reason = Grund
campaigns-csv-link-head = Link

# Assistent
campaigns-new = Neue Kampagne
campaigns-new-lead = Beginnen Sie mit einem Namen. Bis zum Start können Sie alles ändern, danach das meiste.
campaigns-new-start = Entwurf beginnen
campaigns-cancel = Abbrechen
campaigns-field-from = Nach einer früheren Kampagne anlegen
campaigns-field-from-none = Leer beginnen
campaigns-field-from-hint = Übernimmt Regeln, Personen und Rhythmus. Die Phasen rücken vor, die Ideen bleiben zurück.
campaigns-steps-label = Schritte
campaigns-step-done = erledigt
campaigns-step-question = Frage
campaigns-step-people = Personen
campaigns-step-phases = Phasen
campaigns-step-rules = Regeln
campaigns-step-launch = Start
campaigns-step-question-title = Was fragen Sie?
campaigns-step-question-lead = Eine Frage, die Menschen aus eigener Erfahrung beantworten können.
campaigns-step-people-title = Wer wird gefragt, wer antwortet?
campaigns-step-people-lead = Menschen senden Ideen an Menschen. Nennen Sie die, die sie lesen.
campaigns-step-phases-title = Was geschieht wann?
campaigns-step-phases-lead = Wählen Sie die Phasen, die Sie brauchen. Der Kalender schaltet sie weiter; Sie können jederzeit eingreifen.
campaigns-step-rules-title = Nach welchen Regeln?
campaigns-step-rules-lead = Die üblichen Regeln sind ein guter Anfang.
campaigns-step-launch-title = Bereit zum Start?
campaigns-step-launch-lead = Alles hier muss da sein, damit niemand, der eine Idee sendet, ohne Antwort bleibt.
campaigns-save-next = Speichern und weiter
campaigns-save-stay = Speichern
campaigns-stale-title = Jemand hat diesen Schritt gespeichert, während Sie schrieben.
campaigns-stale-text = Was Sie eingegeben haben, steht noch hier. Sehen Sie die andere Fassung an und speichern Sie dann erneut: Dann gilt Ihre.
campaigns-stale-look = Andere Fassung ansehen
campaigns-edit-live = Diese Kampagne ist veröffentlicht. Änderungen sind sofort zu sehen.
campaigns-field-title = Name
campaigns-field-title-hint = Kurz wie eine Überschrift: „Erst kleben, dann lösen“.
campaigns-field-question = Frage
campaigns-field-question-hint = Ein Satz, der mit einem Fragezeichen endet.
campaigns-field-brief = Was Sie suchen
campaigns-field-brief-hint = Warum Sie fragen, was eine gute Idee ausmacht, was nicht dazugehört. Markdown ist möglich.
campaigns-field-criteria = Worauf die Begutachtenden achten
campaigns-field-criteria-hint = Sagen Sie, woran Ideen gemessen werden. Alle Gefragten können es lesen. Markdown ist möglich.
campaigns-criteria = Worauf die Begutachtenden achten
campaigns-rhythms = Mit einem Rhythmus beginnen
campaigns-rhythms-text = Er füllt die Termine unten aus und speichert noch nichts.
campaigns-phases-proposed = Diese Termine sind ein Vorschlag. Sie gelten, sobald Sie diesen Schritt speichern.
campaigns-rhythm-two-weeks = Zwei Wochen
campaigns-rhythm-six-weeks = Sechs Wochen
campaigns-rhythm-always-on = Immer offen
campaigns-field-hatch = Schraffur
campaigns-field-hatch-hint = Kennzeichnet diese Kampagne in Listen, Diagrammen und im Druck.
campaigns-field-audience = Wer sie sehen und Ideen senden darf
campaigns-field-audience-hint = Wählen Sie weniger Menschen, sehen auch die schon gesendeten Ideen samt Kommentaren und Stimmen nur noch diese. Wählen Sie mehr oder andere Menschen, bleiben diese Ideen bei denen, für die sie gesendet wurden.
campaigns-audience-public = Alle
campaigns-audience-public-hint = Auch ohne Konto. Anmelden muss man sich erst beim Senden einer Idee.
campaigns-audience-signed-in = Alle mit einem Konto
campaigns-audience-signed-in-hint = Kundschaft, Partner und die eigenen Leute.
campaigns-audience-internal = Die eigenen Leute
campaigns-audience-internal-hint = Weder Kundschaft noch Partner sehen sie.
campaigns-audience-space = Die Mitglieder eines Bereichs
campaigns-audience-space-hint = Eine Geschäftseinheit, ein Partner oder eine Kundenfirma. Wählen Sie den Bereich unten.
campaigns-audience-people = Genannte Personen
campaigns-audience-people-hint = Die Personen, die Sie unten nennen, dazu Verantwortliche, Schirmherrschaft und Begutachtende. Moderation und Administration sehen sie auch.
campaigns-field-named = Namentlich Gefragte
campaigns-field-named-hint = Zählt nur, wenn genannte Personen gefragt sind. Je Zeile eine: Kürzel, E-Mail-Adresse oder voller Name.
campaigns-asked-title = Namentlich gefragt
campaigns-asked-text = { $count ->
    [one] Eine Person sieht diese Kampagne und kann antworten, dazu alle, die Ordnung halten. Die Liste sehen nur die eigenen Leute.
   *[other] { $count } Personen sehen diese Kampagne und können antworten, dazu alle, die Ordnung halten. Die Liste sehen nur die eigenen Leute.
}
campaigns-asked-who = Zeigen, wer
campaigns-field-space = Bereich
campaigns-field-space-none = Kein Bereich
campaigns-field-space-hint = Zählt nur, wenn die Mitglieder eines Bereichs gefragt sind.
campaigns-field-find = Personen suchen
campaigns-field-find-hint = Nach Name, Funktion, Einheit oder Standort. Ihre Auswahl bleibt.
campaigns-find = Suchen
campaigns-find-more = Es gibt mehr. Geben Sie einen Teil des Namens ein.
campaigns-field-owner = Verantwortlich
campaigns-field-owner-gone = Wie bisher: eine Person, die nicht mehr infrage kommt
campaigns-field-owner-hint = Leitet die Kampagne und steht für den Termin ein.
campaigns-field-reviewers = Begutachtende
campaigns-field-reviewers-hint = Mindestens eine Person. Begutachtende finden die Ideen in ihrer Sichtung, lesen und kommentieren sie.
campaigns-field-sponsor = Schirmherrschaft
campaigns-field-sponsor-none = Niemand
campaigns-field-sponsor-hint = Steht mit Namen und Gesicht hinter der Frage.
campaigns-field-promise = Zusage der Schirmherrschaft
campaigns-field-promise-hint = In eigenen Worten, mit einer Zahl oder einem Datum.
campaigns-phases-zone = Zeiten in Ihrer Zeitzone, { $zone }. Eine Phase bleibt offen, bis die nächste beginnt.
campaigns-field-starts = Beginnt
campaigns-field-ends = Endet
campaigns-field-answer-by = Jede Idee beantwortet bis
campaigns-field-answer-by-hint = Nicht vor dem Ende der letzten Phase. Dieses Datum sehen alle.
campaigns-voting-title = Stimmen
campaigns-voting-text = Alle haben eine Stimme je Idee und können sie zurücknehmen.
campaigns-field-budget = Stimmen je Person
campaigns-field-budget-hint = Leer heißt: so viele, wie jede Person möchte.
campaigns-field-counts = Wer die Stände während der Abstimmung sieht
campaigns-counts-always = Alle, sofort
campaigns-counts-after-vote = Wer für die Idee gestimmt hat, und alle nach dem Ende der Abstimmung
campaigns-counts-after-vote-hint = Sichtbare Stände ziehen Stimmen an. So bleiben Meinungen unabhängig.
campaigns-counts-after-end = Niemand vor dem Ende der Abstimmung
campaigns-counts-after-end-hint = Am strengsten. Die Ideen stehen für jede Person in anderer Reihenfolge.
campaigns-order-title = Ordnung und Antworten
campaigns-field-approval = Die Moderation gibt jede Idee von Kundschaft und Partnern frei, bevor sie gezeigt wird
campaigns-field-approval-hint = Die Autorin oder der Autor erfährt, dass sie wartet. Ideen Ihrer eigenen Leute werden sofort gezeigt.
campaigns-field-answer-days = Tage bis zur ersten Antwort
campaigns-field-answer-days-hint = 1 bis 365. Die Uhr läuft bei jeder Idee.
campaigns-field-terms = Ideenbedingungen
campaigns-field-terms-hint = Werden mit der ersten Idee angenommen. Nach einer Änderung werden alle erneut gefragt. Leer heißt: keine.
campaigns-fields-title = Zusätzliche Fragen im Ideenformular
campaigns-fields-text = Jede Frage kostet Sie Ideen. Leeren Sie eine Beschriftung, um die Frage zu entfernen.
campaigns-field-number = Frage { $number }
campaigns-field-new = Noch eine Frage
campaigns-field-label = Beschriftung
campaigns-field-label-hint = Leeren Sie sie, um die Frage zu entfernen.
campaigns-field-kind = Antwort
campaigns-kind-text = Ein kurzer Text
campaigns-kind-long-text = Ein langer Text
campaigns-kind-choice = Eine aus einer Liste
campaigns-kind-number = Eine Zahl
campaigns-field-required = Muss sie beantwortet werden?
campaigns-required-no = Sie darf offen bleiben
campaigns-required-yes = Sie muss beantwortet werden
campaigns-field-choices = Antworten zur Auswahl
campaigns-field-choices-hint = Eine je Zeile. Nur für „eine aus einer Liste“.
campaigns-fields-add = Speichern und eine weitere hinzufügen
campaigns-launch = Starten
campaigns-launch-met = Erledigt
campaigns-launch-missing = Fehlt
campaigns-launch-go = Zu { $step }
campaigns-launch-now-text = Sie öffnet, sobald Sie starten.
campaigns-launch-later-text = Sie öffnet von selbst am { $date }.
campaigns-launch-undo-text = Sie können den Start 10 Minuten lang zurücknehmen, solange niemand eine Idee gesendet hat.
campaigns-launch-blocked = Ergänzen Sie, was fehlt, und kommen Sie dann hierher zurück.
campaigns-launched-text = Diese Kampagne ist gestartet. Ihre Phasen bewegen Sie an anderer Stelle.
campaigns-delete = Entwurf löschen
campaigns-delete-text = Der Entwurf ist dann endgültig weg. Das lässt sich nicht zurücknehmen.
campaigns-delete-sure = Endgültig löschen
campaign-launch-question-done = Die Frage steht
campaign-launch-audience-done = Es ist gewählt, wer gefragt wird
campaign-launch-shut-out-done = Alle Beteiligten können sie sehen
campaign-launch-reviewer-done = Jemand begutachtet die Ideen
campaign-launch-phases-done = Die Phasen haben Termine
campaign-launch-phase-past-done = Die erste Phase liegt voraus oder läuft
campaign-launch-answer-by-done = Ein Datum für die Antworten ist zugesagt
campaign-launch-answer-late-done = Die Antworten kommen nach der letzten Phase

# Steuerung
campaigns-run-phases = Phasen
campaigns-run-phases-text = Zeiten in Ihrer Zeitzone, { $zone }. Alle Beteiligten erfahren, wenn sich ein Termin ändert.
campaigns-run-now = Jetzt
campaigns-run-over = Vorbei
campaigns-run-ahead = Kommt noch
campaigns-run-left-out = Ausgelassen
campaigns-run-left-out-text = Sie ist nicht gelaufen.
campaigns-run-begin-after-all = Diese Phase doch noch beginnen
campaigns-run-plan-after-all = Diese Phase doch noch einplanen
campaigns-run-move-end = Ende verschieben
campaigns-run-move-end-text = Die Phasen danach rücken um dieselbe Spanne und bleiben so lang, wie sie waren.
campaigns-run-move-end-do = Ende verschieben
campaigns-field-new-end = Neues Ende
campaigns-run-reopen = Zu dieser Phase zurückgehen
campaigns-run-reopen-text = Sie läuft von jetzt bis zum neuen Ende, und die Phasen danach rücken nach.
campaigns-run-reopen-do = Phase wieder öffnen
campaigns-field-runs-until = Läuft bis
campaigns-undo-launch = Start zurücknehmen
campaigns-undo-launch-text = Innerhalb von 10 Minuten und vor der ersten Idee. Sie ist dann wieder ein Entwurf.
campaigns-undo-launch-do = Start zurücknehmen
campaigns-run-next = Nächste Phase
campaigns-run-next-text = Beendet die laufende Phase und beginnt sofort „{ $phase }“.
campaigns-run-next-do = „{ $phase }“ jetzt beginnen
campaigns-close = Kampagne abschließen
campaigns-close-waiting = { $count ->
    [one] 1 Idee wartet noch auf ihre Antwort.
   *[other] { $count } Ideen warten noch auf ihre Antwort.
}
campaigns-close-waiting-text = Wählen Sie jede aus, stellen Sie sie zurück oder lehnen Sie sie ab, mit einem Grund, den die Autorin oder der Autor liest.
campaigns-close-more = { $count ->
    [one] und 1 weitere
   *[other] und { $count } weitere
}
campaigns-close-ready = Jede Idee hat ihre Antwort. Sie können mit einer Zusammenfassung abschließen.
campaigns-close-see = Wartende Ideen ansehen
campaigns-close-go = Zum Abschluss
campaigns-close-title = „{ $title }“ abschließen
campaigns-close-lead = Jede Idee hat ihre Antwort. Schreiben Sie, was daraus wurde: Das lesen alle Beteiligten zuerst.
campaigns-close-left-out = { $count ->
    [one] Eine Phase hat noch nicht begonnen. Schließen Sie jetzt ab, wird sie ausgelassen:
   *[other] { $count } Phasen haben noch nicht begonnen. Schließen Sie jetzt ab, werden sie ausgelassen:
}
campaigns-close-do = Abschließen und Zusammenfassung veröffentlichen
campaigns-field-summary = Was daraus wurde
campaigns-field-summary-hint = Was Sie gelernt haben, was Sie bauen, bis wann, und wem Sie danken. Markdown ist möglich.
campaigns-archive = Ins Archiv legen
campaigns-archive-text = Sie bleibt lesbar, aber nichts an ihr lässt sich mehr ändern.
campaigns-archive-do = Ins Archiv legen
campaigns-unarchive-text = Sie liegt im Archiv und lässt sich nicht ändern.
campaigns-unarchive-do = Aus dem Archiv holen

toast-campaign-drafted = Entwurf begonnen. Nur die, die Kampagnen leiten, sehen ihn.
toast-campaign-saved = Gespeichert.
toast-campaign-launched = Gestartet. Sie können das 10 Minuten lang zurücknehmen.
toast-campaign-launch-undone = Der Start ist zurückgenommen. Die Kampagne ist wieder ein Entwurf.
toast-campaign-moved = Die nächste Phase hat begonnen.
toast-campaign-dated = Die Termine sind verschoben.
toast-campaign-move-undone = Die Phasen sind wie zuvor.
toast-campaign-reopened = Die Phase läuft wieder.
toast-campaign-closed = Abgeschlossen. Alle können die Zusammenfassung lesen.
toast-campaign-archived = Im Archiv.
toast-campaign-unarchived = Aus dem Archiv geholt.
toast-campaign-deleted = Der Entwurf ist gelöscht.

# Warum nicht
refusal-campaign-title-missing = Geben Sie der Kampagne einen Namen.
refusal-campaign-title-too-long = Der Name hat mehr als 120 Zeichen. Kürzen Sie ihn.
refusal-campaign-question-missing = Eine veröffentlichte Kampagne braucht ihre Frage. Schreiben Sie eine.
refusal-campaign-question-too-long = Die Frage hat mehr als 300 Zeichen. Schreiben Sie den Rest unter „Was Sie suchen“.
refusal-campaign-brief-too-long = Der Text hat mehr als 20.000 Zeichen. Kürzen Sie ihn.
refusal-campaign-criteria-too-long = Worauf die Begutachtenden achten, darf 4.000 Zeichen lang sein. Bitte kürzen Sie.
refusal-campaign-promise-too-long = Die Zusage hat mehr als 600 Zeichen. Kürzen Sie sie.
refusal-campaign-terms-too-long = Die Bedingungen haben mehr als 10.000 Zeichen. Kürzen Sie sie.
refusal-campaign-answer-days-out-of-range = Wählen Sie 1 bis 365 Tage.
refusal-campaign-vote-budget-out-of-range = Wählen Sie 1 bis 1.000 Stimmen oder lassen Sie das Feld leer.
refusal-campaign-vote-budget-spent = { $number ->
    [one] Jemand hat schon 1 Stimme abgegeben. Wählen Sie 1 oder mehr.
   *[other] Jemand hat schon { $number } Stimmen abgegeben. Wählen Sie { $number } oder mehr.
}
refusal-campaign-answer-by-missing = Eine veröffentlichte Kampagne braucht das Datum ihrer Antworten. Legen Sie es fest.
refusal-campaign-answer-before-end = Die Antworten sind für einen Termin vor dem Ende der letzten Phase zugesagt. Sagen Sie sie für dieses Ende oder später zu.
refusal-campaign-reviewer-missing = Eine veröffentlichte Kampagne braucht Begutachtende. Wählen Sie mindestens eine Person.
refusal-campaign-too-many-reviewers = Wählen Sie höchstens 50 Begutachtende.
refusal-campaign-named-missing = Nennen Sie mindestens eine Person außer Verantwortlichen, Schirmherrschaft und Begutachtenden, die ohnehin dazugehören.
refusal-campaign-named-unfit = Nennen Sie Personen nur zusammen mit dem Kreis „people“.
refusal-campaign-too-many-named = Nennen Sie höchstens 500 Personen. Für mehr legen Sie einen Bereich an und wählen Sie ihn.
refusal-campaign-named-unknown = Unter einem dieser Namen ist hier niemand bekannt. Prüfen Sie die Schreibweise, oder nehmen Sie das Kürzel oder die E-Mail-Adresse.
refusal-campaign-named-several = Einen dieser Namen tragen mehrere Personen. Nehmen Sie das Kürzel oder die E-Mail-Adresse.
refusal-campaign-space-missing = Wählen Sie den Bereich, dessen Mitglieder sie sehen dürfen.
refusal-campaign-space-unfit = Nennen Sie einen Bereich nur zusammen mit dem Kreis „space“.
refusal-campaign-space-unknown = Diesen Bereich gibt es nicht, oder Sie gehören ihm nicht an. Wählen Sie einen anderen.
refusal-campaign-too-many-fields = Stellen Sie höchstens 20 zusätzliche Fragen.
refusal-campaign-field-label = Jede zusätzliche Frage braucht eine Beschriftung mit 1 bis 120 Zeichen.
refusal-campaign-field-choices = Geben Sie 2 bis 30 Antworten zur Auswahl an, jede mit höchstens 120 Zeichen.
refusal-campaign-field-locked = Ideen haben diese Frage vielleicht schon beantwortet. Formulieren Sie sie um, aber entfernen Sie sie nicht und ändern Sie ihre Art nicht.
refusal-campaign-field-unknown = Eine der zusätzlichen Fragen gehört nicht zu dieser Kampagne. Laden Sie die Seite neu.
refusal-campaign-phase-running = Begonnene Phasen behalten ihren Beginn, und heute muss in der laufenden Phase bleiben. Zum Weiter- oder Zurückgehen nutzen Sie „Phasen, Abschluss, Archiv“.
refusal-campaign-phases-missing = Eine veröffentlichte Kampagne braucht mindestens eine Phase.
refusal-campaign-phase-backwards = Diese Phase endet, bevor sie beginnt. Wählen Sie ein späteres Ende.
refusal-campaign-phases-overlap = Diese Phase beginnt, bevor die vorige endet. Verschieben Sie eine der beiden.
refusal-campaign-phase-twice = Dieselbe Phase steht zweimal da. Behalten Sie eine.
refusal-campaign-phase-unknown = Diese Phase hat die Kampagne nicht. Wählen Sie eine vorhandene.
refusal-campaign-phase-over = Diese Phase ist vorbei. Öffnen Sie sie stattdessen wieder.
refusal-campaign-end-too-early = Wählen Sie ein Ende in der Zukunft, nach dem Beginn der Phase.
refusal-campaign-no-next-phase = Nach dieser Phase kommt keine. Schließen Sie die Kampagne stattdessen ab.
refusal-campaign-phase-just-begun = Diese Phase hat gerade erst begonnen. Laden Sie die Seite neu, um den Stand zu sehen.
refusal-campaign-moment-unreadable = Geben Sie Datum und Uhrzeit an, etwa 2026-11-27 17:00.
refusal-campaign-value-unknown = Diese Auswahl gehört nicht zu den angebotenen. Wählen Sie erneut.
refusal-campaign-archived = Sie liegt im Archiv. Holen Sie sie zuerst heraus.
refusal-campaign-unprintable = Der Text enthält ein Zeichen, das sich nicht speichern lässt. Entfernen Sie es.
refusal-campaign-owner-unfit = Verantwortlich sein können nur eigene Leute. Wählen Sie jemand anderen.
refusal-campaign-sponsor-unfit = Die Schirmherrschaft können nur eigene Leute übernehmen. Wählen Sie jemand anderen.
refusal-campaign-reviewer-unfit = Begutachten können nur eigene Leute. Nehmen Sie die anderen heraus.
refusal-campaign-slug-taken = Eine andere Kampagne hat diese Adresse gerade belegt. Senden Sie es noch einmal.
refusal-campaign-launch-question = Schreiben Sie die Frage.
refusal-campaign-launch-audience = Wählen Sie, wer sie sehen und Ideen senden darf.
refusal-campaign-launch-reviewer = Nennen Sie mindestens eine begutachtende Person.
refusal-campaign-launch-shut-out = Wer die Kampagne verantwortet, begutachtet oder die Schirmherrschaft hat, muss sie sehen können. Nehmen Sie diese Personen in den Bereich auf, oder wählen Sie andere:
refusal-campaign-owner-shut-out = Wer die Kampagne verantwortet, gehört nicht zu denen, die sie sehen. Nehmen Sie die Person in den Bereich auf, oder wählen Sie jemand anderen.
refusal-campaign-sponsor-shut-out = Wer die Schirmherrschaft hat, gehört nicht zu denen, die die Kampagne sehen. Nehmen Sie die Person in den Bereich auf, oder wählen Sie jemand anderen.
refusal-campaign-reviewer-shut-out = Nicht alle Begutachtenden gehören zu denen, die die Kampagne sehen. Nehmen Sie sie in den Bereich auf, oder wählen Sie andere.
refusal-campaign-launch-phases = Wählen Sie mindestens eine Phase mit Terminen.
refusal-campaign-launch-phase-past = Die erste Phase ist schon vorbei. Legen Sie sie in die Zukunft.
refusal-campaign-launch-answer-by = Sagen Sie ein Datum zu, bis zu dem jede Idee beantwortet ist.
refusal-campaign-launch-answer-late = Sagen Sie die Antworten für das Ende der letzten Phase oder später zu.
refusal-campaign-calendar-caught-up = Der Kalender hat diese Phase inzwischen erreicht, die Kampagne ginge also sofort weiter. Unter „Phasen, Abschluss, Archiv“ können Sie eine frühere Phase mit einem neuen Ende wieder öffnen.
refusal-campaign-ideas-are-in = Seit der Öffnung sind Ideen eingegangen. Die Kampagne bleibt offen, damit alle ihre Ideen sehen, die welche gesendet haben.
refusal-campaign-counts-are-out = Die Stände sind inzwischen bekannt. Die Abstimmung kann nicht weitergehen, als wären sie es nicht. Unter „Phasen, Abschluss, Archiv“ können Sie eine frühere Phase mit einem neuen Ende wieder öffnen.
refusal-campaign-not-ready = Diese Kampagne kann noch nicht starten. Was fehlt, steht dabei.
refusal-campaign-launched-already = Diese Kampagne ist schon gestartet. Bewegen Sie stattdessen ihre Phasen.
refusal-campaign-not-launched = Diese Kampagne ist nicht gestartet, also gibt es keinen Start zurückzunehmen.
refusal-campaign-undo-too-late = Die 10 Minuten sind vorbei. Schließen Sie die Kampagne stattdessen mit einer Zusammenfassung ab.
refusal-campaign-undo-has-ideas = Jemand hat schon eine Idee gesendet. Beantworten Sie sie und schließen Sie die Kampagne dann ab.
refusal-campaign-ideas-unanswered = Ideen warten noch auf ihre Antwort. Wählen Sie zuerst jede aus, stellen Sie sie zurück oder lehnen Sie sie ab.
refusal-campaign-summary-missing = Schreiben Sie, was daraus wurde. Das lesen alle Beteiligten zuerst.
refusal-campaign-summary-too-long = Die Zusammenfassung hat mehr als 20.000 Zeichen oder eines, das sich nicht speichern lässt. Kürzen Sie sie.
refusal-campaign-not-running = Diese Kampagne läuft nicht, also gibt es nichts zu bewegen oder abzuschließen.
refusal-campaign-not-closed = Nur abgeschlossene Kampagnen kommen ins Archiv. Schließen Sie sie zuerst ab.
refusal-campaign-not-archived = Diese Kampagne liegt nicht im Archiv.
refusal-campaign-not-a-draft = Nur Entwürfe lassen sich löschen. Schließen Sie diese Kampagne ab und legen Sie sie ins Archiv.
refusal-campaign-in-use = Aus diesem Entwurf wurde etwas gemacht, etwa ein Brainstorming. Löschen Sie das zuerst.
refusal-campaign-nothing-to-reopen = Die Kampagne ist noch nicht bei dieser Phase gewesen oder liegt im Archiv.
