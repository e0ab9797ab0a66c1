//! People, what they can and may do, and the spaces they are in.
use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    kind!(
        "spaces",
        [
            "id" = "s.id",
            "number" = "s.number",
            "slug" = "s.slug",
            "name" = "s.name",
            "kind" = "s.kind",
            "about" = "s.about",
            "created_at" = "s.created_at",
        ],
        "FROM spaces s ORDER BY s.number"
    ),
    kind!(
        "space_members",
        ["space" = "s.slug", "person" = "p.handle", "joined_at" = "m.joined_at",],
        "FROM space_members m JOIN spaces s ON s.id = m.space_id JOIN people p ON p.id = m.person_id ORDER BY s.number, p.handle"
    ),
    kind!(
        "people",
        [
            "id" = "p.id",
            "handle" = "p.handle",
            "name" = "p.name",
            "email" = "p.email",
            "title" = "p.title",
            "site" = "p.site",
            "unit" = "p.unit",
            "company" = "p.company",
            "bio" = "p.bio",
            "languages" = "array_to_string(p.languages, ';')",
            "lang" = "p.lang",
            "time_zone" = "p.time_zone",
            "listed" = "p.listed",
            "created_at" = "p.created_at",
            "deactivated_at" = "p.deactivated_at",
            "erased_at" = "p.erased_at",
        ],
        "FROM people p ORDER BY p.handle"
    ),
    kind!(
        "person_tags",
        ["person" = "p.handle", "tag" = "t.slug", "tag_name" = "t.name", "source" = "x.source", "added_at" = "x.added_at",],
        "FROM person_tags x JOIN people p ON p.id = x.person_id JOIN expertise_tags t ON t.id = x.tag_id ORDER BY p.handle, t.slug, x.source"
    ),
    kind!(
        "roles",
        ["person" = "p.handle", "role" = "g.role", "campaign" = "c.slug", "granted_by" = "b.handle", "granted_at" = "g.granted_at",],
        "FROM role_grants g JOIN people p ON p.id = g.person_id LEFT JOIN campaigns c ON c.id = g.campaign_id
         LEFT JOIN people b ON b.id = g.granted_by ORDER BY p.handle, g.granted_at, g.id"
    ),
    kind!(
        "named_audiences",
        ["item_id" = "m.item_id", "person" = "p.handle",],
        "FROM audience_members m JOIN people p ON p.id = m.person_id ORDER BY m.item_id, p.handle"
    ),
];
