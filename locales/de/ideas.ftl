# Ideen: Übersicht, Formular, Seite einer Idee, was daraus wurde.

ideas-title = Ideen
ideas-lead = Was gebraucht wird und was daraus wird. Jede Idee bekommt eine Antwort mit Name und Datum.
ideas-new-link = Idee einreichen
ideas-mine-link = Was aus meinen Ideen wurde
ideas-search-label = Was fehlt, oder was würden Sie besser machen?
ideas-search-placeholder = Band, „masking tape“, -Papier
ideas-search-go = Suchen
ideas-search-add = Als Idee einreichen
ideas-how-title = So funktioniert es
ideas-how-1 = Sagen Sie, was Sie brauchen
ideas-how-1-text = Ein Satz genügt, das Konto kommt zuletzt.
ideas-how-2 = Stimmen Sie für das, was Sie wollen
ideas-how-2-text = Eine Stimme je Idee. Sie können sie jederzeit zurücknehmen.
ideas-how-3 = Sehen Sie, was daraus wird
ideas-how-3-text = Jede Idee wird bis zu einem Datum beantwortet, die besten werden Prototypen.
ideas-tabs = Reihenfolge der Ideen
ideas-tab-rising = Im Kommen
ideas-tab-wanted = Meistgewünscht
ideas-tab-new = Neu
ideas-tab-shipped = Umgesetzt
ideas-list = Ideen in dieser Reihenfolge
ideas-all = Alle Ideen zeigen
ideas-filters-on = Gesetzte Filter
ideas-filter-below = Filter und Kampagnen, unter der Liste
ideas-filter-title = Filtern
ideas-filter-campaign = Kampagne
ideas-filter-campaign-over = { $title } (abgeschlossen)
ideas-filter-status = Status
ideas-filter-source = Herkunft
ideas-filter-tag = Schlagwort
ideas-filter-words = Suche
ideas-filter-any = Alle
ideas-filter-apply = Filter anwenden
ideas-filter-remove = Diesen Filter entfernen
ideas-shuffled = Die Stände sind vorerst verdeckt, darum ist die Reihenfolge nur für Sie gemischt. Sie bleibt so, bis die Abstimmung endet.
ideas-looks-alike = Nur wenige Ideen passen genau, darum stehen auch ähnliche Titel dabei.
ideas-found = Ideen zu „{ $words }“
ideas-not-found-here = Nicht das, was Sie meinten?
ideas-none-found = Noch keine Idee zu „{ $words }“
ideas-none-found-text = Machen Sie den Anfang: Was Sie eingegeben haben, wird übernommen.
ideas-tab-best = Beste Treffer
ideas-none-narrowed = Hier sagt keine Idee „{ $words }“
ideas-none-narrowed-text = Die Filter lassen Ideen weg. Ohne sie gibt es vielleicht welche.
ideas-search-everywhere = Überall suchen
ideas-none-filtered = Keine Idee passt zu diesen Filtern
ideas-none-filtered-text = Entfernen Sie einen davon, oder sehen Sie alle Ideen an.
ideas-empty = Noch keine Ideen
ideas-empty-text = Schreiben Sie die erste. So haben andere angefangen:
ideas-empty-example-1 = Das Band soll sich lösen, wenn man es erwärmt, damit man ein Akkupaket reparieren kann.
ideas-empty-example-2 = Drucken Sie die Chargennummer außen auf den Karton.
ideas-empty-example-3 = Ein Schaum, der in der Kälte nicht knistert.
ideas-running = Laufende Kampagnen
ideas-campaign-ideas = { $count ->
    [one] 1 Idee
   *[other] { $count } Ideen
}
ideas-campaign-show = Ideen ansehen
ideas-campaign-answer = Antworten
ideas-campaign-open = Ideen werden gesammelt
ideas-campaign-discuss = In der Diskussion
ideas-campaign-vote = Abstimmung läuft
ideas-campaign-review = In der Begutachtung
ideas-campaign-decide = Wird entschieden
ideas-legend-title = Was jeder Status bedeutet
ideas-rising-title = Wie „Im Kommen“ gezählt wird
ideas-rising-formula = ((Stimmen × 5 + Kommentare × 3) − 1) ÷ (Alter in Stunden + 2)^1,4
ideas-rising-text = Stimmen und Kommentare heben eine Idee, mit dem Alter sinkt sie. Eine junge Idee mit wenigen Stimmen kann über einer alten mit vielen stehen.
ideas-feeds = Diese Liste als
ideas-tip-from = Tipp aus dem Vertrieb, von { $name }
ideas-comments = { $count ->
    [one] 1 Kommentar
   *[other] { $count } Kommentare
}
ideas-votes = { $count ->
    [one] 1 Stimme
   *[other] { $count } Stimmen
}
hint-ideas-board = Mit j und k bewegen, mit v abstimmen, mit / suchen.

idea-state-draft = Entwurf
idea-state-draft-means = Nur Sie sehen sie, bis Sie sie absenden.
idea-state-submitted = Eingereicht
idea-state-submitted-means = Sie ist angekommen und wird angesehen.
idea-state-pending = Wartet auf Freigabe
idea-state-pending-means = Die Moderation sieht sie an, bevor andere sie sehen.
idea-state-open = Offen
idea-state-open-means = In der Übersicht: abstimmen und diskutieren. Unsere Antwort ist in Arbeit.
idea-state-in-review = In Prüfung
idea-state-in-review-means = Unsere Entwicklung sieht sie sich an.
idea-state-shortlisted = In der engeren Wahl
idea-state-shortlisted-means = Für einen Prototyp ausgewählt, der noch nicht begonnen hat.
idea-state-in-prototype = Im Prototyp
idea-state-in-prototype-means = Jemand baut und testet sie.
idea-state-shipped = Umgesetzt
idea-state-shipped-means = Sie ist erhältlich.
idea-state-clarification = Rückfrage
idea-state-clarification-means = Wir haben nachgefragt. Die Uhr steht, bis die Antwort da ist.
idea-state-parked = Zurückgestellt
idea-state-parked-means = Gut, aber nicht jetzt. Der Grund steht auf ihrer Seite.
idea-state-declined = Abgelehnt
idea-state-declined-means = Wir setzen sie nicht um. Der Grund steht auf ihrer Seite.
idea-state-merged = Zusammengeführt
idea-state-merged-means = Sie lebt in einer anderen Idee weiter, die dasselbe sagt.
idea-state-off-topic = Am Thema vorbei
idea-state-off-topic-means = Aus der Übersicht genommen, weil sie nicht hierher gehört. Autorin oder Autor und die Moderation sehen sie weiterhin.
idea-state-withdrawn = Zurückgezogen
idea-state-withdrawn-means = Sie wurde zurückgezogen. Nur die Autorin oder der Autor sieht sie noch.
idea-state-binned = Im Papierkorb
idea-state-binned-means = Von der Moderation aus der Übersicht genommen. Autorin oder Autor und die Moderation sehen sie weiterhin.

idea-source-customer = Kundschaft
idea-source-sales-tip = Tipp aus dem Vertrieb
idea-source-signal = Signal
idea-source-brainstorm = Brainstorming
idea-source-staff = Belegschaft
idea-source-import = Import

idea-number = Idee { $number }
idea-edited = Fassung { $version }
idea-merged-into = Diese Idee wurde zusammengeführt mit
idea-merged-votes = Stimmen zählen dort, einmal je Person.
idea-merged-hidden = Diese Idee wurde mit einer anderen zusammengeführt.
idea-pending-note = Wartet auf Freigabe. Sie sehen sie schon, andere erst, wenn die Moderation sie angesehen hat.
idea-why = Warum sie „{ $status }“ ist
idea-question = Rückfrage an die Autorin oder den Autor
idea-question-you = Wir haben eine Frage an Sie
idea-answer-field = Ihre Antwort
idea-answer-hint = Sie wird an Ihre Idee angefügt, und unsere Uhr läuft weiter.
idea-answer-send = Antwort senden
idea-answer-link = Frage beantworten
idea-said-before = Zuvor gesagt
idea-exchanges = Gefragt und geantwortet
idea-asked-by = { $name } hat gefragt
idea-answered-by = { $name } hat geantwortet
idea-decide = Entscheiden oder antworten
idea-merge = Zusammenführen
idea-unmerge = Zusammenführung aufheben
idea-official = Offizielle Antwort
idea-tags = Schlagwörter
idea-second-voice = Seien Sie die zweite Stimme: Stimmen Sie ab, oder sagen Sie es weiter.
idea-second-voice-mine = Suchen Sie eine zweite Stimme: Geben Sie diese Adresse weiter.
idea-actions = Folgen und ändern
idea-follow = Folgen
idea-unfollow = Nicht mehr folgen
idea-edit = Bearbeiten
idea-withdraw = Zurückziehen
idea-restore = Wiederherstellen
idea-followers = { $count ->
    [one] 1 Person folgt
   *[other] { $count } Personen folgen
}
idea-who-asks = Wer es will
idea-versions = Fassungen
idea-clock-title = Unsere Antwort
idea-clock-on-track = Im Plan
idea-clock-at-risk = Wird knapp
idea-clock-missed = Verpasst
idea-clock-paused = Angehalten
idea-clock-hours = { $count ->
    [one] 1 Stunde
   *[other] { $count } Stunden
}
idea-clock-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
}
idea-answers-by = { $who } antwortet bis { $at }.
idea-answers-by-us = Wir antworten bis { $at }.
idea-answers-missed = { $who } hat eine Antwort bis { $at } zugesagt. Der Termin ist verpasst.
idea-answers-missed-us = Wir haben eine Antwort bis { $at } zugesagt. Der Termin ist verpasst.
idea-staff = Für unsere eigenen Leute
idea-approve = Freigeben
idea-bring-back = Zurückholen
idea-moderate = Aus der Übersicht nehmen
idea-moderate-reason = Grund
idea-moderate-hint = Die Autorin oder der Autor liest ihn. „Am Thema vorbei“ braucht einen.
idea-off-topic = Als „am Thema vorbei“ markieren
idea-bin = In den Papierkorb
idea-duplicates = { $count ->
    [one] 1 Idee mit dieser zusammengeführt
   *[other] { $count } Ideen mit dieser zusammengeführt
}

idea-new-title = Idee einreichen
idea-new-for = Für die Kampagne „{ $title }“
idea-new-lead = Sagen Sie es, wie Sie es im Kollegenkreis sagen würden. Wir lesen jedes Wort.
idea-second-title = Steht Ihre Idee schon auf der Liste?
idea-second-lead = Diese sagen etwas Ähnliches. Stimmen Sie für eine davon, oder senden Sie Ihre trotzdem.
idea-second-leave = Sie steht schon da, zurück zur Übersicht
idea-send-anyway = Meine trotzdem senden
idea-send-now = Jetzt senden
idea-send = Idee senden
idea-send-visitor = Weiter zur Anmeldung
idea-send-visitor-hint = Was Sie geschrieben haben, bleibt erhalten. Sie bestätigen es nach der Anmeldung.
idea-draft-kept = Das haben Sie beim letzten Mal geschrieben.
idea-draft-kept-visitor = Das haben Sie geschrieben. Melden Sie sich an, um es zu senden.
idea-draft-discard = Verwerfen
idea-keep = Als Entwurf speichern
toast-idea-kept = Gespeichert. Sie finden den Entwurf unter „Was aus meinen Ideen wurde“.
ideas-mine-begun = Entwurf, nicht gesendet
ideas-mine-go-on = Weiterschreiben
idea-field-body = Ihre Idee
idea-field-body-hint = Was passiert heute, was soll stattdessen passieren, und wo?
idea-field-title = Titel
idea-field-title-hint = Bleibt er leer, gilt der erste Satz.
idea-field-campaign = Kampagne
idea-campaign-shut = „{ $title }“ nimmt zurzeit keine Ideen an. Ihre kann für sich stehen oder zu einer anderen Kampagne gehören: Wählen Sie unten.
idea-campaign-coming = „{ $title }“ ist noch nicht offen. Lassen Sie sich erinnern, oder senden Sie Ihre Idee für sich oder an eine andere Kampagne: Wählen Sie unten.
idea-campaign-shut-alone = „{ $title }“ nimmt zurzeit keine Ideen an. Ihre kann für sich stehen.
idea-campaign-coming-alone = „{ $title }“ ist noch nicht offen. Lassen Sie sich erinnern, oder senden Sie Ihre Idee für sich.
idea-campaign-look = Zu dieser Kampagne
idea-field-campaign-none = Keine, sie steht für sich
idea-field-campaign-hint = Wählen Sie eine, wenn Ihre Idee deren Frage beantwortet.
idea-field-campaign-choose = Zeigen, was sie fragt
idea-field-choose = Bitte wählen
idea-field-tags = Schlagwörter
idea-field-tags-hint = Mit Komma getrennt, zum Beispiel: Schälkraft, Kälte
idea-field-photos = Fotos
idea-field-photos-hint = Bis zu { $most } Bilder als JPEG, PNG oder WebP, je höchstens 10 MB. Wo und womit sie aufgenommen wurden, wird entfernt.
idea-photos-kept = { $count ->
    [one] 1 Foto ist von vorhin noch da
   *[other] { $count } Fotos sind von vorhin noch da
}
idea-photos-later = Fotos können Sie hinzufügen, sobald Sie angemeldet sind: Was Sie hier schreiben, wartet auf Sie.
idea-photos-add = Fotos hinzufügen
idea-photo = Foto { $number }
idea-photo-alt = Was es zeigt
idea-photos-title = Fotos der Idee
idea-photo-remove = Entfernen
idea-photo-remove-named = Foto { $number } entfernen
idea-photos-empty = Noch gibt es keine Fotos.
idea-photos-full = Es gibt { $most } Fotos, mehr kann eine Idee nicht haben. Entfernen Sie eines, um ein anderes hinzuzufügen.
idea-photos-done = Zurück zur Idee
idea-field-audience = Wer sie sieht
idea-audience-internal = Unsere eigenen Leute
idea-audience-public = Alle
idea-terms = Ideenbedingungen
idea-terms-accept = Ich nehme die Ideenbedingungen an
idea-next-title = Wie es weitergeht
idea-next-approval = Die Moderation sieht sie an, bevor andere sie sehen.
idea-next-board = Sie steht sofort in der Übersicht.
idea-next-votes = Andere stimmen ab und kommentieren; Sie erfahren davon.
idea-next-answer = { $who } antwortet bis { $at }, mit Gründen.
idea-next-answer-us = Wir antworten bis { $at }, mit Gründen.
idea-next-follow = Wird sie ein Prototyp, sehen Sie, wie weit er ist und was an jedem Gate entschieden wurde, mit den Gründen.
idea-next-withdraw = Sie können sie bearbeiten, bis entschieden ist, und zurückziehen, bis sie geprüft wird.
idea-similar-title = { $count ->
    [one] 1 ähnliche Idee
   *[other] { $count } ähnliche Ideen
}
idea-similar-text = Steht Ihre schon auf der Liste? Eine Stimme dort zählt mehr als eine zweite Fassung.

idea-edit-title = Idee bearbeiten
idea-edit-lead = Frühere Fassungen bleiben erhalten, und alle sehen, was sich geändert hat.
idea-edit-stale = Jemand hat diese Idee geändert, während Sie schrieben. Ihr Text steht unten; sehen Sie vor dem Speichern nach, was sich geändert hat.
idea-edit-save = Neue Fassung speichern
idea-edit-cancel = Lassen, wie es war
idea-history-title = Fassungen
idea-version = Fassung { $number }
idea-version-first = wie sie ankam

ideas-mine-title = Was daraus wurde
ideas-mine-lead = Ihre Ideen, die neueste zuerst, mit dem, was wir entschieden haben, und warum.
ideas-mine-none = Hier stehen bald Ihre Ideen, mit dem, was wir entschieden haben, und warum.
ideas-mine-sent = Gesendet
ideas-mine-empty = Sie haben noch keine Idee gesendet
ideas-mine-empty-text = Ein Satz genügt. Hier sehen Sie dann, was daraus wird.

toast-idea-submitted = Ihre Idee ist da. { $who } antwortet bis { $at }.
toast-idea-submitted-to-us = Ihre Idee ist da. Wir antworten bis { $at }.
toast-idea-saved = Als neue Fassung gespeichert.
toast-photos-added = Fotos hinzugefügt.
toast-photo-removed = Foto entfernt.
toast-photo-restored = Das Foto ist wieder da.
toast-idea-withdrawn = Ihre Idee ist zurückgezogen.
toast-idea-restored = Die Idee ist wieder da.
toast-idea-followed = Sie folgen dieser Idee.
toast-idea-unfollowed = Sie folgen dieser Idee nicht mehr.
toast-idea-approved = Freigegeben. Alle, für die sie gedacht ist, sehen sie jetzt.
toast-idea-off-topic = Als „am Thema vorbei“ markiert und aus der Übersicht genommen.
toast-idea-binned = In den Papierkorb gelegt.
toast-idea-discarded = Verworfen.

refusal-idea-move-not-possible = Das ist im jetzigen Zustand der Idee nicht möglich. Laden Sie die Seite neu, um zu sehen, wo sie steht.
refusal-idea-reason-missing = Schreiben Sie einen Grund. Die Autorin oder der Autor liest ihn.
refusal-idea-reason-too-long = Kürzen Sie den Grund auf 4.000 Zeichen.
refusal-idea-body-too-short = Schreiben Sie etwas mehr: mindestens zehn Buchstaben, damit andere es verstehen.
refusal-idea-body-too-long = Kürzen Sie den Text auf 20.000 Zeichen.
refusal-idea-title-too-long = Kürzen Sie den Titel auf 120 Zeichen.
refusal-idea-title-missing = Schreiben Sie einen Titel. Aus dem Text lässt sich keiner bilden.
refusal-idea-text-not-storable = Der Text enthält ein Zeichen, das sich nicht speichern lässt. Entfernen Sie es, und senden Sie erneut.
refusal-idea-tags-too-many = Verwenden Sie höchstens acht Schlagwörter.
refusal-idea-tag-too-long = Kürzen Sie jedes Schlagwort auf 40 Zeichen.
refusal-idea-edit-closed = Über diese Idee ist entschieden, sie lässt sich nicht mehr bearbeiten. Schreiben Sie stattdessen einen Kommentar.
refusal-idea-answers-over = Die Kampagne ist geschlossen, niemand würde die Idee beantworten. Öffnen Sie zuerst die Kampagne wieder, oder reichen Sie die Idee außerhalb der Kampagne neu ein.
refusal-idea-withdraw-closed = An dieser Idee wird gearbeitet, sie lässt sich nicht mehr zurückziehen. Schreiben Sie stattdessen einen Kommentar.
refusal-idea-keeps-duplicates = In diese Idee sind andere zusammengeführt. Bitte trennen Sie diese zuerst.
refusal-idea-keeps-duplicates-ask = In diese Idee sind andere zusammengeführt. Bitten Sie die Leitung der Kampagne oder die Moderation, diese zuerst zu trennen.
refusal-idea-campaign-closed = Diese Kampagne nimmt zurzeit keine Ideen an. Wählen Sie eine andere oder keine, und senden Sie noch einmal.
refusal-idea-campaign-unknown = Diese Kampagne gibt es nicht, oder Sie sehen sie nicht mehr. Wählen Sie eine andere oder keine, und senden Sie noch einmal.
refusal-idea-terms-not-accepted = Nehmen Sie die Ideenbedingungen an, um Ihre Idee an diese Kampagne zu senden.
refusal-idea-field-missing = Bitte füllen Sie das aus. Die Kampagne braucht diese Angabe.
refusal-idea-field-too-long = Bitte kürzen Sie das.
refusal-idea-field-not-a-number = Schreiben Sie eine Zahl, zum Beispiel 4,5.
refusal-idea-field-not-a-choice = Wählen Sie eine der Antworten.
refusal-idea-field-unknown = Danach fragt die Kampagne nicht.
refusal-idea-photos-none = Wählen Sie zuerst ein Bild aus.
refusal-idea-photos-too-many = Senden Sie höchstens sechs Fotos.
