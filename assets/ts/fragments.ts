/** Fetches the parts of a live page again and swaps them without taking the pen out of anyone's hand. */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const shown = new WeakMap<Element, string>();

/** What the same element can be found by after the swap, together with others. */
function selectorOf(element: Element): string | null {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const name = element.getAttribute("name");
  const form = element.closest("form");
  if (name && form?.id) return `#${CSS.escape(form.id)} [name="${CSS.escape(name)}"]`;
  const action = form?.getAttribute("action");
  if (form && action) {
    const within = name ? `[name="${CSS.escape(name)}"]` : element.localName;
    return `form[action="${CSS.escape(action)}"] ${within}`;
  }
  const href = element.getAttribute("href");
  if (href) return `a[href="${CSS.escape(href)}"]`;
  const near = element.closest("[id]");
  return near ? `#${CSS.escape(near.id)} ${element.localName}` : null;
}

/** A way to find the same element again: a form may have two buttons of one name. */
export interface Handle {
  selector: string;
  place: number;
}

export function handle(target: ParentNode, element: Element): Handle | null {
  const selector = selectorOf(element);
  return selector === null ? null : { selector, place: [...target.querySelectorAll(selector)].indexOf(element) };
}

export function find(target: ParentNode, where: Handle | null): HTMLElement | undefined {
  return where ? target.querySelectorAll<HTMLElement>(where.selector)[where.place] : undefined;
}

function isText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && /^(text|search|number|email|url|tel|)$/.test(element.type));
}

function isDirty(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.value !== first?.value;
  }
  return isText(field) && field.value !== field.defaultValue;
}

/** Gives a field back what was typed or chosen; a choice that is no longer offered is lost. */
function giveBack(field: Element | undefined, value: string): void {
  if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) return;
  if (field instanceof HTMLSelectElement || (field && isText(field))) field.value = value;
}

function swap(target: Element, html: string): void {
  const active = target.contains(document.activeElement) ? document.activeElement : null;
  const activeHandle = active && handle(target, active);
  const selection: [number | null, number | null] | null =
    active instanceof HTMLTextAreaElement ? [active.selectionStart, active.selectionEnd] : null;
  const typed = [...target.querySelectorAll<Field>("input, textarea, select")].filter(isDirty).map((field) => [handle(target, field), field.value] as const);
  const open = [...target.querySelectorAll("details[open][id]")].map((details) => details.id);
  target.innerHTML = html;
  for (const [where, value] of typed) giveBack(find(target, where), value);
  for (const id of open) target.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  const again = find(target, activeHandle);
  again?.focus({ preventScroll: true });
  if (again instanceof HTMLTextAreaElement && selection) again.setSelectionRange(...selection);
}

/** Asks for a page or a part of it; what is to be said on the next page stays for that one.
 * @throws when the server could not be reached, or says that it may be asked again. */
export async function ask(url: string, method = "GET"): Promise<Response> {
  const answer = await fetch(url, { method, headers: { Accept: "text/html", "X-Fragment": "1" }, credentials: "same-origin" });
  if (answer.status === 429 || answer.status >= 500) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}

/** Brings one part up to date.
 * @throws as `ask`. */
async function refresh(target: HTMLElement): Promise<void> {
  const url = target.dataset.liveFragment;
  if (!url) return;
  const answer = await ask(url);
  if (!answer.ok) return;
  const html = await answer.text();
  if (shown.get(target) === html || target.querySelector("[data-dragging]")) return;
  shown.set(target, html);
  swap(target, html);
  target.dispatchEvent(new CustomEvent("fragment:swapped", { bubbles: true }));
}

/** Rest before what did not come is asked for again: nobody may change anything that would make it come. */
export const AGAIN_MS = 5_000;

let running = false;
let wanted = false;
let timer = 0;

/** Brings every [data-live-fragment] up to date; calls while one runs become one more run. */
export async function refreshFragments(): Promise<void> {
  wanted = true;
  if (running) return;
  running = true;
  try {
    while (wanted) {
      wanted = false;
      window.clearTimeout(timer);
      const parts = await Promise.allSettled([...document.querySelectorAll<HTMLElement>("[data-live-fragment]")].map(refresh));
      if (parts.some((part) => part.status === "rejected")) timer = window.setTimeout(() => void refreshFragments(), AGAIN_MS);
    }
  } finally {
    running = false;
  }
}
