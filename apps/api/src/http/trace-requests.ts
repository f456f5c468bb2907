import { parseTraceparent, type TraceContext } from "@pragma/telemetry/trace-context";
import type { Span, Tracer } from "@pragma/telemetry/traces";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Of the API's own health: whoever probes it does so for ever. */
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
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook("onRequest", (request, _reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url;
    if (route === undefined || !PROBES.test(route)) {
      const span = tracer.start({
        name: route === undefined ? method : `${method} ${route}`,
        kind: "server",
        parent: callerOf(request),
        attributes: { "http.request.method": method, ...(route !== undefined && { "http.route": route }) },
      });
      spans.set(request, span);
      request.trace = span.context;
    }
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const span = spans.get(request);
    if (span) end(span, request, reply);
    done();
  });
}

function end(span: Span, { caller }: FastifyRequest, { raw: { statusCode } }: FastifyReply): void {
  span.set({
    "http.response.status_code": statusCode,
    ...(caller && { "pragma.organization.id": caller.organizationId }),
  });
  span.end(statusCode >= 500);
}

function callerOf({ headers }: FastifyRequest): TraceContext | null {
  return parseTraceparent(headers["traceparent"]);
}
