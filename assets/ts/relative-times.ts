/** Refreshes time[data-relative] every minute with the steps the server uses, in the page's language. */

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Server clock minus ours in milliseconds; the server tells its time in <html data-now>. */
const told = Date.parse(document.documentElement.dataset.now ?? "");
const offset = Number.isNaN(told) ? 0 : told - Date.now();

/** "3 hours ago"; null under a minute and beyond a month, where the server's words stay. */
export function relativeText(seconds: number, format: Intl.RelativeTimeFormat): string | null {
  const size = Math.abs(seconds);
  if (size < MINUTE || size >= 31 * DAY) return null;
  if (size < HOUR) return format.format(Math.trunc(seconds / MINUTE), "minute");
  if (size < 48 * HOUR) return format.format(Math.trunc(seconds / HOUR), "hour");
  return format.format(Math.trunc(seconds / DAY), "day");
}

function refresh(): void {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "en");
  const now = Date.now() + offset;
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const moment = Date.parse(element.dateTime);
    const text = Number.isNaN(moment) ? null : relativeText((moment - now) / 1000, format);
    if (text !== null) element.textContent = text;
  }
}

export function startRelativeTimes(): void {
  window.setInterval(refresh, 60_000);
}
