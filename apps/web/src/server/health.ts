import type { ServerResponse } from "node:http";
import type { Core } from "@pragma/core";
import { checkReadiness } from "@pragma/core/readiness";
import type { GracefulServer } from "@pragma/http";

/**
 * Health checks of platforms and balancers: `/health`, whether the process answers, and `/health/ready`, whether to send it
 * requests. Pages need the database; what workers lack is for the pages to tell, and for the API's own `/health/ready`.
 * @returns how the path is answered, or undefined for any other path
 */
export function healthOf(
  path: string,
  { core, end }: { core: Core; end: GracefulServer },
): ((response: ServerResponse) => Promise<void>) | undefined {
  if (path === "/health") return async (response) => send(response, 200, { status: "ok" });
  if (path !== "/health/ready") return undefined;
  return async (response) => {
    const { database } = (await checkReadiness(core)).checks;
    const ok = database.status === "ok" && !end.isDraining;
    send(response, ok ? 200 : 503, { status: ok ? "ok" : "unavailable", checks: { database } });
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" })
    .end(JSON.stringify(body));
}
