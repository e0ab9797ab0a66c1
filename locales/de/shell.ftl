# Rahmen jeder Seite und die Wörter, die Skripte brauchen. Ein Wort nach % füllt ein Skript aus: bitte stehen lassen.

shell-product = Proofbench
shell-skip = Zum Inhalt springen
shell-home-link = Proofbench, Startseite
shell-demo-label = Demo
shell-demo-text = Sie sind in der Demo. Halden & Voss und alle Personen darin sind erfunden.
shell-demo-enter = Eintreten als …
shell-demo-remove = Demo entfernen …
shell-nav-label = Hauptnavigation
shell-nav-home = Start
shell-nav-ideas = Ideen
shell-nav-brainstorm = Brainstorming
shell-nav-prototypes = Prototypen
shell-nav-people = Personen
shell-nav-signals = Signale
shell-nav-insights = Einblicke
shell-search-label = Ideen durchsuchen
shell-search-hint = Suchen
shell-bell = { $count ->
    [0] Mitteilungen, nichts Neues
    [one] Mitteilungen, { $count } neue
   *[other] Mitteilungen, { $count } neue
}
shell-menu-label = Menü von { $name }
shell-menu-profile = Profil
shell-menu-settings = Einstellungen
shell-menu-triage = Sichtung
shell-menu-moderation = Moderation
shell-menu-activity = Aktivität
shell-menu-admin = Verwaltung
shell-theme = Darstellung
shell-theme-auto = Wie das System
shell-theme-light = Hell
shell-theme-dark = Dunkel
shell-sign-in = Anmelden
shell-sign-out = Abmelden
shell-foot-ideas = Ideen
shell-foot-campaigns = Kampagnen
shell-foot-api = API-Referenz
shell-language = Sprache
shell-language-en = English
shell-language-de = Deutsch
shell-language-set = Ändern
shell-close = Schließen
shell-optional = (freiwillig)
shell-form-errors = { $count ->
    [one] Eine Angabe stimmt noch nicht
   *[other] { $count } Angaben stimmen noch nicht
}
shell-pager = Seiten
shell-pager-prev = Neuere
shell-pager-next = Ältere
shell-breadcrumb = Sie sind hier
shell-hint-dismiss = Verstanden
hint-home = Der Start zeigt, was auf Sie wartet: Neues, was läuft, und was aus Ihren Beiträgen wurde.
hint-submit = Schreiben Sie auf, was Sie brauchen oder ändern würden. Jede Idee bekommt bis zu einem zugesagten Tag eine Antwort.
hint-idea = Eine Idee mit allem, was aus ihr wurde: abstimmen, mitreden, folgen, die Antwort lesen.
hint-campaign = Eine Kampagne stellt für eine Zeit eine Frage. Reichen Sie Ideen ein, stimmen Sie ab, und sehen Sie, wann Antworten kommen.
hint-results = Was die Kampagne ergab: welche Ideen gewählt wurden, welche nicht, und warum.
hint-mine = Alle Ideen, die Sie eingereicht haben, wo sie stehen, und warum.
hint-actions = Jeder Ihrer Schritte eines Tages, mit einem Weg zurück, wo es einen gibt.
hint-triage = Ideen, die auf eine erste Antwort warten, die dringendsten zuerst: aufnehmen, zusammenführen, ablehnen, nachfragen oder aufschieben.
hint-prototype = Ein Prototyp macht aus einer Idee Belege: was stimmen muss, was gebaut und geprüft wurde, was das Gate entschied.
hint-rooms = Räume, in denen man erst allein Notizen schreibt, sie dann gemeinsam gruppiert und mit Punkten wählt. Mit dem Code treten Sie ein.
shell-lineage = Woher es kam und was daraus wurde

shell-live-round = { $round ->
    [0] Ein Brainstorming beginnt gleich
   *[other] Runde { $round } läuft
}

# Skripte
shell-keys-title = Kurzbefehle auf dieser Seite
shell-key-next = Nächster Eintrag der Liste
shell-key-previous = Voriger Eintrag der Liste
shell-key-search = Suchen
shell-key-undo = Letzten Schritt rückgängig machen
shell-undo-nothing = Auf dieser Seite gibt es nichts rückgängig zu machen. „Meine letzten Aktionen“ reicht 24 Stunden zurück.
shell-key-sheet = Diese Kurzbefehle zeigen
shell-count = %n von %max Zeichen
shell-moved = %what nach %where verschoben, dort jetzt %n
shell-move-refused = Nicht verschoben. Bitte versuchen Sie es mit „Verschieben nach …“.
shell-state-live = Verbunden
shell-state-reconnecting = Verbindung wird wiederhergestellt, Ihr Text bleibt erhalten
shell-note-kept = Auf diesem Gerät gespeichert
shell-note-sent = Gesendet
shell-notes-waiting = Auf diesem Gerät gespeichert, wartet auf Verbindung: %n
shell-note-refused = Ihre Notiz wurde nicht angenommen. Sie steht unter „Nicht gesendet“.
shell-note-unsent = Der Schritt war vorbei, bevor es gesendet wurde.
shell-copied = Kopiert
shell-time-five = Noch fünf Minuten
shell-time-one = Noch eine Minute
shell-time-ten = Noch zehn Sekunden
shell-time-up = Die Zeit ist um
