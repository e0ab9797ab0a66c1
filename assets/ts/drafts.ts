/** Keeps what is being written in [data-draft-key] until it was sent and accepted, for the one who wrote it alone. */
import { forget, ownKey, owner, recall, remember, rememberedKeys, VISITOR } from "./storage";

type Field = HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement;

const selector = "textarea[data-draft-key], input[data-draft-key], select[data-draft-key]";
const SENT = "drafts-sent";
const PREFIX = "draft:";

/** Where the reader's own draft of this name is stored; with the beginning of a name, how those keys begin. */
export function draftKey(name: string): string {
  return ownKey(PREFIX, name);
}

function storeKey(field: Field): string {
  return draftKey(field.dataset.draftKey ?? "");
}

/** What a draft was begun from: words that came with the address and stood in the field already. */
function sourceKey(field: Field): string {
  return `${storeKey(field)}#from`;
}

/** Drops every draft of this browser, or the reader's own that begin with a name. */
function forgetAll(name: string): void {
  rememberedKeys(name === "" ? PREFIX : draftKey(name)).forEach(forget);
}

/**
 * Drafts never wait for somebody else: those of another person go, those of a visitor pass to the person who signs in next.
 * While nobody is signed in, a person's own stay out of sight until they are back, or sign out.
 */
function takeOver(): void {
  const mine = draftKey("");
  for (const key of rememberedKeys(PREFIX)) {
    if (key.startsWith(mine)) continue;
    const [, before = "", name = ""] = /^draft:([pv]\.[^:]*):(.*)$/s.exec(key) ?? [];
    const signedOut = owner().startsWith(VISITOR) && before !== "" && !before.startsWith(VISITOR);
    if (signedOut) continue;
    const text = before.startsWith(VISITOR) ? recall(key) : null;
    if (text !== null && recall(mine + name) === null) remember(mine + name, text);
    forget(key);
  }
}

/** A draft takes the place of words that came with the address when it goes on from them. */
function goesOn(field: Field, draft: string): boolean {
  if (field.dataset.draftFrom === undefined) return false;
  return draft.startsWith(field.value) || recall(sourceKey(field)) === field.dataset.draftFrom;
}

/** What stood in the field when the page came; a choice is never half changed. */
function textFromServer(field: Field): string | null {
  return field instanceof HTMLSelectElement ? null : field.defaultValue;
}

/** With [data-draft-edit], and the text that stands there is the one that was being changed, as far as that is known. */
function changes(field: Field): boolean {
  if (field.dataset.draftEdit === undefined || field.value !== textFromServer(field)) return false;
  const from = recall(sourceKey(field));
  return from === null || field.dataset.draftFrom === undefined || from === field.dataset.draftFrom;
}

/** Into an empty field; over a text only where it was that one that was being changed: somebody else's words stay. */
function restore(field: Field): void {
  const draft = recall(storeKey(field));
  const changing = changes(field);
  if (draft === null || draft === field.value || (field.value !== "" && !changing && !goesOn(field, draft))) return;
  field.value = draft;
  field.closest("details")?.setAttribute("open", "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function keep(field: Field): void {
  const { value } = field;
  if (value === "" || (field.dataset.draftEdit !== undefined && value === textFromServer(field))) {
    forget(storeKey(field));
    forget(sourceKey(field));
    return;
  }
  remember(storeKey(field), value);
  if (field.dataset.draftFrom === undefined) forget(sourceKey(field));
  else remember(sourceKey(field), field.dataset.draftFrom);
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

/** It came back filled, and not because the text that was being changed is now what is stored. */
function isUnsaved(field: Field): boolean {
  if (field.value === "") return false;
  return field.dataset.draftEdit === undefined || recall(storeKey(field))?.trim() !== field.value.trim();
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
  const here = new Set([...document.querySelectorAll<Field>(selector)].filter(isUnsaved).map(storeKey));
  for (const key of sent) if (!here.has(key)) forget(key);
}

function onSubmit(event: SubmitEvent): void {
  if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
  if (event.target.dataset.draftsEnd !== undefined) forgetAll(event.target.dataset.draftsEnd);
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
  takeOver();
  settle();
  restoreAll();
  document.addEventListener("fragment:swapped", restoreAll);
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.matches(selector)) return;
    keep(field as Field);
  });
  window.addEventListener("submit", onSubmit);
}
