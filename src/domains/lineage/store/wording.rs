//! In which words an event is told, and whom and where they name beside the item it happened to.
use super::{activity::verb_key, chain::Named};
use crate::kernel::{Event, PersonId};
use std::collections::HashMap;
use uuid::Uuid;

/// Names that the words of an event take; empty where it has none, or where they are known no more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// Whom or what it was about, `$what`.
    pub what: String,
    /// Where it counts, `$place`.
    pub place: String,
}

/// Fluent key of what somebody did: being let in by others is another thing than coming in, and a role of one
/// campaign another than one that counts everywhere.
pub(super) fn deed_key(event: &Event, by: Option<PersonId>) -> String {
    let key = match event {
        Event::PersonJoined { person } if by != Some(*person) => match by {
            Some(_) => "happened-person-invited",
            None => "happened-person-account-made",
        },
        Event::SpaceJoined { person, .. } if by != Some(*person) => "happened-space-member-added",
        Event::SpaceLeft { person, .. } if by != Some(*person) => "happened-space-member-removed",
        Event::SpaceChanged { fields, .. } if fields.iter().any(|field| field == "name") => "happened-space-renamed",
        Event::SpaceDeleted { .. } => "happened-space-deleted-named",
        Event::RoleGranted { campaign: None, .. } => "happened-role-granted-everywhere",
        Event::RoleGranted { .. } => "happened-role-granted-in",
        Event::RoleRevoked { campaign: None, .. } => "happened-role-revoked-everywhere",
        Event::RoleRevoked { .. } => "happened-role-revoked-in",
        other => return verb_key(other.verb()),
    };
    key.to_owned()
}

/// Fluent key of a verb to choose, which has to fit all that `deed_key` tells of it.
pub fn choice_key(verb: &str) -> String {
    match verb {
        "person.joined" => "happened-person-joined-or-invited".to_owned(),
        "space.joined" => "happened-space-joined-or-added".to_owned(),
        "space.left" => "happened-space-left-or-removed".to_owned(),
        other => verb_key(other),
    }
}

/// What an event names beside its item: somebody, and a campaign.
const fn ids_of(event: &Event) -> (Option<Uuid>, Option<Uuid>) {
    match event {
        Event::PersonJoined { person } | Event::SpaceJoined { person, .. } | Event::SpaceLeft { person, .. } => (Some(person.0), None),
        Event::RoleGranted { campaign: Some(campaign), .. } | Event::RoleRevoked { campaign: Some(campaign), .. } => {
            (None, Some(campaign.0))
        }
        _ => (None, None),
    }
}

/// What has to be named for the words of these events.
pub(super) fn mentioned_ids<'e>(events: impl Iterator<Item = &'e Event>) -> Vec<Uuid> {
    events.map(ids_of).flat_map(|(what, place)| what.into_iter().chain(place)).collect()
}

/// The names for the words of one event.
pub(super) fn mentioned(event: &Event, names: &HashMap<Uuid, Named>) -> Mentioned {
    let (what, place) = ids_of(event);
    let title = |id: Option<Uuid>| id.and_then(|id| names.get(&id)).map(|named| named.title.clone()).unwrap_or_default();
    match event {
        Event::SpaceChanged { name_before, .. } => Mentioned { what: name_before.clone(), ..Mentioned::default() },
        Event::SpaceDeleted { name, .. } => Mentioned { what: name.clone(), ..Mentioned::default() },
        _ => Mentioned { what: title(what), place: title(place) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{CampaignId, Role, SpaceId};

    #[test]
    fn whoever_comes_in_alone_is_not_told_as_let_in_by_others() {
        let (ann, joakim, space) = (PersonId::new(), PersonId::new(), SpaceId::new());
        let came = Event::PersonJoined { person: ann };
        assert_eq!(deed_key(&came, Some(ann)), "happened-person-joined");
        assert_eq!(deed_key(&came, Some(joakim)), "happened-person-invited");
        assert_eq!(deed_key(&came, None), "happened-person-account-made");
        let (joined, left) = (Event::SpaceJoined { space, person: ann }, Event::SpaceLeft { space, person: ann });
        assert_eq!([&joined, &left].map(|event| deed_key(event, Some(ann))), ["happened-space-joined", "happened-space-left"]);
        assert_eq!(
            [&joined, &left].map(|event| deed_key(event, Some(joakim))),
            ["happened-space-member-added", "happened-space-member-removed"]
        );
        assert_eq!(mentioned_ids([&came, &joined].into_iter()), [ann.0, ann.0]);
    }

    #[test]
    fn a_verb_to_choose_fits_those_who_came_alone_and_those_who_were_let_in() {
        let chosen = ["person.joined", "space.joined", "space.left", "person.signed-in"].map(choice_key);
        assert_eq!(
            chosen,
            [
                "happened-person-joined-or-invited",
                "happened-space-joined-or-added",
                "happened-space-left-or-removed",
                "happened-person-signed-in"
            ]
        );
        let (ann, space) = (PersonId::new(), SpaceId::new());
        let (came, joined) = (Event::PersonJoined { person: ann }, Event::SpaceJoined { space, person: ann });
        for event in [came, joined, Event::SpaceLeft { space, person: ann }] {
            assert_ne!(deed_key(&event, Some(ann)), deed_key(&event, None), "told in two ways");
            assert_ne!(choice_key(event.verb()), deed_key(&event, Some(ann)));
        }
    }

    #[test]
    fn a_role_says_where_it_counts() {
        let (person, role, campaign) = (PersonId::new(), Role::Moderator, CampaignId::new());
        let everywhere = Event::RoleGranted { person, role, campaign: None };
        let here = Event::RoleRevoked { person, role, campaign: Some(campaign) };
        assert_eq!(deed_key(&everywhere, Some(person)), "happened-role-granted-everywhere");
        assert_eq!(deed_key(&here, None), "happened-role-revoked-in");
        assert_eq!(mentioned_ids([&everywhere, &here].into_iter()), [campaign.0]);
    }
}
