/** Toasts leave after ten seconds, but never while somebody looks at them, make room for newer ones, and go out of the way of the focus; `z` takes the last step back even then. */
import { keysRest } from "./keys";
import { announce, word } from "./words";

const STAY_MS = 10_000;
/** Most at once, and where there is little room. */
const MOST = 3;
const MOST_NARROW = 2;

/** Takes a toast out of sight. Its way back stays for `z`, until a later step has one. */
function leave(element: HTMLElement): void {
  if (element.querySelector("[data-undo]")) element.hidden = true;
  else element.remove();
}

/** A new one takes the place of one of its kind, and of the oldest where they would cover the page. */
function makeRoom(newest: HTMLElement): void {
  const { toastKind } = newest.dataset;
  const older = [...document.querySelectorAll<HTMLElement>("#toasts [data-toast]:not([hidden])")].filter((shown) => shown !== newest);
  const others = older.filter((shown) => toastKind === undefined || shown.dataset.toastKind !== toastKind);
  const most = window.matchMedia("(width < 860px)").matches ? MOST_NARROW : MOST;
  const stay = new Set(others.slice(-(most - 1)));
  for (const shown of older) if (!stay.has(shown) && !shown.matches(":focus-within")) leave(shown);
}

function watch(element: HTMLElement): void {
  let timer = 0;
  makeRoom(element);
  if (element.querySelector("[data-undo]")) {
    element.parentElement?.querySelectorAll("[data-toast][hidden]").forEach((old) => old.remove());
  }
  const start = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => leave(element), STAY_MS);
  };
  const stop = (): void => window.clearTimeout(timer);
  element.addEventListener("pointerenter", stop);
  element.addEventListener("pointerleave", start);
  element.addEventListener("focusin", stop);
  element.addEventListener("focusout", start);
  element.querySelector("[data-toast-close]")?.addEventListener("click", () => leave(element));
  start();
}

/** Shows a sentence as a toast without an undo. */
export function toast(text: string): void {
  const region = document.getElementById("toasts");
  if (!region || text === "") return;
  const element = document.createElement("div");
  element.className = "toast";
  element.dataset.toast = "";
  const line = document.createElement("p");
  line.className = "toast__text";
  line.textContent = text;
  element.append(line);
  region.append(element);
}

/** `z` takes back the last step that can be; a page with a way back of its own keeps the key. */
function onKey(event: KeyboardEvent): void {
  if (event.key !== "z" || keysRest(event)) return;
  const undo = [...document.querySelectorAll<HTMLElement>("#toasts [data-undo]")].at(-1);
  if (undo) {
    event.preventDefault();
    undo.click();
  } else if (document.querySelector("[data-list-item]") && !document.querySelector('[data-key="z"]')) {
    event.preventDefault();
    toast(word("undoNothing"));
  }
}

/** Goes to the upper edge while what has the focus would lie behind it (WCAG 2.4.11). */
function dodge(region: HTMLElement, focused: EventTarget | null): void {
  if (!(focused instanceof Element) || region.contains(focused)) return;
  region.classList.remove("toast-region--up");
  if (region.getClientRects().length === 0 || region.clientHeight === 0) return;
  const [over, under] = [region.getBoundingClientRect(), focused.getBoundingClientRect()];
  const meets =
    under.left < over.right && under.right > over.left && under.top < over.bottom && under.bottom > over.top;
  region.classList.toggle("toast-region--up", meets);
}

export function startToasts(): void {
  document.addEventListener("keydown", onKey);
  const region = document.getElementById("toasts");
  if (!region) return;
  document.addEventListener("focusin", ({ target }) => dodge(region, target));
  for (const shown of region.querySelectorAll<HTMLElement>("[data-toast]")) {
    watch(shown);
    // What stands in a live region from the beginning is not read out.
    announce(shown.querySelector(".toast__text")?.textContent ?? "");
  }
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof HTMLElement && node.matches("[data-toast]")) watch(node);
      }
    }
  }).observe(region, { childList: true });
}
