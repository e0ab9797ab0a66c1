# Sichtung, Entscheidungen zu einer Idee, Zusammenführen, Moderation.

evaluation-state-draft = Entwurf
evaluation-state-submitted = Eingereicht
evaluation-state-pending = Wartet auf Freigabe
evaluation-state-open = Offen
evaluation-state-in_review = In Prüfung
evaluation-state-shortlisted = In der engeren Wahl
evaluation-state-in_prototype = Im Prototyp
evaluation-state-shipped = Umgesetzt
evaluation-state-clarification = Rückfrage
evaluation-state-parked = Zurückgestellt
evaluation-state-declined = Abgelehnt
evaluation-state-merged = Zusammengeführt
evaluation-state-off_topic = Am Thema vorbei
evaluation-state-withdrawn = Zurückgezogen
evaluation-state-binned = Im Papierkorb
evaluation-source-customer = Kundschaft
evaluation-source-sales_tip = Tipp aus dem Vertrieb
evaluation-source-signal = Signal
evaluation-source-brainstorm = Brainstorming
evaluation-source-staff = Belegschaft
evaluation-source-import = Import
evaluation-clock-none = Keine Zusage
evaluation-clock-answered = Beantwortet
evaluation-clock-paused = Angehalten
evaluation-clock-on-track = Im Plan
evaluation-clock-at-risk = Wird knapp
evaluation-clock-missed = Verpasst
evaluation-clock-snoozed = Aufgeschoben
evaluation-left-minutes = noch { $count } Min.
evaluation-left-hours = noch { $count } Std.
evaluation-left-days = { $count ->
    [one] noch 1 Tag
   *[other] noch { $count } Tage
}
evaluation-late-minutes = { $count } Min. zu spät
evaluation-late-hours = { $count } Std. zu spät
evaluation-late-days = { $count ->
    [one] 1 Tag zu spät
   *[other] { $count } Tage zu spät
}

triage-title = Sichtung
triage-number = Nr. { $number }
triage-waiting = { $count ->
    [0] Nichts wartet.
    [one] 1 Idee wartet, die älteste Zusage zuerst.
   *[other] { $count } Ideen warten, die älteste Zusage zuerst.
}
triage-waiting-read = { $count ->
    [0] Nichts wartet.
    [one] 1 Idee wartet; Sie können mitlesen und kommentieren.
   *[other] { $count } Ideen warten; Sie können mitlesen und kommentieren.
}
triage-waiting-many = Mehr als { $count } Ideen warten, die älteste Zusage zuerst.
triage-back = Zurück zur Liste
triage-list = Wartende Ideen
triage-due = fällig { $at }
triage-snoozed = aufgeschoben bis { $at }
triage-filter-campaign = Kampagne
triage-filter-source = Herkunft
triage-filter-clock = Zusage
triage-filter-all = Alle
triage-filter-show = Anzeigen
triage-filter-clear = Alles anzeigen
triage-alike-more = { $count ->
    [one] 1 weitere
   *[other] { $count } weitere
    }
triage-alike = { $count ->
    [one] 1 Idee klingt ähnlich
   *[other] { $count } Ideen klingen ähnlich
}
triage-kept = Was Sie geschrieben haben
triage-compare = Vergleichen und zusammenführen
triage-asked-by = { $name } hat gefragt
triage-replied = { $name } hat geantwortet
triage-asked = Die Rückfrage ist gestellt. Bis zur Antwort ruht die Zusage.
triage-read-only = Sie begutachten diese Kampagne: Sie können ihre Ideen in der Sichtung lesen und kommentieren. Über die Annahme entscheiden die Leitung der Entwicklung und die der Kampagne.
triage-left = Diese Idee hat die Sichtung verlassen.
triage-accept = In Prüfung nehmen
triage-duplicate = Dublette von …
triage-decline = Ablehnen
triage-decline-send = Ablehnen und begründen
triage-reason = Begründung für die Autorin oder den Autor
triage-reason-hint = Nennen Sie den Grund, was uns umstimmen würde, und danken Sie { $name } namentlich.
triage-library = Beginnen Sie mit einem dieser Texte, und machen Sie ihn sich zu eigen:
triage-snooze = Aufschieben
triage-snooze-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
}
triage-snooze-until = Bis zu einem Datum
triage-snooze-send = Bis dahin aufschieben
triage-ask = Rückfrage stellen
triage-ask-send = Frage senden
triage-question = Frage
triage-question-hint = { $name } erhält sie sofort. Bis zur Antwort ruht die Zusage.
triage-undo = Meine letzte Entscheidung zurücknehmen
triage-empty-filtered = Hier wartet nichts
triage-empty-filtered-text = Zu dieser Auswahl wartet keine Idee.
triage-zero = Alles gesichtet
triage-zero-text = Jede Idee wurde angesehen. Neue erscheinen hier, sobald sie eintreffen.
triage-past = Die Entscheidungen von gestern und was daraus wurde
triage-past-none = Seit gestern wurde nichts entschieden.
triage-did-accept = { $name } hat sie in Prüfung genommen
triage-did-duplicate = { $name } hat sie zusammengeführt
triage-did-decline = { $name } hat sie abgelehnt
triage-did-snooze = { $name } hat sie aufgeschoben
triage-did-ask = { $name } hat zurückgefragt
triage-did-shortlist = { $name } hat sie in die engere Wahl genommen
triage-did-park = { $name } hat sie zurückgestellt
triage-did-reopen = { $name } hat sie wieder geöffnet
triage-template-exists = Das gibt es schon
triage-template-exists-text =
    Vielen Dank, { $name }. Das gibt es bereits: [sagen Sie, wo es zu finden ist].
    Falls es nicht leistet, was Sie brauchen, schreiben Sie uns, was fehlt; dann sehen wir es uns noch einmal an.
triage-template-cost = Kostet mehr, als es bringt
triage-template-cost-text =
    Vielen Dank, { $name }. Wir haben gerechnet: Zurzeit kostet es mehr, als es bringt: [sagen Sie grob, warum].
    Ein zweiter Kunde mit demselben Bedarf oder ein günstigerer Weg würde uns umstimmen.
triage-template-fit = Nicht unser Gebiet
triage-template-fit-text =
    Vielen Dank, { $name }. Auf diesem Gebiet arbeiten wir nicht und würden es schlecht machen: [sagen Sie, was wir stattdessen tun].
    Falls es doch eines unserer Produkte betrifft, nennen Sie es uns; dann sehen wir es uns noch einmal an.
triage-template-safety = Nicht sicher genug
triage-template-safety-text =
    Vielen Dank, { $name }. Das können wir nicht sicher herstellen: [nennen Sie die Gefahr oder die Vorschrift].
    Ein Weg um diese Gefahr herum würde uns umstimmen.

toast-triage-accept = In Prüfung genommen.
toast-triage-duplicate = Zusammengeführt. Die Stimmen zählen für die Idee, die bleibt.
toast-triage-decline = Abgelehnt. Die Autorin oder der Autor erhält Ihre Begründung.
toast-triage-snooze = Aufgeschoben.
toast-triage-ask = Die Rückfrage ist gestellt. Die Zusage ruht.
toast-triage-undone = Zurückgenommen: „{ $what }“ ist wieder wie vorher.

merge-title = Mit einer anderen Idee zusammenführen
merge-lead = Welche Idee bleibt? Nr. { $number } wird zum Wegweiser dorthin.
merge-both = Nebeneinander
merge-duplicate = Wird zur Dublette
merge-kept = Bleibt
merge-effect-votes = Stimmen zählen über beide Ideen hinweg einmal je Person.
merge-effect-followers = Wer der Dublette folgt, erfährt von der Idee, die bleibt.
merge-effect-undo = Nichts wird kopiert: Beim Trennen sind beide wieder, wie sie waren.
merge-do = Mit Nr. { $number } zusammenführen
merge-other-way = Stattdessen Nr. { $duplicate } in Nr. { $number } zusammenführen
merge-find = Die Idee finden, die bleibt
merge-search = Nach Wörtern suchen
merge-search-hint = Ohne Wörter sehen Sie Ideen, die ähnlich klingen.
merge-search-do = Suchen
merge-number = Nummer der Idee
merge-compare = Vergleichen
merge-none = Keine Idee gefunden. Suchen Sie mit anderen Wörtern oder geben Sie die Nummer ein.
toast-merged = Zusammengeführt. Stimmen zählen einmal je Person.
toast-unmerged = Getrennt. Beide Ideen sind, wie sie waren.

decision-title = Entscheiden
decision-decide = Wie es weitergeht
decision-choose = Entscheidung
decision-review = In Prüfung nehmen
decision-review-hint = Wir sehen sie uns genau an.
decision-shortlist = In die engere Wahl nehmen
decision-shortlist-hint = Ausgewählt; ein Prototyp kann folgen.
decision-park = Zurückstellen
decision-park-hint = Jetzt nicht. Sagen Sie, wann wir sie wieder ansehen.
decision-decline = Ablehnen
decision-decline-hint = Nein. Sagen Sie, warum und was uns umstimmen würde.
decision-reopen = Wieder öffnen
decision-reopen-hint = Zurück in die Übersicht; die Zusage läuft wieder.
decision-reason = Begründung für die Autorin oder den Autor
decision-reason-hint = Nötig zum Zurückstellen und zum Ablehnen.
decision-send = Entscheiden und mitteilen
decision-answer = Offizielle Antwort
decision-answer-text = Antwort
decision-answer-hint = Wird an die Idee geheftet, für alle, die sie sehen. Markdown ist möglich.
decision-answer-send = Offiziell antworten
decision-answer-withdraw = Angeheftete Antwort zurückziehen
decision-ask = Rückfrage stellen
decision-ask-hint = Bis zur Antwort ruht die Zusage.
toast-idea-decided = Entschieden und mitgeteilt.
toast-idea-answered = Ihre Antwort ist angeheftet.
toast-answer-withdrawn = Die Antwort ist zurückgezogen.
toast-author-asked = Die Rückfrage ist gestellt. Die Zusage ruht.

clarification-title = Eine Frage zu Ihrer Idee
clarification-asked = { $name } hat gefragt
clarification-answer = Ihre Antwort
clarification-hint = Alle, die die Idee sehen, können sie lesen. Danach geht es mit der Idee dort weiter, wo sie war.
clarification-send = Antwort senden
toast-clarified = Vielen Dank. Mit der Idee geht es dort weiter, wo sie war.

moderation-title = Moderation
moderation-counts-pending = { $count ->
    [0] Keine Idee wartet auf Freigabe.
    [one] 1 Idee wartet auf Freigabe.
   *[other] { $count } Ideen warten auf Freigabe.
}
moderation-counts-aside = { $off } am Thema vorbei, { $binned } im Papierkorb.
moderation-policy = Hier warten Ideen, wenn eine Kampagne eine Freigabe verlangt. Jede wird angesehen; wer abgelehnt wird, erfährt den Grund, und nichts wird gelöscht.
moderation-lists = Listen der Moderation
moderation-waiting = Wartend
moderation-aside = Beiseitegelegt
moderation-mark = „{ $title }“ markieren
moderation-approve = Freigeben
moderation-approve-marked = Alle markierten freigeben
moderation-bin = In den Papierkorb
moderation-note = Hinweis für die Autorin oder den Autor
moderation-note-hint = Sagen Sie, was nicht passt und wohin es passen würde. Danken Sie { $name } namentlich.
moderation-decline = Mit diesem Hinweis ablehnen
moderation-restore = Zurücklegen
moderation-reason = Beiseitegelegt, weil: { $reason }
moderation-empty = Diese Liste ist leer
moderation-empty-text = Neue Ideen erscheinen hier, wenn eine Kampagne eine Freigabe verlangt.
toast-moderation-approved = Freigegeben. Sie steht in der Übersicht.
toast-moderation-approved-many = Freigegeben. Sie stehen in der Übersicht.
toast-moderation-declined = Abgelehnt. Die Autorin oder der Autor erhält Ihren Hinweis.
toast-moderation-binned = In den Papierkorb gelegt.
toast-moderation-returned = Zurückgelegt, dorthin, wo sie war.

refusal-triage-reason-missing = Schreiben Sie die Begründung, die die Autorin oder der Autor liest.
refusal-triage-reason-too-long = Die Begründung darf 4.000 Zeichen haben. Kürzen Sie sie.
refusal-triage-question-missing = Schreiben Sie, was Sie von der Autorin oder dem Autor wissen möchten.
refusal-triage-question-too-long = Die Frage darf 4.000 Zeichen haben. Kürzen Sie sie.
refusal-triage-clarification-missing = Schreiben Sie Ihre Antwort auf die Frage.
refusal-triage-clarification-too-long = Die Antwort darf 4.000 Zeichen haben. Kürzen Sie sie.
refusal-triage-answer-missing = Schreiben Sie die Antwort.
refusal-triage-answer-too-long = Die Antwort darf 10.000 Zeichen haben. Kürzen Sie sie.
refusal-triage-snooze-wrong = Wählen Sie einen Tag nach heute, innerhalb von drei Monaten.
refusal-triage-not-waiting = Diese Idee wartet nicht mehr in der Sichtung. Vielleicht war jemand schneller: Sehen Sie auf ihrer Seite nach.
refusal-triage-nothing-to-undo = Sie haben keine Entscheidung, die sich zurücknehmen lässt.
refusal-triage-moved-on = Seit Ihrer Entscheidung ging es mit der Idee weiter, deshalb wurde nichts zurückgenommen. Entscheiden Sie auf ihrer Seite neu.
refusal-triage-not-asked = Zu dieser Idee ist keine Rückfrage offen.
refusal-triage-no-answer = Es gibt keine offizielle Antwort, die sich zurückziehen lässt.
refusal-triage-not-from-here = Diese Entscheidung ist in diesem Zustand nicht möglich. Laden Sie die Seite neu.
refusal-triage-decision-unknown = Wählen Sie eine der Entscheidungen.
refusal-moderation-none-marked = Markieren Sie 1 bis 50 Ideen und geben Sie sie dann frei.
refusal-merge-same-idea = Eine Idee lässt sich nicht mit sich selbst zusammenführen. Wählen Sie eine andere.
refusal-merge-no-target = Unter dieser Nummer gibt es keine Idee. Wählen Sie eine aus der Liste.
refusal-merge-target-closed = Diese Idee nimmt in ihrem Zustand keine Dubletten auf. Wählen Sie eine andere.
refusal-merge-target-hidden = Die andere Idee sehen weniger Personen als diese; wer abgestimmt hat, verlöre seine Stimme aus dem Blick. Führen Sie andersherum zusammen.
refusal-merge-has-duplicates = In diese Idee sind andere zusammengeführt. Führen Sie andersherum zusammen, oder trennen Sie diese zuerst.
refusal-merge-in-prototype = Aus dieser Idee wurde ein Prototyp, deshalb kann sie keine Dublette werden. Führen Sie die andere Idee in diese zusammen, oder nehmen Sie die Idee zuerst aus dem Prototyp zurück.
refusal-merge-not-from-here = In ihrem Zustand kann diese Idee keine Dublette werden. Nehmen Sie auf ihrer Seite zuerst zurück, was sie in diesen Zustand gebracht hat.
refusal-merge-not-merged = Diese Idee ist nicht zusammengeführt.
