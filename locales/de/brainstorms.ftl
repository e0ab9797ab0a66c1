# Brainstormings: Räume, Runden, Notizen, Gruppen, Punkte.

brainstorms-title = Brainstormings
brainstorms-lead = Zuerst schreibt jede Person für sich, dann sehen alle alles. Zum Mitmachen brauchen Sie einen Code oder einen Link.
brainstorms-join = Mit Code beitreten
brainstorms-new = Brainstorming planen
brainstorms-running = Läuft gerade
brainstorms-planned = Geplant
brainstorms-done = Beendet
brainstorms-draft = Entwurf, nur für Sie sichtbar
brainstorms-draft-of = Entwurf, noch kann niemand beitreten
brainstorms-lobby-open = Warteraum ist offen
brainstorms-by = Moderiert von { $name }
brainstorms-round-live = Runde { $round }
brainstorms-round-paused = Runde { $round }, Pause
brainstorms-go-in = Zum Raum
brainstorms-join-this = Beitreten
brainstorms-line = { $people ->
    [one] 1 Person
   *[other] { $people } Personen
    }, { $notes ->
    [one] 1 Notiz
   *[other] { $notes } Notizen
    }, moderiert von { $name }
brainstorms-empty-title = Noch kein Brainstorming
brainstorms-empty-text = Ein Brainstorming dauert etwa eine halbe Stunde: eine Frage, alle schreiben, dann wird sortiert und abgestimmt.
brainstorms-all = Alle Brainstormings
brainstorms-new-title = Brainstorming planen
brainstorms-edit-title = Einstellungen des Raums
brainstorms-of-campaign = Für die Kampagne „{ $title }“
brainstorms-field-title = Name des Raums
brainstorms-field-prompt = Frage der ersten Runde
brainstorms-field-prompt-hint = Eine Frage, die sich in kurzen Notizen beantworten lässt.
brainstorms-field-second = Zweite Runde, eine weitere Frage
brainstorms-field-second-hint = Zum Beispiel die Frage auf den Kopf gestellt: Was würde es schlimmer machen?
brainstorms-field-third = Dritte Runde
brainstorms-field-minutes = Minuten für jeden Schritt mit Uhr
brainstorms-field-minutes-hint = Wenn die Zeit um ist, endet nichts von selbst, und Sie können Minuten hinzufügen.
brainstorms-field-audience = Wer den Raum und seine Ergebnisse sieht
brainstorms-audience-same = Dieselben wie bei der Kampagne
brainstorms-audience-internal = Unsere eigenen Leute
brainstorms-audience-signed-in = Alle mit Konto
brainstorms-audience-public = Alle
brainstorms-field-people = Personen und Namen
brainstorms-field-guests = Gäste dürfen mit dem Code ohne Konto beitreten
brainstorms-field-guests-hint = Sie geben einen Namen an und sehen nur diesen Raum.
brainstorms-field-names = Nach dem Aufdecken zeigen, wer was geschrieben hat
brainstorms-field-names-hint = Sie können Namen später verbergen, aber verborgene nie wieder zeigen.
brainstorms-field-warm-up = Aufwärmfrage für den Warteraum
brainstorms-field-warm-up-hint = Zum Beispiel: Was haben Sie zuletzt selbst repariert?
brainstorms-field-dots = Punkte je Person
brainstorms-field-cap = Punkte höchstens auf eine Gruppe
brainstorms-create = Raum anlegen
brainstorms-save = Einstellungen speichern
brainstorms-stale = Jemand hat diesen Raum geändert, während Sie schrieben. Was Sie eingegeben haben, steht noch hier. Sehen Sie an, wie er jetzt ist, und speichern Sie dann erneut: Dann gilt Ihre Fassung.
brainstorms-stale-look = Jetzige Einstellungen
brainstorms-join-title = Einem Brainstorming beitreten
brainstorms-join-code = Code des Raums
brainstorms-join-hint = Sechs Ziffern; sie stehen auf der Wand.
brainstorms-join-go = Zum Raum
brainstorms-door-closed = Dieses Brainstorming ist vorbei.
brainstorms-see-results = Ergebnisse ansehen
brainstorms-door-as = Sie sind als { $name } angemeldet.
brainstorms-door-name = Ihr Name
brainstorms-door-name-hint = Die anderen im Raum sehen ihn. Sie brauchen kein Konto.
brainstorms-door-sign-in-instead = Stattdessen anmelden
brainstorms-door-sign-in = In diesen Raum kommen nur Personen mit Konto.
brainstorms-door-join = Raum betreten
brainstorms-door-join-as = Als { $name } beitreten
brainstorms-outside-running = Runde { $round } läuft, { $people ->
    [one] 1 Person ist
   *[other] { $people } Personen sind
    } dabei.
brainstorms-outside-lobby = Die ersten sind da: bisher { $people }.
brainstorms-outside-draft = { $name } bereitet diesen Raum vor. Beitreten können Sie, sobald der Warteraum offen ist.
brainstorms-lobby = Warteraum
brainstorms-lobby-draft = Entwurf, noch kann niemand beitreten
brainstorms-names-shown = Namen werden nach dem Aufdecken gezeigt.
brainstorms-names-hidden = Namen bleiben verborgen.
brainstorms-rounds = { $count ->
    [one] Eine Runde.
   *[other] { $count } Runden.
    }
brainstorms-lobby-join = Mit dem Telefon beitreten
brainstorms-qr = QR-Code von { $link }
brainstorms-stable-link = Link zu diesem Raum
brainstorms-here = Wer da ist
brainstorms-joined = { $count ->
    [one] 1 Person da
   *[other] { $count } Personen da
    }
brainstorms-you = (Sie)
brainstorms-facilitator = Moderation
brainstorms-co-facilitator = Co-Moderation
brainstorms-guest = Gast
brainstorms-name-co = Zur Co-Moderation machen
brainstorms-name-co-label = Zur Co-Moderation machen: { $name }
brainstorms-show-new = Neues anzeigen
brainstorms-open = Warteraum öffnen
brainstorms-start = Runde 1 beginnen
brainstorms-settings = Einstellungen
brainstorms-second-screen = Zweiter Bildschirm
brainstorms-wait = { $name } beginnt die erste Runde.
brainstorms-follows = Diese Seite geht von selbst mit.
brainstorms-paused = Pause
brainstorms-time-left = Verbleibende Zeit
brainstorms-until = bis { $at }
brainstorms-live = Live
brainstorms-round = Runde { $round }
brainstorms-round-step = Runde { $round }: { $step }
brainstorms-steps = Schritte der Runde
brainstorms-step-brief = Einführung
brainstorms-step-write = allein schreiben
brainstorms-step-rotate = weiterdenken
brainstorms-step-reveal = aufdecken
brainstorms-step-cluster = gruppieren
brainstorms-step-vote = abstimmen
brainstorms-step-discuss = besprechen
brainstorms-step-results = Ergebnis
brainstorms-do-brief = Hören Sie zu und lesen Sie die Frage.
brainstorms-do-write = Ein Gedanke je Notiz.
brainstorms-do-rotate = Denken Sie weiter, was andere geschrieben haben.
brainstorms-do-reveal = Lesen Sie, was alle geschrieben haben.
brainstorms-do-cluster = Legen Sie zusammen, was zusammengehört: ziehen oder „Verschieben nach …“.
brainstorms-do-vote = { $dots } Punkte, höchstens { $cap } auf eine Gruppe.
brainstorms-do-discuss = Sprechen Sie über das, was die meisten Punkte hat.
brainstorms-do-results = Das Ergebnis der Abstimmung.
brainstorms-note-label = Ihre Notiz
brainstorms-note-ghost = Zum Beispiel: abreißen wie eine Briefmarke
brainstorms-send = Notiz senden
brainstorms-ready = Ich bin bereit für den nächsten Schritt
brainstorms-not-ready = Bereit. Doch noch nicht
brainstorms-unsent = Nicht gesendet
brainstorms-unsent-text = Was Sie geschrieben haben
brainstorms-unsent-put = In die Notiz übernehmen
brainstorms-unsent-copy = Kopieren
brainstorms-unsent-delete = Löschen
brainstorms-to-wall = Zur Wand
brainstorms-brief-wait = { $name } erklärt die Frage. Gleich wird geschrieben.
brainstorms-your-notes = Ihre Notizen
brainstorms-note-change = Ändern
brainstorms-note-save = Notiz speichern
brainstorms-note-remove = Notiz löschen
brainstorms-others = { $people ->
    [0] Noch hat niemand sonst eine Notiz geschrieben
   *[other] { $people ->
    [one] 1 andere Person hat
   *[other] { $people } andere haben
    } { $notes ->
    [one] 1 Notiz
   *[other] { $notes } Notizen
    } geschrieben
    }
brainstorms-yours = von Ihnen
brainstorms-held = zurückgehalten
brainstorms-hold = Zurückhalten
brainstorms-release = Freigeben
brainstorms-no-notes = In dieser Runde hat niemand etwas geschrieben.
brainstorms-move-to = Verschieben nach …
brainstorms-move-label = Wohin „{ $note }“ kommt
brainstorms-move-new = Neue Gruppe
brainstorms-move-none = Keine Gruppe
brainstorms-move = Verschieben
brainstorms-cluster-title = Name der neuen Gruppe
brainstorms-cluster-new = Gruppe anlegen
brainstorms-cluster-change = Umbenennen, zusammenlegen, auflösen
brainstorms-cluster-change-only = Umbenennen, auflösen
brainstorms-cluster-rename = Umbenennen
brainstorms-cluster-merge = Damit zusammenlegen
brainstorms-cluster-merge-label = Gruppe, die diese Notizen aufnimmt
brainstorms-cluster-remove = Auflösen, Notizen behalten
brainstorms-cluster-empty = Keine Notizen darin
brainstorms-loose = Ohne Gruppe
brainstorms-dots-left = { $left } von { $total } Punkten übrig
brainstorms-dots-here = { $count ->
    [one] 1 Ihrer Punkte liegt hier
   *[other] { $count } Ihrer Punkte liegen hier
    }
brainstorms-totals-hidden = Die Summen bleiben bis zum Ende der Abstimmung verborgen.
brainstorms-dot-take = Punkt von { $title } wegnehmen
brainstorms-dot-give = Punkt auf { $title } setzen
brainstorms-no-clusters = Es gibt keine Gruppen zum Abstimmen. Gehen Sie einen Schritt zurück und legen Sie welche an.
brainstorms-no-clusters-here = Es gibt keine Gruppen zum Abstimmen. { $name } kann einen Schritt zurückgehen und welche anlegen.
brainstorms-turnout = { $voters } von { $people ->
    [one] 1 Person
   *[other] { $people } Personen
    } haben abgestimmt
brainstorms-rank = Platz { $rank }
brainstorms-score = { $dots ->
    [one] 1 Punkt
   *[other] { $dots } Punkte
    } von { $people ->
    [one] 1 Person
   *[other] { $people } Personen
    }
brainstorms-brief-projector = { $count ->
    [one] 1 Person ist da.
   *[other] { $count } Personen sind da.
    } Erst die Frage, dann schreiben alle.
brainstorms-brief-wall = { $count ->
    [one] 1 Person ist da.
   *[other] { $count } Personen sind da.
    } Erklären Sie die Frage, dann lassen Sie schreiben.
brainstorms-written = { $notes ->
    [one] 1 Notiz
   *[other] { $notes } Notizen
    } von { $people ->
    [one] 1 Person
   *[other] { $people } Personen
    }, gemeinsam gezeigt beim Aufdecken
brainstorms-next-title = Danach
brainstorms-next-start = Die erste Runde
brainstorms-next-brief = Die nächste Runde
brainstorms-next-write = Alle schreiben für sich
brainstorms-next-rotate = Weiterdenken, was andere geschrieben haben
brainstorms-next-reveal = Alle Notizen werden gleichzeitig gezeigt
brainstorms-next-cluster = Zusammenlegen, was zusammengehört
brainstorms-next-vote = Abstimmen, je { $dots } Punkte
brainstorms-next-discuss = Darüber sprechen
brainstorms-next-results = Die Summen werden gezeigt
brainstorms-next-end = Das ist das Ende: Raum schließen
brainstorms-join-now = Mit dem Telefon beitreten
brainstorms-late = Spät dran? Mit dem Telefon beitreten
brainstorms-to-room = Zurück zum Raum
brainstorms-next = Weiter, { $ready } von { $people } bereit
brainstorms-close = Raum schließen
brainstorms-minute = +1 Minute
brainstorms-pause = Pause
brainstorms-resume = Fortsetzen
brainstorms-undo = Letzten Schritt zurücknehmen
brainstorms-key-next = weiter
brainstorms-key-pause = Pause
brainstorms-key-space = Leertaste
brainstorms-key-keys = Tasten
brainstorms-more = Personen und mehr
brainstorms-write-yourself = Selbst schreiben und abstimmen
brainstorms-hide-names = Namen für immer verbergen
brainstorms-hide-names-means = Niemand sieht dann mehr, wer welche Notiz geschrieben hat, weder in diesem Raum noch in seinen Ergebnissen. Das lässt sich nicht rückgängig machen: Niemand kann die Namen wieder zeigen, auch Sie nicht.
brainstorms-hide-names-do = Namen verbergen, für immer
brainstorms-add-round = Runde hinzufügen
brainstorms-add-round-prompt = Frage einer weiteren Runde
brainstorms-results = Ergebnisse
brainstorms-results-empty-title = Noch keine Ergebnisse
brainstorms-results-empty = Sie stehen hier, sobald über eine Runde abgestimmt wurde.
brainstorms-round-line = { $notes ->
    [one] 1 Notiz
   *[other] { $notes } Notizen
    }; { $voters } von { $people ->
    [one] 1 Person
   *[other] { $people } Personen
    } haben abgestimmt
brainstorms-csv = Als CSV herunterladen
brainstorms-became = wurde Idee { $number }
brainstorms-merged = ging in Idee { $number } auf
brainstorms-promote-note = Aus dieser Notiz eine Idee machen
brainstorms-promote-cluster = Aus dieser Gruppe eine Idee machen
brainstorms-promote-title = Titel der Idee
brainstorms-promote-text = Text der Idee
brainstorms-promote = Zur Idee machen
brainstorms-promote-typed = Was Sie geschrieben haben
brainstorms-join-at = Diese Adresse öffnen und den Code eingeben:
brainstorms-join-colleagues = Manche Räume sind nur für Kolleginnen und Kollegen. Melden Sie sich zuerst an; danach sind Sie wieder hier.
brainstorms-join-sign-in = Anmelden und zurückkommen
brainstorms-link-unknown = Unter diesem Link ist kein Raum offen. Geben Sie stattdessen den Code von der Wand ein.
brainstorms-unvotable = { $count ->
    [one] 1 Notiz ist in keiner Gruppe.
   *[other] { $count } Notizen sind in keiner Gruppe.
    } Was in keiner Gruppe ist, bekommt keine Punkte.
brainstorms-unvotable-now = { $count ->
    [one] 1 Notiz ist in keiner Gruppe und bekommt keine Punkte.
   *[other] { $count } Notizen sind in keiner Gruppe und bekommen keine Punkte.
    } Machen Sie den letzten Schritt rückgängig, um sie einzuordnen.

toast-room-created = Der Raum ist angelegt. Öffnen Sie den Warteraum, wenn Leute kommen dürfen.
toast-room-changed = Einstellungen gespeichert.
toast-room-closed = Der Raum ist geschlossen. Das sind seine Ergebnisse.
toast-room-reopened = Der Raum ist wieder offen, wo er stand, mit neuem Code.
toast-room-moved-already = Jemand anderes war schneller. Es wurde nichts übersprungen.
toast-round-added = Runde am Ende hinzugefügt.
toast-co-facilitator-named = Die Person gehört jetzt zur Co-Moderation.
toast-names-hidden = Namen sind für immer verborgen.
toast-note-edited = Notiz gespeichert.
toast-note-removed = Notiz gelöscht.
toast-note-restored = Notiz wiederhergestellt.
toast-note-held = Notiz zurückgehalten; nur die Moderation und wer sie geschrieben hat, sehen sie.
toast-note-released = Die Notiz hängt wieder an der Wand.
toast-note-moved = Verschoben nach „{ $what }“, { $count ->
    [one] 1 Notiz
   *[other] { $count } Notizen
    }.
toast-note-freed = Die Notiz ist jetzt in keiner Gruppe.
toast-cluster-merged = Gruppen zusammengelegt.
toast-cluster-renamed = Gruppe umbenannt.
toast-cluster-restored = Die Gruppe ist mit ihren Notizen wieder da.
toast-cluster-removed = Gruppe aufgelöst, ihre Notizen bleiben.
toast-promoted = Das ist jetzt eine Idee und bekommt eine Antwort.
toast-promotion-undone = Die Idee wurde zurückgezogen; die Notiz ist wieder frei.

refusal-room-not-draft = Dieser Raum wurde schon geöffnet.
refusal-room-not-lobby = Öffnen Sie zuerst den Warteraum; ein laufender oder geschlossener Raum kann nicht noch einmal beginnen.
refusal-room-not-running = Dieser Raum läuft gerade nicht.
refusal-room-not-open = Dieser Raum ist jetzt nicht offen. Fragen Sie die Moderation.
refusal-room-not-reopened = Ein Raum lässt sich nur zehn Minuten lang nach dem Schließen wieder öffnen. Planen Sie einen neuen.
refusal-room-not-editable = Der Raum hat begonnen; seine Einstellungen stehen jetzt fest.
refusal-step-last = Das war der letzte Schritt. Schließen Sie den Raum oder fügen Sie zuerst eine Runde hinzu.
refusal-step-first = Das ist der erste Schritt; davor kommt nichts.
refusal-step-moved = Jemand anderes hat den Raum schon weiterbewegt. Sehen Sie nach, wo er jetzt steht.
refusal-clock-paused = Die Uhr ist schon angehalten.
refusal-clock-runs = Die Uhr ist nicht angehalten.
refusal-clock-none = Dieser Schritt hat keine Uhr.
refusal-clock-too-long = Ein Schritt dauert höchstens vier Stunden.
refusal-note-not-writing = Notizen lassen sich nur im Schreibschritt schreiben und ändern. Er ist vorbei.
refusal-note-empty = Schreiben Sie zuerst etwas.
refusal-note-long = Eine Notiz hat höchstens 240 Zeichen. Machen Sie zwei daraus.
refusal-note-taken = Eine Notiz mit dieser Kennung gibt es schon. Nehmen Sie eine neue.
refusal-wall-full = Diese Runde hat 2.000 Notizen, mehr fasst eine Wand nicht. Bitten Sie die Moderation, zum nächsten Schritt zu gehen.
refusal-notes-many = Sie haben in dieser Runde 60 Notizen geschrieben. Ändern oder löschen Sie eine davon.
refusal-cluster-not-now = Gruppiert wird nur im Schritt „gruppieren“.
refusal-clusters-many = Es gibt schon 60 Gruppen. Legen Sie zuerst einige zusammen.
refusal-cluster-not-empty = Verschieben Sie zuerst die Notizen dieser Gruppe.
refusal-cluster-title-missing = Geben Sie der Gruppe einen Namen.
refusal-cluster-title-long = Der Name einer Gruppe hat höchstens 120 Zeichen.
refusal-dots-not-now = Punkte werden nur im Abstimmungsschritt gesetzt.
refusal-dots-over-budget = Sie haben keine Punkte mehr. Nehmen Sie zuerst anderswo einen zurück.
refusal-dots-over-cap = Das ist mehr, als eine Gruppe von Ihnen bekommen darf.
refusal-code-format = Ein Code hat sechs Ziffern, zum Beispiel 482 913.
refusal-code-unknown = Unter diesem Code ist kein Raum offen. Prüfen Sie die Ziffern an der Wand.
refusal-guests-not-allowed = In diesen Raum kommen nur Personen mit Konto. Melden Sie sich an.
refusal-guest-name-missing = Sagen Sie, wer Sie sind, damit es die anderen wissen.
refusal-guest-name-long = Ein Name hat höchstens 60 Zeichen.
refusal-room-full = Dieser Raum ist voll: 300 Personen sind darin.
refusal-co-facilitator-guest = Nur Personen mit Konto können moderieren. Bitten Sie sie, sich anzumelden.
refusal-names-stay-hidden = Namen sind verborgen und bleiben es.
refusal-promoted-already = Daraus wurde schon eine Idee.
refusal-promote-campaign-stopped = Die Kampagne dieses Raums läuft gerade nicht und nimmt keine Ideen an. Wer sie leitet, kann sie wieder öffnen.
refusal-promote-not-now = Notizen werden zu Ideen, sobald die Runde Ergebnisse hat.
refusal-room-title-missing = Geben Sie dem Raum einen Namen.
refusal-room-title-long = Der Name hat höchstens 120 Zeichen.
refusal-room-prompt-missing = Stellen Sie eine Frage für die Runde.
refusal-room-prompt-long = Eine Frage hat höchstens 300 Zeichen.
refusal-room-rounds-many = Ein Raum hat höchstens fünf Runden.
refusal-room-minutes = Wählen Sie 1 bis 120 Minuten.
refusal-room-dots = Wählen Sie 1 bis 20 Punkte.
refusal-room-dots-cap = Das kann nicht mehr sein als die Punkte einer Person.
refusal-room-warm-up-long = Die Aufwärmfrage hat höchstens 200 Zeichen.
refusal-room-audience = Wählen Sie, wer den Raum sieht.
refusal-room-campaign = Diese Kampagne gibt es für Sie nicht. Lassen Sie sie weg oder nehmen Sie eine, die Sie sehen.
