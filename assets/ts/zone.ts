/** Tells the server the browser's time zone, so that the next page says times in it. A zone chosen in the settings goes first. */

const YEAR_S = 31_536_000;

export function startZone(): void {
  // A page on which times are typed was made in the zone it will be read in.
  if (document.querySelector("input[type=datetime-local], input[type=time]")) return;
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!/^[A-Za-z0-9_+/-]{1,64}$/.test(zone)) return;
  const cookie = `zone=${zone}`;
  if (!document.cookie.split("; ").includes(cookie)) document.cookie = `${cookie}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
