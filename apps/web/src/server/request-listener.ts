import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { LOOPBACK_NAMES } from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { GracefulServer } from "@pragma/http";
import { bodyLimit } from "./body-limit.ts";
import { bodyRoom } from "./body-room.ts";
import { boundedBody, postponeBody, refuseBody } from "./bounded-body.ts";
import { ADDRESS_HEADER, clientAddress } from "./client-address.ts";
import type { WebEnv } from "./env.ts";
import { healthOf } from "./health.ts";
import { PATH_HEADER } from "./path-header.ts";
import { requestTarget } from "./request-target.ts";
import { secureAnswer } from "./security-headers.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** As in the API: visible ASCII. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/** Handles every request before a page or procedure sees it. */
export function requestListener(
  handle: Handler,
  { env, core, development, end }: { env: WebEnv; core: Core; development: boolean; end: GracefulServer },
): RequestListener {
  const webUrl = new URL(env.settings.publicWebUrl);
  const headers = {
    development,
    https: webUrl.protocol === "https:",
    apiOrigin: new URL(env.settings.publicApiUrl).origin,
  };
  const takeRoom = bodyRoom(env);
  return (request, response) => {
    const target = requestTarget(request.url);
    request.url = target ?? "/";
    const id = requestId(request.headers["x-request-id"]);
    request.headers["x-request-id"] = id;
    request.headers[ADDRESS_HEADER] = clientAddress(request, env.proxies);
    request.headers[PATH_HEADER] = request.url;
    // The proxy's TLS header: Next would use TLS with this server too, which has none. Absolute URLs come from
    // settings.
    delete request.headers["x-forwarded-proto"];
    response.setHeader("X-Request-Id", id);
    secureAnswer(request, response, headers);
    if (target === null) {
      response.writeHead(400, { "Content-Type": "text/plain; charset=utf-8" }).end("The address is malformed");
      return;
    }
    const health = healthOf(target.split("?", 1)[0] ?? "", { core, end });
    if (health) return void health(response);
    const elsewhere = otherLoopbackName(request, webUrl);
    if (elsewhere !== null) {
      response.writeHead(307, { Location: elsewhere }).end();
      return;
    }
    const takeBody = async (): Promise<void> => {
      const limit = await bodyLimit(request, env);
      const giveRoom = await takeRoom(request, response, limit);
      if (giveRoom === null) return postponeBody(request, response);
      try {
        const bounded = await boundedBody(request, limit);
        if (bounded === null) return refuseBody(request, response, limit);
        await handle(bounded, response).catch((error: unknown) => {
          core.services.logger.error({ err: error, correlationId: id }, "a page failed");
          if (!response.headersSent) response.writeHead(500);
          response.end();
        });
      } finally {
        // The page goes on when its reader has left, and its reader may be slower than it.
        if (response.closed) giveRoom();
        else response.once("close", giveRoom);
      }
    };
    // The sender of half a body has disconnected: there is nobody to answer.
    takeBody().catch(() => response.destroy());
  };
}

function requestId(inbound: string | string[] | undefined): string {
  return typeof inbound === "string" && REQUEST_ID.test(inbound) ? inbound : randomUUID();
}

/**
 * Cookies belong to one host name: requests by another name of this machine are redirected to the one used for signing
 * in.
 */
function otherLoopbackName(request: IncomingMessage, webUrl: URL): string | null {
  const host = request.headers.host;
  if (host === undefined || host === webUrl.host || request.headers["sec-fetch-mode"] !== "navigate") return null;
  const at = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  if (!at || !LOOPBACK_NAMES.has(at.hostname) || !LOOPBACK_NAMES.has(webUrl.hostname) || at.port !== webUrl.port)
    return null;
  return `${webUrl.origin}${request.url ?? "/"}`;
}
