/** The browser's store, which may be full, forbidden or absent, and which everybody at this device shares. */

/** How the owner of a page begins that nobody is signed in with. */
export const VISITOR = "v.";

/** Whose page this is: "p." and a hash for a person, "v." and a hash for a browser that nobody is signed in with. */
export function owner(): string {
  return document.body.dataset.draftOwner ?? VISITOR;
}

/** Where the reader's own of a kind ("draft:") is stored; with the beginning of a name, or none, how those keys begin. */
export function ownKey(kind: string, name = ""): string {
  return `${kind}${owner()}:${name}`;
}

export function remember(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was stored, so nothing is left.
  }
}

/** Keys in the store that start with `prefix`. */
export function rememberedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** Forgets what was kept of a kind without saying whose it is: nobody can be asked. */
export function forgetOwnerless(kind: string): void {
  rememberedKeys(kind)
    .filter((key) => !/^[pv]\./.test(key.slice(kind.length)))
    .forEach(forget);
}
