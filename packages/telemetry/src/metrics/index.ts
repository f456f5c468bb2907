export { Counter, Gauge, Histogram, Registry } from "prom-client";
export { type MetricsServer, type ServeMetricsOptions, serveMetrics } from "./serve-metrics.ts";
