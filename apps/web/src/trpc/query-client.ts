import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";

/** Statuses that no retry will change. After 401 it waits until somebody has signed in again. */
const FINAL_STATUSES = new Set([400, 403, 404, 409, 412, 413, 422, 429]);

function isWorthRetrying(count: number, error: unknown): boolean {
  if (error instanceof TRPCClientError) {
    const status = (error.data as { httpStatus?: number } | null)?.httpStatus;
    if (status !== undefined && FINAL_STATUSES.has(status)) return false;
  }
  return count < 3;
}

/** @param retries whether reads that failed are repeated: not on the server, where the page waits for them */
export function createQueryClient({ retries = true } = {}): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The stream of changes says when data is stale; until then it is fresh.
      queries: {
        staleTime: 30_000,
        retry: retries && isWorthRetrying,
        refetchOnWindowFocus: true,
        // The connection decides (client.tsx): one call that fails while the server answers others would be asked for ever.
        refetchOnReconnect: false,
      },
      // Without an answer it fails: what waits for the server would be done when nobody expects it any more.
      mutations: { retry: false, networkMode: "always" },
      dehydrate: {
        // A page need not wait for its data: what is still being read is streamed after it.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        shouldRedactErrors: () => false,
      },
    },
  });
}
