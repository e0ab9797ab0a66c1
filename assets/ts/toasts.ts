/** Toasts leave after ten seconds, but never while somebody looks at them; they go out of the way of the focus. */

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

/** Goes to the upper edge while what has the focus would lie behind it (WCAG 2.4.11). */
function dodge(region: HTMLElement, focused: EventTarget | null): void {
  if (!(focused instanceof Element) || region.contains(focused)) return;
  region.classList.remove("toast-region--up");
  const [over, under] = [region.getBoundingClientRect(), focused.getBoundingClientRect()];
  const meets =
    under.left < over.right && under.right > over.left && under.top < over.bottom && under.bottom > over.top;
  region.classList.toggle("toast-region--up", meets);
}

export function startToasts(): void {
  const region = document.getElementById("toasts");
  if (!region) return;
  document.addEventListener("focusin", ({ target }) => dodge(region, target));
  region.querySelectorAll<HTMLElement>("[data-toast]").forEach(watch);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof HTMLElement && node.matches("[data-toast]")) watch(node);
      }
    }
  }).observe(region, { childList: true });
}
