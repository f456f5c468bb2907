"use client";

import { parseAsNativeArrayOf, parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";

export interface OpenGroups {
  open: ReadonlySet<string>;
  toggle: (name: string) => void;
  closeAll: () => void;
}

const PARSER = parseAsNativeArrayOf(parseAsString);

/** Which groups are open: in the address, so that "back" from a resource finds them open, but not in views. */
export function useOpenGroups(): OpenGroups {
  const [names, setNames] = useQueryState("open", PARSER);
  const open = useMemo(() => new Set(names), [names]);
  const toggle = useCallback(
    (name: string) =>
      void setNames((before) => {
        const others = before.filter((one) => one !== name);
        return others.length < before.length ? others : [...before, name];
      }),
    [setNames],
  );
  const closeAll = useCallback(() => void setNames(null), [setNames]);
  return { open, toggle, closeAll };
}
