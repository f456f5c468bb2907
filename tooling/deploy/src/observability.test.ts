import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readPromql } from "./promql.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Of Prometheus, not of programs. */
const ADDED = ["job", "instance", "le"];
/** What every Node.js process tells, by prom-client. */
const OF_NODE = /^(?:process_cpu_seconds_total|process_resident_memory_bytes|nodejs_eventloop_lag_p99_seconds)$/;

/** The metrics that the programs have, and the labels of each. */
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
known.set("pragma_queue_jobs", ["state"]);

function faultsOf(expression: string): string[] {
  const { metrics, labels } = readPromql(expression);
  const faults = metrics.size === 0 ? [`reads nothing: ${expression}`] : [];
  const has = new Set(ADDED);
  for (const metric of metrics) {
    const own = known.get(metric) ?? known.get(metric.replace(/_(?:bucket|count|sum)$/, ""));
    if (own === undefined && !OF_NODE.test(metric)) faults.push(`no program has ${metric}`);
    for (const label of own ?? []) has.add(label);
  }
  for (const label of labels) if (!has.has(label)) faults.push(`${[...metrics]} has no label ${label}`);
  return faults;
}

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; refId: string }[];
}

const { groups } = parse(read("deploy/prometheus/pragma-alerts.yml")) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read("deploy/grafana/pragma.json")) as { panels: Panel[] };

it("finds the metrics of the programs, and malformed expressions", () => {
  expect(known.get("pragma_events_total")).toEqual(["provider", "event", "outcome"]);
  expect(known.size).toBeGreaterThan(10);
  expect(faultsOf("sum by (tenant) (pragma_workers) > pragma_nothing")).toEqual([
    "no program has pragma_nothing",
    "pragma_workers,pragma_nothing has no label tenant",
  ]);
  expect(() => faultsOf("sum by (pragma_workers")).toThrow("malformed");
});

describe("the alert rules", () => {
  it.each(rules)("$alert reads what programs tell, and says what to do", ({ expr, labels, annotations }) => {
    expect(faultsOf(expr)).toEqual([]);
    expect(["critical", "warning"]).toContain(labels.severity);
    expect(annotations).toEqual({ summary: expect.any(String), description: expect.any(String) });
  });

  it("have a name each", () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe("the dashboard for Grafana", () => {
  it.each(panels.filter(({ targets }) => targets))("$title reads what programs tell", ({ targets = [] }) => {
    expect(targets.flatMap(({ expr }) => faultsOf(expr))).toEqual([]);
  });

  it("shows every metric of the product", () => {
    const shown = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => [...readPromql(expr).metrics]));
    expect([...known.keys()].filter((name) => !shown.some((metric) => metric.startsWith(name)))).toEqual([]);
  });

  it("has panels that do not overlap, with an id each", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
