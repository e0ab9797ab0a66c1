//! Brainstorms. Where names were not shown, the export does not say who wrote what.
use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    kind!(
        "brainstorms",
        [
            "id" = "b.id",
            "number" = "b.number",
            "state" = "b.state",
            "title" = "b.title",
            "prompt" = "b.prompt",
            "campaign" = "c.slug",
            "audience" = "b.audience",
            "space" = "s.slug",
            "facilitator" = "p.handle",
            "guests_allowed" = "b.guests_allowed",
            "names_shown" = "b.names_shown",
            "dots_each" = "b.dots_each",
            "dots_per_cluster" = "b.dots_per_cluster",
            "warm_up" = "b.warm_up",
            "created_at" = "b.created_at",
            "opened_at" = "b.opened_at",
            "closed_at" = "b.closed_at",
        ],
        "FROM brainstorms b JOIN people p ON p.id = b.facilitator_id LEFT JOIN campaigns c ON c.id = b.campaign_id
         LEFT JOIN spaces s ON s.id = b.space_id ORDER BY b.number"
    ),
    kind!(
        "participants",
        [
            "brainstorm" = "b.number",
            "person" = "p.handle",
            "guest" = "a.guest_name",
            "role" = "a.role",
            "joined_at" = "a.joined_at",
        ],
        "FROM participants a JOIN brainstorms b ON b.id = a.brainstorm_id LEFT JOIN people p ON p.id = a.person_id ORDER BY b.number, a.joined_at, a.id"
    ),
    kind!(
        "rounds",
        [
            "brainstorm" = "b.number",
            "position" = "r.position",
            "prompt" = "r.prompt",
            "step" = "r.step",
            "step_minutes" = "r.step_minutes",
            "started_at" = "r.started_at",
            "finished_at" = "r.finished_at",
        ],
        "FROM rounds r JOIN brainstorms b ON b.id = r.brainstorm_id ORDER BY b.number, r.position"
    ),
    kind!(
        "clusters",
        [
            "id" = "k.id",
            "brainstorm" = "b.number",
            "round" = "r.position",
            "position" = "k.position",
            "title" = "k.title",
            "dots" = "k.dot_count",
            "dotted_by" = "(SELECT count(*) FROM dots d WHERE d.cluster_id = k.id)",
            "promoted_to" = "k.promoted_number",
            "created_at" = "k.created_at",
        ],
        "FROM clusters k JOIN brainstorms b ON b.id = k.brainstorm_id JOIN rounds r ON r.id = k.round_id WHERE k.removed_at IS NULL
         ORDER BY b.number, r.position, k.position, k.id"
    ),
    kind!(
        "notes",
        [
            "id" = "n.id",
            "brainstorm" = "b.number",
            "brainstorm_title" = "b.title",
            "round" = "r.position",
            "cluster_id" = "k.id",
            "cluster" = "k.title",
            "cluster_dots" = "k.dot_count",
            "text" = "n.text",
            "colour" = "n.colour",
            "held" = "n.held",
            "author" = "CASE WHEN b.names_shown THEN coalesce(p.name, a.guest_name) END",
            "promoted_to" = "n.promoted_number",
            "created_at" = "n.created_at",
            "edited_at" = "n.edited_at",
        ],
        "FROM notes n JOIN brainstorms b ON b.id = n.brainstorm_id JOIN rounds r ON r.id = n.round_id JOIN participants a ON a.id = n.participant_id
         LEFT JOIN people p ON p.id = a.person_id LEFT JOIN clusters k ON k.id = n.cluster_id AND k.removed_at IS NULL
         WHERE n.removed_at IS NULL ORDER BY b.number, r.position, n.created_at, n.id"
    ),
];
