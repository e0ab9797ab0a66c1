// Three ways to use the same pages: with a mouse, with scripts switched off, and with nothing but a keyboard.
// A person of the chain says what to do by the words on the screen; the hands of the walker do it.
import assert from 'node:assert/strict';

const MOST_TABS = 300;

/** Mouse or finger: presses what it sees. */
class Mouse {
  constructor(page) {
    this.page = page;
  }
  async press(control) {
    await control.click();
  }
  async write(field, text) {
    await field.fill(text);
  }
  async choose(select, label) {
    await select.selectOption({ label });
  }
  async tick(box) {
    await box.check();
  }
  async attach(field, file) {
    await field.setInputFiles(file);
  }
}

/** Where the focus is, seen from `wanted`. */
function standing(wanted) {
  const active = document.activeElement;
  if (active === wanted) return 'here';
  if (wanted.type === 'radio' && active?.type === 'radio' && active.name === wanted.name && active.form === wanted.form) return 'group';
  if (active?.matches('.skip-link') && document.getElementById('main').contains(wanted)) return 'skip';
  if (!active || active === document.body) return 'start';
  return active.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING ? 'behind' : 'ahead';
}

/** What a person who looks for the focus would complain about. */
function complaint(element) {
  const ringed = node => {
    const style = node && getComputedStyle(node);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  if (!element.matches(':focus-visible')) return 'does not show the focus';
  if (!ringed(element) && !ringed(element.closest('label'))) return 'has no ring around it';
  const box = element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0) + 1, Math.min(box.right, innerWidth) - 1];
  const [top, bottom] = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1];
  if (left > right || top > bottom) return 'is outside the window';
  const points = [[left, top], [right, top], [left, bottom], [right, bottom], [(left + right) / 2, (top + bottom) / 2]];
  const free = points.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (element.contains(hit) || hit.contains(element) || element.closest('label')?.contains(hit));
  });
  return free ? '' : 'lies behind something else';
}

/** Only keys: Tab to get there, Enter, Space and arrows to act. Nothing is pressed before the focus shows. */
class Keyboard {
  constructor(page) {
    this.page = page;
    // Somebody listens from the start, so that no file dialog of the system comes up.
    page.on('filechooser', () => {});
  }

  async reach(control) {
    let element = await control.elementHandle();
    const name = () => element.evaluate(node => `${node.localName} “${(node.ariaLabel || node.labels?.[0]?.textContent || node.textContent || node.name).trim().slice(0, 60)}”`);
    for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
      // A live part of the page may have been replaced since.
      if (!(await element.evaluate(node => node.isConnected))) element = await control.elementHandle();
      const where = await element.evaluate(standing);
      if (where === 'here' || where === 'group') {
        const wrong = where === 'here' ? await element.evaluate(complaint) : '';
        assert.equal(wrong, '', `${await name()} ${wrong} on ${this.page.url()}`);
        return { element, where };
      }
      await this.page.keyboard.press({ skip: 'Enter', behind: 'Shift+Tab' }[where] ?? 'Tab');
    }
    assert.fail(`no number of Tabs leads to ${await name()} on ${this.page.url()}`);
  }

  async press(control) {
    await this.reach(control);
    await this.page.keyboard.press('Enter');
  }

  async write(field, text) {
    const { element } = await this.reach(field);
    if ((await element.getAttribute('type')) === 'datetime-local') return this.writeMoment(element, text);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** The parts of a moment in the order in which this browser shows them: British, or American with AM and PM. */
  async writeMoment(element, text) {
    const [, year, month, day, hours, minutes] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text);
    const american = [`${month}${day}${year}`, `${String(hours % 12 || 12).padStart(2, '0')}${minutes}${hours < 12 ? 'A' : 'P'}`];
    for (const [date, time] of [[`${day}${month}${year}`, `${hours}${minutes}`], american]) {
      for (let part = 0; part < 6; part += 1) await this.page.keyboard.press('ArrowLeft');
      await this.page.keyboard.type(date);
      await this.page.keyboard.press('ArrowRight');
      await this.page.keyboard.type(time);
      if ((await element.inputValue()) === text) return;
    }
    assert.fail(`${text} cannot be typed; the field holds “${await element.inputValue()}”`);
  }

  async choose(select, label) {
    const { element } = await this.reach(select);
    const place = await element.evaluate((node, wanted) => [...node.options].findIndex(option => option.label === wanted), label);
    assert.notEqual(place, -1, `“${label}” is offered on ${this.page.url()}`);
    await this.page.keyboard.press('Home');
    for (let step = 0; step < place; step += 1) await this.page.keyboard.press('ArrowDown');
  }

  async tick(box) {
    const { element, where } = await this.reach(box);
    for (let step = 0; where === 'group' && step < 10 && (await element.evaluate(standing)) !== 'here'; step += 1) {
      await this.page.keyboard.press('ArrowDown');
    }
    if (!(await element.isChecked())) await this.page.keyboard.press('Space');
    assert.ok(await element.isChecked(), `the box is ticked on ${this.page.url()}`);
  }

  async attach(field, file) {
    await this.reach(field);
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.keyboard.press('Enter');
    await (await chooser).setFiles(file);
  }
}

export const WALKERS = [
  { kind: 'mouse', name: 'with a mouse and JavaScript', subject: 'heat release tape for battery packs', javaScript: true, keys: false, Hands: Mouse },
  { kind: 'plain', name: 'without JavaScript', subject: 'stretch-release strip for shop signs', javaScript: false, keys: false, Hands: Mouse },
  { kind: 'keys', name: 'with the keyboard alone', subject: 'wine label that comes off in the wash', javaScript: true, keys: true, Hands: Keyboard },
];
