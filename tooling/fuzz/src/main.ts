import { sweepDeadFolders } from "@pragma/testing/temporary-folder";
import { readOptions } from "./options.ts";
import { isClean, reportLines, statusLines } from "./report.ts";
import { runFuzz } from "./run-fuzz.ts";

/** `npm run fuzz`: requests of a seed, and what is wrong with their answers. */
const options = readOptions(process.argv.slice(2));
// A run that was killed leaves its server.
await sweepDeadFolders();
const startedAt = performance.now();
const outcome = await runFuzz(options, (sent) => console.log(`${sent} sent`));
for (const line of [...statusLines(outcome), "", ...reportLines(options.seed, outcome)]) console.log(line);
console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`);
process.exit(isClean(outcome) ? 0 : 1);
