import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";

/** What a retry will not change. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 409, 412, 413, 422, 429]);

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
      queries: { staleTime: 30_000, retry: retries && isWorthRetrying, refetchOnWindowFocus: true },
      mutations: { retry: false },
      dehydrate: {
        // A page need not wait for its data: what is still being read is streamed after it.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        shouldRedactErrors: () => false,
      },
    },
  });
}
