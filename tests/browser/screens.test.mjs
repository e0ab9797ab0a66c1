// Every screen, as those who use it: no accessibility findings, no errors in the console, no sideways
// scrolling, nothing from other hosts, and light enough on the first load.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from '@axe-core/playwright';
import { RULES, enter, startBrowser, startProgram } from './support.mjs';

const AxeBuilder = axe.default ?? axe;
const KILOBYTE = 1000;

/** Who looks at what; `light` pages are those of join, room and vote. */
const SCREENS = [
  [null, ['/', '/ideas', '/ideas?sort=wanted', '/ideas?q=liner', '/ideas/118-heat-release-tape-for-battery-packs', '/ideas/new?campaign=bond-then-unbond', '/campaigns', '/campaigns/bond-then-unbond', '/campaigns/quiet-cabin-foams', '/sign-in', '/enter', '/people', '/dev/mail', '/nowhere']],
  ['rosa-lindqvist', ['/', '/ideas/mine', '/ideas/118-heat-release-tape-for-battery-packs/history', '/stream/notifications', '/settings', '/settings/password', '/settings/sessions', '/settings/tokens', '/brainstorms']],
  ['ines-okafor', ['/', '/triage', '/prototypes', '/prototypes?view=table', '/prototypes/27-heatrelease-140', '/sprints/forty-two-days', '/people/ines-okafor', '/ideas/118-heat-release-tape-for-battery-packs']],
  ['tomas-figueira', ['/', '/moderation', '/campaigns/new', '/campaigns/bond-then-unbond/edit/phases', '/campaigns/bond-then-unbond/preview', '/brainstorms', '/brainstorms/new', '/brainstorms/41-fail-on-purpose/results', '/ideas/118-heat-release-tape-for-battery-packs/merge']],
  ['joakim-berg', ['/admin', '/admin/people', '/admin/spaces']],
];
const LIGHT_SCREENS = [[null, ['/join']], ['tomas-figueira', ['/brainstorms/42-cold-hands', '/brainstorms/42-cold-hands/wall']]];

let program, browser;
before(async () => {
  program = await startProgram();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

async function findings(handle, path, view, most) {
  const page = await enter(browser, program.base, handle, view);
  const wrong = [];
  let bytes = 0;
  page.on('console', message => message.type() === 'error' && !message.text().includes('status of 404') && wrong.push(`console: ${message.text()}`));
  page.on('pageerror', error => wrong.push(`script: ${error}`));
  page.on('request', request => !request.url().startsWith(program.base) && !/^(data|blob):/.test(request.url()) && wrong.push(`foreign request: ${request.url()}`));
  page.on('requestfinished', async request => {
    const sizes = await request.sizes().catch(() => null);
    bytes += sizes?.responseBodySize ?? 0;
  });
  await page.goto(path, { waitUntil: 'load' });
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (sideways > 1) wrong.push(`scrolls sideways by ${sideways} px`);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  for (const violation of violations) wrong.push(`${violation.id}: ${violation.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')}`);
  if (bytes > most * KILOBYTE) wrong.push(`${Math.round(bytes / KILOBYTE)} kB on the first load, at most ${most}`);
  await page.context().close();
  return wrong.map(text => `${path} as ${handle ?? 'a visitor'} at ${view.width} ${view.scheme}: ${text}`);
}

for (const [screens, most, name] of [[SCREENS, 250, 'pages'], [LIGHT_SCREENS, 100, 'join and room pages']]) {
  describe(name, () => {
    for (const [handle, paths] of screens) for (const path of paths) {
      test(`${path} as ${handle ?? 'a visitor'}`, async () => {
        const views = [{ width: 360, height: 740, scheme: 'light' }, { width: 1280, height: 900, scheme: 'dark' }];
        const found = (await Promise.all(views.map(view => findings(handle, path, view, most)))).flat();
        assert.deepEqual(found, []);
      });
    }
  });
}
