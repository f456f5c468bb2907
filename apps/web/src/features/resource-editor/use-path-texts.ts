"use client";

import type { Path } from "@pragma/contract";
import { useCallback, useState } from "react";
import { pathKey } from "./manifest/problem.ts";

const NONE: ReadonlyMap<string, string> = new Map();

/** What is typed in fields and has not become part of the document, by the key of the field's path. */
export function usePathTexts() {
  const [texts, setTexts] = useState(NONE);
  const put = useCallback((path: Path, typed: string | null) => {
    setTexts((old) => {
      if (typed === null && !old.has(pathKey(path))) return old;
      const next = new Map(old);
      if (typed === null) next.delete(pathKey(path));
      else next.set(pathKey(path), typed);
      return next;
    });
  }, []);
  const clear = useCallback(() => setTexts(NONE), []);
  return { texts, put, clear };
}
