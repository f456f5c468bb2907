"use client";

import { useEffect, useRef } from "react";

/** Does something each time a value changes, but not at first. @param act should keep its identity */
export function useOnChange(value: string | null | undefined, act: () => unknown): void {
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    void act();
  }, [value, act]);
}
