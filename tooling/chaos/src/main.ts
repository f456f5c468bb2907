import { writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { sweepDeadFolders } from "@pragma/testing/temporary-folder";
import { readOptions } from "./options.ts";
import { addCounts, type Counts, count, countsLine, violationLines } from "./report.ts";
import { unseen } from "./report-reality.ts";
import { runRound } from "./run-round.ts";

/** In so many rounds everything that is to be seen happens at least once. */
const ENOUGH_ROUNDS = 10;

/** `npm run chaos`: rounds with seeds that follow from the first one, until the time is up. */
const options = readOptions(process.argv.slice(2));
// An end that was asked for is one with exit handlers, which resume what is paused.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}
// A run that was killed leaves its server.
await sweepDeadFolders();
const end = Date.now() + options.minutes * 60_000;
let total: Counts | undefined;
let rounds = 0;
for (; rounds === 0 || Date.now() < end; rounds++) {
  const seed = rounds === 0 ? options.seed : `${options.seed}.${rounds}`;
  const { facts, violations, log } = await runRound({ ...options, seed });
  const counts = count(facts, violations);
  total = total ? addCounts(total, counts) : counts;
  console.log(`seed ${seed}: ${countsLine(counts)}`);
  for (const line of violationLines(facts, violations)) console.log(line);
  if (options.keep || violations.length > 0) {
    await writeFile(options.trace, JSON.stringify({ violations, ...facts, log }));
    console.log(`All that was observed: ${options.trace}`);
  }
}
const never = total && rounds >= ENOUGH_ROUNDS ? unseen(total.reality) : [];
if (total) console.log(`${rounds} rounds: ${countsLine(total)}`);
if (never.length > 0) console.log(`Never happened in all of them: ${never.join(", ")}`);
process.exit((total && total.violations > 0) || never.length > 0 ? 1 : 0);
