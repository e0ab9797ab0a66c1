// A live room keeps up with its moderator, whatever happens on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, startBrowser, startProgram } from './support.mjs';

const ROOM = '/brainstorms/42-cold-hands';

let program, browser;
before(async () => {
  program = await startProgram();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

test('a part that the server could not give is asked for again without another change', async () => {
  const [moderator, writer] = [await enter(browser, program.base, 'tomas-figueira'), await enter(browser, program.base, 'rosa-lindqvist')];
  await moderator.goto(`${ROOM}/wall`);
  const stage = moderator.locator('#stage');
  const notes = Number((await stage.innerText()).match(/(\d+) notes from/)[1]);
  await writer.goto(ROOM);
  await writer.getByRole('button', { name: 'Join as Rosa Lindqvist' }).click();
  await moderator.getByText('16 joined').waitFor();
  let refused = 0;
  await moderator.route(`${program.base}${await stage.getAttribute('data-live-fragment')}`, route => {
    refused += 1;
    return refused === 1 ? route.fulfill({ status: 503, contentType: 'text/html', body: 'busy' }) : route.continue();
  });
  await writer.getByLabel('Your note').fill('A seam that warns before it gives');
  await writer.getByRole('button', { name: 'Send note' }).click();
  await stage.getByText(`${notes + 1} notes from`).waitFor();
  assert.equal(refused, 2, 'refused once, and asked for once more');
  await Promise.all([moderator, writer].map(page => page.context().close()));
});

/** Signs somebody in at a browser that somebody else may have used before. */
async function signIn(page, handle) {
  await page.goto('/enter');
  await page.locator(`form:has(input[name="handle"][value="${handle}"]) button`).click();
  await page.waitForURL(url => !url.pathname.startsWith('/enter'));
}

/** Opens the room where notes are written, and joins it where that is still to do. */
async function openRoom(page) {
  await page.goto(ROOM);
  const join = page.getByRole('button', { name: /^Join as / });
  if (await join.isVisible()) await join.click();
  await page.locator('#note-form').waitFor();
}

async function sendNote(page, text) {
  await page.locator('#note-form').getByLabel('Your note').fill(text);
  await page.getByRole('button', { name: 'Send note' }).click();
}

/** Writes a note where there is no network, and leaves the device without signing out. */
async function leaveNoteBehind(page, text) {
  const context = page.context();
  await openRoom(page);
  await context.setOffline(true);
  await sendNote(page, text);
  await page.getByText('Saved on this device, waiting for the connection: 1').waitFor();
  await page.close();
  await context.clearCookies();
  await context.setOffline(false);
}

/** The notes that a browser sends from now on. */
function notesSent(context) {
  const sent = [];
  context.on('request', request => {
    if (request.method() === 'POST' && request.url().endsWith(`${ROOM}/notes`)) sent.push(new URLSearchParams(request.postData()).get('text'));
  });
  return sent;
}

async function hides(page, text, where) {
  assert.ok(!(await page.content()).includes(text), `${where} does not show what somebody else wrote`);
}

// What waits is first sent by whichever page has network: one that knows nobody yet, or the page where the next person writes.
for (const [first, blocked] of [['the door', false], ['the page of notes', true]]) {
  test(`a note that waits for the network waits for its writer, when the next person comes by ${first}`, async () => {
    const [words, others] = [`A lid that sighs, left at ${first}`, `A hinge that clicks, by ${first}`];
    const rosa = await enter(browser, program.base, 'rosa-lindqvist');
    const context = rosa.context();
    await leaveNoteBehind(rosa, words);

    const ines = await context.newPage();
    const sent = notesSent(context);
    if (blocked) await context.route(`**${ROOM}/notes`, route => route.abort());
    await signIn(ines, 'ines-okafor');
    await hides(ines, words, 'home');
    await context.unroute(`**${ROOM}/notes`);
    await openRoom(ines);
    // Older notes are sent first: once hers is there, whatever else would have been sent was.
    await sendNote(ines, others);
    await ines.locator('#mine p', { hasText: others }).waitFor();
    await hides(ines, words, 'the room');
    await ines.goto(`${ROOM}/wall`);
    await hides(ines, words, 'the wall');
    await ines.goto('/ideas');
    await hides(ines, words, 'a page with the next person');
    assert.deepEqual(sent, [others], 'only her own note is sent');
    await ines.close();

    await context.clearCookies();
    const again = await context.newPage();
    await signIn(again, 'rosa-lindqvist');
    await openRoom(again);
    await again.locator('#mine p, #unsent p', { hasText: words }).waitFor();
    await context.close();
  });
}

test('a page is not left for one that the server cannot give yet', async () => {
  const [moderator, writer] = [await enter(browser, program.base, 'tomas-figueira'), await enter(browser, program.base, 'rosa-lindqvist')];
  await openRoom(writer);
  let asked = 0;
  await writer.route(`${program.base}${ROOM}`, route => {
    if (route.request().method() !== 'HEAD') return route.continue();
    asked += 1;
    return asked === 1 ? route.abort() : route.continue();
  });
  await moderator.goto(ROOM);
  await moderator.locator('#order-next button').click();
  await writer.locator('#note-form').waitFor({ state: 'detached' });
  assert.equal(asked, 2, 'asked once in vain, and gone to once it answered');
  assert.ok(writer.url().endsWith(ROOM), 'the same page, as it is now');
  await moderator.locator('button[name="order"][value="back"]').click();
  await Promise.all([moderator, writer].map(page => page.context().close()));
});
