//! The cast: staff with roles and tags, customers and partners in their companies' spaces.
use super::{
    content::{Content, OutsideName},
    scene::{Member, Scene, Seen},
};
use crate::kernel::{Audience, Event, Moment, PersonId, Role, SpaceId, text};
use chrono::TimeDelta;
use rand::RngExt;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

struct NewPerson<'a> {
    name: &'a str,
    handle: String,
    email: String,
    title: &'a str,
    site: &'a str,
    unit: &'a str,
    company: &'a str,
    bio: &'a str,
    languages: &'a [String],
    roles: Vec<String>,
    tags: &'a [String],
    space: Option<Uuid>,
    staff: bool,
    named: bool,
}

pub(super) fn set(scene: &mut Scene, content: &Content) -> anyhow::Result<()> {
    let founded = scene.now - TimeDelta::days(400);
    let tags = add_tags(scene, content, founded);
    let spaces = add_spaces(scene, content, founded);
    let mut handles = HashSet::new();
    let own = spaces.get("halden-voss").copied();
    scene.spaces = spaces.iter().map(|(slug, id)| (slug.clone(), SpaceId(*id))).collect();
    for expert in &content.people {
        handles.insert(expert.handle.clone());
        add(
            scene,
            &tags,
            NewPerson {
                name: &expert.name,
                handle: expert.handle.clone(),
                email: expert.email.clone(),
                title: &expert.title,
                site: &expert.site,
                unit: &expert.unit,
                company: "Halden & Voss",
                bio: &expert.bio,
                languages: &expert.languages,
                roles: expert.roles.clone(),
                tags: &expert.tags,
                space: own,
                staff: true,
                named: true,
            },
        )?;
    }
    for staff in &content.names.staff {
        let handle = free_handle(&mut handles, &staff.name);
        let sales = ["Sales", "Account", "Marketing", "Service", "Customer"].iter().any(|word| staff.title.contains(word));
        add(
            scene,
            &tags,
            NewPerson {
                name: &staff.name,
                email: format!("{handle}@haldenvoss.example"),
                handle,
                title: &staff.title,
                site: &staff.site,
                unit: &staff.unit,
                company: "Halden & Voss",
                bio: "",
                languages: &[],
                roles: vec![if sales { "contributor" } else { "rnd" }.to_owned()],
                tags: &staff.tags,
                space: own,
                staff: true,
                named: false,
            },
        )?;
    }
    let firms: HashMap<&str, &str> =
        content.firms.firms.iter().chain(&content.firms.partners).map(|firm| (firm.slug.as_str(), firm.name.as_str())).collect();
    add_outsiders(scene, &tags, &spaces, &firms, &mut handles, &content.names.customers, "customer")?;
    add_outsiders(scene, &tags, &spaces, &firms, &mut handles, &content.names.partners, "partner")?;
    add_more_tags(scene, &tags, content)
}

/// Puts the roles that people hold on the spine, at the moments at which they got them. It draws ids of its own, so it
/// comes after all else: the organisation stays the same.
pub(super) fn record_roles(scene: &mut Scene) -> anyhow::Result<()> {
    #[derive(serde::Deserialize)]
    struct Grant {
        person_id: PersonId,
        role: Role,
        granted_at: Moment,
    }
    let grants = scene.rows.get("role_grants").cloned().unwrap_or_default();
    let of_the_account = Seen { audience: Audience::People, space: None };
    for grant in grants {
        let Grant { person_id: person, role, granted_at } = serde_json::from_value(grant)?;
        scene.came_about(granted_at, "people.manage", of_the_account, &Event::RoleGranted { person, role, campaign: None })?;
    }
    Ok(())
}

/// The browser of everybody who did something: signed out since, and last used when they did it.
pub(super) fn add_visits(scene: &mut Scene) {
    for (person, at) in scene.last_deeds() {
        let (id, token, stamp) = (scene.id(at), (scene.id(at), scene.id(at)), scene.id(at));
        let token_hash = format!("\\x{}{}", token.0.simple(), token.1.simple());
        scene.push(
            "sessions",
            json!({
                "id": id, "token_hash": token_hash, "person_id": person, "security_stamp": stamp, "created_at": at - TimeDelta::minutes(12),
                "last_seen_at": at, "expires_at": scene.now, "browser": "", "network": "",
            }),
        );
    }
}

/// Words in the titles of those whose work is with customers.
const SELLING: &[&str] = &["sales", "account", "marketing", "service"];
/// What only they know.
const OF_SELLING: &[&str] = &["key-accounts", "price-negotiation", "tender"];

/// Tags of the staff by where they came from: the directory, themselves, their colleagues.
const TAGS: [(&str, usize); 3] = [("hr", 1_120), ("self", 410), ("endorsed", 260)];

/// Fills the tags up to their numbers: what colleagues of the same unit know, and praise for what one has.
fn add_more_tags(scene: &mut Scene, tags: &HashMap<String, Uuid>, content: &Content) -> anyhow::Result<()> {
    let mut known: HashMap<&str, Vec<Uuid>> = HashMap::new();
    let written =
        content.names.staff.iter().map(|staff| (&staff.unit, &staff.tags)).chain(content.people.iter().map(|one| (&one.unit, &one.tags)));
    for (unit, names) in written {
        known.entry(unit.as_str()).or_default().extend(names.iter().filter_map(|name| tags.get(name)));
    }
    let row = |row: &serde_json::Value| (row["person_id"].to_string(), row["tag_id"].to_string(), row["source"].to_string());
    let mut held: HashSet<(String, String, String)> = scene.rows.get("person_tags").into_iter().flatten().map(row).collect();
    let of_selling: Vec<Uuid> = OF_SELLING.iter().filter_map(|slug| tags.get(*slug).copied()).collect();
    for (source, number) in TAGS {
        let mut missing = number.saturating_sub(held.iter().filter(|(_, _, from)| *from == format!("\"{source}\"")).count());
        for _ in 0..number * 40 {
            if missing == 0 {
                break;
            }
            let member = scene.anybody(|member| member.staff)?;
            let Some(of_unit) = known.get(member.unit.as_str()).filter(|of_unit| !of_unit.is_empty()) else { continue };
            let tag = of_unit[scene.random.random_range(0..of_unit.len())];
            let added = scene.now - TimeDelta::days(scene.random.random_range(2..110));
            let new = json!({ "person_id": member.id, "tag_id": tag, "source": source, "added_at": added });
            let (person, tag_text, from) = row(&new);
            let has = |of: &str| held.contains(&(person.clone(), tag_text.clone(), format!("\"{of}\"")));
            let fits = match source {
                "endorsed" => has("hr") || has("self"),
                // A unit has its managers and its sellers, too: what fits a chemist does not fit them, nor the other way round.
                _ => !member.named && (member.sells || !of_selling.contains(&tag)) && !has("hr") && !has("self"),
            };
            if fits && held.insert((person, tag_text, from)) {
                scene.push("person_tags", new);
                missing -= 1;
            }
        }
    }
    Ok(())
}

fn add_outsiders(
    scene: &mut Scene,
    tags: &HashMap<String, Uuid>,
    spaces: &HashMap<String, Uuid>,
    firms: &HashMap<&str, &str>,
    handles: &mut HashSet<String>,
    people: &[OutsideName],
    role: &str,
) -> anyhow::Result<()> {
    for person in people {
        let handle = free_handle(handles, &person.name);
        add(
            scene,
            tags,
            NewPerson {
                name: &person.name,
                email: format!("{handle}@{}.example", person.firm),
                handle,
                title: &person.title,
                site: "",
                unit: "",
                company: firms.get(person.firm.as_str()).copied().unwrap_or(""),
                bio: "",
                languages: &[],
                roles: vec![role.to_owned()],
                tags: &[],
                space: spaces.get(&person.firm).copied(),
                staff: false,
                named: false,
            },
        )?;
    }
    Ok(())
}

fn free_handle(taken: &mut HashSet<String>, name: &str) -> String {
    let base = text::slug(name);
    let handle =
        (1..).map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") }).find(|handle| !taken.contains(handle)).unwrap_or(base);
    taken.insert(handle.clone());
    handle
}

fn add_tags(scene: &mut Scene, content: &Content, at: crate::kernel::Moment) -> HashMap<String, Uuid> {
    let mut known = HashMap::new();
    for tag in &content.tags {
        let id = scene.id(at);
        scene.push("expertise_tags", json!({ "id": id, "slug": tag.slug, "name": tag.name }));
        known.insert(tag.slug.clone(), id);
    }
    known
}

fn add_spaces(scene: &mut Scene, content: &Content, at: crate::kernel::Moment) -> HashMap<String, Uuid> {
    let mut spaces = HashMap::new();
    let own = (
        "halden-voss",
        "Halden & Voss Materials",
        "internal",
        "Gothenburg, Pune, São Paulo, Akron: adhesives, tapes, films, foams, coatings.".to_owned(),
    );
    let outside = |kind: &'static str| {
        move |firm: &super::content::Firm| (firm.slug.clone(), firm.name.clone(), kind, format!("{}. {}", firm.what, firm.region))
    };
    let firms: Vec<_> =
        content.firms.firms.iter().map(outside("customer")).chain(content.firms.partners.iter().map(outside("partner"))).collect();
    let all = std::iter::once((own.0.to_owned(), own.1.to_owned(), own.2, own.3)).chain(firms);
    for (slug, name, kind, about) in all {
        let id = scene.id(at);
        scene.push("spaces", json!({ "id": id, "slug": slug, "name": name, "kind": kind, "about": about, "created_at": at }));
        spaces.insert(slug, id);
    }
    spaces
}

fn add(scene: &mut Scene, tags: &HashMap<String, Uuid>, person: NewPerson<'_>) -> anyhow::Result<()> {
    let days_ago = if person.staff { scene.random.random_range(120..390) } else { scene.random.random_range(40..120) };
    let joined = scene.now - TimeDelta::days(days_ago);
    let id = scene.id(joined);
    let stamp = scene.id(joined);
    scene.push(
        "people",
        json!({
            "id": id, "handle": person.handle, "name": person.name, "email": person.email, "title": person.title, "site": person.site,
            "unit": person.unit, "company": person.company, "bio": person.bio, "languages": person.languages, "security_stamp": stamp,
            "theme": "auto", "density": "comfortable", "keys_on": true, "hints_seen": [], "listed": person.named, "created_at": joined,
        }),
    );
    for role in &person.roles {
        let grant = scene.id(joined);
        scene.push("role_grants", json!({ "id": grant, "person_id": id, "role": role, "granted_at": joined }));
    }
    if let Some(space) = person.space {
        scene.push("space_members", json!({ "space_id": space, "person_id": id, "joined_at": joined }));
    }
    for (index, tag) in person.tags.iter().enumerate() {
        let Some(tag) = tags.get(tag) else { continue };
        let source = if index % 4 == 3 { "self" } else { "hr" };
        scene.push("person_tags", json!({ "person_id": id, "tag_id": tag, "source": source, "added_at": joined }));
        if person.named && index < 2 {
            scene.push("person_tags", json!({ "person_id": id, "tag_id": tag, "source": "endorsed", "added_at": joined }));
        }
    }
    let space = person.space.filter(|_| !person.staff).map(SpaceId);
    let title = person.title.to_lowercase();
    let sells = person.staff && SELLING.iter().any(|word| title.contains(word));
    let (unit, site) = (person.unit.to_owned(), person.site.to_owned());
    let member = Member { id: PersonId(id), staff: person.staff, unit, site, sells, named: person.named, space };
    scene.happened(joined, member.id, "account.join", Seen::INTERNAL, &Event::PersonJoined { person: member.id })?;
    scene.cast.insert(person.handle.clone(), member.clone());
    scene.cast.insert(person.name.to_owned(), member);
    scene.order.push(person.handle);
    Ok(())
}
