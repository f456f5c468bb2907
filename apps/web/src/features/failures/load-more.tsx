"use client";

import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";

/** Reads the next page when it comes into view, or when it is pressed. */
export function LoadMore({ busy, onLoad }: { busy: boolean; onLoad: () => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef(onLoad);
  useEffect(() => {
    latest.current = onLoad;
  });
  useEffect(() => {
    if (busy || !frame.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <div ref={frame} className="border-t border-line p-3 text-center">
      <Button busy={busy} onClick={onLoad}>
        Show more
      </Button>
    </div>
  );
}
