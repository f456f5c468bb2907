import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { knownMetrics, promqlFaults } from "./known-metrics.ts";
import { readPromql } from "./promql.ts";
import { read } from "./root.ts";

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
  expect(knownMetrics.get("pragma_events_total")).toEqual(["provider", "event", "outcome"]);
  expect(knownMetrics.size).toBeGreaterThan(10);
  expect(promqlFaults("sum by (tenant) (pragma_workers) > pragma_nothing")).toEqual([
    "no program has pragma_nothing",
    "pragma_workers,pragma_nothing has no label tenant",
  ]);
  expect(() => promqlFaults("sum by (pragma_workers")).toThrow("malformed");
});

describe("the alert rules", () => {
  it.each(rules)("$alert reads what programs tell, and says what to do", ({ expr, labels, annotations }) => {
    expect(promqlFaults(expr)).toEqual([]);
    expect(["critical", "warning"]).toContain(labels.severity);
    expect(annotations).toEqual({ summary: expect.any(String), description: expect.any(String) });
  });

  it("have a name each", () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe("the dashboard for Grafana", () => {
  it.each(panels.filter(({ targets }) => targets))("$title reads what programs tell", ({ targets = [] }) => {
    expect(targets.flatMap(({ expr }) => promqlFaults(expr))).toEqual([]);
  });

  it("shows every metric of the product", () => {
    const shown = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => [...readPromql(expr).metrics]));
    expect([...knownMetrics.keys()].filter((name) => !shown.some((metric) => metric.startsWith(name)))).toEqual([]);
  });

  it("has panels that do not overlap, with an id each", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
