// A brainstorm of the campaign: writing alone, reveal, clusters, dots, and a note that becomes an idea.
import assert from 'node:assert/strict';

const ROSA_NOTE = 'Perforate the seal so that it tears like a stamp';
const GUEST_NOTE = 'A pull tab of film under every cell';

async function plan({ tomas }, story) {
  await tomas.goTo(story.campaign);
  await tomas.press('Plan a brainstorm');
  await tomas.sees(`For the campaign “${story.title}”`);
  await tomas.tick(/^Guests may join with the code/);
  await tomas.tick(/^Show who wrote each note/);
  await tomas.write('Warm-up question for the lobby', 'What did you last pry open?');
  await tomas.press('Create the room');
  await tomas.press('Open the lobby');
  await tomas.sees('What did you last pry open?');
  story.room = new URL(tomas.page.url()).pathname;
  story.code = (await tomas.page.locator('.join-code').innerText()).trim();
  await tomas.inspect('the lobby of the facilitator');
}

async function join({ tomas, rosa, guest }, story) {
  await tomas.mark();
  await rosa.goTo('/join');
  await rosa.write('Code of the room', story.code);
  await rosa.press('Go to the room');
  await rosa.press('Join as Rosa Lindqvist');
  await rosa.sees('Tomás Figueira starts the first round.');
  await guest.goTo('/join');
  await guest.write('Code of the room', story.code);
  await guest.press('Go to the room');
  await guest.write('Your name', 'Gustav');
  await guest.inspect('the door of a guest');
  await guest.press('Join the room');
  await guest.sees('Tomás Figueira starts the first round.');
  await guest.inspect('the lobby of a guest');
  await tomas.catchesUp('3 joined');
  await tomas.isMarked();
}

/** The facilitator moves on; whoever has scripts sees it without doing anything. */
async function next({ tomas, rosa, guest }, words) {
  await tomas.pressKey('ArrowRight', /^Next step|^Start round 1/);
  for (const person of [rosa, guest]) await person.catchesUp(words);
}

async function writeNote(person, text) {
  await person.write('Your note', text);
  await person.touch('Send note');
  await person.within('section', 'Your notes').sees(text);
}

async function writeAlone(cast) {
  const { tomas, rosa, guest } = cast;
  await next(cast, 'Tomás Figueira explains the question.');
  await next(cast, 'One thought per note.');
  await writeNote(rosa, ROSA_NOTE);
  await writeNote(guest, 'A pull tab of film');
  await rosa.catchesUp('1 other has added 1 note');
  await guest.unfold('Change');
  await guest.within('.own-note').write('Your note', GUEST_NOTE);
  await guest.press('Save the note');
  await guest.sees(GUEST_NOTE);
  await guest.inspect('writing alone on a phone');
  await rosa.misses(GUEST_NOTE);
  await tomas.catchesUp('2 notes from 2 people');
  await tomas.misses(ROSA_NOTE);
  await tomas.inspect('the wall while people write');
  await rosa.press('I am ready to move on');
  await tomas.catchesUp('Next step, 1 of 2 ready');
  await tomas.pressKey('Space', 'Pause');
  await rosa.catchesUp('Paused');
  await tomas.pressKey('Space', 'Resume');
  await tomas.pressKey('m', '+1 minute');
}

async function reveal(cast) {
  await next(cast, 'Read what everybody wrote.');
  for (const person of [cast.rosa, cast.guest, cast.tomas]) {
    await person.catchesUp(ROSA_NOTE);
    await person.sees(GUEST_NOTE);
    assert.equal(await person.page.locator('#unsent').filter({ visible: true }).count(), 0, 'everything was sent');
  }
  await cast.tomas.inspect('the wall after the reveal');
}

async function cluster(cast, story, walker) {
  const { tomas, rosa } = cast;
  await next(cast, /Put together what belongs together/);
  await tomas.write('Name of the new cluster', 'It tears');
  await tomas.press('Add cluster');
  // Other places name the cluster, too: Rosa's note in small letters, and every choice of where to move.
  const inCluster = person => person.within('.cluster-grid section', 'It tears');
  await inCluster(tomas).sees('It tears');
  const note = tomas.within('.note', ROSA_NOTE);
  if (walker.kind === 'mouse') {
    await tomas.page.locator('.note', { hasText: ROSA_NOTE }).locator('.note__text').dragTo(tomas.page.locator('[data-board-name="It tears"]'));
  } else {
    await note.unfold('Move to…');
    await note.choose(/^Where “/, 'It tears');
    await note.press('Move');
  }
  await rosa.catchesUp(/^It tears/);
  await inCluster(rosa).sees(ROSA_NOTE);
  const other = rosa.within('.note', GUEST_NOTE);
  await other.unfold('Move to…');
  await other.choose(/^Where “/, 'A new cluster');
  await other.press('Move');
  await tomas.catchesUp('In no cluster 0');
  await tomas.inspect('the wall with clusters');
}

async function giveDots(cast) {
  const { rosa, guest, tomas } = cast;
  await next(cast, '5 dots, at most 3 on one cluster.');
  for (const [person, dots] of [[rosa, 2], [guest, 1]]) {
    for (let given = 1; given <= dots; given += 1) {
      await person.press('Give a dot to It tears');
      await person.sees(`${5 - given} of 5 dots left`);
    }
  }
  await guest.sees('Totals stay hidden until voting ends.');
  await guest.inspect('dots on a phone');
  await tomas.misses('3 dots from 2 people');
  await next(cast, 'The result of the vote.');
  await rosa.catchesUp('3 dots from 2 people');
  await tomas.inspect('the wall with results');
}

async function promote({ tomas, rosa }, story) {
  await tomas.press('Close the room');
  await tomas.sees('The room is closed. These are its results.');
  const note = tomas.within('li:not(:has(li))', ROSA_NOTE);
  await note.unfold('Make this note an idea');
  await tomas.inspect('results with a note to promote');
  await note.press('Promote to idea');
  await tomas.sees('It is an idea now and will get an answer');
  await tomas.pressKey('z', 'Undo');
  await tomas.sees('The idea was withdrawn; the note is free again');
  await note.unfold('Make this note an idea');
  await note.write('Title of the idea', 'A seal that tears like a stamp');
  await note.press('Promote to idea');
  await tomas.sees('It is an idea now and will get an answer');
  story.noteIdea = new URL(tomas.page.url()).pathname;
  await rosa.hears('Tomás Figueira made an idea from what you wrote in a brainstorm.', 'A seal that tears like a stamp');
  await rosa.sees('Where it came from and what became of it');
  const chain = await rosa.page.locator('.lineage__title').allInnerTexts();
  assert.deepEqual(chain.slice(-2), [ROSA_NOTE, 'A seal that tears like a stamp']);
}

export const ROOM = [
  ['a moderator plans a brainstorm from the campaign', plan],
  ['a customer and a guest join by the six digits, and the lobby fills', join],
  ['everybody writes alone; nobody sees what others wrote', writeAlone],
  ['the reveal shows every note to all', reveal],
  ['notes are put together', cluster],
  ['dots are given blind, then the totals show', giveDots],
  ['a note becomes an idea of the person who wrote it, can be taken back, and keeps its origin', promote],
];
