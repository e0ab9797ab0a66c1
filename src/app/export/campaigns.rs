//! Campaigns with what belongs to them.
use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    kind!(
        "campaigns",
        [
            "id" = "c.id",
            "number" = "c.number",
            "slug" = "c.slug",
            "state" = "c.state",
            "title" = "c.title",
            "question" = "c.question",
            "brief" = "c.brief",
            "audience" = "c.audience",
            "space" = "s.slug",
            "owner" = "p.handle",
            "sponsor" = "o.handle",
            "sponsor_promise" = "c.sponsor_promise",
            "answer_by" = "c.answer_by",
            "answer_days" = "c.answer_days",
            "terms" = "c.terms",
            "terms_version" = "c.terms_version",
            "vote_budget" = "c.vote_budget",
            "counts" = "c.counts",
            "approval_needed" = "c.approval_needed",
            "cloned_from" = "f.slug",
            "ideas" = "c.idea_count",
            "voters" = "c.voter_count",
            "summary" = "c.summary",
            "created_at" = "c.created_at",
            "launched_at" = "c.launched_at",
            "opened_at" = "c.opened_at",
            "closed_at" = "c.closed_at",
        ],
        "FROM campaigns c JOIN people p ON p.id = c.owner_id LEFT JOIN people o ON o.id = c.sponsor_id
         LEFT JOIN spaces s ON s.id = c.space_id LEFT JOIN campaigns f ON f.id = c.cloned_from ORDER BY c.number"
    ),
    kind!(
        "campaign_phases",
        ["campaign" = "c.slug", "position" = "h.position", "kind" = "h.kind", "starts_at" = "h.starts_at", "ends_at" = "h.ends_at",],
        "FROM campaign_phases h JOIN campaigns c ON c.id = h.campaign_id ORDER BY c.number, h.position"
    ),
    kind!(
        "campaign_fields",
        [
            "id" = "f.id",
            "campaign" = "c.slug",
            "position" = "f.position",
            "label" = "f.label",
            "kind" = "f.kind",
            "choices" = "array_to_string(f.choices, ';')",
            "required" = "f.required",
        ],
        "FROM campaign_fields f JOIN campaigns c ON c.id = f.campaign_id ORDER BY c.number, f.position"
    ),
    kind!(
        "campaign_reviewers",
        ["campaign" = "c.slug", "person" = "p.handle",],
        "FROM campaign_reviewers r JOIN campaigns c ON c.id = r.campaign_id JOIN people p ON p.id = r.person_id ORDER BY c.number, p.handle"
    ),
    kind!(
        "campaign_reminders",
        ["campaign" = "c.slug", "person" = "p.handle", "asked_at" = "r.asked_at",],
        "FROM campaign_reminders r JOIN campaigns c ON c.id = r.campaign_id JOIN people p ON p.id = r.person_id ORDER BY c.number, p.handle"
    ),
    kind!(
        "terms_accepted",
        ["campaign" = "c.slug", "person" = "p.handle", "version" = "t.version", "accepted_at" = "t.accepted_at",],
        "FROM terms_acceptances t JOIN campaigns c ON c.id = t.campaign_id JOIN people p ON p.id = t.person_id ORDER BY c.number, p.handle, t.version"
    ),
];
