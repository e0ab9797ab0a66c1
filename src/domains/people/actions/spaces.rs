//! Spaces and who belongs to them.
use crate::domains::people::{
    rules::{PERSON_UNKNOWN, SPACE_IN_USE, SPACE_NAME},
    store::{
        self,
        spaces::{self, Space},
    },
};
use crate::kernel::{Audience, Event, Granted, ManageSpaces, Place, Sight, SpaceId, SpaceKind, authorize, text};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

/// A space's own events are for its members.
fn manage(tx: &Tx<'_>, space: SpaceId) -> AppResult<Granted<ManageSpaces>> {
    let place = Place::of(space, Sight { audience: Audience::Space, space: Some(space) });
    authorize::<ManageSpaces>(tx.doer(), place).ok_or_else(AppError::forbidden::<ManageSpaces>)
}

fn find(tx: &mut Tx<'_>, slug: &str) -> AppResult<(Space, Granted<ManageSpaces>)> {
    authorize::<ManageSpaces>(tx.doer(), Place::INSTANCE).ok_or_else(AppError::forbidden::<ManageSpaces>)?;
    let viewer = tx.doer().viewer();
    let space = spaces::find_visible_space(tx.reading(), &viewer, slug)?.ok_or(AppError::NotFound("space"))?;
    let granted = manage(tx, SpaceId(space.id))?;
    Ok((space, granted))
}

/// Makes a space; its slug comes from its name.
///
/// # Errors
/// A refusal when a space of that name is there.
pub fn make_space(tx: &mut Tx<'_>, name: &str, kind: SpaceKind, about: &str) -> AppResult<String> {
    let (id, slug) = (SpaceId::new(), text::slug(name));
    let granted = manage(tx, id)?;
    if !spaces::put_space(tx, &granted, id, &slug, name, kind, about)? {
        return Err(SPACE_NAME.into());
    }
    tx.record(&granted, &Event::SpaceCreated { space: id })?;
    Ok(slug)
}

/// Changes a space; its slug follows its name. Where it is now.
///
/// # Errors
/// [`AppError::NotFound`] when there is none of that slug, a refusal when another one has the name.
pub fn change_space(tx: &mut Tx<'_>, slug: &str, name: &str, kind: SpaceKind, about: &str) -> AppResult<String> {
    let (before, granted) = find(tx, slug)?;
    let renamed = before.name != name;
    // A name that stays keeps its address, whatever it was made from.
    let slug = if renamed { text::slug(name) } else { before.slug.clone() };
    let changes = [("name", renamed), ("kind", before.kind != kind), ("about", before.about != about)];
    let fields: Vec<String> = changes.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field.to_owned()).collect();
    if fields.is_empty() {
        return Ok(slug);
    }
    let (space, name_before) = (SpaceId(before.id), before.name.clone());
    let after = Space { slug: slug.clone(), name: name.to_owned(), kind, about: about.to_owned(), ..before };
    if !spaces::put_space_change(tx, &granted, &after)? {
        return Err(SPACE_NAME.into());
    }
    tx.record(&granted, &Event::SpaceChanged { space, fields, name_before })?;
    Ok(slug)
}

/// Deletes a space that nothing uses.
///
/// # Errors
/// [`AppError::NotFound`] when there is none of that slug, a refusal while something uses it.
pub fn delete_space(tx: &mut Tx<'_>, slug: &str) -> AppResult<()> {
    let (found, granted) = find(tx, slug)?;
    let space = SpaceId(found.id);
    spaces::lock_space(tx, space)?;
    if spaces::count_space_uses(tx.reading(), space)?.any() {
        return Err(SPACE_IN_USE.into());
    }
    spaces::remove_space(tx, &granted, space)?;
    tx.record(&granted, &Event::SpaceDeleted { space, name: found.name })?;
    Ok(())
}

/// Adds somebody to a space. Their name, and whether they were not in it yet.
///
/// # Errors
/// A refusal when there is nobody of that handle.
pub fn join_space(tx: &mut Tx<'_>, slug: &str, handle: &str) -> AppResult<(String, bool)> {
    let (space, granted) = find(tx, slug)?;
    let person = store::find_by_handle(tx.reading(), handle)?.ok_or(PERSON_UNKNOWN)?;
    let space = SpaceId(space.id);
    let added = spaces::put_member(tx, &granted, space, person.id)?;
    if added {
        tx.record(&granted, &Event::SpaceJoined { space, person: person.id })?;
    }
    Ok((person.name, added))
}

/// Takes somebody out of a space.
///
/// # Errors
/// [`AppError::NotFound`] when there is nobody of that handle.
pub fn leave_space(tx: &mut Tx<'_>, slug: &str, handle: &str) -> AppResult<()> {
    let (space, granted) = find(tx, slug)?;
    let person = store::find_by_handle(tx.reading(), handle)?.ok_or(AppError::NotFound("person"))?;
    let space = SpaceId(space.id);
    if spaces::remove_member(tx, &granted, space, person.id)? {
        tx.record(&granted, &Event::SpaceLeft { space, person: person.id })?;
    }
    Ok(())
}
