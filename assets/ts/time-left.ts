/** "3 d 06 h" kept fresh by the minute: [data-left-until] with the forms of words in its other attributes. */

const MINUTE = 60_000;

/** Server clock minus ours in milliseconds; the server tells its time in <html data-now>. */
const told = Date.parse(document.documentElement.dataset.now ?? "");
const offset = Number.isNaN(told) ? 0 : told - Date.now();

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The form of words for so many minutes left, with its numbers in place. */
export function leftText(minutes: number, forms: { days: string; hours: string; minutes: string; moment: string }): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return forms.days.replace("%d", String(days)).replace("%h", two(hours));
  if (hours > 0) return forms.hours.replace("%h", String(hours)).replace("%m", two(rest));
  return rest > 0 ? forms.minutes.replace("%m", String(rest)) : forms.moment;
}

function refresh(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-left-until]")) {
    const { leftUntil = "", leftDays = "", leftHours = "", leftMinutes = "", leftMoment = "" } = element.dataset;
    const until = Date.parse(leftUntil);
    if (Number.isNaN(until)) continue;
    const minutes = Math.max(0, Math.floor((until - Date.now() - offset) / MINUTE));
    const text = leftText(minutes, { days: leftDays, hours: leftHours, minutes: leftMinutes, moment: leftMoment });
    if (element.textContent !== text) element.textContent = text;
  }
}

export function startTimeLeft(): void {
  window.setInterval(refresh, MINUTE);
}
