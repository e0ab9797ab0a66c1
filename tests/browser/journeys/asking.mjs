// A campaign opens; people send ideas, vote and talk.

const DAY = 24 * 60 * 60 * 1000;
const inDays = days => `${new Date(Date.now() + days * DAY).toISOString().slice(0, 10)}T12:00`;
const idea = story => `A ${story.subject}. It should let go when it is warmed, so that parts can be swapped without prying.`;
const tipText = story => `Wanted in a workshop: a ${story.subject} that lets go when it is warmed, to swap parts.`;

async function draftCampaign({ tomas }, story) {
  story.title = `Packs that open again, ${story.mark}`;
  await tomas.goTo('/campaigns');
  await tomas.press('New campaign');
  await tomas.write('Name', story.title);
  await tomas.press('Start the draft');
  await tomas.write('Question', 'Which glued packs should open again without a knife?');
  await tomas.write('What you look for', 'Joints that hold in service and let go in the workshop.');
  await tomas.tick('foams');
  await tomas.press('Save and go on');
  await tomas.tick(/^Everybody Also people without an account/);
  await tomas.write('Find people', 'Ines Okafor');
  await tomas.press('Find');
  await tomas.tick(/^Ines Okafor/);
  await tomas.press('Save and go on');
  await tomas.write('Every idea answered by', inDays(90));
  await tomas.press('Save and go on');
  await tomas.tick('Everybody, at once');
  await tomas.write('Idea terms', 'We may build what you describe. You stay its author.');
  await tomas.press('Save and go on');
  await tomas.sees('Ready to launch?');
  await tomas.inspect('launch list, complete');
}

async function launchCampaign({ tomas, nora }, story) {
  story.campaign = tomas.page.url().replace(/\/edit\/launch$/, '');
  await tomas.press('Preview as its audience sees it');
  await tomas.sees('This is the page as a customer without an account sees it.');
  await tomas.press('Back to the launch list');
  await tomas.press('Launch');
  await tomas.sees('Launched. You can undo this for 10 minutes.');
  await tomas.goTo(`${story.campaign}/run`);
  await tomas.press('Begin “Collect” now');
  await tomas.sees('The next phase has begun');
  await nora.goTo('/campaigns');
  await nora.press(story.title);
  await nora.sees('Which glued packs should open again without a knife?');
  await nora.inspect('a campaign that has just opened');
}

async function writeFirst({ nora }, story, walker) {
  await nora.press('Send an idea');
  await nora.write('Your idea', idea(story));
  if (walker.javaScript) await nora.sees(/\d similar ideas?/);
  await nora.inspect('similar ideas while typing');
  await nora.tick('I accept the idea terms');
  await nora.press('Go on to sign-in');
  story.address = `nora-${story.mark}@quist.example`;
  await nora.signIn(story.address, `Nora Quist ${story.mark}`);
  await nora.sees('This is what you wrote last time.');
  await nora.holds('Your idea', idea(story));
  await nora.press('Send it now');
  if (!walker.javaScript) await nora.sees('Is your idea already on the list?');
  if (await nora.page.getByText('Is your idea already on the list?').isVisible()) await nora.press('Send mine anyway');
  await nora.sees('Your idea is in.');
  await nora.sees('Look for a second voice: pass this address on.');
  story.idea = new URL(nora.page.url()).pathname;
  story.number = /\d+/.exec(story.idea)[0];
}

async function vote({ rosa, marek, henrik }, story) {
  const cast = new RegExp(`^Vote for idea ${story.number}`);
  const back = new RegExp(`^Take back your vote for idea ${story.number}`);
  for (const person of [rosa, marek, henrik]) {
    await person.goTo(story.campaign);
    await person.press(`A ${story.subject}`);
    await person.touch(cast);
    await person.waitFor(back);
  }
  await rosa.touch(back);
  await rosa.waitFor(/, 2 votes so far$/);
  await rosa.touch(cast);
  await rosa.waitFor(/, 3 votes$/);
}

async function talk({ rosa, ines, nora }) {
  await rosa.write('Your comment', 'We would test this on our pallets. @ines-okafor, at what temperature would it let go?');
  await rosa.press('Send comment');
  await rosa.sees('Your comment is there.');
  await ines.hears('Rosa Lindqvist mentioned you.');
  await ines.unfold('Reply to Rosa Lindqvist');
  await ines.write('Your reply', 'At 120 °C, well above what the pack sees in service.');
  await ines.press('Send reply');
  await ines.sees('At 120 °C, well above what the pack sees in service.');
  await ines.inspect('an idea with a comment and a reply');
  await rosa.hears('Ines Okafor replied to you.');
  await nora.hears('Rosa Lindqvist commented on your idea.');
}

/** A vote in the list of similar ideas changes nothing else on the page. */
async function voteInPlace(marek, story) {
  const similar = marek.within('#similar');
  await similar.touch(new RegExp(`^Take back your vote for idea ${story.number}`));
  await similar.touch(new RegExp(`^Vote for idea ${story.number}`));
  await similar.waitFor(new RegExp(`^Take back your vote for idea ${story.number}`));
  await marek.holds('Your idea', tipText(story));
}

async function tip({ marek }, story, walker) {
  await marek.goTo(story.campaign);
  await marek.press('Send an idea');
  await marek.write('Your idea', tipText(story));
  // What earlier walkers tipped and R&D declined takes the place of other words in the list while typing; the first walker
  // comes before all of that.
  if (walker.kind === 'mouse') await voteInPlace(marek, story);
  await marek.tick('I accept the idea terms');
  await marek.press('Send the idea');
  const held = marek.page.getByRole('button', { name: 'Send mine anyway' }).first();
  await held.or(marek.page.getByText('Your idea is in.')).first().waitFor();
  if (await held.isVisible()) await marek.press('Send mine anyway');
  await marek.sees('Your idea is in.');
  story.tip = new URL(marek.page.url()).pathname;
  story.tipNumber = /\d+/.exec(story.tip)[0];
}

export const ASKING = [
  ['a moderator drafts a campaign, step by step', draftCampaign],
  ['they preview it as a customer and launch it; a visitor finds it', launchCampaign],
  ['a customer writes an idea first and signs in last, and nothing is lost', writeFirst],
  ['others vote, and one takes the vote back and gives it again', vote],
  ['a customer asks by name, R&D replies, and all concerned are told', talk],
  ['sales sends nearly the same as a tip', tip],
];
