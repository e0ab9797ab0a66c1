/** Keys that elements ask for with data-key, and the `?` sheet made from them. */
import { word } from "./words";

const NAMES: Record<string, string> = { ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]";
const PRESSABLE = "button, a[href], summary, input";

/** How data-key writes the pressed key: " " is Space. */
function keyName(event: KeyboardEvent): string {
  return event.key === " " ? "Space" : event.key;
}

/** Whether keys are for text now, or switched off by the person. */
export function keysRest(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (document.documentElement.dataset.keys === "off") return true;
  const target = event.target;
  if (target instanceof Element) {
    if (target.closest(TYPING)) return true;
    if ((event.key === " " || event.key === "Enter") && target.closest(PRESSABLE)) return true;
  }
  return document.querySelector("dialog[open]") !== null;
}

function isShown(element: HTMLElement): boolean {
  return !element.matches(":disabled") && element.getClientRects().length > 0;
}

/** Does what the element is for: sends a form, goes into a field, presses the rest. */
export function press(element: HTMLElement): void {
  if (element instanceof HTMLFormElement) element.requestSubmit();
  else if (element.matches(TYPING)) element.focus();
  else element.click();
}

/** The element for a key: one in the item one stands on first, then any that is shown. */
export function elementForKey(key: string, within: ParentNode = document): HTMLElement | undefined {
  const all = [...within.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)].filter(isShown);
  const here = all.find((element) => element.closest("[data-list-item][aria-current=true], [data-list-item]:focus-within"));
  return here ?? all.find((element) => !element.closest("[data-list-item]")) ?? all[0];
}

function rows(): Map<string, string> {
  const found = new Map<string, string>();
  if (document.querySelector("[data-list-item]")) {
    found.set("j", word("keyNext"));
    found.set("k", word("keyPrevious"));
    found.set("z", word("keyUndo"));
  }
  if (document.querySelector("[data-search]")) found.set("/", word("keySearch"));
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = element.dataset.key ?? "";
    const label = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.textContent.trim();
    if (!found.has(key)) found.set(key, label.replace(/\s+/g, " "));
  }
  found.set("?", word("keySheet"));
  return found;
}

/** Fills the sheet with the keys of this page and opens it. */
function openSheet(): void {
  const dialog = document.getElementById("key-sheet");
  const list = dialog?.querySelector("dl");
  if (!(dialog instanceof HTMLDialogElement) || !list) return;
  list.replaceChildren();
  for (const [key, label] of rows()) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.textContent = NAMES[key] ?? key;
    term.append(cap);
    const meaning = document.createElement("dd");
    meaning.textContent = label;
    list.append(term, meaning);
  }
  dialog.showModal();
}

function onKey(event: KeyboardEvent): void {
  if (keysRest(event)) return;
  if (event.key === "?") {
    event.preventDefault();
    openSheet();
    return;
  }
  if (event.key === "/") {
    const search = document.querySelector<HTMLElement>("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    return;
  }
  const element = elementForKey(keyName(event));
  if (!element || element.closest("[data-keys-scope]")) return;
  event.preventDefault();
  // Whoever works with keys stands on no button: the page that comes would land there, and Space would press it.
  if (document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
  press(element);
}

export function startKeys(): void {
  document.addEventListener("keydown", onKey);
}
