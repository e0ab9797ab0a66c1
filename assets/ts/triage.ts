/**
 * Triage and moderation: the row one stands on is the idea in the preview, and the keys decide that one and
 * no other. They press what carries them inside [data-keys-scope]; a key that opens a form goes on into its
 * first field, so that the reason can be typed at once. A text of the library never replaces what was typed.
 */
import { elementForKey, keysRest, press } from "./keys";

const UNDO = "z";
const scope = document.querySelector<HTMLElement>("[data-keys-scope]");
const KEYS = new Set((scope?.dataset.scopeKeys ?? "").split(" "));
const preview = scope?.querySelector<HTMLElement>(".split__preview") ?? null;

/** The last wish for another preview; keys wait for it. */
let arriving: Promise<void> = Promise.resolve();
let wished = "";

function rows(): HTMLElement[] {
  return [...(scope?.querySelectorAll<HTMLElement>("[data-list-item][data-idea]") ?? [])];
}

function shownIdea(): string {
  return preview?.querySelector<HTMLElement>("[data-idea]")?.dataset.idea ?? "";
}

function linkOf(row: HTMLElement): HTMLAnchorElement | null {
  return row.querySelector<HTMLAnchorElement>("a[href]");
}

/** The row under the focus, else the one that j or k went to, else the one the page came with. */
function stoodOn(): HTMLElement | undefined {
  const all = rows();
  return (
    all.find((row) => row.contains(document.activeElement)) ??
    all.find((row) => row.getAttribute("aria-current") === "true") ??
    all.find((row) => linkOf(row)?.getAttribute("aria-current") === "true")
  );
}

async function load(link: HTMLAnchorElement, idea: string): Promise<void> {
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html", "X-Fragment": "1" }, credentials: "same-origin" });
    const html = await answer.text();
    if (wished !== idea || !preview) return;
    if (!answer.ok) throw new Error(String(answer.status));
    preview.innerHTML = html;
    preview.scrollTop = 0;
    preview.dispatchEvent(new CustomEvent("fragment:swapped", { bubbles: true }));
    history.replaceState(history.state, "", link.href);
  } catch {
    if (wished === idea) location.assign(link.href);
  }
}

/** Shows the idea of a row; what was shown before can be decided no longer. */
function choose(row: HTMLElement): void {
  const [link, idea] = [linkOf(row), row.dataset.idea ?? ""];
  if (!link || !preview) return;
  for (const other of rows()) if (other !== row) linkOf(other)?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  if ((wished || shownIdea()) === idea) return;
  wished = idea;
  arriving = load(link, idea);
}

function act(key: string): void {
  const element = scope && elementForKey(key, scope);
  if (!element) return;
  const form = element.matches("summary") ? element.closest("details") : null;
  if (form) {
    form.open = true;
    form.querySelector<HTMLElement>("textarea, input:not([type=hidden]), button")?.focus();
  } else {
    press(element);
  }
}

/** Decides only what is chosen and shown, however fast somebody types. */
async function decide(key: string): Promise<void> {
  const row = stoodOn();
  if (row) choose(row);
  await arriving;
  if (stoodOn() === row && (!row || shownIdea() === row.dataset.idea)) act(key);
}

/** After a decision the page comes back with the next row: a long list shows it, and the page stays where it is. */
function showChosen(): void {
  const [row, list] = [stoodOn(), scope?.querySelector<HTMLElement>(".split__list")];
  if (!row || !list) return;
  const top = row.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (top < 0 || top + row.offsetHeight > list.clientHeight) list.scrollTop += top - (list.clientHeight - row.offsetHeight) / 2;
}
showChosen();

document.addEventListener("list:stood", (event) => {
  if (event.target instanceof HTMLElement && scope?.contains(event.target) && event.target.dataset.idea) choose(event.target);
});

document.addEventListener("keydown", (event) => {
  if (!KEYS.has(event.key) || keysRest(event) || !scope) return;
  if (shownIdea() === "" && rows().length === 0 && event.key !== UNDO) return;
  event.preventDefault();
  if (event.key === UNDO) act(UNDO);
  else void decide(event.key);
});

/** A text of the library goes into the reason, after what stands there. */
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button[data-template]") : null;
  const field = button?.closest("form")?.querySelector("textarea");
  if (!button || !field) return;
  event.preventDefault();
  const text = button.dataset.template ?? "";
  field.value = field.value.trim() === "" ? text : `${field.value.trimEnd()}\n\n${text}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
