"use client";

import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { errorMessage } from "./error-message.ts";

/** The result of `usePagedQuery`. */
interface PagedQuery {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  dataUpdatedAt: number;
  error: unknown;
  fetchNextPage: () => Promise<unknown>;
}

/**
 * The end of a list that has more: reads the next page when it comes into view, or when it is pressed. One that failed is
 * not asked for by itself before the list has been read anew: the end stays in view, and would ask as fast as the server
 * refuses.
 * @param label of the button
 */
export function LoadMore({ query, label = "Show more" }: { query: PagedQuery; label?: string }) {
  const { hasNextPage, isFetchingNextPage: busy, isFetchNextPageError: failed, dataUpdatedAt, error } = query;
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef(query);
  const failedAt = useRef<number>(null);
  useEffect(() => {
    latest.current = query;
    if (failed) failedAt.current = dataUpdatedAt;
  });
  useEffect(() => {
    if (!hasNextPage || busy || failed || failedAt.current === dataUpdatedAt || !frame.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void latest.current.fetchNextPage();
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [hasNextPage, busy, failed, dataUpdatedAt]);
  if (!hasNextPage) return null;
  return (
    <>
      {failed ? (
        <Notice tone="danger" className="m-4">
          {errorMessage(error)}
        </Notice>
      ) : null}
      <div ref={frame} className="flex justify-center border-t border-line p-3">
        <Button busy={busy} onClick={() => void query.fetchNextPage()}>
          {label}
        </Button>
      </div>
    </>
  );
}
