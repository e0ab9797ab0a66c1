# Mitteilungen: jede ist ein Satz an die Person, die sie betrifft; danach die E-Mails.

notifications-title = Mitteilungen
notifications-unread = { $count ->
    [0] Nichts Neues.
    [one] 1 neue.
   *[other] { $count } neue.
}
notifications-new = Neu:
notifications-read = Gelesen
notifications-read-one = Als gelesen markieren: { $title }
notifications-read-all = Alle als gelesen markieren
notifications-empty-title = Noch ist nichts passiert
notifications-empty-text = Wenn jemand Ihre Idee beantwortet, Ihnen antwortet oder Sie nennt, steht es hier. Folgen Sie einer Idee, um zu erfahren, was aus ihr wird.
notifications-empty-action = Ideen ansehen

toast-notice-read = Als gelesen markiert.
toast-notices-read = Alle als gelesen markiert.

notice-idea-moved-author = { $who } hat den Stand Ihrer Idee geändert: { $word }.
notice-idea-moved-merged = { $who } hat den Stand der Idee geändert, mit der Ihre zusammengeführt wurde: { $word }.
notice-idea-moved-follower = { $who } hat den Stand einer Idee geändert, der Sie folgen: { $word }.
notice-idea-moved-reviewer = { $who } hat eine Idee in einer Kampagne freigegeben, die Sie begutachten.
notice-idea-answered-author = { $who } hat Ihre Idee beantwortet.
notice-idea-answered-merged = { $who } hat die Idee beantwortet, mit der Ihre zusammengeführt wurde.
notice-idea-answered-follower = { $who } hat eine Idee beantwortet, der Sie folgen.
notice-idea-graduated-author = { $who } hat aus Ihrer Idee einen Prototyp gemacht.
notice-idea-graduated-merged = { $who } hat aus der Idee, mit der Ihre zusammengeführt wurde, einen Prototyp gemacht.
notice-idea-graduated-follower = { $who } hat aus einer Idee, der Sie folgen, einen Prototyp gemacht.
notice-idea-clarification-asked-author = { $who } hat eine Rückfrage zu Ihrer Idee. Die Antwortfrist ruht, bis Sie antworten.
notice-idea-clarification-answered-reviewer = { $who } hat die Rückfrage zu einer Idee beantwortet, die Sie begutachten.
notice-idea-merged-author = { $who } hat Ihre Idee mit einer anderen zusammengeführt. Ihre Stimmen zählen dort.
notice-idea-unmerged-author = { $who } hat die Zusammenführung aufgehoben. Ihre Idee steht wieder für sich.
notice-idea-promoted-author = { $who } hat aus dem, was Sie in einem Brainstorming geschrieben haben, eine Idee gemacht.
notice-idea-promoted-writer = { $who } hat aus dem, was Sie in einem Brainstorming geschrieben haben, eine Idee gemacht. Sie folgen ihr jetzt.
notice-idea-submitted-reviewer = { $who } hat eine Idee zu einer Kampagne eingereicht, die Sie begutachten.
notice-comment-written-author = { $who } hat Ihre Idee kommentiert.
notice-comment-written-mention = { $who } hat Sie genannt.
notice-comment-written-reply = { $who } hat Ihnen geantwortet.
notice-comment-staff-note-written-mention = { $who } hat Sie in einer internen Notiz genannt.
notice-comment-staff-note-written-reply = { $who } hat Ihnen mit einer internen Notiz geantwortet.
notice-comment-answer-marked-comment = { $who } hat Ihren Kommentar als Antwort markiert.
notice-gate-decided-author = { $who } hat am Gate über den Prototyp aus Ihrer Idee entschieden: { $word }.
notice-gate-decided-author-and-end = { $who } hat am Gate über den Prototyp aus Ihrer Idee entschieden: { $word }. Damit ist Ihre Idee { $end }.
notice-gate-decided-lead = { $who } hat am Gate über Ihren Prototyp entschieden: { $word }.
notice-gate-opened-gatekeeper = { $who } hat diesen Prototyp ans Gate gebracht. Er wartet auf eine Entscheidung.
notice-campaign-moved-owner = { $who } hat Ihre Kampagne in die nächste Phase gebracht: { $word }.
notice-campaign-moved-author = { $who } hat die Phase einer Kampagne geändert, zu der Sie eine Idee gesendet haben: { $word }.
notice-campaign-moved-reviewer = { $who } hat die Phase einer Kampagne geändert, die Sie begutachten: { $word }.
notice-campaign-moved-voter = { $who } hat die Phase einer Kampagne geändert, in der Sie abgestimmt haben: { $word }.
notice-campaign-phase-dated-author = { $who } hat die Termine einer Kampagne verschoben, zu der Sie eine Idee gesendet haben. Die neuen stehen auf ihrer Seite.
notice-campaign-phase-dated-reviewer = { $who } hat die Termine einer Kampagne verschoben, die Sie begutachten. Die neuen stehen auf ihrer Seite.
notice-campaign-phase-dated-voter = { $who } hat die Termine einer Kampagne verschoben, in der Sie abgestimmt haben. Die neuen stehen auf ihrer Seite.
notice-campaign-changed-author = { $who } hat die Termine einer Kampagne geändert, zu der Sie eine Idee gesendet haben. Die neuen stehen auf ihrer Seite.
notice-campaign-changed-reviewer = { $who } hat die Termine einer Kampagne geändert, die Sie begutachten. Die neuen stehen auf ihrer Seite.
notice-campaign-changed-voter = { $who } hat die Termine einer Kampagne geändert, in der Sie abgestimmt haben. Die neuen stehen auf ihrer Seite.
notice-campaign-reopened-author = { $who } hat eine Phase einer Kampagne wieder geöffnet, zu der Sie eine Idee gesendet haben. Die neuen Termine stehen auf ihrer Seite.
notice-campaign-reopened-reviewer = { $who } hat eine Phase einer Kampagne wieder geöffnet, die Sie begutachten. Die neuen Termine stehen auf ihrer Seite.
notice-campaign-reopened-voter = { $who } hat eine Phase einer Kampagne wieder geöffnet, in der Sie abgestimmt haben. Die neuen Termine stehen auf ihrer Seite.
notice-campaign-moved-reminder = Die Kampagne, auf die Sie gewartet haben, ist offen.
notice-campaign-closed-owner = { $who } hat Ihre Kampagne abgeschlossen.
notice-brainstorm-co-facilitator-named-facilitator = { $who } hat Sie zur Co-Moderation ernannt.
notice-note-promoted-facilitator = { $who } hat aus einer Notiz Ihres Brainstormings eine Idee gemacht.
notice-cluster-promoted-facilitator = { $who } hat aus einer Gruppe Ihres Brainstormings eine Idee gemacht.

mail-notice-subject-idea-moved = Ihre Idee „{ $title }“: { $word }
mail-notice-subject-idea-answered = Eine Antwort auf Ihre Idee „{ $title }“
mail-notice-subject-idea-moved-merged = „{ $title }“, mit Ihrer Idee zusammengeführt: { $word }
mail-notice-subject-idea-answered-merged = Eine Antwort auf „{ $title }“, mit Ihrer Idee zusammengeführt
mail-notice-subject-idea-clarification-asked = Eine Rückfrage zu Ihrer Idee „{ $title }“
mail-notice-subject-gate-decided = Der Prototyp aus Ihrer Idee „{ $title }“: { $word }
mail-notice-subject-campaign-moved = Jetzt offen: „{ $title }“
mail-notice-subject-campaign-phase-dated = Neue Termine: „{ $title }“
mail-notice-subject-campaign-changed = Neue Termine: „{ $title }“
mail-notice-subject-campaign-reopened = Wieder geöffnet: „{ $title }“
mail-notice-hello = Guten Tag { $name },
mail-notice-reason = Die Begründung:
mail-notice-question = Die Frage:
mail-notice-the-answer = Die Antwort:
mail-notice-open = Sehen, was daraus wurde
mail-notice-answer = Frage beantworten
mail-notice-campaign = Zur Kampagne
mail-notice-why = Sie erhalten diese E-Mail, weil Sie diese Idee geschrieben haben.
mail-notice-why-campaign = Sie erhalten diese E-Mail, weil Sie zu dieser Kampagne eine Idee gesendet haben.
mail-notice-why-merged = Sie erhalten diese E-Mail, weil eine Idee von Ihnen mit dieser zusammengeführt wurde.
mail-notice-why-reminder = Sie erhalten diese E-Mail, weil Sie erinnert werden wollten, wenn diese Kampagne öffnet.
