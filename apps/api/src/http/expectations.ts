import type { FastifyInstance } from "fastify";
import { HttpError } from "./http-error.ts";

/**
 * What a client wants of the server before anything is handled: a host there must be (RFC 9112, 3.2), and what is expected
 * beyond `100-continue` may be ignored (RFC 9110, 10.1.1). Left alone Node answers both by itself, without a body or an id.
 */
export function meetExpectations(app: FastifyInstance): void {
  app.server.on("checkExpectation", (message, response) => app.server.emit("request", message, response));
  app.addHook("onRequest", (request, _reply, done) => {
    const { headers, httpVersion } = request.raw;
    const isMissing = headers.host === undefined && httpVersion === "1.1";
    done(isMissing ? new HttpError("malformed_request", "The header Host is missing") : undefined);
  });
}
