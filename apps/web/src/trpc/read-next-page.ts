import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";

/** Asks for the next page of a list, as its observer does. */
type FetchNextPage = (options: { cancelRefetch: boolean }) => Promise<unknown>;

/**
 * Reads the next page of a list that is also read anew while things change. Of two reads of a query one ends the other, but
 * neither may cost the other: a page goes before a read of the whole list, which then follows it; and if such a read has ended
 * the page, that is asked for again.
 */
export async function readNextPage(client: QueryClient, queryKey: QueryKey, fetch: FetchNextPage): Promise<void> {
  const filter = { queryKey, exact: true };
  let owesWholeRead = false;
  for (;;) {
    const query = client.getQueryCache().find(filter);
    if (!query) return;
    const isWholeRead = query.state.fetchStatus !== "idle" && !isPageRead(query);
    owesWholeRead ||= isWholeRead;
    await fetch({ cancelRefetch: isWholeRead });
    if (query.state.status === "error" || isPageRead(query)) break;
    // A read of the whole list took the place of the page, and has brought what was owed.
    owesWholeRead = false;
  }
  if (owesWholeRead) await client.invalidateQueries(filter, { cancelRefetch: false });
}

/** Whether its last read, or the one that is under way, is of a page. */
function isPageRead({ state }: Query): boolean {
  return state.fetchMeta?.fetchMore !== undefined && state.fetchMeta.fetchMore !== null;
}
