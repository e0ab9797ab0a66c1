//! What became of what, what happened, and the pictures.
use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    kind!(
        "lineage",
        [
            "from_kind" = "e.from_kind",
            "from_id" = "e.from_id",
            "relation" = "e.relation",
            "to_kind" = "e.to_kind",
            "to_id" = "e.to_id",
            "by" = "p.handle",
            "made_at" = "e.made_at",
            "ended_at" = "e.ended_at",
        ],
        "FROM lineage_edges e LEFT JOIN people p ON p.id = e.made_by ORDER BY e.made_at, e.id"
    ),
    kind!(
        "events",
        [
            "seq" = "e.seq",
            "id" = "e.id",
            "at" = "e.occurred_at",
            "actor_kind" = "e.actor_kind",
            "actor" = "p.handle",
            "permission" = "e.permission",
            "verb" = "e.verb",
            "item_kind" = "e.stream_kind",
            "item_id" = "e.stream_id",
            "subject_id" = "e.subject_id",
            "audience" = "e.audience",
            "space" = "s.slug",
            "payload" = "e.payload",
        ],
        "FROM events e LEFT JOIN people p ON p.id = e.actor_id AND e.actor_kind = 'person' LEFT JOIN spaces s ON s.id = e.space_id ORDER BY e.seq"
    ),
    kind!(
        "files",
        [
            "id" = "f.id",
            "file" = "'files/' || f.id || '.jpg'",
            "media_type" = "f.media_type",
            "bytes" = "f.size_bytes",
            "width" = "f.width",
            "height" = "f.height",
            "alt" = "f.alt",
            "item_kind" = "f.owner_kind",
            "item_id" = "f.owner_id",
            "position" = "f.position",
            "by" = "p.handle",
            "uploaded_at" = "f.uploaded_at",
            "removed_at" = "f.removed_at",
        ],
        "FROM blobs f LEFT JOIN people p ON p.id = f.uploaded_by ORDER BY f.id"
    ),
];
