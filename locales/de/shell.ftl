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
shell-menu-moderation = Moderation
shell-menu-waiting = { $count } warten
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
shell-key-sheet = Diese Kurzbefehle zeigen
shell-count = %n von %max Zeichen
shell-moved = %what nach %where verschoben
shell-move-refused = Nicht verschoben. Bitte versuchen Sie es mit „Verschieben nach …“.
shell-state-live = Verbunden
shell-state-reconnecting = Verbindung wird wiederhergestellt, Ihr Text bleibt erhalten
shell-note-kept = Auf diesem Gerät gespeichert
shell-note-sent = Gesendet
shell-notes-waiting = Auf diesem Gerät gespeichert, wartet auf Verbindung: %n
shell-note-refused = Ihre Notiz wurde nicht angenommen. Bitte ändern Sie sie und senden Sie sie noch einmal.
shell-time-five = Noch fünf Minuten
shell-time-one = Noch eine Minute
shell-time-ten = Noch zehn Sekunden
shell-time-up = Die Zeit ist um
