// Every screen, as those who use it: valid HTML, no accessibility findings, no errors in the console, nothing
// that moves while it loads, no sideways scrolling, nothing from other hosts, and light enough on the first load.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { enter, inaccessible, startBrowser, startProgram } from './support.mjs';

const KILOBYTE = 1000;
const MOST_SHIFT = 0.05;

/** A phone in the dark and a desk in the light: between them every width and every colour is seen. */
const VIEWS = [{ width: 360, height: 740, scheme: 'dark' }, { width: 1280, height: 900, scheme: 'light' }];

const html = new HtmlValidate({ extends: ['html-validate:standard'] });

/** Who looks at what; pages of `LIGHT_SCREENS` are those of join, room and vote. A path ending in ` de` is read in German. */
const SCREENS = [
  [null, ['/', '/ de', '/ideas', '/ideas?sort=wanted', '/ideas?q=liner', '/ideas?q=zzzqqq', '/ideas/118-heat-release-tape-for-battery-packs', '/ideas/new?campaign=bond-then-unbond', '/campaigns', '/campaigns/bond-then-unbond de', '/campaigns/quiet-cabin-foams', '/campaigns/quiet-cabin-foams/results', '/sign-in', '/enter', '/people', '/dev/mail', '/api/v1/docs', '/nowhere']],
  ['rosa-lindqvist', ['/', '/ideas/mine', '/ideas/118-heat-release-tape-for-battery-packs/history', '/stream/notifications', '/settings de', '/settings/password', '/settings/sessions', '/settings/tokens', '/brainstorms']],
  ['ines-okafor', ['/ de', '/triage', '/prototypes', '/prototypes?lanes=campaign', '/prototypes?view=table', '/prototypes/27-heatrelease-140 de', '/prototypes/27-heatrelease-140/gates/1', '/prototypes/27-heatrelease-140/tests/6', '/sprints/forty-two-days', '/people/ines-okafor', '/ideas/118-heat-release-tape-for-battery-packs', '/ideas/15/decision']],
  ['tomas-figueira', ['/', '/moderation', '/campaigns/new', '/campaigns/bond-then-unbond/edit/people', '/campaigns/bond-then-unbond/edit/phases de', '/campaigns/bond-then-unbond/edit/rules', '/campaigns/bond-then-unbond/preview', '/campaigns/bond-then-unbond/run', '/campaigns/less-solvent-by-half/closure', '/brainstorms', '/brainstorms/new', '/brainstorms/41-fail-on-purpose/results', '/ideas/118-heat-release-tape-for-battery-packs/merge']],
  ['joakim-berg', ['/admin', '/admin/people', '/admin/spaces']],
];
const LIGHT_SCREENS = [[null, ['/join']], ['tomas-figueira', ['/brainstorms/42-cold-hands', '/brainstorms/42-cold-hands/wall', '/brainstorms/42-cold-hands/phone']]];

let program, browser;
const signedIn = new Map();
before(async () => {
  program = await startProgram();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

/** The cookies of somebody, who signs in once. */
function cookiesOf(handle) {
  if (!signedIn.has(handle)) {
    signedIn.set(handle, (async () => {
      const context = (await enter(browser, program.base, handle)).context();
      const state = await context.storageState();
      await context.close();
      return state;
    })());
  }
  return signedIn.get(handle);
}

/** Adds up what moves without anybody having touched it. */
function watchShifts() {
  window.shifted = { sum: 0, what: [] };
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.shifted.sum += entry.value;
      window.shifted.what.push(...(entry.sources ?? []).map(source => source.node?.className ?? source.node?.nodeName));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

async function findings(handle, [path, language], view, most) {
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const page = await enter(browser, program.base, null, { ...view, locale, storageState: handle ? await cookiesOf(handle) : undefined });
  const wrong = [];
  let bytes = 0;
  page.on('console', message => message.type() === 'error' && !message.text().includes('status of 404') && wrong.push(`console: ${message.text()}`));
  page.on('pageerror', error => wrong.push(`script: ${error}`));
  page.on('request', request => !request.url().startsWith(program.base) && !/^(data|blob):/.test(request.url()) && wrong.push(`foreign request: ${request.url()}`));
  page.on('requestfinished', async request => {
    const sizes = await request.sizes().catch(() => null);
    bytes += sizes?.responseBodySize ?? 0;
  });
  await page.addInitScript(watchShifts);
  const answer = await page.goto(path, { waitUntil: 'load' });
  if (answer.status() >= 500) wrong.push(`status ${answer.status()}`);
  if (view === VIEWS[0]) wrong.push(...await invalid(await answer.text()));
  const { sideways, shifted } = await page.evaluate(() => ({ sideways: document.documentElement.scrollWidth - innerWidth, shifted: window.shifted }));
  if (sideways > 1) wrong.push(`scrolls sideways by ${sideways} px`);
  if (shifted.sum > MOST_SHIFT) wrong.push(`moves by ${shifted.sum.toFixed(3)}: ${shifted.what.slice(0, 4).join(', ')}`);
  wrong.push(...await inaccessible(page));
  if (bytes > most * KILOBYTE) wrong.push(`${Math.round(bytes / KILOBYTE)} kB on the first load, at most ${most}`);
  await page.context().close();
  return wrong.map(text => `${path} as ${handle ?? 'a visitor'} at ${view.width} ${view.scheme}: ${text}`);
}

/** What is not valid in the HTML as it was sent. */
async function invalid(text) {
  const report = await html.validateString(text);
  return report.results.flatMap(result => result.messages).filter(message => message.severity === 2)
    .map(message => `html ${message.ruleId} at ${message.line}:${message.column}: ${message.message}`);
}

test('a board stands still while it arrives over a slow line', async () => {
  for (const path of ['/prototypes', '/prototypes?lanes=campaign']) {
    const page = await enter(browser, program.base, null, { ...VIEWS[1], storageState: await cookiesOf('ines-okafor') });
    await page.addInitScript(watchShifts);
    // Styles, fonts and scripts are there already; only the page itself comes slowly.
    await page.goto('/nowhere', { waitUntil: 'load' });
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 12 * KILOBYTE, uploadThroughput: 50 * KILOBYTE });
    await page.goto(path, { waitUntil: 'load' });
    const { sum, what } = await page.evaluate(() => window.shifted);
    assert.ok(sum <= MOST_SHIFT, `${path} moves by ${sum.toFixed(3)}: ${what.slice(0, 4).join(', ')}`);
    await page.context().close();
  }
});

test('a text breaks into the same lines when its font comes late', async () => {
  const page = await enter(browser, program.base, null, VIEWS[1]);
  await page.addInitScript(watchShifts);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: 40 * KILOBYTE, uploadThroughput: 50 * KILOBYTE });
  await page.goto('/campaigns/quiet-cabin-foams', { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  const { sum, what } = await page.evaluate(() => window.shifted);
  assert.ok(sum <= MOST_SHIFT, `moves by ${sum.toFixed(3)}: ${what.slice(0, 4).join(', ')}`);
  await page.context().close();
});

for (const [screens, most, name] of [[SCREENS, 250, 'pages'], [LIGHT_SCREENS, 100, 'join and room pages']]) {
  describe(name, () => {
    for (const [handle, paths] of screens) for (const path of paths) {
      test(`${path} as ${handle ?? 'a visitor'}`, async () => {
        const found = (await Promise.all(VIEWS.map(view => findings(handle, path.split(' '), view, most)))).flat();
        assert.deepEqual(found, []);
      });
    }
  });
}
