import type { Access } from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { RequestContext } from "@pragma/core/callers";
import type { GracefulServer } from "@pragma/http";
import type { ApiSettings } from "../settings.ts";

declare module "fastify" {
  interface FastifyInstance {
    core: Core;
    settings: ApiSettings;
    /** How the server ends. */
    graceful: GracefulServer;
  }
  interface FastifyRequest {
    /** Who asks; null on open endpoints only. */
    caller: RequestContext | null;
    /** Its answer is open for as long as somebody reads. */
    isStreamed: boolean;
  }
  interface FastifyContextConfig {
    /** Without it a route needs a valid token: forgetting it cannot open a door. */
    access?: Access;
    /** A valid signature in the query stands in for the token; the handler checks it. */
    orSignature?: boolean;
  }
}
