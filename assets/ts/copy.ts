/** Buttons that copy the text of a field: [data-copy="id of the field"], hidden where no script runs. */
import { toast } from "./toasts";
import { word } from "./words";

async function copy(field: HTMLInputElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value);
    toast(word("copied"));
  } catch {
    // Without the clipboard the text is marked, so that it can be copied by hand.
    field.focus();
    field.select();
  }
}

export function startCopy(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = document.getElementById(button.dataset.copy ?? "");
    if (!(field instanceof HTMLInputElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => void copy(field));
  }
}
