import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { isSignedOut, leadToSignIn } from "./signed-out.ts";

/** What a retry will not change. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 409, 412, 413, 422, 429]);

function isWorthRetrying(count: number, error: unknown): boolean {
  if (error instanceof TRPCClientError) {
    const status = (error.data as { httpStatus?: number } | null)?.httpStatus;
    if (status !== undefined && FINAL_STATUSES.has(status)) return false;
  }
  return count < 3;
}

/** The first call after the end of a login notices it. */
function onError(error: unknown): void {
  if (typeof window !== "undefined" && isSignedOut(error)) leadToSignIn();
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // The stream of changes says when data is stale; until then it is fresh.
      queries: { staleTime: 30_000, retry: isWorthRetrying, refetchOnWindowFocus: true },
      mutations: { retry: false },
      dehydrate: {
        // A page need not wait for its data: what is still being read is streamed after it.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        shouldRedactErrors: () => false,
      },
    },
  });
}
