import type { HandlerMethod } from "./facts.ts";
import { isLook } from "./looks.ts";
import type { Random } from "./random.ts";

/**
 * How a handler misbehaves. `act` says whether it does its work first; times are in milliseconds.
 *
 * - `slow` waits, and gives up when it is told to stop; `deaf` waits, and goes on whatever it is told
 * - `hang` never ends unless it is told to stop; `deaf-hang` never ends
 * - `spin` keeps the process busy, so that nothing else runs in it; `deaf-spin` does for good
 * - `blind` answers a look with null although the object exists
 */
export type Fault =
  | { readonly kind: "none" }
  | { readonly kind: "slow" | "deaf" | "spin"; readonly ms: number }
  | { readonly kind: "hang" | "deaf-hang" | "deaf-spin"; readonly act: boolean }
  | { readonly kind: "fail" | "crash"; readonly act: boolean }
  | { readonly kind: "config-error" | "bad-outputs" | "blind" }
  | { readonly kind: "retry-after"; readonly seconds: number };

export type FaultKind = Fault["kind"];

export type FaultWeights = Readonly<Partial<Record<FaultKind, number>>>;

/** Most handlers behave, or nothing would ever be seen to work. */
const WEIGHTS: FaultWeights = {
  none: 60,
  slow: 12,
  deaf: 6,
  fail: 8,
  "config-error": 2,
  "retry-after": 2,
  "bad-outputs": 1,
  hang: 1,
  "deaf-hang": 1,
  "deaf-spin": 0.5,
  crash: 0.6,
  spin: 1,
};

const OBSERVE_WEIGHTS: FaultWeights = { none: 80, slow: 8, fail: 5, crash: 0.3, blind: 0.5 };

/**
 * Chooses how a run of a handler behaves.
 * @param only the allowed kinds; all if omitted
 */
export function chooseFault(random: Random, method: HandlerMethod, only?: readonly FaultKind[]): Fault {
  const weights = isLook(method) ? OBSERVE_WEIGHTS : WEIGHTS;
  const kind = random.weighted(weights);
  if (only && !only.includes(kind)) return { kind: "none" };
  switch (kind) {
    case "slow":
    case "deaf":
      return { kind, ms: random.between(20, 900) };
    case "spin":
      return { kind, ms: random.between(100, 700) };
    case "hang":
    case "deaf-hang":
    case "deaf-spin":
    case "fail":
    case "crash":
      return { kind, act: random.chance(0.5) };
    case "retry-after":
      return { kind, seconds: random.pick([0, 0.2, 1]) };
    default:
      return { kind };
  }
}
