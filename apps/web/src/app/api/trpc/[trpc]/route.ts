import { isFromThisSite } from "~/server/same-site.ts";
import { services } from "~/server/services.ts";
import { createContext } from "~/trpc/context.ts";

async function handler(request: Request): Promise<Response> {
  if (request.method !== "GET" && !isFromThisSite(request)) {
    return Response.json({ error: "Requests from other sites are refused" }, { status: 403 });
  }
  return services().trpc.handleTrpcRequest(request, { endpoint: "/api/trpc", createContext });
}

export { handler as GET, handler as POST };
