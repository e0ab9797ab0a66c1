// The whole chain, walked by ten people: with a mouse, without JavaScript, and with the keyboard alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser, startProgram } from '../support.mjs';
import { CHAIN } from './chain.mjs';
import { disband, gather } from './people.mjs';
import { WALKERS } from './walkers.mjs';

let program, browser;
before(async () => {
  program = await startProgram();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

for (const walker of WALKERS) {
  describe(`the chain ${walker.name}`, () => {
    const wrong = [];
    const story = { mark: walker.kind, subject: walker.subject };
    let cast, broken;
    before(async () => {
      cast = await gather(browser, program.base, walker, wrong);
    });
    after(() => cast && disband(cast));

    for (const [name, step] of CHAIN) {
      test(name, async context => {
        if (broken) return context.skip(`“${broken}” failed before`);
        broken = name;
        await step(cast, story, walker);
        assert.deepEqual(wrong.splice(0), []);
        broken = '';
      });
    }
  });
}
