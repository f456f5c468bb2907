import { useSyncExternalStore } from "react";
import { HISTORY_ENTRY } from "~/lib/hrefs.ts";

/** The element of a story, and the part of an address that names it. @param id of its first entry */
export function elementOf(id: string): string {
  return `${HISTORY_ENTRY}${id}`;
}

/**
 * The entry of the history that the page's address names, or null. The browser itself only looks for what is there when
 * the page arrives.
 */
export function useAddressedEntry(): string | null {
  const hash = useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => "",
  );
  const id = hash.startsWith(`#${HISTORY_ENTRY}`) ? hash.slice(HISTORY_ENTRY.length + 1) : "";
  return /^\d{1,18}$/.test(id) ? id : null;
}

function subscribe(listen: () => void): () => void {
  window.addEventListener("hashchange", listen);
  return () => window.removeEventListener("hashchange", listen);
}
