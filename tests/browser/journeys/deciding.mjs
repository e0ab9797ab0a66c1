// R&D triages what came in: asks, accepts, snoozes, merges and unmerges, declines, and chooses.

async function inInbox(person, story, title) {
  await person.goTo('/triage');
  await person.choose('Campaign', story.title);
  await person.press('Show');
  if (!(await person.page.getByRole('heading', { level: 2, name: title }).isVisible())) await person.press(title);
  await person.page.getByRole('heading', { level: 2, name: title }).waitFor();
}

/** Opens a form of the inbox: by its key where there are keys, and the first field has the focus. */
async function openForm(person, key, words) {
  await person.keyOr(key, () => person.unfold(words));
}

const idea = story => new RegExp(`^A ${story.subject}`);
const tip = story => new RegExp(`^Wanted in a workshop: a ${story.subject}`);
const NOTE = /^A seal that tears like a stamp/;

async function ask({ ines, nora }, story) {
  await inInbox(ines, story, idea(story));
  await ines.inspect('the inbox of one campaign');
  await openForm(ines, 'a', 'Ask the author');
  await ines.write('Question', 'How warm may the cells get in your workshop?');
  await ines.press('Send the question');
  await ines.sees('The author has your question. The clock is paused.');
  await nora.hears('Ines Okafor has a question about your idea. The clock is paused until you answer.');
  await nora.sees('How warm may the cells get in your workshop?');
  await nora.inspect('a question to the author');
  await nora.write('Your answer', 'Up to 130 °C for ten minutes, in an oven.');
  await nora.press('Send the answer');
  await nora.sees('Up to 130 °C for ten minutes, in an oven.');
}

async function accept({ ines, nora }, story) {
  await inInbox(ines, story, idea(story));
  await ines.sees('Up to 130 °C for ten minutes, in an oven.');
  await ines.pressKey('1', /^Take into review/);
  await ines.sees('Taken into review.');
  await nora.hears('Ines Okafor moved your idea: in review.');
}

async function merge({ ines, marek }, story) {
  await inInbox(ines, story, tip(story));
  await ines.pressKey('2', /^Duplicate of/);
  await ines.write('Number of the idea', story.number);
  await ines.press('Compare');
  await ines.inspect('two ideas side by side');
  await ines.press(`Merge into no. ${story.number}`);
  await ines.sees('Merged. Its votes count for the idea that stays.');
  await marek.hears('Ines Okafor merged your idea with another one. Its votes count there.');
  await marek.sees('This idea was merged into');
  await ines.goTo(story.tip);
  await ines.press('Undo the merge');
  await ines.sees('Taken apart. Both ideas are as they were.');
  await marek.hears('Ines Okafor took the merge back. Your idea stands on its own again.');
}

async function decline({ ines, marek }, story) {
  await inInbox(ines, story, tip(story));
  await openForm(ines, '3', 'Decline');
  await ines.write('Reason the author reads', 'Thank you, Marek. The customer idea beside it says the same with numbers.');
  await ines.press('Decline and tell the author');
  await ines.sees('Declined. The author gets your reason.');
  await marek.hears('Ines Okafor moved your idea: declined.');
  await marek.sees('The customer idea beside it says the same with numbers.');
}

async function snooze({ ines }, story) {
  await inInbox(ines, story, NOTE);
  await openForm(ines, 'h', 'Snooze');
  await ines.press('3 days');
  await ines.sees('Snoozed.');
  await ines.pressKey('z', 'Undo my last decision');
  await ines.sees(/^Taken back: “.+” is as it was\.$/);
  await inInbox(ines, story, NOTE);
  await ines.pressKey('1', /^Take into review/);
  await ines.sees('Taken into review.');
}

async function choose({ ines }, story) {
  for (const idea of [story.idea, story.noteIdea]) {
    await ines.goTo(idea);
    await ines.press('Decide or answer');
    await ines.tick(/^Shortlist/);
    await ines.write('Reason the author reads', 'A prototype can show it within a week.');
    await ines.press('Decide and tell the author');
    await ines.goTo(idea);
    await ines.sees('A prototype can show it within a week.');
  }
}

export const DECIDING = [
  ['R&D asks the author, who answers', ask],
  ['R&D takes the idea into review', accept],
  ['R&D merges the tip as a duplicate and takes it apart again', merge],
  ['R&D declines the tip with a reason that its author reads', decline],
  ['R&D snoozes, takes it back, and accepts', snooze],
  ['R&D shortlists both ideas', choose],
];
