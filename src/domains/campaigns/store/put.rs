//! Writes; each costs a grant.
use super::Campaign;
use crate::domains::{
    campaigns::rules::{Plan, Setup},
    people::store::audiences,
};
use crate::kernel::{
    AcceptTerms, AskReminder, Audience, CampaignId, CampaignState, FieldId, Granted, Moment, Permission, PersonId, PhaseId,
};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use crate::schema::{
    campaign_fields, campaign_phases, campaign_reminders, campaign_reviewers, campaign_slugs, campaigns, terms_acceptances,
};
use diesel::{
    prelude::*,
    sql_types::{Integer, Nullable, Text, Uuid as SqlUuid},
};

/// Writes an acceptance down; false when it stood there before.
///
/// # Errors
/// When the insert fails.
pub(in crate::domains::campaigns) fn put_acceptance(
    tx: &mut Tx<'_>,
    granted: &Granted<AcceptTerms>,
    campaign: &Campaign,
    person: PersonId,
) -> AppResult<bool> {
    let row = (
        terms_acceptances::campaign_id.eq(campaign.id),
        terms_acceptances::person_id.eq(person),
        terms_acceptances::version.eq(campaign.terms_version),
        terms_acceptances::accepted_at.eq(tx.now()),
    );
    Ok(diesel::insert_into(terms_acceptances::table).values(row).on_conflict_do_nothing().execute(tx.writing(granted))? > 0)
}

/// Writes down that a person is to be told when the campaign opens, or strikes it out; false when nothing changed.
///
/// # Errors
/// When the statement fails.
pub(in crate::domains::campaigns) fn put_reminder(
    tx: &mut Tx<'_>,
    granted: &Granted<AskReminder>,
    campaign: CampaignId,
    person: PersonId,
    on: bool,
) -> AppResult<bool> {
    let changed = if on {
        let row = (
            campaign_reminders::campaign_id.eq(campaign),
            campaign_reminders::person_id.eq(person),
            campaign_reminders::asked_at.eq(tx.now()),
        );
        diesel::insert_into(campaign_reminders::table).values(row).on_conflict_do_nothing().execute(tx.scratch())?
    } else {
        diesel::delete(campaign_reminders::table.find((campaign, person))).execute(tx.scratch())?
    };
    if changed > 0 {
        let _owes = tx.writing(granted);
    }
    Ok(changed > 0)
}

/// Keeps the counts of a campaign fresh; whoever adds or removes ideas and voters calls it in the same transaction.
///
/// # Errors
/// When the update fails.
pub fn add_counts<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: CampaignId, ideas: i32, voters: i32) -> AppResult<()> {
    sql("UPDATE campaigns SET idea_count = greatest(0, idea_count + $2), voter_count = greatest(0, voter_count + $3) WHERE id = $1")
        .bind::<SqlUuid, _>(campaign)
        .bind::<Integer, _>(ideas)
        .bind::<Integer, _>(voters)
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Adds to the counts of voters of many campaigns in one statement.
///
/// # Errors
/// When the update fails.
pub fn add_voters_to_many<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, changes: &[(CampaignId, i32)]) -> AppResult<()> {
    let (campaigns, changes): (Vec<uuid::Uuid>, Vec<i32>) = changes.iter().map(|(campaign, change)| (campaign.0, *change)).unzip();
    sql(
        "UPDATE campaigns c SET voter_count = c.voter_count + t.change FROM unnest($1, $2) AS t (campaign, change) WHERE c.id = t.campaign",
    )
    .bind::<diesel::sql_types::Array<SqlUuid>, _>(campaigns)
    .bind::<diesel::sql_types::Array<Integer>, _>(changes)
    .execute(tx.writing(granted))?;
    Ok(())
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Text)]
    slug: String,
}

/// Words of the URL scheme that no campaign may take.
const RESERVED: &[&str] = &["new", "item"];

/// A slug that no other campaign has or had: the wish itself, or with the first free number behind it.
///
/// # Errors
/// When the database cannot be asked.
pub(in crate::domains::campaigns) fn free_slug(tx: &mut Tx<'_>, wish: &str, own: Option<CampaignId>) -> AppResult<String> {
    let taken: Vec<Taken> = sql("SELECT slug FROM campaigns WHERE (slug = $1 OR slug LIKE $1 || '-%') AND id IS DISTINCT FROM $2
         UNION SELECT slug FROM campaign_slugs WHERE (slug = $1 OR slug LIKE $1 || '-%') AND campaign_id IS DISTINCT FROM $2 LIMIT 10000")
    .bind::<Text, _>(wish)
    .bind::<Nullable<SqlUuid>, _>(own)
    .load(tx.reading())?;
    let is_free = |slug: &str| !RESERVED.contains(&slug) && slug.parse::<i64>().is_err() && !taken.iter().any(|row| row.slug == slug);
    if is_free(wish) {
        return Ok(wish.to_owned());
    }
    let free = (2..=taken.len() + 3).map(|number| format!("{wish}-{number}")).find(|slug| is_free(slug));
    free.ok_or_else(|| anyhow::anyhow!("no free slug for {wish}").into())
}

/// Writes a new campaign.
///
/// # Errors
/// When an insert fails.
pub(in crate::domains::campaigns) fn insert<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    id: CampaignId,
    slug: &str,
    setup: &Setup,
    from: Option<CampaignId>,
) -> AppResult<()> {
    let now = tx.now();
    let row = (
        campaigns::id.eq(id),
        campaigns::slug.eq(slug),
        campaigns::title.eq(&setup.title),
        campaigns::question.eq(&setup.question),
        campaigns::brief.eq(&setup.brief),
        campaigns::criteria.eq(&setup.criteria),
        campaigns::hatch.eq(setup.hatch),
        campaigns::audience.eq(setup.sight.audience),
        campaigns::audience_chosen.eq(setup.audience_chosen),
        campaigns::space_id.eq(setup.sight_of(id).space),
        campaigns::owner_id.eq(setup.owner),
        campaigns::sponsor_id.eq(setup.sponsor),
        campaigns::sponsor_promise.eq(&setup.sponsor_promise),
        campaigns::answer_by.eq(setup.answer_by),
        campaigns::answer_days.eq(setup.answer_days),
        campaigns::terms.eq(&setup.terms),
        campaigns::vote_budget.eq(setup.vote_budget),
        campaigns::counts.eq(setup.counts),
        campaigns::approval_needed.eq(setup.approval_needed),
        campaigns::cloned_from.eq(from),
        campaigns::created_at.eq(now),
    );
    diesel::insert_into(campaigns::table).values(row).execute(tx.writing(granted))?;
    put_plan(tx, granted, id, &setup.plan)?;
    put_reviewers(tx, granted, id, &setup.reviewers)?;
    put_asked(tx, granted, id, setup)?;
    put_fields(tx, granted, id, setup)
}

/// Whoever has a part in a campaign of named people is on its list. The list outlives another choice of audience,
/// because what lies inside the campaign may be for those people still.
fn put_asked<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: CampaignId, setup: &Setup) -> AppResult<()> {
    if setup.sight.audience != Audience::People {
        return Ok(());
    }
    let everybody: Vec<PersonId> = setup.named.iter().copied().chain(setup.people()).collect();
    audiences::put_named(tx, granted, campaign.0, &everybody)
}

/// Writes an edit: the row with its next version, and those lists that differ. A new slug keeps the old one as a way here.
///
/// # Errors
/// When a statement fails.
pub(in crate::domains::campaigns) fn save<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    campaign: &Campaign,
    slug: &str,
    before: &Setup,
    after: &Setup,
) -> AppResult<()> {
    let terms_version = campaign.terms_version + i32::from(before.terms != after.terms);
    // First the list: with the row, its ideas go where fewer people see them, and for that the database asks who is named.
    if before.named != after.named || before.sight != after.sight || before.people() != after.people() {
        put_asked(tx, granted, campaign.id, after)?;
    }
    if before.sight != after.sight {
        // Ten thousands of ideas may go along, each into every index of theirs.
        sql("SET LOCAL statement_timeout = '120s'").execute(tx.scratch())?;
    }
    let row = (
        campaigns::slug.eq(slug),
        campaigns::title.eq(&after.title),
        campaigns::question.eq(&after.question),
        campaigns::brief.eq(&after.brief),
        campaigns::criteria.eq(&after.criteria),
        campaigns::hatch.eq(after.hatch),
        campaigns::audience.eq(after.sight.audience),
        campaigns::audience_chosen.eq(after.audience_chosen),
        campaigns::space_id.eq(after.sight_of(campaign.id).space),
        campaigns::owner_id.eq(after.owner),
        campaigns::sponsor_id.eq(after.sponsor),
        campaigns::sponsor_promise.eq(&after.sponsor_promise),
        campaigns::answer_by.eq(after.answer_by),
        campaigns::answer_days.eq(after.answer_days),
        campaigns::terms.eq(&after.terms),
        campaigns::terms_version.eq(terms_version),
        campaigns::vote_budget.eq(after.vote_budget),
        campaigns::counts.eq(after.counts),
        campaigns::approval_needed.eq(after.approval_needed),
        campaigns::version.eq(campaign.version + 1),
    );
    diesel::update(campaigns::table.find(campaign.id)).set(row).execute(tx.writing(granted))?;
    if slug != campaign.slug {
        let old = (campaign_slugs::slug.eq(&campaign.slug), campaign_slugs::campaign_id.eq(campaign.id));
        diesel::insert_into(campaign_slugs::table).values(old).on_conflict_do_nothing().execute(tx.writing(granted))?;
        diesel::delete(campaign_slugs::table.find(slug)).execute(tx.writing(granted))?;
    }
    if before.plan != after.plan {
        put_plan(tx, granted, campaign.id, &after.plan)?;
    }
    if before.reviewers != after.reviewers {
        put_reviewers(tx, granted, campaign.id, &after.reviewers)?;
    }
    if before.fields != after.fields {
        put_fields(tx, granted, campaign.id, after)?;
    }
    Ok(())
}

/// Replaces the phases.
///
/// # Errors
/// When a statement fails.
pub(in crate::domains::campaigns) fn put_plan<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    campaign: CampaignId,
    plan: &Plan,
) -> AppResult<()> {
    diesel::delete(campaign_phases::table.filter(campaign_phases::campaign_id.eq(campaign))).execute(tx.writing(granted))?;
    let rows: Vec<_> = (0_i16..)
        .zip(plan.phases())
        .map(|(position, phase)| {
            (
                campaign_phases::id.eq(PhaseId::new()),
                campaign_phases::campaign_id.eq(campaign),
                campaign_phases::kind.eq(phase.kind),
                campaign_phases::position.eq(position),
                campaign_phases::starts_at.eq(phase.starts_at),
                campaign_phases::ends_at.eq(phase.ends_at),
            )
        })
        .collect();
    diesel::insert_into(campaign_phases::table).values(rows).execute(tx.writing(granted))?;
    Ok(())
}

fn put_reviewers<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: CampaignId, people: &[PersonId]) -> AppResult<()> {
    diesel::delete(campaign_reviewers::table.filter(campaign_reviewers::campaign_id.eq(campaign))).execute(tx.writing(granted))?;
    let rows: Vec<_> =
        people.iter().map(|person| (campaign_reviewers::campaign_id.eq(campaign), campaign_reviewers::person_id.eq(*person))).collect();
    diesel::insert_into(campaign_reviewers::table).values(rows).execute(tx.writing(granted))?;
    Ok(())
}

/// Fields keep their ids, because ideas answer them by id.
fn put_fields<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: CampaignId, setup: &Setup) -> AppResult<()> {
    use diesel::upsert::excluded;
    let kept: Vec<FieldId> = setup.fields.iter().filter_map(|field| field.id).collect();
    let gone = campaign_fields::table.filter(campaign_fields::campaign_id.eq(campaign)).filter(campaign_fields::id.ne_all(kept));
    diesel::delete(gone).execute(tx.writing(granted))?;
    let rows: Vec<_> = (0_i16..)
        .zip(&setup.fields)
        .map(|(position, field)| {
            (
                campaign_fields::id.eq(field.id.unwrap_or_else(FieldId::new)),
                campaign_fields::campaign_id.eq(campaign),
                campaign_fields::position.eq(position),
                campaign_fields::label.eq(&field.label),
                campaign_fields::kind.eq(field.kind),
                campaign_fields::choices.eq(&field.choices),
                campaign_fields::required.eq(field.required),
            )
        })
        .collect();
    diesel::insert_into(campaign_fields::table)
        .values(rows)
        .on_conflict(campaign_fields::id)
        .do_update()
        .set((
            campaign_fields::position.eq(excluded(campaign_fields::position)),
            campaign_fields::label.eq(excluded(campaign_fields::label)),
            campaign_fields::kind.eq(excluded(campaign_fields::kind)),
            campaign_fields::choices.eq(excluded(campaign_fields::choices)),
            campaign_fields::required.eq(excluded(campaign_fields::required)),
        ))
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Moments and words that go with a state.
#[derive(Debug, Clone, Default)]
pub(in crate::domains::campaigns) struct Marks {
    /// When it was launched; `Some(None)` takes it away.
    pub launched_at: Option<Option<Moment>>,
    /// When it was closed; `Some(None)` takes it away.
    pub closed_at: Option<Option<Moment>>,
    /// What came of it.
    pub summary: Option<String>,
    /// The promised answer.
    pub answer_by: Option<Moment>,
}

#[derive(AsChangeset)]
#[diesel(table_name = campaigns)]
struct StateRow {
    state: CampaignState,
    version: i32,
    launched_at: Option<Option<Moment>>,
    opened_at: Option<Option<Moment>>,
    closed_at: Option<Option<Moment>>,
    summary: Option<String>,
    answer_by: Option<Moment>,
}

/// Moves a campaign to a state; its first opening is dated.
///
/// # Errors
/// When the update fails.
pub(in crate::domains::campaigns) fn put_state<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    campaign: &Campaign,
    state: CampaignState,
    marks: Marks,
) -> AppResult<()> {
    let opened_at = match state {
        CampaignState::Draft | CampaignState::Scheduled => Some(None),
        _ if campaign.opened_at.is_none() => Some(Some(tx.now())),
        _ => None,
    };
    let row = StateRow {
        state,
        version: campaign.version + 1,
        launched_at: marks.launched_at,
        opened_at,
        closed_at: marks.closed_at,
        summary: marks.summary,
        answer_by: marks.answer_by,
    };
    diesel::update(campaigns::table.find(campaign.id)).set(row).execute(tx.writing(granted))?;
    Ok(())
}

/// Removes a draft with all its parts; copies of it forget where they came from.
///
/// # Errors
/// When something was made from it.
pub(in crate::domains::campaigns) fn remove<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, campaign: CampaignId) -> AppResult<()> {
    sql("UPDATE campaigns SET cloned_from = NULL WHERE cloned_from = $1").bind::<SqlUuid, _>(campaign).execute(tx.writing(granted))?;
    diesel::delete(campaigns::table.find(campaign)).execute(tx.writing(granted))?;
    audiences::put_named(tx, granted, campaign.0, &[])
}
