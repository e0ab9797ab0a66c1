// The real program with the demo organisation and a private Postgres, and people with real browsers.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const AxeBuilder = axe.default ?? axe;

const QUIET = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** What axe looks for on every screen. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A port of the loopback that is free now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts the program on a folder of its own; `stop` ends it by its own process and removes the folder. */
export async function startProgram() {
  const binary = process.env.TEST_SERVER_BINARY ?? 'target/debug/proofbench';
  const folder = mkdtempSync(join(tmpdir(), 'proofbench-browser-'));
  // The database runs under another account when the tests run as root, and has to enter the folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const environment = { ...process.env, PROOFBENCH_LOG_FILTER: 'warn' };
  delete environment.DATABASE_URL;
  const child = spawn(binary, ['demo', '--listen', `127.0.0.1:${port}`, '--data-dir', folder], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', text => String(text).includes('Proofbench is at') && resolve());
    child.on('exit', code => reject(new Error(`the program ended with ${code}`)));
  });
  const base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const ended = new Promise(resolve => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { base, stop };
}

/** One browser for a whole test file. */
export function startBrowser() {
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: root ? ['--no-sandbox', ...QUIET] : QUIET });
}

/** A page for somebody: signed in through the demo's cards when a handle is given. */
export async function enter(browser, base, handle, { javaScript = true, width = 1280, height = 900, scheme = 'light', locale = 'en-GB', patience = 10_000, storageState } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: javaScript, locale, baseURL: base, reducedMotion: 'reduce', storageState });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  if (handle) {
    await page.goto('/enter');
    await page.locator(`form:has(input[name="handle"][value="${handle}"]) button`).click();
    await page.waitForURL(url => !url.pathname.startsWith('/enter'));
  }
  return page;
}

/** What axe finds on a page, a line each. Pages have no frames, so it runs in the page itself and reports only what is wrong: a quarter of the time. */
export async function inaccessible(page) {
  const options = { resultTypes: ['violations'], preload: false, runOnly: { type: 'tag', values: RULES } };
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options(options).analyze();
  const where = node => `${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`;
  return violations.map(found => `${found.id}: ${found.nodes.slice(0, 3).map(where).join(', ')}`);
}
