# Diskussion: Kommentare, Antworten, interne Notizen.

discussion-title = { $count ->
    [0] Diskussion
    [one] 1 Kommentar
   *[other] { $count } Kommentare
}
discussion-empty = Noch hat niemand etwas gesagt. Was bräuchten Sie, und wo würden Sie es einsetzen?
discussion-closed = Diese Idee nimmt keine Kommentare mehr an.
discussion-from-start = Ab dem ersten Kommentar
discussion-later = Spätere Kommentare
discussion-replies = Antworten an { $name }
discussion-reply-to = { $name } antworten
discussion-reply-label = Ihre Antwort
discussion-reply-send = Antwort senden
discussion-write-title = Kommentar schreiben
discussion-write-label = Ihr Kommentar
discussion-write-hint = Personen nennen Sie mit @Kürzel. Markdown ist möglich.
discussion-write-hint-visitor = Erst schreiben, dann anmelden. Ihr Text bleibt erhalten.
discussion-write-send = Kommentar senden
discussion-write-send-visitor = Weiter zur Anmeldung
discussion-staff-only = Nur intern
discussion-staff-only-hint = Kunden und Partner sehen es nie.
discussion-staff-note = Interne Notiz
discussion-answer = Antwort
discussion-mark = Als Antwort markieren
discussion-unmark = Nicht die Antwort
discussion-edit = Bearbeiten
discussion-edit-title = Kommentar bearbeiten
discussion-edit-stale = Während Sie schrieben, hat jemand diesen Kommentar geändert. Er lautet jetzt so; nochmaliges Senden ersetzt ihn:
discussion-edit-save = Änderung speichern
discussion-delete = Löschen
discussion-restore = Wiederherstellen
discussion-edited = bearbeitet
discussion-deleted-by-author = Gelöscht von { $name }, Autorin oder Autor
discussion-deleted-by-moderator = Gelöscht von { $name }, Moderation
discussion-under = Zu „{ $title }“
discussion-back = Zurück zur Idee
discussion-history-title = Fassungen eines Kommentars
discussion-version-now = Jetzt
discussion-version = Fassung { $version }

toast-comment-written = Ihr Kommentar ist da.
toast-comment-kept = Ihr Text ist aufgehoben. Melden Sie sich an, um ihn zu senden.
toast-comment-edited = Ihre Änderung ist gespeichert, der frühere Text bleibt erhalten.
toast-comment-deleted = Der Kommentar ist gelöscht.
toast-comment-restored = Der Kommentar ist wiederhergestellt.
toast-answer-marked = Als Antwort markiert.
toast-answer-unmarked = Nicht mehr als Antwort markiert.

refusal-comment-text-missing = Schreiben Sie zuerst etwas.
refusal-comment-text-too-long = Das sind mehr als 10.000 Zeichen. Kürzen Sie den Text oder senden Sie zwei Kommentare.
refusal-comment-text-unreadable = Der Text enthält Zeichen, die nicht gespeichert werden können. Entfernen Sie sie und senden Sie ihn erneut.
refusal-comment-closed = Diese Idee nimmt keine Kommentare mehr an.
refusal-comment-idea-merged = Diese Idee wurde zusammengeführt. Schreiben Sie zu der Idee, in der sie aufging.
refusal-comment-parent-unfit = Der Kommentar, auf den Sie antworten, ist gelöscht oder selbst eine Antwort. Antworten Sie auf den Kommentar darüber.
refusal-comment-replies-full = Hier stehen schon 100 Antworten. Beginnen Sie einen neuen Kommentar.
refusal-comment-deleted = Dieser Kommentar wurde gelöscht. Stellen Sie ihn zuerst wieder her.
refusal-comment-not-deleted = Dieser Kommentar ist nicht gelöscht; es gibt nichts wiederherzustellen.
refusal-comment-restore-over = Selbst Gelöschtes können Sie nur 24 Stunden lang zurückholen. Bitten Sie die Moderation.
refusal-comment-note-no-answer = Eine interne Notiz kann nicht die Antwort sein. Schreiben Sie die Antwort als Kommentar.
