import { parseTraceparent, type TraceContext } from "@pragma/telemetry/trace-context";
import type { Span, Tracer } from "@pragma/telemetry/traces";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Probes of the API's own health, which never end. */
const PROBES = /^\/health(?:\/|$)/;

/**
 * Places each request in the trace that its `traceparent` header names, with a span of its own if there is a tracer. The
 * caller's trace id is kept, and not its sampled flag: it tells others what is recorded, and callers do not decide that.
 * `tracestate` is dropped: what it may hold is up to callers, and nobody here reads it.
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer | null): void {
  app.decorateRequest("trace", undefined);
  if (tracer) recordRequests(app, tracer);
  else {
    app.addHook("onRequest", (request, _reply, done) => {
      const caller = callerOf(request);
      if (caller) request.trace = { ...caller, sampled: false };
      done();
    });
  }
}

function recordRequests(app: FastifyInstance, tracer: Tracer): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url;
    if (route === undefined || !PROBES.test(route)) {
      const span = tracer.start({
        name: route === undefined ? method : `${method} ${route}`,
        kind: "server",
        parent: callerOf(request),
        attributes: { "http.request.method": method, ...(route !== undefined && { "http.route": route }) },
      });
      request.trace = span.context;
      // Not a hook: after a client has left there is none, and its changes would belong to a span that nobody knows.
      reply.raw.once("close", () => end(span, request, reply));
    }
    done();
  });
}

/** @param reply has a status only once that is sent: a client may leave before */
function end(span: Span, { caller }: FastifyRequest, { raw: { headersSent, statusCode } }: FastifyReply): void {
  span.set({
    ...(headersSent && { "http.response.status_code": statusCode }),
    ...(caller && { "pragma.organization.id": caller.organizationId }),
  });
  span.end(headersSent && statusCode >= 500);
}

function callerOf({ headers }: FastifyRequest): TraceContext | null {
  return parseTraceparent(headers["traceparent"]);
}
