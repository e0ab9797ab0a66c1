/** Countdown on the server's clock: [data-ends-at][data-server-now], both RFC 3339. */
import { announce, word } from "./words";

const ANNOUNCED: [number, string][] = [
  [0, "timeUp"],
  [10, "timeTen"],
  [60, "timeOne"],
  [300, "timeFive"],
];

/** Server clock minus ours, in milliseconds, as each element told it. */
const offsets = new WeakMap<Element, number>();
/** Seconds left when an end was last looked at, so that each mark is told once. */
const last = new Map<string, number>();

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** "1:04:12" or "04:12" for whole seconds. */
export function clockText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

function tell(end: string, seconds: number): void {
  const before = last.get(end);
  last.set(end, seconds);
  if (before === undefined) return;
  const mark = ANNOUNCED.find(([at]) => seconds <= at && before > at);
  if (mark) announce(word(mark[1]));
}

function tick(element: HTMLElement): void {
  const end = element.dataset.endsAt ?? "";
  const endMs = Date.parse(end);
  if (Number.isNaN(endMs)) return;
  let offset = offsets.get(element);
  if (offset === undefined) {
    const server = Date.parse(element.dataset.serverNow ?? "");
    offset = Number.isNaN(server) ? 0 : server - Date.now();
    offsets.set(element, offset);
  }
  const seconds = Math.max(0, Math.ceil((endMs - Date.now() - offset) / 1000));
  const text = clockText(seconds);
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("timer--over", seconds === 0);
  tell(end, seconds);
}

function tickAll(): void {
  document.querySelectorAll<HTMLElement>("[data-ends-at]").forEach(tick);
}

export function startCountdowns(): void {
  tickAll();
  window.setInterval(tickAll, 500);
}
