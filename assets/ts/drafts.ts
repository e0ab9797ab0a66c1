/** Keeps what is being written in [data-draft-key] until it was sent and accepted. */
import { forget, recall, remember } from "./storage";

type Field = HTMLTextAreaElement | HTMLInputElement;

const selector = "textarea[data-draft-key], input[data-draft-key]";
const SENT = "drafts-sent";

function storeKey(field: Field): string {
  return `draft:${field.dataset.draftKey ?? ""}`;
}

/** Into an empty field; with [data-draft-edit] also over the text that was being changed. */
function restore(field: Field): void {
  const draft = recall(storeKey(field));
  const changing = field.dataset.draftEdit !== undefined && field.value === field.defaultValue;
  if (draft === null || draft === field.value || (field.value !== "" && !changing)) return;
  field.value = draft;
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The form's fields, also those that stand outside of it. */
function draftsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((element): element is Field => element.matches(selector));
}

/** Drops the drafts a script has sent itself. */
export function dropDrafts(form: HTMLFormElement): void {
  draftsOf(form).forEach((field) => forget(storeKey(field)));
}

/** The drafts that the last page sent; asked for once. */
function takeSent(): string[] {
  try {
    const sent = (sessionStorage.getItem(SENT) ?? "").split("\n").filter(Boolean);
    sessionStorage.removeItem(SENT);
    return sent;
  } catch {
    return [];
  }
}

/** A sent draft whose field did not come back on the next page was accepted; an error page accepts nothing. */
function settle(): void {
  const sent = takeSent();
  if (document.querySelector("main[data-error]")) {
    const again = document.querySelector<HTMLFormElement>("form[data-sent-again]");
    if (again) again.dataset.sentAgain = sent.join("\n");
    return;
  }
  // What was refused comes back as a message, and the field is empty: the draft goes into it again.
  if (document.querySelector("[data-toast][data-refused]")) return;
  const here = new Set([...document.querySelectorAll<Field>(selector)].filter((field) => field.value !== "").map(storeKey));
  for (const key of sent) if (!here.has(key)) forget(key);
}

function onSubmit(event: SubmitEvent): void {
  if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
  const before = (event.target.dataset.sentAgain ?? "").split("\n").filter(Boolean);
  const keys = [...before, ...draftsOf(event.target).map(storeKey)];
  if (keys.length === 0) return;
  try {
    sessionStorage.setItem(SENT, keys.join("\n"));
  } catch {
    // The draft then stays, which loses nothing.
  }
}

function restoreAll(): void {
  document.querySelectorAll<Field>(selector).forEach(restore);
}

export function startDrafts(): void {
  settle();
  restoreAll();
  document.addEventListener("fragment:swapped", restoreAll);
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.matches(selector)) return;
    const { value, defaultValue, dataset } = field as Field;
    if (value === "" || (dataset.draftEdit !== undefined && value === defaultValue)) forget(storeKey(field as Field));
    else remember(storeKey(field as Field), value);
  });
  window.addEventListener("submit", onSubmit);
}
