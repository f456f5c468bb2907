"use client";

import { useSyncExternalStore } from "react";
import { loadPart } from "./load-part.ts";

/** Files of a page that it loads by itself, for `usePagePart`. */
export interface PagePart<Part> {
  /** Begins to load it in a browser; later calls do nothing. */
  begin(): void;
  /** @param onChange is called once it is there, or failed. @returns ends that */
  subscribe(onChange: () => void): () => void;
  /** @returns null until it is there. @throws what `loadPart` threw in the end */
  get(): Part | null;
}

/**
 * Files that a page always needs but not at once, such as its editor. `next/dynamic` shows them at least 300 ms after its
 * placeholder, however soon they are there: React waits as long before it replaces the placeholder of a `Suspense`.
 * So it is for what is opened later, and for what may stay away.
 *
 * @param load imports the files, as for `loadPart`
 */
export function pagePart<Part>(load: () => Promise<Part>): PagePart<Part> {
  const listeners = new Set<() => void>();
  let state: { part: Part } | { error: unknown } | "loading" | null = null;
  const settle = (next: { part: Part } | { error: unknown }): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    begin() {
      if (state !== null || typeof window === "undefined") return;
      state = "loading";
      loadPart(load).then(
        (part) => settle({ part }),
        (error: unknown) => settle({ error }),
      );
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    get() {
      if (state === null || state === "loading") return null;
      if ("error" in state) throw state.error;
      return state.part;
    },
  };
}

/**
 * Loads a part of the page, and renders again once it is there.
 * @param part null for one that is not needed
 * @returns null until then, and always on the server
 * @throws what `loadPart` threw in the end
 */
export function usePagePart<Part>(part: PagePart<Part> | null): Part | null {
  part?.begin();
  return useSyncExternalStore(part?.subscribe ?? never, part?.get ?? nothing, nothing);
}

const never = () => () => undefined;
const nothing = () => null;
