# Abstimmen: das Kästchen, das Kontingent, wer es möchte.

voting-box = Stimme
voting-box-vote = Stimme
voting-box-voted = Gestimmt
voting-key = Für die markierte Idee stimmen oder die Stimme zurücknehmen
voting-label = { $count ->
    [one] Für Idee { $number } stimmen, bisher 1 Stimme
   *[other] Für Idee { $number } stimmen, bisher { $count } Stimmen
}
voting-label-mine = { $count ->
    [one] Ihre Stimme für Idee { $number } zurücknehmen, 1 Stimme
   *[other] Ihre Stimme für Idee { $number } zurücknehmen, { $count } Stimmen
}
voting-label-hidden = Für Idee { $number } stimmen, der Stand erscheint nach Ihrer Stimme oder am Ende der Abstimmung
voting-label-mine-hidden = Ihre Stimme für Idee { $number } zurücknehmen, der Stand erscheint am Ende der Abstimmung
voting-budget = { $left ->
    [0] Keine der { $cap } Stimmen übrig. Nehmen Sie eine zurück, um für etwas anderes zu stimmen.
   *[other] { $left } von { $cap } Stimmen übrig
}
voting-wish = Sie wollten für diese Idee stimmen.
voting-wish-give = Meine Stimme geben
voting-voters-title = Wer es möchte
voting-voters-lead = { $count ->
    [one] 1 Person möchte „{ $title }“.
   *[other] { $count } Personen möchten „{ $title }“.
}
voting-voters-name = Name
voting-voters-company = Firma
voting-voters-since = Abgestimmt
voting-voters-more = Frühere Stimmen
voting-voters-empty-title = Noch hat niemand abgestimmt
voting-voters-empty-text = Stimmen erscheinen hier mit Name und Firma, sobald sie eingehen.
voting-voters-empty-action = Zurück zur Idee
voting-firms = Firmen

toast-vote-cast = Ihre Stimme für „{ $what }“ zählt.
toast-vote-cast-left = { $count ->
    [0] Ihre Stimme für „{ $what }“ zählt. Es war Ihre letzte in dieser Kampagne.
    [one] Ihre Stimme für „{ $what }“ zählt. Noch 1 Stimme übrig.
   *[other] Ihre Stimme für „{ $what }“ zählt. Noch { $count } Stimmen übrig.
}
toast-vote-withdrawn = Ihre Stimme für „{ $what }“ ist zurückgenommen.
toast-vote-withdrawn-left = { $count ->
    [one] Ihre Stimme für „{ $what }“ ist zurückgenommen. Noch 1 Stimme übrig.
   *[other] Ihre Stimme für „{ $what }“ ist zurückgenommen. Noch { $count } Stimmen übrig.
}
toast-vote-there = Ihre Stimme war schon da.
toast-vote-gone = Ihre Stimme war schon zurückgenommen.
toast-vote-sign-in = Melden Sie sich an, um abzustimmen. Sie kommen zur Idee zurück, und Ihre Stimme wartet dort.
toast-vote-over-budget = Nicht gezählt: Alle Ihre Stimmen in dieser Kampagne sind vergeben. Nehmen Sie erst eine zurück.
toast-vote-phase-closed = Nicht gezählt: Diese Kampagne nimmt zurzeit keine Stimmen an.
toast-vote-idea-merged = Nicht gezählt: Diese Idee wurde zusammengeführt. Stimmen Sie für die Idee, in der sie aufging.
toast-vote-idea-closed = Nicht gezählt: Diese Idee nimmt keine Stimmen mehr an.

refusal-voting-over-budget = Alle Ihre Stimmen in dieser Kampagne sind vergeben. Nehmen Sie erst eine zurück.
refusal-voting-phase-closed = Diese Kampagne nimmt zurzeit keine Stimmen an.
refusal-voting-idea-merged = Diese Idee wurde zusammengeführt. Stimmen Sie für die Idee, in der sie aufging.
refusal-voting-idea-closed = Diese Idee nimmt keine Stimmen mehr an.
refusal-voting-still-hidden = Wer abgestimmt hat, sehen Sie mit den Ständen: nach Ihrer Stimme oder nach dem Ende der Abstimmung, je nach Kampagne.
