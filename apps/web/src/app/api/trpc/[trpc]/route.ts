import { isFromThisSite } from "~/server/same-site.ts";
import { services } from "~/server/services.ts";
import { createContext } from "~/trpc/context.ts";
import { ORGANIZATION_PARAMETER } from "~/trpc/organization-parameter.ts";

async function handler(request: Request): Promise<Response> {
  if (request.method !== "GET" && !isFromThisSite(request)) {
    return Response.json({ error: "Requests from other sites are refused" }, { status: 403 });
  }
  const organizationId = new URL(request.url).searchParams.get(ORGANIZATION_PARAMETER);
  return services().trpc.handleTrpcRequest(request, {
    endpoint: "/api/trpc",
    createContext: () => createContext(organizationId),
  });
}

export { handler as GET, handler as POST };
