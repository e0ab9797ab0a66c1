/** Triage keys: 1 2 3 h a z press what carries them inside [data-keys-scope="triage"]. Nothing else. */
import { elementForKey, keysRest, press } from "./keys";

const KEYS = new Set(["1", "2", "3", "h", "a", "z"]);

document.addEventListener("keydown", (event) => {
  if (!KEYS.has(event.key) || keysRest(event)) return;
  const scope = document.querySelector('[data-keys-scope="triage"]');
  const element = scope && elementForKey(event.key, scope);
  if (!element) return;
  event.preventDefault();
  press(element);
});
