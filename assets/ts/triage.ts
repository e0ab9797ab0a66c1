/**
 * Triage: the row one stands on is the idea in the preview, and the keys 1 2 3 h a decide that one and
 * no other. They press what carries them inside [data-keys-scope="triage"]; a key that opens a form goes
 * on into its first field, so that the reason can be typed at once.
 */
import { elementForKey, keysRest, press } from "./keys";

const KEYS = new Set(["1", "2", "3", "h", "a", "z"]);
const scope = document.querySelector<HTMLElement>('[data-keys-scope="triage"]');
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
  const lost = shownIdea() === "" && rows().length === 0 && event.key !== "z";
  if (lost) return;
  event.preventDefault();
  if (event.key === "z") act("z");
  else void decide(event.key);
});
