# Startseite.

home-title = Start
home-hello = Guten Tag { $name }
home-news = { $count ->
    [0] Seit Ihrem letzten Besuch gibt es nichts Neues.
    [one] 1 Sache ist passiert, die Sie betrifft.
   *[other] { $count } Dinge sind passiert, die Sie betreffen.
}
home-visitor-title = Sagen Sie { $org }, was Sie brauchen
home-visitor-lead = Ideen von Kunden, Vertrieb und Forschung werden hier zu Prototypen, und Sie sehen, was aus Ihrer wird.
home-how = So geht es
home-how-1 = Sagen Sie, was Sie brauchen.
home-how-1-text = Ein Text genügt. Sie melden sich erst am Ende an.
home-how-2 = Stimmen Sie ab und reden Sie mit.
home-how-2-text = Was viele möchten, rückt nach oben.
home-how-3 = Sehen Sie, was daraus wird.
home-how-3-text = Jede Idee bekommt eine Antwort mit Name und Datum.
home-submit = Idee einreichen
home-tip = Tipp hinterlassen
home-triage = Sichtung
home-triage-unit = { $count ->
    [one] Idee wartet auf eine Entscheidung
   *[other] Ideen warten auf eine Entscheidung
}
home-triage-read-unit = { $count ->
    [one] Idee wartet; Sie können mitlesen und kommentieren
   *[other] Ideen warten; Sie können mitlesen und kommentieren
}
home-queue = Moderation
home-queue-unit = { $count ->
    [one] Idee wartet auf Freigabe
   *[other] Ideen warten auf Freigabe
}
home-rooms = Laufende Brainstormings
home-rooms-round = { $round ->
    [0] Warteraum
   *[other] Runde { $round }
}
home-gates = Gates
home-gates-unit = { $count ->
    [one] Prototyp am Gate
   *[other] Prototypen am Gate
}
home-gates-list = Prototypen am Gate
home-gates-empty-title = Kein Gate wartet auf Sie
home-gates-empty-text = Sobald ein Prototyp an ein Gate kommt, steht er hier.
home-leads = Prototypen, die Sie leiten
home-sprint-unit = von { $total } gebaut, Ziel { $target }
home-sprint-day = Tag { $day } von { $days }
home-own = Ihre Ideen und was aus ihnen wurde
home-own-votes = { $count ->
    [one] 1 Stimme
   *[other] { $count } Stimmen
}
home-own-asked = Frage beantworten
home-own-all = Alle Ihre Ideen
home-own-empty-title = Sie haben noch keine Idee eingereicht
home-own-empty-text = Sagen Sie uns, was Sie brauchen. Ein Text genügt, und Sie erfahren, was daraus wird.
home-rising = Ideen im Kommen
home-rising-all = Alle Ideen
home-rising-empty-title = Noch keine Ideen
home-rising-empty-text = Die erste könnte Ihre sein.
home-notices-all = Alle Mitteilungen
home-join = Brainstorming beitreten
home-join-code = Code
home-join-hint = Sechs Ziffern vom Bildschirm oder aus der Einladung.
home-join-go = Beitreten
home-campaigns = Laufende Kampagnen
home-campaign-ideas = { $count ->
    [one] 1 Idee
   *[other] { $count } Ideen
}
home-campaign-answer = Mit einer Idee antworten
