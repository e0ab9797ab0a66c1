/**
 * After a form went and its page came back, one stands where one stood: on the same button, else on what
 * the address names, else on what the page offers ([data-lands]). Without it every decision begins at the top.
 */
import { find, handle, type Handle } from "./fragments";

const KEY = "stood";
/** A page that takes longer is another visit. */
const SOON_MS = 15_000;

interface Stood {
  where: Handle | null;
  at: number;
}

function take(): Stood | null {
  try {
    const stood = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Stood | null;
    sessionStorage.removeItem(KEY);
    return stood && Date.now() - stood.at < SOON_MS ? stood : null;
  } catch {
    return null;
  }
}

function onSubmit(event: SubmitEvent): void {
  if (event.defaultPrevented || !(event.target instanceof HTMLFormElement) || event.target.method !== "post") return;
  // A form that a key sent leaves nobody on its button: the next key would press that instead.
  // A form for one after the other goes on with its first field.
  const next = event.target.querySelector<HTMLElement>("[data-again]") ?? event.submitter ?? event.target;
  const where = event.target.contains(document.activeElement) ? handle(document, next) : null;
  const stood: Stood = { where, at: Date.now() };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(stood));
  } catch {
    // Then the next page begins at its top.
  }
}

/** What is to be read first: what is wrong with the form, or a question that came in between. */
function first(): HTMLElement | null {
  return document.querySelector<HTMLElement>("main [aria-invalid=true]") ?? document.querySelector<HTMLElement>("main .form-errors, main [data-lands=first]");
}

function land(element: HTMLElement | null | undefined): boolean {
  if (!element || element.matches(":disabled") || element.getClientRects().length === 0) return false;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

export function startFocus(): void {
  window.addEventListener("submit", onSubmit);
  const stood = take();
  if (!stood) return;
  const named = window.location.hash.length > 1 ? document.getElementById(window.location.hash.slice(1)) : null;
  const told = first();
  if (land(told)) {
    told?.scrollIntoView({ block: "center" });
    return;
  }
  if (document.activeElement !== document.body || document.querySelector("[autofocus]")) return;
  const places = [() => find(document, stood.where), () => named, () => document.querySelector<HTMLElement>("[data-lands]")];
  places.some((place) => land(place()));
}
