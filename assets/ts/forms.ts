/** A form is sent once: its submit buttons rest until the page changes or comes back. */

const submitters = "button:not([type=button]):not([type=reset]), input[type=submit]";

function buttonsOf(form: HTMLFormElement): HTMLButtonElement[] {
  return [...form.elements].filter((element): element is HTMLButtonElement => element.matches(submitters));
}

/** Makes a form's buttons usable again, for scripts that send it themselves. */
export function wake(form: HTMLFormElement): void {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) {
    if (button.dataset.rests !== undefined) {
      button.disabled = false;
      delete button.dataset.rests;
    }
  }
}

function rest(form: HTMLFormElement): void {
  form.dataset.sent = "";
  // Later than the browser gathers the fields, or the pressed button's value would be lost.
  window.setTimeout(() => {
    for (const button of buttonsOf(form)) {
      if (!button.disabled) {
        button.disabled = true;
        button.dataset.rests = "";
      }
    }
  });
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  if (form.method !== "post" || form.target === "_blank" || form.hasAttribute("data-download")) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  rest(form);
}

/** Ctrl+Enter, or Cmd+Enter, in a text sends its form, as its button would. */
function onKey(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.defaultPrevented) return;
  const form = event.target instanceof HTMLTextAreaElement ? event.target.form : null;
  if (!form || form.method !== "post") return;
  event.preventDefault();
  // A button that lets the form be wrong only changes it.
  form.requestSubmit(buttonsOf(form).find((button) => !button.disabled && !button.formNoValidate));
}

export function startForms(): void {
  document.addEventListener("keydown", onKey);
  // On window, so that scripts which send a form themselves have prevented the default by now.
  window.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach(wake);
  });
}
