import { endpoints } from "@pragma/contract";
import { checkReadiness } from "@pragma/core/readiness";
import { defineRoute } from "../../http/route.ts";

/** `GET /health/ready` */
export const readyRoute = defineRoute(endpoints.getReadiness, async ({ core }) => {
  const readiness = await checkReadiness(core);
  const status = readiness.status === "ok" ? 200 : 503;
  return { status, body: JSON.stringify(readiness), headers: { "cache-control": "no-store" } };
});
