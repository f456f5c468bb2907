import { type Facts, type RequestFact, storyOf, type Violation } from "@pragma/testing/chaos";
import { addReality, countReality, type RealityCounts, realityLine } from "./report-reality.ts";

/** How many violations are told in full. */
const TOLD = 10;
const LINE_LENGTH = 400;

const CHANGES = [
  "apply",
  "delete",
  "cancel",
  "discard",
  "retry",
  "retry-all",
  "hurry",
  "upload",
  "deploy",
  "change",
  "change-apply",
  "change-end",
];

/** Numbers of a run. */
export interface Counts {
  readonly requests: number;
  /** Changes that were answered with success. */
  readonly acknowledged: number;
  readonly handlers: number;
  readonly kills: number;
  /** How many of them were pauses of the database. */
  readonly databasePauses: number;
  /** How often what really is and what is declared went apart, and what was done about it. */
  readonly reality: RealityCounts;
  readonly violations: number;
}

export function count(facts: Facts, violations: readonly Violation[]): Counts {
  const { requests, handlers, disturbances } = facts;
  return {
    reality: countReality(facts),
    requests: requests.length,
    acknowledged: requests.filter(isAcknowledged).length,
    handlers: handlers.length,
    kills: disturbances.filter(({ what }) => what !== "stall").length,
    databasePauses: disturbances.filter(({ what, whom }) => what === "pause" && whom === "database").length,
    violations: violations.length,
  };
}

function isAcknowledged({ status, operation }: RequestFact): boolean {
  return CHANGES.includes(operation.kind) && status !== null && status >= 200 && status < 300;
}

export function addCounts(a: Counts, b: Counts): Counts {
  const sum = (name: Exclude<keyof Counts, "reality">): number => a[name] + b[name];
  return {
    requests: sum("requests"),
    acknowledged: sum("acknowledged"),
    handlers: sum("handlers"),
    kills: sum("kills"),
    databasePauses: sum("databasePauses"),
    reality: addReality(a.reality, b.reality),
    violations: sum("violations"),
  };
}

export function countsLine(counts: Counts): string {
  const { requests, acknowledged, handlers, kills, databasePauses, violations } = counts;
  return `${requests} requests, ${acknowledged} acknowledged changes, ${handlers} handlers, ${kills} kills and pauses, ${databasePauses} of them pauses of the database, ${realityLine(counts.reality)}, ${violations} violations`;
}

/** The violations, each with its seed and what happened to its resource. */
export function violationLines(facts: Facts, violations: readonly Violation[]): string[] {
  const counts = Object.entries(Object.groupBy(violations, ({ check }) => check));
  return [
    ...counts.map(([check, found]) => `  ${found?.length ?? 0} by ${check}`),
    ...spread(violations).flatMap((violation) => [
      "",
      `seed ${facts.seed}, ${violation.check}: ${[violation.space, violation.key].filter(Boolean).join(" ")}: ${violation.message}`.slice(
        0,
        LINE_LENGTH * 2,
      ),
      ...storyOf(facts, violation).map((line) => `    ${line}`.slice(0, LINE_LENGTH)),
    ]),
  ];
}

/** The first of each check before the second of any. */
function spread(violations: readonly Violation[]): Violation[] {
  const ranks = new Map<string, number>();
  return violations
    .map((violation) => {
      const rank = ranks.get(violation.check) ?? 0;
      ranks.set(violation.check, rank + 1);
      return { violation, rank };
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, TOLD)
    .map(({ violation }) => violation);
}
