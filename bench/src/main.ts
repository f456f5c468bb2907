import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { cases } from "./cases/index.ts";
import { startLoad } from "./load/load.ts";
import { readOptions } from "./options.ts";
import { machineFacts } from "./report/machine.ts";
import { type Row, verdict } from "./report/row.ts";
import { table } from "./report/table.ts";
import { startDatabaseServer } from "./stack/database-server.ts";
import { killAll } from "./stack/processes.ts";

const RESULTS = join(import.meta.dirname, "..", "results.json");

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    cases.map(({ name }) => name),
  );
  if (options.profiles !== undefined) await mkdir(options.profiles, { recursive: true });
  const server = await startDatabaseServer();
  const interrupt = (): void => {
    killAll();
    void server.stop().then(() => process.exit(130));
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const load = startLoad();
  const rows: Row[] = [];
  const failures: { case: string; error: string }[] = [];
  try {
    const bench: Bench = { ...options, server, load, note: (line) => console.log(`    ${line}`) };
    for (const { name, title, run } of cases) {
      if (options.only.length > 0 && !options.only.includes(name)) continue;
      console.log(`  ${title}`);
      try {
        rows.push(...(await run(bench)));
      } catch (error) {
        // One case that cannot be run must not cost the figures of the others.
        failures.push({ case: name, error: error instanceof Error ? error.message : String(error) });
        console.error(`    not run: ${failures.at(-1)?.error}`);
      }
    }
  } finally {
    await load.stop();
    await server.stop();
  }
  console.log(`\n${table(rows)}\n`);
  for (const failure of failures) console.log(`not run: ${failure.case}: ${failure.error}`);
  if (failures.length > 0) process.exitCode = 1;
  // The file holds figures of one run of everything, never of several.
  if (options.only.length > 0) return;
  const machine = machineFacts(server.version);
  const results = rows.map((row) => ({ ...row, verdict: verdict(row) }));
  const report = { taken_at: new Date().toISOString(), machine, runs: options.runs, results, failures };
  await writeFile(RESULTS, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`Written to ${RESULTS}`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  killAll();
  process.exitCode = 1;
});
// The channel to the starter would keep this process alive.
process.exit();
