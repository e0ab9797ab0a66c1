/** `j` and `k` move through [data-list-item], Enter opens what one stands on. */
import { keysRest } from "./keys";

function items(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-list-item]")].filter((item) => item.getClientRects().length > 0);
}

function standOn(item: HTMLElement, all: HTMLElement[]): void {
  for (const other of all) if (other !== item) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  const link = item.querySelector<HTMLElement>("a[href]") ?? item.querySelector<HTMLElement>("button, summary") ?? item;
  if (link === item) item.tabIndex = -1;
  link.focus();
  item.scrollIntoView({ block: "nearest" });
  item.dispatchEvent(new CustomEvent("list:stood", { bubbles: true }));
}

/** Whether one stands on the item: by a key before, by focus, or because the page came with it chosen. */
function isStoodOn(item: HTMLElement): boolean {
  return item.getAttribute("aria-current") === "true" || item.contains(document.activeElement);
}

function onKey(event: KeyboardEvent): void {
  if ((event.key !== "j" && event.key !== "k") || keysRest(event)) return;
  const all = items();
  if (all.length === 0) return;
  const stood = all.findIndex(isStoodOn);
  const at = stood === -1 ? all.findIndex((item) => item.querySelector("a[aria-current=true]") !== null) : stood;
  const step = event.key === "j" ? 1 : -1;
  const next = all[at === -1 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  event.preventDefault();
  standOn(next, all);
}

export function startListKeys(): void {
  document.addEventListener("keydown", onKey);
}
