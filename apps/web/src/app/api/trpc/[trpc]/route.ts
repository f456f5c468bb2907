import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { services } from "~/server/services.ts";
import { createContext } from "~/trpc/context.ts";

/** A page of another site can make a browser send a request with its cookies, but not with this header. */
function isFromHere(request: Request): boolean {
  if (request.method === "GET") return true;
  const origin = request.headers.get("origin");
  return origin === null || origin === new URL(services().env.settings.publicWebUrl).origin;
}

async function handler(request: Request): Promise<Response> {
  if (!isFromHere(request)) return Response.json({ error: "Requests from other sites are refused" }, { status: 403 });
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: services().trpc.appRouter,
    createContext,
    responseMeta: () => ({ headers: new Headers({ "Cache-Control": "no-store" }) }),
  });
}

export { handler as GET, handler as POST };
