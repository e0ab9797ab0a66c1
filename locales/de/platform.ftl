# Fehler, Zeiten und andere Wörter der Maschinerie.

time-now = gerade eben
time-ago-minutes = { $count ->
    [one] vor 1 Minute
   *[other] vor { $count } Minuten
}
time-ago-hours = { $count ->
    [one] vor 1 Stunde
   *[other] vor { $count } Stunden
}
time-ago-days = { $count ->
    [one] vor 1 Tag
   *[other] vor { $count } Tagen
}
time-in-minutes = { $count ->
    [one] in 1 Minute
   *[other] in { $count } Minuten
}
time-in-hours = { $count ->
    [one] in 1 Stunde
   *[other] in { $count } Stunden
}
time-in-days = { $count ->
    [one] in 1 Tag
   *[other] in { $count } Tagen
}

shell-undo = Rückgängig
error-home = Zurück zum Start
error-request = Anfrage { $id }
error-sent = Was Sie geschrieben haben
error-sent-files = Fotos kommen nicht mit: Wählen Sie sie im Formular selbst noch einmal aus.
error-send-again = Noch einmal senden
error-sign-in-beside = Sie sind nicht angemeldet. Melden Sie sich in einem anderen Tab an, kommen Sie dann hierher zurück und senden Sie es noch einmal.
error-signed-out = Sie sind abgemeldet
error-signed-out-detail = Es ist noch nichts geschehen, und was Sie geschrieben haben, ist noch da.

# Beschriftungen des Geschriebenen, nach den Namen der Felder.
sent-field-title = Titel
sent-field-body = Ihre Idee
sent-field-text = Text
sent-field-tags = Schlagwörter
sent-field-name = Name
sent-field-reason = Grund
sent-field-question = Frage
sent-field-answer = Ihre Antwort
sent-field-notes = Anmerkungen
sent-field-brief = Beschreibung
sent-field-warm_up = Aufwärmfrage
sent-field-bio = Über Sie
sent-field-with_whom = Mit wem oder wo
sent-field-bill_of_material = Stückliste
sent-field-believe = Wir glauben, dass
sent-field-verify = Um das zu prüfen, werden wir
sent-field-measure = Und messen
sent-field-right_if = Wir haben recht, wenn
sent-field-observed = Wir haben beobachtet
sent-field-learned = Wir haben gelernt
sent-field-summary = Was daraus wurde
sent-field-criteria = Worauf die Begutachtenden achten
sent-field-terms = Ideenbedingungen
sent-field-sponsor_promise = Zusage der Schirmherrschaft
sent-field-protocol = Vorgehen
sent-field-reasons = Gründe
sent-field-next = Deshalb werden wir
# Dasselbe, wo ein Name in einem Formular etwas anderes heißt; vor dem Namen steht, wovon die Adresse des Formulars spricht.
sent-field-comments-text = Ihr Kommentar
sent-field-notes-text = Ihre Notiz
sent-field-answer-text = Ihre Antwort
sent-field-promotion-text = Text der Idee

problem-not-found = Hier ist nichts
problem-not-found-detail = Vielleicht ist es umgezogen, oder es ist für Sie nicht zugänglich. Suchen Sie danach, oder melden Sie sich mit einem anderen Konto an.
problem-unauthenticated = Bitte melden Sie sich zuerst an
problem-token-invalid = Dieses Token gilt nicht
problem-token-invalid-detail = Dieses Token ist unbekannt, abgelaufen oder widerrufen. Legen Sie unter Einstellungen, API-Tokens, ein neues an.
problem-forbidden = Ihre Rolle erlaubt das nicht. Bitten Sie die Administration darum.
problem-invalid = Sehen Sie sich einige Felder noch einmal an
problem-scope-missing = Dieses Token darf das nicht
problem-scope-missing-detail = Legen Sie unter Einstellungen, API-Tokens, eines mit dem Recht { $scope } an.
problem-unreadable = Die Anfrage ließ sich nicht lesen
problem-unreadable-detail = Im Einzelnen, auf Englisch: { $facts }
problem-method-not-allowed = Diese Adresse nimmt diese Methode nicht an
problem-if-match-missing = Senden Sie If-Match mit dem ETag, den Sie zuletzt gesehen haben, damit niemandes Änderung überschrieben wird.
problem-unsupported-media-type = Senden Sie den Inhalt unkomprimiert als application/json, ein Foto als JPEG, PNG oder WebP.
problem-stale = Jemand hat dies inzwischen geändert. Laden Sie es neu und wiederholen Sie Ihre Änderung.
problem-idempotency-key-reused = Dieser Idempotency-Key wurde schon für eine andere Anfrage benutzt. Nehmen Sie einen neuen.
problem-idempotency-key-malformed = Idempotency-Key besteht aus 1 bis 128 sichtbaren ASCII-Zeichen, etwa einer UUID.
problem-too-large = Das ist zu groß. Machen Sie es kleiner und senden Sie es noch einmal.
problem-too-many-requests = Das war in kurzer Zeit zu oft
problem-wait-seconds = { $count ->
    [one] Warten Sie 1 Sekunde, dann geht es weiter.
   *[other] Warten Sie { $count } Sekunden, dann geht es weiter.
}
problem-wait-minutes = { $count ->
    [one] Warten Sie 1 Minute, dann geht es weiter.
   *[other] Warten Sie { $count } Minuten, dann geht es weiter.
}
problem-busy = Der Dienst ist ausgelastet. Bitte versuchen Sie es in ein paar Sekunden noch einmal.
problem-cross-site = Dieses Formular kam nicht von dieser Seite oder ist zu alt. Laden Sie die Seite neu und senden Sie es noch einmal.
problem-form-outdated = Dieses Formular ist von vor Ihrer An- oder Abmeldung
problem-form-outdated-detail = Es ist noch nichts geschehen. Sehen Sie sich an, was Sie geschrieben haben, und senden Sie es dann noch einmal.
problem-too-slow = Ihre Sendung kam nicht rechtzeitig an
problem-too-slow-detail = Vielleicht ist die Verbindung schwach. Versuchen Sie es noch einmal, oder mit weniger oder kleineren Fotos.
problem-internal = Bei uns ist etwas schiefgegangen
problem-internal-detail = Was Sie geschrieben haben, ist noch in Ihrem Browser: Gehen Sie zurück und versuchen Sie es noch einmal. Passiert es wieder, nennen Sie der Administration die Nummer der Anfrage unten.

refusal-idempotency-key-in-flight = Die erste Anfrage mit diesem Schlüssel läuft noch. Warten Sie einen Moment und sehen Sie dann nach, ob sie erledigt ist.
refusal-idempotency-answer-gone = Was mit diesem Schlüssel gesendet wurde, ist erledigt, nur die Antwort darauf gibt es nicht mehr. Senden Sie es nicht noch einmal: Sehen Sie nach, was daraus geworden ist.
refusal-cursor-unreadable = Das ist kein Cursor dieser Liste. Nehmen Sie den von der Seite davor.
refusal-limit-out-of-range = Eine Seite hat 1 bis 100 Zeilen.
refusal-photo-kind = Diese Datei ist kein JPEG-, PNG- oder WebP-Bild. Wählen Sie eine andere.
refusal-photo-alt-too-long = Sagen Sie in höchstens 300 Zeichen, was zu sehen ist.
refusal-photo-too-large = Dieses Bild ist größer als 10 MB oder breiter als 12.000 Pixel. Wählen Sie ein kleineres.

# Was in einem Inhalt oder einer Abfrage nicht passt; Namen und Werte stehen darin, wie sie sind.
unfit-missing = Das fehlt.
unfit-twice = Das steht zweimal da. Senden Sie es nur einmal.
unfit-unknown = Diesen Namen gibt es hier nicht. Bekannt sind: { $facts }.
unfit-choice = Verwenden Sie einen dieser Werte: { $facts }.
unfit-text = Senden Sie hier einen Text.
unfit-nul = Lassen Sie hier das Zeichen NUL (U+0000) weg.
unfit-whole = Senden Sie hier eine ganze Zahl.
unfit-number = Senden Sie hier eine Zahl.
unfit-range = Diese Zahl ist hier zu groß oder zu klein.
unfit-boolean = Senden Sie hier true oder false.
unfit-list = Senden Sie hier eine Liste.
unfit-object = Senden Sie hier ein Objekt.
unfit-id = Senden Sie hier eine UUID.
unfit-other = Das passt hier nicht. Der Parser meldet auf Englisch: „{ $facts }“

reference-title = API-Referenz
reference-lead = Alles unter /api/v1, aus derselben Beschreibung, die auch Programme lesen. Legen Sie ein Token an und rufen Sie die API auf, wo immer Sie arbeiten.
reference-index = Teile der API
reference-scope = Berechtigung:
reference-scope-any = jedes Token
reference-parameters = Parameter
reference-body = Inhalt
reference-answers = Antworten
reference-headers = mit
reference-example = Beispiel
reference-problems = Fehler
reference-problems-about = Antworten ab 400 sind application/problem+json: ein fester Code, ein Satz und in errors je ein Eintrag für jedes falsche Feld. Ihr Programm sollte den Code lesen.
reference-schemas = Schemata
reference-required = erforderlich
reference-in-path = im Pfad
reference-in-query = in der Abfrage
reference-in-header = als Header
