"use client";

import { useEffect, useRef } from "react";
import type { GraphModel } from "./model/graph-model.ts";
import type { Jump } from "./model/jump.ts";

/** Shows the neighbourhood of a resource that is to be gone to, where it is not drawn. */
export function useReachable(jump: Jump | null, model: GraphModel | undefined, onFocusOn: (key: string) => void): void {
  const tried = useRef<Jump | null>(null);
  useEffect(() => {
    if (jump === null || !model || tried.current === jump) return;
    tried.current = jump;
    if (!model.byId.has(jump.id)) onFocusOn(jump.key);
  }, [jump, model, onFocusOn]);
}
