/** Live character count: textarea[data-count="id of the output"] with a maxlength. */
import { word } from "./words";

function count(field: HTMLTextAreaElement | HTMLInputElement): void {
  const output = document.getElementById(field.dataset.count ?? "");
  if (!output) return;
  const format = new Intl.NumberFormat(document.documentElement.lang || "en");
  output.textContent = word("count", { n: format.format(field.value.length), max: format.format(field.maxLength) });
}

export function startCounters(): void {
  const selector = "textarea[data-count], input[data-count]";
  document.querySelectorAll<HTMLTextAreaElement>(selector).forEach(count);
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof Element && field.matches(selector)) count(field as HTMLTextAreaElement);
  });
  document.addEventListener("reset", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    const form = event.target;
    window.setTimeout(() => form.querySelectorAll<HTMLTextAreaElement>(selector).forEach(count));
  });
}
