// One person of the chain in a browser of their own: finds things by the words on the screen and notes all that goes wrong.
import assert from 'node:assert/strict';
import { enter, inaccessible } from '../support.mjs';

export class Person {
  constructor(page, walker, name, wrong) {
    Object.assign(this, { page, walker, name, wrong, hands: new walker.Hands(page), scope: page });
    page.on('console', message => message.type() === 'error' && this.note(`console: ${message.text()}`));
    page.on('pageerror', error => this.note(`script: ${error}`));
    page.on('response', answer => answer.status() >= 400 && this.note(`${answer.request().method()} ${answer.url()} answered ${answer.status()}`));
  }

  note(what) {
    this.wrong.push(`${this.name} on ${this.page.url()}: ${what}`);
  }

  /** The same person, looking only at the part of the page that holds these words. */
  within(selector, words) {
    const part = Object.create(this);
    part.scope = this.scope.locator(selector, words ? { hasText: words } : {}).last();
    return part;
  }

  // What they do. `press` is for what brings a page, `touch` for what changes the one they are on.

  async goTo(path) {
    await this.page.goto(path);
  }

  /** What to press: a button before a link of the same name. */
  async control(name) {
    const exact = typeof name === 'string';
    const buttons = this.scope.getByRole('button', { name, exact }).filter({ visible: true });
    const links = this.scope.getByRole('link', { name, exact }).filter({ visible: true });
    await buttons.or(links).first().waitFor().catch(() => assert.fail(`${this.name} finds “${name}” on ${this.page.url()}`));
    return (await buttons.count()) > 0 ? buttons.first() : links.first();
  }

  async press(name) {
    await this.leads(() => this.touch(name));
  }

  /** Does something that brings a page, and waits for it. */
  async leads(act) {
    const loaded = this.page.waitForEvent('domcontentloaded');
    loaded.catch(() => {});
    await act();
    await loaded;
  }

  async touch(name) {
    await this.hands.press(await this.control(name));
  }

  /** Opens something folded, where it is not open already. */
  async unfold(words) {
    const summary = this.scope.locator('summary', { hasText: words }).filter({ visible: true }).first();
    if (await summary.evaluate(element => element.parentElement.open)) return;
    await this.hands.press(summary);
  }

  /** The key where this walker has keys, or the control of the same meaning. */
  async keyOr(key, otherwise) {
    if (!this.walker.keys) return otherwise();
    await this.page.keyboard.press(key);
  }

  async pressKey(key, name) {
    await this.leads(() => this.keyOr(key, () => this.touch(name)));
  }

  field(label) {
    return this.scope.getByLabel(label, { exact: typeof label === 'string' }).filter({ visible: true }).first();
  }

  async write(label, text) {
    await this.hands.write(this.labelled(label), text);
  }

  /** A field by its label; “(optional)” behind it does not count. */
  labelled(label) {
    return this.field(typeof label === 'string' ? new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\(optional\\))?$`) : label);
  }

  async choose(label, option) {
    await this.hands.choose(this.labelled(label), option);
  }

  async tick(label) {
    const exact = typeof label === 'string';
    await this.hands.tick(this.scope.getByRole('radio', { name: label, exact }).or(this.scope.getByRole('checkbox', { name: label, exact })).first());
  }

  async attach(label, file) {
    await this.hands.attach(this.labelled(label), file);
  }

  // What they see.

  async sees(words) {
    await this.scope.getByText(words).filter({ visible: true }).first().waitFor().catch(() => assert.fail(`${this.name} sees “${words}” on ${this.page.url()}`));
  }

  async misses(words) {
    assert.equal(await this.scope.getByText(words).count(), 0, `${this.name} does not see “${words}” on ${this.page.url()}`);
  }

  async holds(label, text) {
    assert.equal(await this.labelled(label).inputValue(), text);
  }

  /** A control is there under this name. */
  async waitFor(name) {
    await this.control(name);
  }

  /** What others did shows by itself; without scripts by the link that loads the page again. */
  async catchesUp(words) {
    if (!this.walker.javaScript && !(await this.page.getByText(words).first().isVisible())) await this.press('Show what is new');
    await this.sees(words);
  }

  /** Marks the document, so that a later look tells whether it is still the same. */
  async mark() {
    await this.page.evaluate(() => (document.documentElement.dataset.seen = 'yes'));
  }

  async isMarked() {
    if (!this.walker.javaScript) return;
    assert.equal(await this.page.evaluate(() => document.documentElement.dataset.seen), 'yes', `${this.name} still has the same page`);
  }

  /** A notice has come, the newest of its kind; they follow it to what it is about. */
  async hears(sentence, title = '') {
    await this.goTo('/');
    await this.press(/^Notifications, \d+ new$/);
    const notice = Object.create(this);
    notice.scope = this.page.locator('.notice').filter({ hasText: sentence }).filter({ hasText: title }).first();
    await notice.sees(sentence);
    await this.leads(() => this.hands.press(notice.scope.getByRole('link').first()));
  }

  async isAt(pattern) {
    await this.page.waitForURL(pattern, { waitUntil: 'domcontentloaded' });
  }

  /** Six digits out of the newest mail to an address, read in the demo's mailbox. */
  async codeFromMail(address) {
    const tab = await this.page.context().newPage();
    await tab.goto('/dev/mail');
    await tab.locator('li', { hasText: address }).first().getByRole('link').click();
    const text = await tab.locator('article').innerText();
    await tab.close();
    return /\b\d{3} ?\d{3}\b/.exec(text)[0];
  }

  /** Signs in by a code, from the page that asks for the address. */
  async signIn(address, name) {
    await this.write('E-mail address', address);
    await this.press('Mail me a code');
    await this.write('Six-digit code', await this.codeFromMail(address));
    if (name) await this.write('Your name', name);
    await this.press('Sign in');
  }

  /** Accessibility of a state that only a journey reaches; once is enough, so the mouse looks. */
  async inspect(state) {
    if (this.walker.kind !== 'mouse') return;
    for (const found of await inaccessible(this.page)) this.note(`${state}: ${found}`);
  }
}

/** Who takes part, each in a browser of their own; handles are cards of the demo, the others sign in by code or stay guests. */
const CAST = {
  tomas: 'tomas-figueira', ines: 'ines-okafor', rosa: 'rosa-lindqvist', marek: 'marek-dvorak', henrik: 'henrik-solberg', mei: 'mei-larsson', joakim: 'joakim-berg',
  nora: null, dana: null, guest: null,
};

export async function gather(browser, base, walker, wrong) {
  const coming = Object.entries(CAST).map(async ([name, handle]) => {
    const page = await enter(browser, base, handle, { javaScript: walker.javaScript, patience: 60_000 });
    return [name, new Person(page, walker, name, wrong)];
  });
  return Object.fromEntries(await Promise.all(coming));
}

export async function disband(cast) {
  await Promise.all(Object.values(cast).map(person => person.page.context().close()));
}
