import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { RateExceeded } from "./admission.ts";
import type { TrpcContext } from "./context.ts";
import { trpcErrorOf } from "./domain-errors.ts";
import { appRouter } from "./router.ts";

/** Calls per request. The pages' client sends no more at once (apps/web/src/trpc/client.tsx). */
const MAX_BATCH_CALLS = 20;

/**
 * Answers a request to the procedures below `endpoint`. It lives beside the router because tRPC recognises the values
 * that a stream yields by identity, which another copy of the library, such as one bundled with pages, does not share.
 */
export function handleTrpcRequest(
  request: Request,
  { endpoint, createContext }: { endpoint: string; createContext: () => Promise<TrpcContext> },
): Promise<Response> {
  return fetchRequestHandler({
    endpoint,
    req: request,
    router: appRouter,
    // Creating the context looks up the login, which may fail.
    createContext: () =>
      createContext().catch((error: unknown) => {
        throw trpcErrorOf(error) ?? error;
      }),
    maxBatchSize: MAX_BATCH_CALLS,
    // The input of a read may be too long for an address.
    allowMethodOverride: true,
    responseMeta: ({ errors }) => ({ headers: headersOf(errors) }),
  });
}

function headersOf(errors: readonly TRPCError[]): Headers {
  const headers = new Headers({ "Cache-Control": "no-store" });
  const exceeded = errors.map(({ cause }) => cause).find((cause) => cause instanceof RateExceeded);
  if (exceeded) headers.set("Retry-After", String(exceeded.retryAfterSeconds));
  return headers;
}
