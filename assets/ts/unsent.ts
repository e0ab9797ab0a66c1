/**
 * What somebody wrote in a room and could not send, because the step was over: kept on this device and
 * shown to them alone in [data-unsent="number of the room"] until it is put back into a note, or deleted.
 */
import { draftKey } from "./drafts";
import { toast } from "./toasts";
import { forget, forgetOwnerless, ownKey, recall, remember, rememberedKeys } from "./storage";
import { word } from "./words";

const PREFIX = "unsent:";

interface Unsent {
  room: string;
  text: string;
  why: string;
  at: number;
}

/** Where the browser stores nothing, texts wait here. */
const held = new Map<string, Unsent>();

function read(key: string): Unsent | null {
  const here = held.get(key);
  if (here) return here;
  try {
    const kept = JSON.parse(recall(key) ?? "null") as Partial<Unsent> | null;
    if (typeof kept?.text !== "string" || typeof kept.room !== "string") return null;
    return { room: kept.room, text: kept.text, why: kept.why ?? "", at: Number(kept.at ?? 0) };
  } catch {
    return null;
  }
}

function drop(key: string): void {
  held.delete(key);
  forget(key);
}

/** Keeps a text that was not accepted, and shows it. */
export function keepUnsent(id: string, unsent: Omit<Unsent, "at">): void {
  const [key, kept] = [ownKey(PREFIX, id), { ...unsent, at: Date.now() }];
  if (!remember(key, JSON.stringify(kept))) held.set(key, kept);
  show();
}

/** The reader's own texts of a room by key, oldest first: those refused, and those half written when their field went away. */
function unsentOf(room: string): [string, Unsent][] {
  const found: [string, Unsent][] = [];
  for (const key of new Set([...rememberedKeys(ownKey(PREFIX)), ...held.keys()])) {
    const unsent = read(key);
    if (unsent?.room === room) found.push([key, unsent]);
  }
  const fields = new Set([...document.querySelectorAll<HTMLElement>("[data-draft-key]")].map((field) => field.dataset.draftKey));
  for (const key of rememberedKeys(draftKey(`room-${room}-`))) {
    const text = recall(key) ?? "";
    if (text.trim() !== "" && !fields.has(key.slice(draftKey("").length))) found.push([key, { room, text, why: word("noteUnsent"), at: 0 }]);
  }
  return found.toSorted(([, left], [, right]) => left.at - right.at);
}

function noteField(): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>("form[data-note-form] textarea");
}

function putBack(key: string, text: string): void {
  const field = noteField();
  if (!field) return;
  field.value = field.value.trim() === "" ? text : `${field.value.trimEnd()}\n${text}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  drop(key);
  show();
}

async function copy(text: string, line: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(word("copied"));
  } catch {
    // Without the clipboard the text is marked, so that it can be copied by hand.
    document.getSelection()?.selectAllChildren(line);
  }
}

function row(template: HTMLTemplateElement, key: string, unsent: Unsent): DocumentFragment {
  const made = template.content.cloneNode(true) as DocumentFragment;
  const part = (name: string): HTMLElement | null => made.querySelector<HTMLElement>(`[data-unsent-${name}]`);
  const [why, line, put] = [part("why"), part("text"), part("put")];
  if (why) why.textContent = unsent.why;
  if (line) line.textContent = unsent.text;
  if (put) put.hidden = !noteField();
  put?.addEventListener("click", () => putBack(key, unsent.text));
  part("copy")?.addEventListener("click", () => line && void copy(unsent.text, line));
  part("delete")?.addEventListener("click", () => {
    drop(key);
    show();
  });
  return made;
}

function show(): void {
  const section = document.querySelector<HTMLElement>("[data-unsent]");
  const [list, template] = [section?.querySelector("[data-unsent-list]"), section?.querySelector("template")];
  if (!section || !list || !template) return;
  const all = unsentOf(section.dataset.unsent ?? "");
  list.replaceChildren(...all.map(([key, unsent]) => row(template, key, unsent)));
  section.hidden = all.length === 0 && !section.querySelector("textarea");
}

export function startUnsent(): void {
  forgetOwnerless(PREFIX);
  show();
}
