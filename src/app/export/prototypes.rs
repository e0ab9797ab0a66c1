//! Prototypes with everything that was built, tested, learned and decided.
use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    kind!(
        "sprints",
        [
            "slug" = "s.slug",
            "title" = "s.title",
            "target" = "s.target",
            "starts_on" = "s.starts_on",
            "ends_on" = "s.ends_on",
        ],
        "FROM sprints s ORDER BY s.starts_on, s.slug"
    ),
    kind!(
        "prototypes",
        [
            "id" = "t.id",
            "number" = "t.number",
            "title" = "t.title",
            "brief" = "t.brief",
            "stage" = "t.stage",
            "idea" = "i.number",
            "campaign" = "c.slug",
            "sprint" = "s.slug",
            "lead" = "p.handle",
            "audience" = "t.audience",
            "space" = "e.slug",
            "tests_passed" = "t.tests_passed",
            "tests" = "t.tests_total",
            "cost_cents" = "t.cost_cents",
            "created_at" = "t.created_at",
            "stage_since" = "t.stage_since",
            "ended_at" = "t.ended_at",
        ],
        "FROM prototypes t JOIN people p ON p.id = t.lead_id LEFT JOIN ideas i ON i.id = t.idea_id LEFT JOIN campaigns c ON c.id = t.campaign_id
         LEFT JOIN sprints s ON s.id = t.sprint_id LEFT JOIN spaces e ON e.id = t.space_id WHERE t.withdrawn_at IS NULL ORDER BY t.number"
    ),
    kind!(
        "stage_moves",
        [
            "prototype" = "t.number",
            "from" = "m.from_stage",
            "to" = "m.to_stage",
            "reason" = "m.reason",
            "by" = "p.handle",
            "at" = "m.moved_at",
        ],
        "FROM stage_moves m JOIN prototypes t ON t.id = m.prototype_id JOIN people p ON p.id = m.moved_by
         WHERE t.withdrawn_at IS NULL ORDER BY t.number, m.moved_at, m.id"
    ),
    kind!(
        "hypotheses",
        [
            "prototype" = "t.number",
            "position" = "h.position",
            "believe" = "h.believe",
            "verify" = "h.verify",
            "measure" = "h.measure",
            "right_if" = "h.right_if",
            "state" = "h.state",
            "created_at" = "h.created_at",
        ],
        "FROM hypotheses h JOIN prototypes t ON t.id = h.prototype_id WHERE t.withdrawn_at IS NULL ORDER BY t.number, h.position, h.id"
    ),
    kind!(
        "builds",
        [
            "id" = "w.id",
            "prototype" = "t.number",
            "number" = "w.number",
            "title" = "w.title",
            "notes" = "w.notes",
            "bill_of_material" = "w.bill_of_material",
            "cost_cents" = "w.cost_cents",
            "by" = "p.handle",
            "built_at" = "w.built_at",
        ],
        "FROM builds w JOIN prototypes t ON t.id = w.prototype_id JOIN people p ON p.id = w.built_by
         WHERE t.withdrawn_at IS NULL ORDER BY t.number, w.number"
    ),
    kind!(
        "tests",
        [
            "id" = "x.id",
            "prototype" = "t.number",
            "number" = "x.number",
            "hypothesis" = "h.position",
            "title" = "x.title",
            "protocol" = "x.protocol",
            "with_whom" = "x.with_whom",
            "outcome" = "x.outcome",
            "by" = "p.handle",
            "held_at" = "x.held_at",
        ],
        "FROM test_sessions x JOIN prototypes t ON t.id = x.prototype_id JOIN people p ON p.id = x.held_by
         LEFT JOIN hypotheses h ON h.id = x.hypothesis_id WHERE t.withdrawn_at IS NULL ORDER BY t.number, x.number"
    ),
    kind!(
        "readings",
        [
            "prototype" = "t.number",
            "test" = "x.number",
            "position" = "r.position",
            "measure" = "r.measure",
            "value" = "r.value",
            "unit" = "r.unit",
            "least" = "r.least",
            "most" = "r.most",
            "by" = "p.handle",
            "read_at" = "r.read_at",
        ],
        "FROM readings r JOIN test_sessions x ON x.id = r.test_session_id JOIN prototypes t ON t.id = x.prototype_id
         JOIN people p ON p.id = r.read_by WHERE t.withdrawn_at IS NULL ORDER BY t.number, x.number, r.position, r.id"
    ),
    kind!(
        "gates",
        [
            "prototype" = "t.number",
            "number" = "g.number",
            "title" = "g.title",
            "state" = "g.state",
            "opened_at" = "g.opened_at",
            "decision" = "g.decision",
            "reasons" = "g.reasons",
            "decided_by" = "p.handle",
            "decided_at" = "g.decided_at",
            "evidence" = "g.evidence",
        ],
        "FROM gates g JOIN prototypes t ON t.id = g.prototype_id LEFT JOIN people p ON p.id = g.decided_by
         WHERE t.withdrawn_at IS NULL ORDER BY t.number, g.number"
    ),
    kind!(
        "gate_criteria",
        [
            "prototype" = "t.number",
            "gate" = "g.number",
            "position" = "c.position",
            "text" = "c.text",
            "must" = "c.must",
            "met" = "c.met",
        ],
        "FROM gate_criteria c JOIN gates g ON g.id = c.gate_id JOIN prototypes t ON t.id = g.prototype_id
         WHERE t.withdrawn_at IS NULL ORDER BY t.number, g.number, c.position, c.id"
    ),
    kind!(
        "learning_cards",
        [
            "prototype" = "t.number",
            "observed" = "l.observed",
            "learned" = "l.learned",
            "decision" = "l.decision",
            "by" = "p.handle",
            "written_at" = "l.written_at",
        ],
        "FROM learning_cards l JOIN prototypes t ON t.id = l.prototype_id JOIN people p ON p.id = l.written_by
         WHERE t.withdrawn_at IS NULL ORDER BY t.number, l.written_at, l.id"
    ),
];
