//! The step of the wizard that asks who is asked, and who answers for it.
use super::forms::{StepForm, unknown, versioned};
use crate::domains::{
    campaigns::{
        rules::{Change, Setup, launch::Step, named},
        store,
    },
    people::{
        self,
        store::choices::{self, Staff},
    },
};
use crate::kernel::{Audience, Moment, PersonId, Sight, SpaceId, Viewer, text};
use crate::platform::error::{AppError, AppResult};
use chrono_tz::Tz;
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// People offered at once.
const STAFF: i64 = 30;

/// Who is asked, and who answers for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleForm {
    #[serde(default)]
    audience: String,
    #[serde(default)]
    space: String,
    #[serde(default)]
    named: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    sponsor: String,
    sponsor_promise: String,
    #[serde(default)]
    reviewers: Vec<String>,
    #[serde(default)]
    find: String,
    version: i32,
    #[serde(default)]
    then: String,
}

/// Something to choose.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// People and spaces to choose from.
#[derive(Debug, Serialize)]
pub struct PeopleChoices {
    owners: Vec<Choice>,
    /// The owner cannot be chosen any more: their account is deactivated, or they are staff no longer.
    owner_gone: bool,
    sponsors: Vec<Choice>,
    reviewers: Vec<Choice>,
    spaces: Vec<Choice>,
    more: bool,
    /// Names that were typed and lead to nobody, or to several.
    unfound: String,
}

fn person_id(text: &str) -> Option<PersonId> {
    Uuid::parse_str(text).ok().map(PersonId)
}

impl StepForm for PeopleForm {
    const STEP: Step = Step::People;
    const TEMPLATE: &'static str = "campaigns/edit_people.html";
    const FIELDS: &'static [&'static str] = &["audience", "space", "named", "owner", "sponsor", "sponsor_promise", "reviewers"];
    type Extra = PeopleChoices;
    versioned!();

    fn of(conn: &mut PgConnection, setup: &Setup, version: i32, _: Tz, _: Moment) -> AppResult<Self> {
        let names = people::store::names(conn, &setup.named)?;
        let mut lines: Vec<String> = names.values().map(|person| format!("{} @{}", person.name, person.handle)).collect();
        lines.sort_by_cached_key(|line| text::sort_key(line));
        Ok(Self {
            named: lines.join("\n"),
            audience: if setup.audience_chosen { setup.sight.audience.to_string() } else { String::new() },
            space: setup.sight.space.map_or_else(String::new, |space| space.to_string()),
            owner: setup.owner.to_string(),
            sponsor: setup.sponsor.map_or_else(String::new, |sponsor| sponsor.to_string()),
            sponsor_promise: setup.sponsor_promise.clone(),
            reviewers: setup.reviewers.iter().map(ToString::to_string).collect(),
            find: String::new(),
            version,
            then: String::new(),
        })
    }
    fn change(&self, conn: &mut PgConnection, setup: &Setup, _: Tz) -> AppResult<Change> {
        let mut wrong = Vec::new();
        let audience = Audience::parse(&self.audience);
        if audience.is_none() && !self.audience.is_empty() {
            wrong.push(unknown("audience"));
        }
        let space = Some(self.space.as_str()).filter(|_| audience == Some(Audience::Space)).and_then(|id| Uuid::parse_str(id).ok());
        let owner = person_id(&self.owner);
        if owner.is_none() && !self.owner.is_empty() {
            wrong.push(unknown("owner"));
        }
        let sponsor = person_id(&self.sponsor);
        if sponsor.is_none() && !self.sponsor.is_empty() {
            wrong.push(unknown("sponsor"));
        }
        let reviewers: Vec<PersonId> = self.reviewers.iter().filter_map(|id| person_id(id)).collect();
        if reviewers.len() < self.reviewers.len() {
            wrong.push(unknown("reviewers"));
        }
        // Names count, and are looked up, where they are the audience.
        let mut named = None;
        if audience == Some(Audience::People) {
            let (people, unfound) = store::find_named(conn, &named::words(&self.named))?;
            wrong.extend(unfound);
            named = Some(people);
        }
        if !wrong.is_empty() {
            return Err(AppError::Invalid(wrong));
        }
        Ok(Change {
            named,
            sight: audience.map(|audience| Sight { audience, space: space.map(SpaceId) }),
            owner: Some(owner.unwrap_or(setup.owner)),
            sponsor: Some(sponsor),
            sponsor_promise: Some(self.sponsor_promise.clone()),
            reviewers: Some(reviewers),
            ..Change::default()
        })
    }
    fn extra(&self, conn: &mut PgConnection, viewer: &Viewer) -> AppResult<Self::Extra> {
        let mut staff = choices::list_staff(conn, &self.find, STAFF + 1)?;
        let more = staff.len() > usize::try_from(STAFF).unwrap_or(usize::MAX);
        staff.truncate(usize::try_from(STAFF).unwrap_or(usize::MAX));
        let named: Vec<PersonId> = self.reviewers.iter().chain([&self.owner, &self.sponsor]).filter_map(|id| person_id(id)).collect();
        let named: Vec<PersonId> = named.into_iter().filter(|id| staff.iter().all(|row| row.id != *id)).collect();
        staff.extend(choices::list_staff_of(conn, &named)?);
        let pick = |chosen: &dyn Fn(&str) -> bool| -> Vec<Choice> {
            let choice = |row: &Staff| {
                let (value, title) = (row.id.to_string(), row.title.as_str());
                let label = if title.is_empty() { row.name.clone() } else { format!("{}, {title}", row.name) };
                Choice { chosen: chosen(&value), label, value }
            };
            let mut rows: Vec<Choice> = staff.iter().map(choice).collect();
            rows.sort_by_key(|row| !row.chosen);
            rows
        };
        let space = |row: choices::SpaceChoice| {
            let value = row.id.to_string();
            Choice { chosen: value == self.space, value, label: row.name }
        };
        let by_name = self.audience == Audience::People.as_str();
        let unfound = if by_name { store::list_unfound(conn, &named::words(&self.named))? } else { Vec::new() };
        let owners = pick(&|id| id == self.owner);
        Ok(PeopleChoices {
            unfound: unfound.join(", "),
            owner_gone: !owners.iter().any(|row| row.chosen),
            owners,
            sponsors: pick(&|id| id == self.sponsor),
            reviewers: pick(&|id| self.reviewers.iter().any(|chosen| chosen == id)),
            spaces: choices::list_space_choices(conn, viewer)?.into_iter().map(space).collect(),
            more,
        })
    }
}
