/** Words of the page: templates put them, translated, on #words as data attributes. */

/** The word named by a data attribute of #words; `%name` in it is filled from `values`. */
export function word(name: string, values: Record<string, string | number> = {}): string {
  const text = document.getElementById("words")?.dataset[name] ?? "";
  return text.replace(/%([a-z]+)/g, (whole, key: string) => String(values[key] ?? whole));
}

/** Says a sentence to screen readers, politely. */
export function announce(text: string): void {
  const region = document.getElementById("announcer");
  if (!region || text === "") return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 60);
}
