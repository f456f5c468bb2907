import type { QueryCache } from "@tanstack/react-query";

/** A read of a list that has ended. */
export interface ListRead {
  /** The loaded pages were read anew, rather than one more page. */
  isWhole: boolean;
  /** Why it failed, if it did. */
  error: { message: string } | null;
}

/**
 * Tells of each read of a query once it has ended. A component cannot know that from what it renders: React may render two
 * reads as one, one that is paused looks as if it had ended, and a write to the cache clears the error of the read before.
 * @param hash of the query's key
 * @returns ends it
 */
export function watchReads(cache: QueryCache, hash: string, onRead: (read: ListRead) => void): () => void {
  return cache.subscribe((event) => {
    if (event.type !== "updated" || event.query.queryHash !== hash) return;
    const { action, query } = event;
    const hasFailed = action.type === "error";
    if (!hasFailed && (action.type !== "success" || action.manual)) return;
    onRead({ isWhole: !query.state.fetchMeta?.fetchMore, error: hasFailed ? query.state.error : null });
  });
}
