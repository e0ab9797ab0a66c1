/** Sends a form the way the browser would, but without leaving the page. */

/** The form's fields, with the pressed button's where there is one. */
export function fields(form: HTMLFormElement, button?: HTMLElement | null): URLSearchParams {
  const data = new FormData(form, button ?? null);
  const pairs = [...data].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  return new URLSearchParams(pairs);
}

export interface Posting {
  url: string;
  body: URLSearchParams;
  /** Sent as Idempotency-Key: the same key has one effect, however often it is sent. */
  key?: string;
}

/** Posts fields to an address of our own; the answer may be any status. */
export function post({ url, body, key }: Posting): Promise<Response> {
  const headers: Record<string, string> = { Accept: "text/html" };
  if (key !== undefined) headers["Idempotency-Key"] = key;
  return fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
}
