"use client";

import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { errorMessage } from "./error-message.ts";

/** What is read page by page. */
interface PagedQuery {
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: (options: { cancelRefetch: boolean }) => Promise<unknown>;
}

/**
 * The end of a list that has more: reads the next page when it comes into view, or when it is pressed. One that failed is
 * not asked for again by itself: the end stays in view, and would ask as fast as the server refuses.
 * @param label of the button
 */
export function LoadMore({ query, label = "Show more" }: { query: PagedQuery; label?: string }) {
  const { hasNextPage, isFetching, isFetchingNextPage: busy, isFetchNextPageError: failed, error } = query;
  // It joins a read of the whole list, whose news it would cancel: the effect asks again after that.
  const fetchNextPage = () => query.fetchNextPage({ cancelRefetch: false });
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef(fetchNextPage);
  useEffect(() => {
    latest.current = fetchNextPage;
  });
  useEffect(() => {
    if (!hasNextPage || isFetching || failed || !frame.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void latest.current();
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetching, failed]);
  if (!hasNextPage) return null;
  return (
    <>
      {failed ? (
        <Notice tone="danger" className="m-4">
          {errorMessage(error)}
        </Notice>
      ) : null}
      <div ref={frame} className="flex justify-center border-t border-line p-3">
        <Button busy={busy} onClick={() => void fetchNextPage()}>
          {label}
        </Button>
      </div>
    </>
  );
}
