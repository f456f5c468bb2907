import type { GivenHandling } from "@pragma/contract";
import { type Facts, isCheck, isCorrection } from "@pragma/testing/chaos";

/** What a round has to have seen, or its checks of drift and handling prove nothing. */
const COUNTED = {
  "changes by hand": ({ hands }) => hands.length,
  checks: ({ handlers }) => handlers.filter((handler) => isCheck(handler) && handler.method !== "import").length,
  findings: ({ history }) => history.filter(({ type }) => type === "DRIFT").length,
  reverts: (facts) => chosen(facts, "revert"),
  accepts: (facts) => chosen(facts, "accept"),
  corrections: ({ history }) => history.filter(isCorrection).length,
  adoptions: (facts) => done(facts, "adopt"),
  replacements: (facts) => done(facts, "replace"),
  paused: (facts) => handled(facts, ({ paused }) => paused === true),
  observed: (facts) => handled(facts, ({ mode }) => mode === "observe"),
  kept: (facts) => handled(facts, ({ on_delete }) => on_delete === "keep"),
  ignoring: (facts) => handled(facts, ({ ignore }) => ignore !== undefined),
} as const satisfies Record<string, (facts: Facts) => number>;

export type RealityCounts = Readonly<Record<keyof typeof COUNTED, number>>;

const NAMES = Object.keys(COUNTED) as (keyof typeof COUNTED)[];

/** Counts what happened beside the platform, and by handling. */
export function countReality(facts: Facts): RealityCounts {
  return Object.fromEntries(NAMES.map((name) => [name, COUNTED[name](facts)])) as RealityCounts;
}

export function addReality(a: RealityCounts, b: RealityCounts): RealityCounts {
  return Object.fromEntries(NAMES.map((name) => [name, a[name] + b[name]])) as RealityCounts;
}

export function realityLine(counts: RealityCounts): string {
  return NAMES.map((name) => `${counts[name]} ${name}`).join(", ");
}

/** What never happened. */
export function unseen(counts: RealityCounts): string[] {
  return NAMES.filter((name) => counts[name] === 0);
}

function chosen({ requests }: Facts, choice: string): number {
  return requests.filter(
    ({ operation, status }) =>
      status === 201 && operation.kind === "change" && operation.drift?.some((one) => one.choice === choice) === true,
  ).length;
}

/** Actions of changes that succeeded. */
function done({ changes }: Facts, kind: string): number {
  return changes
    .flatMap(({ actions }) => actions)
    .filter(({ action, state }) => action === kind && state === "succeeded").length;
}

/** Acknowledged applies that asked for it. */
function handled({ requests }: Facts, isSo: (handling: GivenHandling) => boolean): number {
  return requests.filter(
    ({ operation, status }) => status === 200 && operation.kind === "apply" && isSo(operation.handling ?? {}),
  ).length;
}
