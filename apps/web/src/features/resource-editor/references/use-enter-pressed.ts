import { useEffect, useRef, useState } from "react";
import type { Reference } from "./reference.ts";

/** A search, and what it has found first. */
interface Search {
  q: string;
  /** The results are of an earlier text. */
  isStale: boolean;
  first: Reference | undefined;
}

/**
 * Enter that was pressed before its result arrived takes the first that the same text finds.
 * @returns what to call when it was pressed
 */
export function useEnterPressed({ q, isStale, first }: Search, onPick: (reference: Reference) => void): () => void {
  const [entered, setEntered] = useState<string | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    if (entered === null || isStale) return;
    setEntered(null);
    if (entered === q && first) pick.current(first);
  }, [entered, isStale, q, first]);
  return () => setEntered(q);
}
