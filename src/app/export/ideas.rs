//! Ideas with all that was said, decided and voted about them.
use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    kind!(
        "ideas",
        [
            "id" = "i.id",
            "number" = "i.number",
            "campaign" = "c.slug",
            "state" = "i.state",
            "source" = "i.source",
            "title" = "i.title",
            "body" = "i.body",
            "tags" = "(SELECT string_agg(t.tag, ';' ORDER BY t.tag) FROM idea_tags t WHERE t.idea_id = i.id)",
            "author" = "p.handle",
            "author_name" = "p.name",
            "audience" = "i.audience",
            "space" = "s.slug",
            "votes" = "i.vote_count",
            "comments" = "i.comment_count",
            "merged_into" =
                "(SELECT k.number FROM idea_merges m JOIN ideas k ON k.id = m.kept_id WHERE m.duplicate_id = i.id AND m.undone_at IS NULL)",
            "reason" = "(SELECT v.reason FROM idea_moves v WHERE v.idea_id = i.id AND v.to_state = i.state ORDER BY v.moved_at DESC, v.id DESC LIMIT 1)",
            "created_at" = "i.created_at",
            "changed_at" = "i.changed_at",
            "answer_due_at" = "i.answer_due_at",
            "answered_at" = "i.answered_at",
            "import_key" = "i.import_key",
        ],
        "FROM ideas i JOIN people p ON p.id = i.author_id LEFT JOIN campaigns c ON c.id = i.campaign_id
         LEFT JOIN spaces s ON s.id = i.space_id ORDER BY i.number"
    ),
    kind!(
        "idea_fields",
        ["idea" = "i.number", "field" = "f.label", "value" = "x.value",],
        "FROM idea_fields x JOIN ideas i ON i.id = x.idea_id JOIN campaign_fields f ON f.id = x.field_id ORDER BY i.number, f.position, f.id"
    ),
    kind!(
        "idea_versions",
        [
            "idea" = "i.number",
            "version" = "v.version",
            "title" = "v.title",
            "body" = "v.body",
            "answers" = "v.answers",
            "editor" = "p.handle",
            "created_at" = "v.created_at",
        ],
        "FROM idea_versions v JOIN ideas i ON i.id = v.idea_id JOIN people p ON p.id = v.editor_id ORDER BY i.number, v.version"
    ),
    kind!(
        "idea_moves",
        ["idea" = "i.number", "from" = "m.from_state", "to" = "m.to_state", "reason" = "m.reason", "by" = "p.handle", "at" = "m.moved_at",],
        "FROM idea_moves m JOIN ideas i ON i.id = m.idea_id LEFT JOIN people p ON p.id = m.moved_by ORDER BY i.number, m.moved_at, m.id"
    ),
    kind!(
        "official_answers",
        ["idea" = "i.number", "author" = "p.handle", "text" = "a.text", "answered_at" = "a.answered_at", "withdrawn_at" = "a.withdrawn_at",],
        "FROM official_answers a JOIN ideas i ON i.id = a.idea_id JOIN people p ON p.id = a.author_id ORDER BY i.number, a.answered_at, a.id"
    ),
    kind!(
        "triage",
        [
            "idea" = "i.number",
            "step" = "d.step",
            "reason" = "d.reason",
            "duplicate_of" = "k.number",
            "snooze_until" = "d.snooze_until",
            "by" = "p.handle",
            "at" = "d.decided_at",
            "undone_at" = "d.undone_at",
        ],
        "FROM triage_decisions d JOIN ideas i ON i.id = d.idea_id JOIN people p ON p.id = d.decided_by
         LEFT JOIN ideas k ON k.id = d.duplicate_of ORDER BY i.number, d.decided_at, d.id"
    ),
    kind!(
        "idea_merges",
        [
            "duplicate" = "i.number",
            "kept" = "k.number",
            "by" = "p.handle",
            "at" = "m.merged_at",
            "undone_by" = "u.handle",
            "undone_at" = "m.undone_at",
        ],
        "FROM idea_merges m JOIN ideas i ON i.id = m.duplicate_id JOIN ideas k ON k.id = m.kept_id JOIN people p ON p.id = m.merged_by
         LEFT JOIN people u ON u.id = m.undone_by ORDER BY i.number, m.merged_at, m.id"
    ),
    kind!(
        "idea_followers",
        ["idea" = "i.number", "person" = "p.handle", "since" = "f.since",],
        "FROM idea_followers f JOIN ideas i ON i.id = f.idea_id JOIN people p ON p.id = f.person_id ORDER BY i.number, p.handle"
    ),
    kind!(
        "votes",
        ["idea" = "i.number", "voter" = "p.handle", "cast_at" = "v.cast_at",],
        "FROM votes v JOIN ideas i ON i.id = v.idea_id JOIN people p ON p.id = v.voter_id ORDER BY i.number, v.cast_at, v.voter_id"
    ),
    kind!(
        "vote_ledger",
        ["idea" = "i.number", "voter" = "p.handle", "entry" = "l.entry", "at" = "l.at",],
        "FROM vote_ledger l JOIN ideas i ON i.id = l.idea_id JOIN people p ON p.id = l.voter_id ORDER BY l.seq"
    ),
    kind!(
        "stances",
        ["idea" = "i.number", "person" = "p.handle", "stance" = "v.stance", "at" = "v.at",],
        "FROM stances v JOIN ideas i ON i.id = v.idea_id JOIN people p ON p.id = v.person_id ORDER BY i.number, v.at, v.person_id"
    ),
    kind!(
        "comments",
        [
            "id" = "c.id",
            "number" = "c.number",
            "idea" = "i.number",
            "reply_to" = "r.number",
            "author" = "p.handle",
            "author_name" = "p.name",
            "text" = "c.text",
            "staff_only" = "c.staff_only",
            "answer_marked_by" = "k.handle",
            "created_at" = "c.created_at",
            "edited_at" = "c.edited_at",
        ],
        "FROM comments c JOIN ideas i ON i.id = c.idea_id JOIN people p ON p.id = c.author_id LEFT JOIN comments r ON r.id = c.parent_id
         LEFT JOIN people k ON k.id = c.answer_marked_by WHERE c.deleted_at IS NULL ORDER BY c.number"
    ),
    kind!(
        "comment_versions",
        ["comment" = "c.number", "version" = "v.version", "text" = "v.text", "created_at" = "v.created_at",],
        "FROM comment_versions v JOIN comments c ON c.id = v.comment_id WHERE c.deleted_at IS NULL ORDER BY c.number, v.version"
    ),
];
