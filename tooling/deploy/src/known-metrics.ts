import { globSync } from "node:fs";
import { readPromql } from "./promql.ts";
import { ROOT, read } from "./root.ts";

/** Labels of Prometheus, not of programs. */
const ADDED = ["job", "instance", "le"];
/** Metrics of every Node.js process, by prom-client. */
const OF_NODE = /^(?:process_cpu_seconds_total|process_resident_memory_bytes|nodejs_eventloop_lag_p99_seconds)$/;

/** The metrics that the programs have, and the labels of each. */
export const knownMetrics: ReadonlyMap<string, readonly string[]> = readMetrics();

function readMetrics(): Map<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const file of globSync("apps/*/src/**/*.ts", { cwd: ROOT })) {
    for (const [, name = "", rest = ""] of read(file).matchAll(/name: "(pragma_\w+)"([\s\S]*?\n {2,4}\})/g)) {
      const [, labels = ""] = /labelNames: \[([^\]]*)\]/.exec(rest) ?? [];
      known.set(
        name,
        [...labels.matchAll(/"(\w+)"/g)].map(([, label]) => label as string),
      );
    }
  }
  // Its labels are the keys of what is counted.
  return known.set("pragma_queue_jobs", ["state"]);
}

/** Faults of an expression of PromQL: metrics that no program has, and labels that these do not have. */
export function promqlFaults(expression: string): string[] {
  const { metrics, labels } = readPromql(expression);
  const faults = metrics.size === 0 ? [`reads nothing: ${expression}`] : [];
  const has = new Set(ADDED);
  for (const metric of metrics) {
    const own = knownMetrics.get(metric) ?? knownMetrics.get(metric.replace(/_(?:bucket|count|sum)$/, ""));
    if (own === undefined && !OF_NODE.test(metric)) faults.push(`no program has ${metric}`);
    for (const label of own ?? []) has.add(label);
  }
  for (const label of labels) if (!has.has(label)) faults.push(`${[...metrics]} has no label ${label}`);
  return faults;
}
