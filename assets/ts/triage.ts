/**
 * Triage keys: 1 2 3 h a z press what carries them inside [data-keys-scope="triage"]. A key that opens
 * a form goes on into its first field, so that the reason can be typed at once.
 */
import { elementForKey, keysRest, press } from "./keys";

const KEYS = new Set(["1", "2", "3", "h", "a", "z"]);

document.addEventListener("keydown", (event) => {
  if (!KEYS.has(event.key) || keysRest(event)) return;
  const scope = document.querySelector('[data-keys-scope="triage"]');
  const element = scope && elementForKey(event.key, scope);
  if (!element) return;
  event.preventDefault();
  const form = element.matches("summary") ? element.closest("details") : null;
  if (form) {
    form.open = true;
    form.querySelector<HTMLElement>("textarea, input:not([type=hidden]), button")?.focus();
  } else {
    press(element);
  }
});
