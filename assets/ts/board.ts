/** Drag on boards and clusters: only a quicker way to send an item's own "Move to…" form. */
import Sortable from "sortablejs";
import { startLive } from "./live";
import { fields, post } from "./posting";
import { announce, word } from "./words";

const COLUMN = "[data-board-column]";

function recount(column: HTMLElement): void {
  const count = column.closest("[data-board-group]")?.querySelector("[data-board-count]");
  if (count) count.textContent = String(column.querySelectorAll(":scope > [data-board-item]").length);
}

/** Chooses the column in the item's form. False where the form does not offer it. */
function choose(form: HTMLFormElement, target: string, index: number): boolean {
  const to = form.elements.namedItem("to");
  if (!(to instanceof HTMLSelectElement || to instanceof HTMLInputElement)) return false;
  to.value = target;
  const position = form.elements.namedItem("position");
  if (position instanceof HTMLInputElement) position.value = String(index);
  return to.value === target;
}

/** The message of the page that the step led to, with its way back; whether it has one. */
function showToast(page: string): boolean {
  const region = document.getElementById("toasts");
  const toast = new DOMParser().parseFromString(page, "text/html").querySelector("#toasts [data-toast]");
  if (!region || !toast) return false;
  region.replaceChildren(document.importNode(toast, true));
  return true;
}

async function onEnd(event: Sortable.SortableEvent): Promise<void> {
  const { item, from, to, oldIndex, newIndex } = event;
  delete item.dataset.dragging;
  const form = item.querySelector<HTMLFormElement>("form[data-move-form]");
  if (!form || (from === to && (oldIndex === newIndex || !form.elements.namedItem("position")))) return;
  const back = (): void => {
    from.insertBefore(item, from.children[oldIndex ?? 0] ?? null);
    [from, to].forEach(recount);
  };
  if (!choose(form, to.dataset.boardColumn ?? "", newIndex ?? 0)) {
    back();
    announce(word("moveRefused"));
    return;
  }
  [from, to].forEach(recount);
  try {
    const answer = await post({ url: form.action, body: fields(form) });
    if (answer.ok) {
      item.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
      if (showToast(await answer.text())) return;
      const held = to.dataset.boardOf ? `, ${String(to.querySelectorAll(":scope > [data-board-item]").length)} ${to.dataset.boardOf}` : "";
      announce(word("moved", { what: item.dataset.boardName ?? "", where: `${to.dataset.boardName ?? ""}${held}` }));
    } else {
      // The server refused with a reason: send the form the plain way, and its page says it.
      form.submit();
    }
  } catch {
    back();
    announce(word("moveRefused"));
  }
}

function sort(column: HTMLElement): void {
  if (Sortable.get(column)) return;
  Sortable.create(column, {
    group: column.dataset.boardKind ?? "board",
    draggable: "[data-board-item]",
    filter: "a, button, select, input, textarea, summary, label",
    preventOnFilter: false,
    ghostClass: "board__drop",
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    delay: 200,
    delayOnTouchOnly: true,
    onStart: ({ item }) => {
      item.dataset.dragging = "";
    },
    onEnd: (event) => void onEnd(event),
  });
}

const sortAll = (): void => document.querySelectorAll<HTMLElement>(COLUMN).forEach(sort);

sortAll();
document.addEventListener("fragment:swapped", sortAll);
// A normal page has no live entry of its own; the room's pages start theirs in room.ts.
if (document.documentElement.dataset.entry !== "room") startLive();
