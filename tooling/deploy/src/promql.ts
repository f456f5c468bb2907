import { parser } from "@prometheus-io/lezer-promql";

/** Metrics and labels that an expression of PromQL reads. */
export interface Reading {
  metrics: ReadonlySet<string>;
  /** Names of labels: selected by, or grouped by. */
  labels: ReadonlySet<string>;
}

/**
 * Reads an expression by the grammar of Prometheus itself.
 * @throws Error naming the place where it is malformed
 */
export function readPromql(expression: string): Reading {
  const metrics = new Set<string>();
  const labels = new Set<string>();
  // Grafana puts a duration there.
  const text = expression.replaceAll("$__rate_interval", "5m");
  parser.parse(text).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`malformed at ${from}: ${text}`);
      const part = text.slice(from, to);
      if (type.name === "VectorSelector") metrics.add(/^[\w:]+/.exec(part)?.[0] ?? part);
      if (type.name === "LabelName") labels.add(part);
    },
  });
  return { metrics, labels };
}
