import { type Facts, type RequestFact, storyOf, type Violation } from "@pragma/testing/chaos";

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
  readonly violations: number;
}

export function count({ requests, handlers, disturbances }: Facts, violations: readonly Violation[]): Counts {
  return {
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
  const sum = (name: keyof Counts): number => a[name] + b[name];
  return {
    requests: sum("requests"),
    acknowledged: sum("acknowledged"),
    handlers: sum("handlers"),
    kills: sum("kills"),
    databasePauses: sum("databasePauses"),
    violations: sum("violations"),
  };
}

export function countsLine({ requests, acknowledged, handlers, kills, databasePauses, violations }: Counts): string {
  return `${requests} requests, ${acknowledged} acknowledged changes, ${handlers} handlers, ${kills} kills and pauses, ${databasePauses} of them pauses of the database, ${violations} violations`;
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
