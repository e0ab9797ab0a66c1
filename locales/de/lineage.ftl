# Woher etwas kam, was daraus wurde und was geschah. Jeder Text mit "happened" folgt auf einen Namen.

lineage-title = Woher es kam und was daraus wurde
lineage-activity = Was geschah
lineage-kind-campaign = Kampagne
lineage-kind-idea = Idee
lineage-kind-brainstorm = Brainstorming
lineage-kind-note = Notiz
lineage-kind-cluster = Gruppe
lineage-kind-prototype = Prototyp
lineage-kind-gate = Gate
lineage-kind-person = Person
lineage-kind-space = Bereich
lineage-kind-instance = Installation
lineage-relation-written-in = enthielt diese Notiz
lineage-relation-promoted-to = wurde zu
lineage-relation-merged-into = ging auf in
lineage-relation-graduated-to = wurde zum
lineage-relation-decided-by = entschieden im
lineage-relation-asked-in = fragte danach
lineage-relation-imported-into = nahm auf
lineage-older = Ältere zeigen
lineage-newest = Zurück zu den neuesten
lineage-times = { $count }-mal
lineage-relation-grouped-in = wurde eingeordnet in
lineage-relation-comes-to = kommt zum
lineage-and = und
lineage-more-notes = { $count ->
    [one] und eine weitere Notiz
   *[other] und { $count } weitere Notizen
  }
lineage-origins-more = und { $count } weitere

happened-by-system = Proofbench
happened-by-somebody = Jemand

# „Sie haben“, wo jemand die eigenen Schritte liest ($you ist 1), sonst „Ines Okafor hat“; nichts, wo kein Name davorsteht (2).
happened-has = { $you ->
    [1] haben
    [2] { "" }
   *[other] hat
}
happened-is = { $you ->
    [1] sind
    [2] { "" }
   *[other] ist
}

happened-person-joined = { happened-is } beigetreten
happened-person-joined-or-invited = beigetreten oder eingeladen
happened-person-invited = { happened-has } { $what } eingeladen
happened-person-account-made = { happened-has } das Konto angelegt
happened-person-signed-in = { happened-has } sich angemeldet
happened-person-signed-out = { happened-has } sich abgemeldet
happened-person-sign-in-refused = konnte sich nicht anmelden
happened-person-session-ended = { happened-has } eine Sitzung beendet
happened-person-sessions-ended = { happened-has } alle Sitzungen beendet
happened-person-password-changed = { happened-has } das Passwort geändert
happened-person-profile-changed = { happened-has } das Profil geändert
happened-person-deactivated = { happened-has } das Konto deaktiviert
happened-person-reactivated = { happened-has } das Konto wieder aktiviert
happened-person-erased = { happened-has } das Konto gelöscht
happened-person-invited-again = { happened-has } die Einladung noch einmal geschickt
happened-role-granted = { happened-has } eine Rolle vergeben
happened-role-granted-everywhere = { happened-has } die Rolle „{ $word }“ vergeben, überall
happened-role-granted-in = { happened-has } die Rolle „{ $word }“ vergeben, für { $place }
happened-role-revoked = { happened-has } eine Rolle entzogen
happened-role-revoked-everywhere = { happened-has } die Rolle „{ $word }“ entzogen, überall
happened-role-revoked-in = { happened-has } die Rolle „{ $word }“ entzogen, für { $place }
happened-in-some-campaign = eine einzelne Kampagne
happened-to-somebody = jemanden
happened-token-created = { happened-has } ein API-Token erstellt
happened-token-revoked = { happened-has } ein API-Token widerrufen
happened-person-tags-changed = { happened-has } die Schlagwörter im Profil geändert
happened-space-created = { happened-has } den Bereich angelegt
happened-space-joined = { happened-is } dem Bereich beigetreten
happened-space-joined-or-added = einem Bereich beigetreten oder aufgenommen
happened-space-member-added = { happened-has } { $what } in den Bereich aufgenommen
happened-space-left = { happened-has } den Bereich verlassen
happened-space-left-or-removed = einen Bereich verlassen oder daraus entfernt
happened-space-member-removed = { happened-has } { $what } aus dem Bereich entfernt
happened-space-changed = { happened-has } den Bereich bearbeitet
happened-space-renamed = { happened-has } den Bereich umbenannt, bis dahin „{ $what }“
happened-space-deleted = { happened-has } den Bereich gelöscht
happened-space-deleted-named = { happened-has } den Bereich „{ $what }“ gelöscht
happened-campaign-drafted = { happened-has } die Kampagne entworfen
happened-campaign-changed = { happened-has } die Kampagne bearbeitet
happened-campaign-people-named = { happened-has } geändert, wer namentlich gefragt ist
happened-campaign-launched = { happened-has } die Kampagne gestartet
happened-campaign-launch-undone = { happened-has } den Start rückgängig gemacht
happened-campaign-moved = { happened-has } die Kampagne auf „{ $word }“ gesetzt
happened-campaign-phase-dated = { happened-has } eine Phase neu terminiert
happened-campaign-reminder-asked = { $you ->
    [1] möchten
   *[other] möchte
} erfahren, wenn sie öffnet
happened-campaign-reminder-dropped = { $you ->
    [1] möchten
   *[other] möchte
} nicht mehr erfahren, wenn sie öffnet
happened-campaign-closed = { happened-has } die Kampagne abgeschlossen
happened-campaign-reopened = { happened-has } die Kampagne wieder geöffnet: { $word }
happened-campaign-archived = { happened-has } die Kampagne archiviert
happened-campaign-deleted = { happened-has } die Kampagne gelöscht
happened-campaign-terms-accepted = { happened-has } die Ideenbedingungen angenommen
happened-idea-submitted = { happened-has } die Idee eingereicht
happened-idea-edited = { happened-has } den Text bearbeitet
happened-idea-moved = { happened-has } die Idee auf „{ $word }“ gesetzt
happened-idea-tagged = { happened-has } die Schlagwörter geändert
happened-idea-clarification-asked = { happened-has } eine Rückfrage gestellt
happened-idea-clarification-answered = { happened-has } die Rückfrage beantwortet
happened-idea-merged = { happened-has } sie mit einer anderen Idee zusammengeführt
happened-idea-unmerged = { happened-has } die Zusammenführung aufgehoben
happened-idea-duplicate-taken = { happened-has } eine Dublette aufgenommen
happened-idea-duplicate-returned = { happened-has } eine Dublette zurückgegeben
happened-idea-answered = { happened-has } die offizielle Antwort gegeben
happened-idea-answer-withdrawn = { happened-has } die offizielle Antwort zurückgezogen
happened-idea-followed = { $you ->
    [1] folgen
   *[other] folgt
} der Idee
happened-idea-unfollowed = { $you ->
    [1] folgen
   *[other] folgt
} der Idee nicht mehr
happened-idea-triaged = { happened-has } in der Sichtung entschieden: { $word }
happened-idea-triage-undone = { happened-has } eine Entscheidung zurückgenommen: { $word }
happened-vote-cast = { happened-has } abgestimmt
happened-vote-withdrawn = { happened-has } die Stimme zurückgenommen
happened-stance-taken = { happened-has } Stellung genommen
happened-comment-written = { happened-has } kommentiert
happened-comment-staff-note-written = { happened-has } eine interne Notiz hinterlassen
happened-comment-edited = { happened-has } einen Kommentar bearbeitet
happened-comment-deleted = { happened-has } einen Kommentar gelöscht
happened-comment-restored = { happened-has } einen Kommentar wiederhergestellt
happened-comment-answer-marked = { happened-has } einen Kommentar als Antwort markiert
happened-comment-answer-unmarked = { happened-has } die Antwortmarkierung entfernt
happened-idea-promoted = { happened-has } daraus im Brainstorming eine Idee gemacht
happened-idea-graduated = { happened-has } einen Prototyp begonnen
happened-idea-graduation-undone = { happened-has } den Prototyp zurückgenommen
happened-brainstorm-created = { happened-has } das Brainstorming angelegt
happened-brainstorm-changed = { happened-has } das Brainstorming bearbeitet
happened-brainstorm-lobby-opened = { happened-has } den Warteraum geöffnet
happened-brainstorm-started = { happened-has } die erste Runde begonnen
happened-brainstorm-names-hidden = { happened-has } die Namen verborgen
happened-brainstorm-closed = { happened-has } das Brainstorming beendet
happened-brainstorm-reopened = { happened-has } das Brainstorming wieder geöffnet
happened-brainstorm-joined = { happened-is } dem Raum beigetreten
happened-brainstorm-ready = { happened-is } bereit
happened-brainstorm-co-facilitator-named = { happened-has } eine Co-Moderation benannt
happened-round-step-changed = { happened-has } die Runde auf „{ $word }“ gesetzt
happened-round-paused = { happened-has } die Runde angehalten
happened-round-resumed = { happened-has } die Runde fortgesetzt
happened-round-time-added = { happened-has } Zeit hinzugefügt
happened-note-written = { happened-has } eine Notiz geschrieben
happened-note-edited = { happened-has } eine Notiz bearbeitet
happened-note-removed = { happened-has } eine Notiz gelöscht
happened-note-restored = { happened-has } eine Notiz wiederhergestellt
happened-note-held = { happened-has } eine Notiz zurückgehalten oder freigegeben
happened-note-grouped = { happened-has } eine Notiz gruppiert
happened-cluster-made = { happened-has } eine Gruppe gebildet
happened-cluster-renamed = { happened-has } eine Gruppe umbenannt
happened-cluster-removed = { happened-has } eine Gruppe aufgelöst
happened-dots-placed = { happened-has } Punkte vergeben
happened-note-promoted = { happened-has } aus einer Notiz eine Idee gemacht
happened-cluster-promoted = { happened-has } aus einer Gruppe eine Idee gemacht
happened-brainstorm-promotion-undone = { happened-has } zurückgenommen, dass daraus eine Idee wurde
happened-prototype-framed = { happened-has } den Prototyp umrissen
happened-prototype-changed = { happened-has } den Prototyp bearbeitet
happened-prototype-moved = { happened-has } den Prototyp auf „{ $word }“ gesetzt
happened-prototype-withdrawn = { happened-has } den Prototyp zurückgezogen
happened-hypothesis-added = { happened-has } eine Hypothese aufgestellt
happened-hypothesis-judged = { happened-has } eine Hypothese beurteilt: { $word }
happened-build-recorded = { happened-has } ein Muster festgehalten
happened-test-held = { happened-has } einen Test durchgeführt: { $word }
happened-test-judged = { happened-has } einen Test beurteilt: { $word }
happened-reading-taken = { happened-has } einen Messwert aufgenommen
happened-gate-planned = { happened-has } ein Gate geplant
happened-gate-opening-undone = { happened-has } den Prototyp vom Gate zurückgeholt
happened-hypothesis-changed = { happened-has } eine Hypothese geändert
happened-build-changed = { happened-has } ein Muster geändert
happened-prototype-part-taken-back = { happened-has } zurückgenommen, was { $you ->
    [1] Sie hinzugefügt hatten
   *[other] hinzugefügt war
}
happened-gate-opened = { happened-has } ein Gate geöffnet und die Nachweise eingefroren
happened-gate-criterion-judged = { happened-has } ein Kriterium beurteilt
happened-gate-decided = { happened-has } am Gate entschieden: { $word }
happened-learning-written = { happened-has } festgehalten, was gelernt wurde
happened-sprint-started = { happened-has } einen Sprint angelegt
happened-import-finished = { happened-has } einen Import abgeschlossen
happened-demo-installed = { happened-has } die Demo eingerichtet
happened-demo-removed = { happened-has } die Demo entfernt
happened-instance-changed = { happened-has } die Einstellungen geändert
happened-idea-photo-added = { happened-has } ein Foto hinzugefügt
happened-idea-photo-removed = { happened-has } ein Foto entfernt
happened-build-photo-added = { happened-has } ein Foto eines Musters hinzugefügt

happened-word-draft = Entwurf
happened-word-scheduled = geplant
happened-word-open = offen
happened-word-discuss = Diskussion
happened-word-vote = Abstimmung
happened-word-review = Begutachtung
happened-word-decide = Entscheidung
happened-word-closed = abgeschlossen
happened-word-archived = archiviert
happened-word-brief = Einführung
happened-word-write = Allein schreiben
happened-word-rotate = Weiterdenken
happened-word-reveal = Aufdecken
happened-word-cluster = Gruppieren
happened-word-results = Ergebnis
happened-word-submitted = eingereicht
happened-word-pending = wartet auf Freigabe
happened-word-in-review = in Prüfung
happened-word-shortlisted = in der engeren Wahl
happened-word-in-prototype = im Prototyp
happened-word-shipped = umgesetzt
happened-word-clarification = Rückfrage
happened-word-parked = zurückgestellt
happened-word-declined = abgelehnt
happened-word-merged = zusammengeführt
happened-word-off-topic = am Thema vorbei
happened-word-withdrawn = zurückgezogen
happened-word-binned = im Papierkorb
happened-word-accept = in Prüfung genommen
happened-word-duplicate = Dublette
happened-word-decline = abgelehnt
happened-word-snooze = aufgeschoben
happened-word-ask = Rückfrage gestellt
happened-word-shortlist = in die engere Wahl genommen
happened-word-park = zurückgestellt
happened-word-reopen = wieder geöffnet
happened-word-framed = umrissen
happened-word-building = im Bau
happened-word-bench-test = Labortest
happened-word-with-customers = beim Kunden
happened-word-gate = Gate
happened-word-graduated = wird Produkt
happened-word-stopped = gestoppt, gelernt
happened-word-on-hold = angehalten
happened-word-supported = gestützt
happened-word-refuted = widerlegt
happened-word-passed = bestanden
happened-word-failed = nicht bestanden
happened-word-inconclusive = ohne klares Ergebnis
happened-word-go = weiter
happened-word-recycle = zurück in Arbeit
happened-word-hold = anhalten
happened-word-stop = stoppen

actions-title = Meine letzten Aktionen
actions-you = Sie
actions-lead = Was Sie in den letzten 24 Stunden getan haben. Wo es einen Weg zurück gibt, steht er daneben.
actions-phases-changed = Die Kampagne wurde seither geändert. Unter „Phasen, Abschluss, Archiv“ können Sie eine frühere Phase mit einem neuen Ende wieder öffnen.
actions-phases-reopened = Unter „Phasen, Abschluss, Archiv“ können Sie die nächste Phase beginnen oder die Kampagne wieder abschließen.
actions-idea-changed = Die Idee hat sich seither weiterbewegt, deshalb lässt sich das nicht zurücknehmen. Bitte entscheiden Sie auf ihrer Seite neu.
actions-no-way-back = Dafür gibt es keinen Knopf zum Zurücknehmen. Bitte ändern Sie es auf der Seite selbst.
actions-not-here = Hier lässt sich das nicht zurücknehmen.
actions-gate-stands = Was an einem Gate entschieden wurde, gilt. Nur ein späteres Gate entscheidet anders.
actions-over = inzwischen zurückgenommen oder geändert
actions-undo-of = Rückgängig machen: { $title }
actions-empty-title = Nichts in den letzten 24 Stunden
actions-empty-text = Ihre Stimmen, Kommentare, Verschiebungen und Entscheidungen stehen hier einen Tag lang, damit Sie sie zurücknehmen können.
actions-empty-action = Ideen ansehen

audit-title = Aktivität
audit-lead = Alles, was jemand hier getan hat, das Neueste zuerst: wer, was, woran, mit welcher Berechtigung, in welcher Anfrage. Nur Notizen, Punkte und Haltungen bleiben ohne Namen.
audit-verb = Was geschah
audit-verb-all = Alles
audit-who = Person (letzter Teil der Adresse ihres Profils)
audit-number = Nr.
audit-at = Wann
audit-by = Wer
audit-did = Was
audit-item = Woran
audit-permission = Berechtigung
audit-request = Anfrage
audit-only-who = nur diese Person
audit-only-item = nur dies
audit-none = Hier ist nichts. Was Sie suchen, kann weiter zurückliegen: Gehen Sie auf die nächste Seite, wenn es eine gibt.
audit-unknown-person = Niemand hat die Adresse /people/{ $handle }.
