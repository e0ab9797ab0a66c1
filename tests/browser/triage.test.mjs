// Triage by keyboard: the keys decide the idea one stands on and sees, however fast somebody types.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, startBrowser, startProgram } from './support.mjs';

let program, browser;
before(async () => {
  program = await startProgram();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

/** Number of the row with the focus. */
const focused = page => page.evaluate(() => document.activeElement?.closest('[data-list-item]')?.dataset.idea ?? null);
/** Number of the idea in the preview. */
const shown = page => page.locator('.split__preview [data-idea]').getAttribute('data-idea');
const rows = page => page.locator('[data-list-item][data-idea]').evaluateAll(items => items.map(item => item.dataset.idea));
/** Whether an idea still waits in the inbox. */
/** Number of the idea of the chosen row. */
const chosen = page => page.locator('.split__list a[aria-current=true]').evaluate(link => link.closest('[data-idea]').dataset.idea);
const waits = async (page, idea) => (await rows(page)).includes(idea);

test('j and k move the row, the preview and the address together', async () => {
  const page = await enter(browser, program.base, 'ines-okafor');
  await page.goto('/triage');
  const all = await rows(page);
  assert.ok(all.length > 3, 'the demo has ideas that wait');
  assert.equal(await shown(page), all[0]);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.equal(await focused(page), all[2]);
  await page.waitForFunction(idea => document.querySelector('.split__preview [data-idea]')?.dataset.idea === idea, all[2]);
  assert.equal(new URL(page.url()).searchParams.get('idea'), all[2]);
  assert.equal(await page.locator('a.split__link[aria-current=true]').count(), 1);
  await page.keyboard.press('k');
  await page.waitForFunction(idea => document.querySelector('.split__preview [data-idea]')?.dataset.idea === idea, all[1]);
  assert.equal(await focused(page), all[1]);
  await page.context().close();
});

test('a key right after j accepts the idea of that row and no other, and z takes it back', async () => {
  const page = await enter(browser, program.base, 'ines-okafor');
  await page.goto('/triage');
  const all = await rows(page);
  // The server is slow, and the person is not.
  await page.route('**/triage?idea=*', async route => {
    await new Promise(resolve => setTimeout(resolve, 300));
    await route.continue();
  });
  for (const key of ['j', 'j', '1']) await page.keyboard.press(key);
  await page.waitForSelector('[data-toast]');
  assert.equal(await waits(page, all[2]), false, 'the third is accepted');
  assert.equal(await waits(page, all[0]), true, 'the first is not');
  assert.equal(await waits(page, all[1]), true, 'the second is not');
  assert.equal(await chosen(page), all[3], 'the next row is chosen, not the first');
  await page.keyboard.press('z');
  await page.waitForFunction(idea => document.querySelector(`[data-list-item][data-idea="${idea}"]`) !== null, all[2]);
  assert.equal(await chosen(page), all[2], 'and taken back, the row itself');
  await page.context().close();
});

test('a row that is reached with Tab is the one that a key decides', async () => {
  const page = await enter(browser, program.base, 'ines-okafor');
  await page.goto('/triage');
  const all = await rows(page);
  await page.locator(`[data-list-item][data-idea="${all[1]}"] a`).focus();
  await page.keyboard.press('1');
  await page.waitForSelector('[data-toast]');
  assert.equal(await waits(page, all[1]), false);
  assert.equal(await waits(page, all[0]), true);
  await page.keyboard.press('z');
  await page.waitForFunction(idea => document.querySelector(`[data-list-item][data-idea="${idea}"]`) !== null, all[1]);
  await page.context().close();
});

test('3 opens the reason of the chosen row, and Ctrl+Enter sends it', async () => {
  const page = await enter(browser, program.base, 'ines-okafor');
  await page.goto('/triage');
  const all = await rows(page);
  await page.keyboard.press('j');
  await page.keyboard.press('3');
  await page.waitForFunction(() => document.activeElement?.matches('.split__preview textarea[name=reason]'));
  assert.equal(await shown(page), all[1]);
  await page.keyboard.type('We make this already: order code HV-140.');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('[data-toast]');
  assert.equal(await waits(page, all[1]), false);
  assert.equal(await waits(page, all[0]), true);
  await page.goto('/stream/actions');
  await page.locator(`form[action="/ideas/${all[1]}/decision/undo"] button`).click();
  await page.waitForURL(url => url.pathname.startsWith(`/ideas/${all[1]}-`));
  await page.goto('/triage');
  assert.equal(await waits(page, all[1]), true, 'taken back from my recent actions');
  await page.context().close();
});

test('a decision keeps the filter and goes on with the next row, with and without JavaScript', async () => {
  for (const javaScript of [true, false]) {
    const page = await enter(browser, program.base, 'ines-okafor', { javaScript });
    await page.goto('/triage?source=customer');
    const all = await rows(page);
    await page.locator(`[data-list-item][data-idea="${all[1]}"] a`).click();
    await page.locator(`form[action^="/triage/${all[1]}/accept"] button`).click();
    await page.locator('[data-toast]').waitFor();
    assert.equal(await chosen(page), all[2]);
    assert.equal(new URL(page.url()).search, `?source=customer&idea=${all[2]}`);
    await page.locator('form[action^="/triage/undo"][data-key=z] button').click();
    await page.waitForURL(url => url.search === `?source=customer&idea=${all[1]}`);
    assert.equal(await chosen(page), all[1]);
    await page.context().close();
  }
});

test('without JavaScript every row is a link, and its preview decides that row', async () => {
  const page = await enter(browser, program.base, 'ines-okafor', { javaScript: false });
  await page.goto('/triage');
  const all = await page.locator('[data-list-item] a').evaluateAll(links => links.map(link => link.getAttribute('href')));
  await page.goto(all[2]);
  const idea = new URL(page.url()).searchParams.get('idea');
  assert.equal(await shown(page), idea);
  assert.equal(await page.locator(`form[action^="/triage/${idea}/accept"]`).count(), 1);
  await page.context().close();
});

test('on a phone every entry of the navigation can be reached', async () => {
  const page = await enter(browser, program.base, 'ines-okafor', { width: 360, height: 740 });
  await page.goto('/prototypes');
  const links = page.locator('.bar__link');
  const present = await page.locator('.bar__link[aria-current]').boundingBox();
  assert.ok(present && present.x >= 0 && present.x + present.width <= 360, 'the page one is on is in sight');
  for (let at = 0; at < (await links.count()); at += 1) {
    await links.nth(at).scrollIntoViewIfNeeded();
    const box = await links.nth(at).boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 360, `${await links.nth(at).textContent()} ends at ${box && box.x + box.width}`);
  }
  await page.context().close();
});
