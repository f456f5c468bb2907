import { endpoints, type Readiness } from "@pragma/contract";
import { checkReadiness } from "@pragma/core/readiness";
import { defineRoute } from "../../http/route.ts";

/** `GET /health/ready` */
export const readyRoute = defineRoute(endpoints.getReadiness, async ({ core, request }) => {
  const found = await checkReadiness(core);
  // Balancers are to send no more, though all of it works.
  const readiness: Readiness = request.server.graceful.isDraining ? { ...found, status: "unavailable" } : found;
  const status = readiness.status === "ok" ? 200 : 503;
  return { status, body: JSON.stringify(readiness), headers: { "cache-control": "no-store" } };
});
