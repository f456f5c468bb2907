import type { FastifyInstance } from "fastify";
import { HttpError } from "./http-error.ts";

/**
 * Checks a request before it is handled: it must have a host (RFC 9112, 3.2), and expectations other than
 * `100-continue` may be ignored (RFC 9110, 10.1.1). By default Node answers both itself, without a body or an id.
 */
export function meetExpectations(app: FastifyInstance): void {
  app.server.on("checkExpectation", (message, response) => app.server.emit("request", message, response));
  app.addHook("onRequest", (request, _reply, done) => {
    const { headers, httpVersion } = request.raw;
    const isMissing = headers.host === undefined && httpVersion === "1.1";
    done(isMissing ? new HttpError("malformed_request", "The header Host is missing") : undefined);
  });
}
