/** Listens at <main data-live-url>; a "changed" message brings the page's fragments up to date. */
import { AGAIN_MS, ask, refreshFragments } from "./fragments";
import { word } from "./words";

/** Spreads the readers of one change, so that a full room does not ask in the same instant. */
const SPREAD_MS = 250;
const REOPEN_MS = 5_000;

function say(state: "stateLive" | "stateReconnecting"): void {
  for (const element of document.querySelectorAll("[data-live-state]")) element.textContent = word(state);
}

let sending = false;

let coming = 0;

/** The page anew, once the server gives it: what stands here is better than the browser's page of errors. What a form
 * was answered with is not asked for again, which would send the form again. */
async function reload(): Promise<void> {
  const home = document.querySelector<HTMLElement>("main[data-live-home]")?.dataset.liveHome;
  const elsewhere = home !== undefined && new URL(home, window.location.href).pathname !== window.location.pathname;
  try {
    await ask(elsewhere ? home : window.location.href, "HEAD");
  } catch {
    window.clearTimeout(coming);
    coming = window.setTimeout(() => void reload(), AGAIN_MS);
    return;
  }
  if (elsewhere) window.location.replace(home);
  else window.location.reload();
}

function listen(url: string): void {
  let timer = 0;
  let lost = false;
  const source = new EventSource(url);
  const changed = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void refreshFragments(), Math.random() * SPREAD_MS);
  };
  source.addEventListener("changed", changed);
  source.addEventListener("message", (event) => {
    if (event.data === "changed") changed();
  });
  source.addEventListener("moved", () => {
    // A form on its way brings the new page, and what is to be said with it: do not cut it off.
    window.setTimeout(() => void reload(), sending ? REOPEN_MS : 0);
  });
  source.addEventListener("open", () => {
    say("stateLive");
    if (lost) changed();
    lost = false;
  });
  source.addEventListener("error", () => {
    lost = true;
    say("stateReconnecting");
    if (source.readyState !== EventSource.CLOSED) return;
    window.setTimeout(() => {
      listen(url);
      void refreshFragments();
    }, REOPEN_MS);
  });
  window.addEventListener("pagehide", () => source.close(), { once: true });
}

export function startLive(): void {
  const url = document.querySelector<HTMLElement>("main[data-live-url]")?.dataset.liveUrl;
  if (!url) return;
  window.addEventListener("submit", (event) => {
    sending ||= !event.defaultPrevented;
  });
  listen(url);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) void reload();
  });
}
