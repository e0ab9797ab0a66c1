/** Notes are kept on this device for their writer alone until the server answered: form[data-note-form] works in a dead spot. */
import { dropDrafts } from "./drafts";
import { wake } from "./forms";
import { refreshFragments } from "./fragments";
import { fields, post } from "./posting";
import { forget, forgetOwnerless, ownKey, recall, remember, rememberedKeys } from "./storage";
import { keepUnsent } from "./unsent";
import { announce, word } from "./words";

const PREFIX = "note:";
const AGAIN_MS = 4_000;
const RETRY = new Set([408, 425, 429]);

interface Kept {
  url: string;
  body: string;
  at: number;
}

let sending = false;
let timer = 0;
/** Where the browser stores nothing, notes wait here. */
const held = new Map<string, string>();

function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, index) => {
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function keep(key: string, note: Kept): void {
  const text = JSON.stringify(note);
  if (!remember(key, text)) held.set(key, text);
}

function read(key: string): Kept | null {
  try {
    const note = JSON.parse(held.get(key) ?? recall(key) ?? "null") as Partial<Kept> | null;
    if (typeof note?.url !== "string" || typeof note.body !== "string") return null;
    return { url: note.url, body: note.body, at: Number(note.at ?? 0) };
  } catch {
    return null;
  }
}

function drop(key: string): void {
  held.delete(key);
  forget(key);
}

/** What the server knows the note by. */
function idOf(key: string): string {
  return key.slice(ownKey(PREFIX).length);
}

/** The reader's own waiting notes, oldest first; those of somebody else wait until they are back. */
function queue(): [string, Kept][] {
  const keys = new Set([...rememberedKeys(ownKey(PREFIX)), ...held.keys()]);
  const notes: [string, Kept][] = [];
  for (const key of keys) {
    const note = read(key);
    if (note) notes.push([key, note]);
    else drop(key);
  }
  return notes.toSorted(([, left], [, right]) => left.at - right.at);
}

function say(text: string): void {
  for (const element of document.querySelectorAll("[data-queue-state]")) element.textContent = text;
}

/** A refused note stays on this device, with the server's reason, until its writer has done something about it. */
function setAside(key: string, note: Kept, page: string): void {
  const why = new DOMParser().parseFromString(page, "text/html").querySelector("[data-refusal]")?.textContent.trim();
  const text = new URLSearchParams(note.body).get("text") ?? "";
  const room = /\/brainstorms\/(\d+)/.exec(note.url)?.[1] ?? "";
  keepUnsent(idOf(key), { room, text, why: why || word("noteUnsent") });
  drop(key);
  say(word("noteRefused"));
  announce(word("noteRefused"));
}

/** The same note with the token of the page now, where the kept one is another. */
function renewed(note: Kept): Kept | null {
  const body = new URLSearchParams(note.body);
  const token = document.querySelector<HTMLInputElement>("form[data-note-form] input[name=csrf]")?.value;
  if (!token || body.get("csrf") === token) return null;
  body.set("csrf", token);
  return { ...note, body: body.toString() };
}

type Outcome = "sent" | "refused" | "later";

/** Sends one note. */
async function sendOne(key: string, note: Kept): Promise<Outcome> {
  let answer: Response;
  let page: string;
  try {
    answer = await post({ url: note.url, body: new URLSearchParams(note.body), key: idOf(key) });
    page = answer.ok ? "" : await answer.text();
  } catch {
    return "later";
  }
  if (answer.ok) {
    drop(key);
    return "sent";
  }
  if (answer.status >= 500 || RETRY.has(answer.status)) return "later";
  const again = answer.status === 403 ? renewed(note) : null;
  if (again) {
    keep(key, again);
    return sendOne(key, again);
  }
  setAside(key, note, page);
  return "refused";
}

async function flush(): Promise<void> {
  if (sending) return;
  sending = true;
  window.clearTimeout(timer);
  let refused = false;
  let sent = 0;
  try {
    for (let next = queue()[0]; next; next = queue()[0]) {
      const outcome = await sendOne(...next);
      if (outcome === "later") break;
      sent += 1;
      refused ||= outcome === "refused";
    }
  } finally {
    sending = false;
  }
  const waiting = queue().length;
  if (waiting > 0) {
    say(word("notesWaiting", { n: waiting }));
    timer = window.setTimeout(() => void flush(), AGAIN_MS);
  } else if (sent > 0 && !refused) {
    say(word("noteSent"));
  }
  if (sent > 0) void refreshFragments();
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-note-form]")) return;
  // Another button of the form, Ready, is not the note's.
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  const field = form.querySelector("textarea");
  if (!field || field.value.trim() === "") {
    field?.focus();
    return;
  }
  const id = uuid();
  const body = fields(form, event.submitter);
  const idField = form.querySelector<HTMLInputElement>("input[data-client-id]");
  if (idField) body.set(idField.name, id);
  keep(ownKey(PREFIX, id), { url: form.action, body: body.toString(), at: Date.now() });
  dropDrafts(form);
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  wake(form);
  say(word("noteKept"));
  void flush();
}

export function startNotes(): void {
  forgetOwnerless(PREFIX);
  if (!document.querySelector("form[data-note-form]") && queue().length === 0) return;
  document.addEventListener("submit", onSubmit);
  window.addEventListener("online", () => void flush());
  void flush();
}
