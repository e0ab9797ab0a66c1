/** Light, dark or the system's choice: shown at once, kept by the server. */
import { fields, post } from "./posting";

function show(form: HTMLFormElement, theme: string): void {
  document.documentElement.dataset.theme = theme;
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

async function onSubmit(event: SubmitEvent): Promise<void> {
  const form = event.target;
  const button = event.submitter;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
  if (!(button instanceof HTMLButtonElement) || button.name !== "theme") return;
  event.preventDefault();
  const before = document.documentElement.dataset.theme ?? "auto";
  show(form, button.value);
  try {
    const answer = await post({ url: form.action, body: fields(form, button) });
    if (!answer.ok) show(form, before);
  } catch {
    show(form, before);
  }
}

export function startTheme(): void {
  document.addEventListener("submit", (event) => void onSubmit(event));
}
