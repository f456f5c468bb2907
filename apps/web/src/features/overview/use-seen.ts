"use client";

import { type RefObject, useEffect, useState } from "react";

/** As far as one scrolls while what is to be seen is loading. */
const AHEAD = "300px";

/** Whether an element is, or has been, in view or close to it. It may appear later than the component. */
export function useSeen(ref: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const { current: element } = ref;
    if (seen || !element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  });
  return seen;
}
