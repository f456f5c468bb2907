import type { InfiniteData, Query, QueryClient, QueryKey } from "@tanstack/react-query";

/** Asks for the next page of a list, as its observer does. */
type FetchNextPage = (options: { cancelRefetch: boolean }) => Promise<unknown>;

/**
 * Reads the next page of a list that is also read anew while things change. Of two reads of a query one ends the other, but
 * neither may cost the other: a page goes before a read of the whole list, which then follows it; and if such a read has ended
 * the page, that is asked for again.
 * @param isCurrent whether `fetch` still reads this list, rather than one of other filters
 */
export async function readNextPage(
  client: QueryClient,
  queryKey: QueryKey,
  fetch: FetchNextPage,
  isCurrent: () => boolean,
): Promise<void> {
  const filter = { queryKey, exact: true };
  let owesWholeRead = false;
  for (;;) {
    const query = client.getQueryCache().find(filter);
    // A list that was left is read anew when it is shown again.
    if (!query?.isActive() || !isCurrent()) return;
    const isWholeRead = query.state.fetchStatus !== "idle" && !isPageRead(query);
    owesWholeRead ||= isWholeRead;
    const before = countPages(query);
    await fetch({ cancelRefetch: isWholeRead });
    // The last: another call that waited for the same page has begun to read what it owes.
    if (query.state.status === "error" || isPageRead(query) || countPages(query) > before) break;
    // A read of the whole list took the place of the page, and has brought what was owed.
    owesWholeRead = false;
  }
  if (owesWholeRead) await client.invalidateQueries(filter, { cancelRefetch: false });
}

function countPages({ state }: Query): number {
  return (state.data as InfiniteData<unknown> | undefined)?.pages.length ?? 0;
}

/** Whether its last read, or the one that is under way, is of a page. */
function isPageRead({ state }: Query): boolean {
  return state.fetchMeta?.fetchMore !== undefined && state.fetchMeta.fetchMore !== null;
}
