import { parseArgs } from "node:util";
import type { FaultKind } from "@pragma/testing/chaos";

/** Options of one round. */
export interface RoundOptions {
  readonly seed: string;
  /** How long clients go on. */
  readonly seconds: number;
  /** Names that the clients of one organization share. */
  readonly size: number;
  readonly kills: boolean;
  /** The kinds of faults that handlers may have; all if left out. */
  readonly faults?: readonly FaultKind[];
}

export interface Options extends RoundOptions {
  /** Rounds go on until the time is up. */
  readonly minutes: number;
  /** File that what was observed in a round with violations is written to. */
  readonly trace: string;
  /** It is written in any case. */
  readonly keep: boolean;
}

const DEFAULTS = { minutes: "1", seconds: "30", size: "16", trace: "chaos-trace.json" };

/** @throws Error that says which option is wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: DEFAULTS.minutes },
      seconds: { type: "string", default: DEFAULTS.seconds },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      size: { type: "string", default: DEFAULTS.size },
      trace: { type: "string", default: DEFAULTS.trace },
      keep: { type: "boolean", default: false },
      kills: { type: "boolean", default: false },
      faults: { type: "string" },
    },
  });
  return {
    ...{ seed: values.seed, kills: values.kills, trace: values.trace, keep: values.keep },
    minutes: positive("minutes", values.minutes),
    seconds: positive("seconds", values.seconds),
    size: positive("size", values.size),
    ...(values.faults !== undefined && { faults: values.faults.split(",") as FaultKind[] }),
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${name} must be a number above 0`);
  return number;
}
