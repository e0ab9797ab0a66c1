/** On phones the navigation and tabs are wider than the screen: the entry one is on is brought into sight. */
function bringIntoSight(strip: HTMLElement): void {
  const current = strip.querySelector<HTMLElement>("[aria-current]");
  if (!current) return;
  const end = current.getBoundingClientRect().right - strip.getBoundingClientRect().left + strip.scrollLeft;
  if (end > strip.clientWidth) strip.scrollLeft = end - (strip.clientWidth + current.offsetWidth) / 2;
}

export function startNav(): void {
  for (const strip of document.querySelectorAll<HTMLElement>(".bar__nav, .tabs")) bringIntoSight(strip);
}
