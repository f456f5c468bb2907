import type { Access } from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { RequestContext } from "@pragma/core/callers";
import type { GracefulServer } from "@pragma/http";
import type { TraceContext } from "@pragma/telemetry/trace-context";
import type { ApiSettings } from "../settings.ts";

declare module "fastify" {
  interface FastifyInstance {
    core: Core;
    settings: ApiSettings;
    /** How the server ends. */
    graceful: GracefulServer;
  }
  interface FastifyRequest {
    /** The caller; null only on open endpoints. */
    caller: RequestContext | null;
    /** Trace that it is part of: its own span if the API traces, else the caller's; undefined if it is part of no trace. */
    trace: TraceContext | undefined;
    /** Its response stays open as long as somebody reads. */
    isStreamed: boolean;
    /** How much of a body is read, where that is not the usual limit. */
    maxBodyBytes: number | null;
    /** The error that it ended with; null if it has not. */
    failure: unknown;
    /** Promise of its handling by the route, from when that begins. */
    handling: Promise<unknown> | null;
  }
  interface FastifyContextConfig {
    /** Without it a route needs a valid token, so forgetting it cannot make a route public. */
    access?: Access;
    /** A valid signature in the query replaces the token; the handler checks it. */
    orSignature?: boolean;
    /** Its body is received to disk, not into memory. */
    isSpooled?: boolean;
  }
}
