import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { TrpcContext } from "./context.ts";
import { appRouter } from "./router.ts";

/**
 * Answers a request to the procedures below `endpoint`. It lives beside the router: what a stream yields is recognised by
 * identity, which another copy of the library, such as one bundled with pages, does not share.
 */
export function handleTrpcRequest(
  request: Request,
  { endpoint, createContext }: { endpoint: string; createContext: () => Promise<TrpcContext> },
): Promise<Response> {
  return fetchRequestHandler({
    endpoint,
    req: request,
    router: appRouter,
    createContext,
    responseMeta: () => ({ headers: new Headers({ "Cache-Control": "no-store" }) }),
  });
}
