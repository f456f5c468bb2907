import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "./bench.ts";
import { cases } from "./cases/index.ts";
import { readOptions } from "./options.ts";
import { machineFacts } from "./report/machine.ts";
import { type Row, verdict } from "./report/row.ts";
import { table } from "./report/table.ts";
import { killAll } from "./stack/processes.ts";
import { startServices } from "./stack/services.ts";

const RESULTS = join(import.meta.dirname, "..", "results.json");

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    cases.map(({ name }) => name),
  );
  if (options.profiles !== undefined) await mkdir(options.profiles, { recursive: true });
  const chosen = cases.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const services = chosen.every((one) => "alone" in one) ? null : await startServices();
  const interrupt = (): void => {
    killAll();
    void Promise.resolve(services?.server.stop()).then(() => process.exit(130));
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const rows: Row[] = [];
  const failures: { case: string; error: string }[] = [];
  try {
    const settings: Settings = { ...options, note: (line) => console.log(`    ${line}`) };
    for (const one of chosen) {
      console.log(`  ${one.title}`);
      try {
        if ("alone" in one) rows.push(...(await one.run(settings)));
        else if (services !== null) rows.push(...(await one.run({ ...settings, ...services })));
      } catch (error) {
        // One case that cannot be run must not cost the figures of the others.
        failures.push({ case: one.name, error: error instanceof Error ? error.message : String(error) });
        console.error(`    not run: ${failures.at(-1)?.error}`);
      }
    }
  } finally {
    await services?.stop();
  }
  console.log(`\n${table(rows)}\n`);
  for (const failure of failures) console.log(`not run: ${failure.case}: ${failure.error}`);
  if (failures.length > 0) process.exitCode = 1;
  // The file holds figures of one run of everything, never of several.
  if (options.only.length > 0 || services === null) return;
  const machine = machineFacts(services.server.version);
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
