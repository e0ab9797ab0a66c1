/** Fetches the parts of a live page again and swaps them without taking the pen out of anyone's hand. */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const shown = new WeakMap<Element, string>();

/** A way to find the same element again after the swap. */
function handle(element: Element): string | null {
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
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

function isText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && /^(text|search|number|email|url|tel|)$/.test(element.type));
}

function isDirty(field: Field): boolean {
  return isText(field) && field.value !== field.defaultValue;
}

function swap(target: Element, html: string): void {
  const active = target.contains(document.activeElement) ? document.activeElement : null;
  const activeHandle = active && handle(active);
  const selection: [number | null, number | null] | null =
    active instanceof HTMLTextAreaElement ? [active.selectionStart, active.selectionEnd] : null;
  const typed = [...target.querySelectorAll<Field>("input, textarea")].filter(isDirty).map((field) => [handle(field), field.value] as const);
  const open = [...target.querySelectorAll("details[open][id]")].map((details) => details.id);
  target.innerHTML = html;
  for (const [where, value] of typed) {
    const field = where ? target.querySelector(where) : null;
    if (field && isText(field)) field.value = value;
  }
  for (const id of open) target.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  const again = activeHandle ? target.querySelector<HTMLElement>(activeHandle) : null;
  again?.focus({ preventScroll: true });
  if (again instanceof HTMLTextAreaElement && selection) again.setSelectionRange(...selection);
}

async function refresh(target: HTMLElement): Promise<void> {
  const url = target.dataset.liveFragment;
  if (!url) return;
  const answer = await fetch(url, { headers: { Accept: "text/html", "X-Fragment": "1" }, credentials: "same-origin" });
  if (!answer.ok) return;
  const html = await answer.text();
  if (shown.get(target) === html || target.querySelector("[data-dragging]")) return;
  shown.set(target, html);
  swap(target, html);
  target.dispatchEvent(new CustomEvent("fragment:swapped", { bubbles: true }));
}

let running = false;
let wanted = false;

/** Brings every [data-live-fragment] up to date; calls while one runs become one more run. */
export async function refreshFragments(): Promise<void> {
  wanted = true;
  if (running) return;
  running = true;
  try {
    while (wanted) {
      wanted = false;
      await Promise.allSettled([...document.querySelectorAll<HTMLElement>("[data-live-fragment]")].map(refresh));
    }
  } finally {
    running = false;
  }
}
