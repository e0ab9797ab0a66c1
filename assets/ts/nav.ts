/** On phones the navigation is wider than the screen: the entry one is on is brought into sight. */
export function startNav(): void {
  const nav = document.querySelector<HTMLElement>(".bar__nav");
  const current = nav?.querySelector<HTMLElement>("[aria-current]");
  if (!nav || !current) return;
  const end = current.offsetLeft - nav.offsetLeft + current.offsetWidth;
  if (end > nav.clientWidth) nav.scrollLeft = end - (nav.clientWidth + current.offsetWidth) / 2;
}
