import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  /** Names of cases; empty means all. */
  readonly only: readonly string[];
  readonly runs: number;
  readonly profiles: string | undefined;
  readonly beside: string | undefined;
}

const MIN_RUNS = 1;

/**
 * Reads the command line: `--only get,apply`, `--runs 5`, `--profile`, `--beside ../other`.
 * @throws Error that says what is wrong with it
 */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      runs: { type: "string", default: "5" },
      profile: { type: "boolean" },
      beside: { type: "string" },
    },
  });
  const only = values.only?.split(",").map((name) => name.trim()) ?? [];
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(", ")}. There are ${known.join(", ")}.`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < MIN_RUNS) throw new Error("--runs takes a number from 1 on");
  return {
    only,
    runs,
    profiles: values.profile ? join(import.meta.dirname, "..", "profiles") : undefined,
    beside: values.beside === undefined ? undefined : join(resolve(values.beside), "/"),
  };
}
