import { Counter, Gauge, Histogram, type Registry } from "@pragma/telemetry/metrics";
import type { FastifyInstance } from "fastify";

/** Seconds; from a fast read to a client's timeout. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** For requests to unknown endpoints: anybody could choose their path. */
const NO_ROUTE = "none";

/**
 * Counts requests and their duration, by endpoint. Streams are counted, but last as long as somebody watches, so only
 * the number of open ones is reported. Nothing names an organization.
 */
export function measureRequests(app: FastifyInstance, registry: Registry): void {
  const registers = [registry];
  const requests = new Counter({
    name: "pragma_http_requests_total",
    help: "Requests that were answered",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "pragma_http_request_duration_seconds",
    help: "From the head of a request to the end of its answer, without streams",
    labelNames: ["route", "method"],
    buckets: BUCKETS,
    registers,
  });
  new Gauge({
    name: "pragma_http_streams",
    help: "Open streams of events, logs and texts",
    registers,
    collect() {
      this.set(app.eventStreams.size);
    },
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? NO_ROUTE;
    requests.inc({ route, method: request.method, status: reply.raw.statusCode });
    if (!request.isStreamed) durations.observe({ route, method: request.method }, reply.elapsedTime / 1000);
    done();
  });
}
