import { isFromThisSite } from "~/server/same-site.ts";
import { services } from "~/server/services.ts";
import { createContext } from "~/trpc/context.ts";
import { ORGANIZATION_PARAMETER, USER_PARAMETER } from "~/trpc/page-parameters.ts";

async function handler(request: Request): Promise<Response> {
  if (request.method !== "GET" && !isFromThisSite(request)) {
    return Response.json({ error: "Requests from other sites are refused" }, { status: 403 });
  }
  const { searchParams } = new URL(request.url);
  const [organizationId, userId] = [searchParams.get(ORGANIZATION_PARAMETER), searchParams.get(USER_PARAMETER)];
  return services().trpc.handleTrpcRequest(request, {
    endpoint: "/api/trpc",
    createContext: () => createContext({ organizationId, userId }),
  });
}

export { handler as GET, handler as POST };
