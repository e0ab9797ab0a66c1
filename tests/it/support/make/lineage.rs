//! A chain as rows: campaign 3, brainstorm 41 with a note, idea 118, prototype 27 with a gate.
use crate::support::TestApp;
use diesel::connection::SimpleConnection;
use proofbench::kernel::{ItemKind, ItemRef, PersonId};
use uuid::Uuid;

pub struct Chain {
    pub campaign: ItemRef,
    pub brainstorm: ItemRef,
    pub note: ItemRef,
    pub idea: ItemRef,
    pub prototype: ItemRef,
    pub gate: ItemRef,
}

/// The items, without edges; the idea, the campaign and the brainstorm are public, the prototype is internal.
pub fn items_of_a_chain(app: &mut TestApp, by: PersonId) -> Chain {
    let item = |kind| ItemRef::new(kind, Uuid::now_v7());
    let chain = Chain {
        campaign: item(ItemKind::Campaign),
        brainstorm: item(ItemKind::Brainstorm),
        note: item(ItemKind::Note),
        idea: item(ItemKind::Idea),
        prototype: item(ItemKind::Prototype),
        gate: item(ItemKind::Gate),
    };
    let (round, participant) = (Uuid::now_v7(), Uuid::now_v7());
    let Chain { campaign, brainstorm, note, idea, prototype, gate } = &chain;
    app.conn
        .batch_execute(&format!(
            "INSERT INTO campaigns (id, number, slug, state, title, audience, owner_id, created_at)
                VALUES ('{}', 3, 'bond-then-unbond', 'open', 'Bond it, then take it apart', 'public', '{by}', now());
             INSERT INTO brainstorms (id, number, slug, state, title, prompt, audience, facilitator_id, link, created_at)
                VALUES ('{brainstorm}', 41, 'fail-on-purpose', 'closed', 'Fail on purpose', 'How could it let go?', 'public', '{by}', 'link', now());
             INSERT INTO rounds (id, brainstorm_id, position, prompt) VALUES ('{round}', '{brainstorm}', 0, 'Write');
             INSERT INTO participants (id, brainstorm_id, person_id, colour, joined_at, seen_at)
                VALUES ('{participant}', '{brainstorm}', '{by}', 'lime', now(), now());
             INSERT INTO notes (id, brainstorm_id, round_id, participant_id, text, colour, created_at)
                VALUES ('{note}', '{brainstorm}', '{round}', '{participant}', 'Tape that lets go when warm', 'lime', now());
             INSERT INTO ideas (id, number, slug, author_id, state, source, title, body, audience, created_at, changed_at)
                VALUES ('{idea}', 118, 'heat-release-tape', '{by}', 'in_prototype', 'customer', 'Heat-release tape', 'Lets go at 140 °C', 'public', now(), now());
             INSERT INTO prototypes (id, number, slug, idea_id, title, lead_id, created_at, stage_since)
                VALUES ('{prototype}', 27, 'heatrelease-140', '{idea}', 'HeatRelease-140', '{by}', now(), now());
             INSERT INTO gates (id, prototype_id, number, title) VALUES ('{gate}', '{prototype}', 1, 'Gate 1')",
            campaign.id,
            brainstorm = brainstorm.id,
            note = note.id,
            idea = idea.id,
            prototype = prototype.id,
            gate = gate.id,
        ))
        .unwrap();
    chain
}
