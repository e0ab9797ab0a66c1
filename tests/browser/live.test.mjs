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
