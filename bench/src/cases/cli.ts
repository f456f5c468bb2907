import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Case, Settings } from "../bench.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";

const PRAGMA = join(import.meta.dirname, "..", "..", "..", "packages", "cli", "dist", "pragma.js");
/** Starts of each line in a run, in turns. */
const STARTS = 20;
const WARM_UP = 3;
const TARGET = { atMost: 2 };
/** Line that starts Node itself and does nothing. */
const NOTHING: Line = { name: "node -e 0", args: ["-e", "0"], says: /^$/ };

interface Line {
  readonly name: string;
  readonly args: readonly string[];
  /** Output that a start must have, so that one that fails is not taken for a fast one. */
  readonly says: RegExp;
}

const LINES: readonly Line[] = [
  { name: "--version", args: [PRAGMA, "--version"], says: /^\d+\.\d+\.\d+\n$/ },
  { name: "--help", args: [PRAGMA, "--help"], says: /^Usage: pragma <command>$/m },
  { name: "resources --help", args: [PRAGMA, "resources", "--help"], says: /^Usage: pragma resources/m },
];

/** From the start of the command to its end: what a person waits for where the API has no part in it. */
export const cli: Case = { name: "cli", title: "Start of the command line", alone: true, run };

async function run({ runs }: Settings): Promise<Row[]> {
  const times = new Map([NOTHING, ...LINES].map((line) => [line, [] as number[]]));
  for (let index = -WARM_UP; index < runs * STARTS; index++) {
    for (const [line, taken] of times) {
      const milliseconds = await timeOf(line);
      if (index >= 0) taken.push(milliseconds);
    }
  }
  const nothing = times.get(NOTHING) ?? [];
  return LINES.map((line) => {
    const taken = times.get(line) ?? [];
    return {
      path: `pragma ${line.name}: start to end`,
      figure: `${median(taken).toFixed(1)} ms`,
      beside: `${median(nothing).toFixed(1)} ms ${NOTHING.name}`,
      value: medianRatio(taken, nothing),
      unit: "×",
      target: TARGET,
      details: { runs: taken, nothing },
    };
  });
}

/** @throws Error if it ends otherwise than it should */
async function timeOf({ name, args, says }: Line): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const milliseconds = performance.now() - start;
  if (code !== 0 || !says.test(said)) throw new Error(`${name} ended with ${code} and said ${JSON.stringify(said)}`);
  return milliseconds;
}
