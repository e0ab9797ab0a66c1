/** Toasts leave after ten seconds, but never while somebody looks at them. */
import { announce } from "./words";

const STAY_MS = 10_000;

function watch(element: HTMLElement): void {
  let timer = 0;
  const start = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => element.remove(), STAY_MS);
  };
  const stop = (): void => window.clearTimeout(timer);
  element.addEventListener("pointerenter", stop);
  element.addEventListener("pointerleave", start);
  element.addEventListener("focusin", stop);
  element.addEventListener("focusout", start);
  element.querySelector("[data-toast-close]")?.addEventListener("click", () => element.remove());
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

export function startToasts(): void {
  const region = document.getElementById("toasts");
  if (!region) return;
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
