/**
 * How many calls a second one provider takes, one after the other and 32 at once, beside the same bytes echoed by a
 * bare child over a pipe. Run by hand: `node packages/runtime/bench/calls.ts`.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { detectSandbox, ProcessDriver, ProviderSupervisor } from "../src/index.ts";

const CALLS = 20_000;
const PARALLEL = 32;
const ROUNDS = 5;

const context = {
  id: "resource:bench_thing_main",
  name: "main",
  config: { text: "x".repeat(200) },
  previous_config: null,
  outputs: null,
  tags: [],
  operation_id: "00000000-0000-0000-0000-000000000000",
  attempt: 1,
};

const artefact = {
  providerId: "bench",
  version: "1.0.0",
  entryPath: fileURLToPath(new URL("./provider.ts", import.meta.url)),
  network: "host" as const,
};

const supervisor = new ProviderSupervisor(new ProcessDriver(await detectSandbox({ orNone: true })), {
  concurrency: PARALLEL,
});
const throughSupervisor = () =>
  supervisor.call({ organizationId: "bench", artefact, type: "thing", method: "create", context });

const echo = spawn(process.execPath, ["-e", "process.stdin.pipe(process.stdout)"], {
  stdio: ["pipe", "pipe", "inherit"],
});
const waiting: (() => void)[] = [];
createInterface({ input: echo.stdout }).on("line", (line) => {
  JSON.parse(line);
  waiting.shift()?.();
});
const throughEcho = () =>
  new Promise<void>((resolve) => {
    waiting.push(resolve);
    echo.stdin.write(`${JSON.stringify({ type: "call", id: 1, method: "create", context })}\n`);
  });

for (const [name, call] of [
  ["echo over a pipe", throughEcho],
  ["provider call", throughSupervisor],
] as const) {
  for (const parallel of [1, PARALLEL]) {
    await measure(call, parallel, CALLS / 10);
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rates.push(await measure(call, parallel, CALLS));
    const median = rates.sort((one, two) => one - two)[Math.floor(ROUNDS / 2)] ?? 0;
    const microseconds = (1e6 / median).toFixed(1);
    process.stdout.write(`${name}, ${parallel} at once: ${Math.round(median)} calls/s, ${microseconds} µs each\n`);
  }
}
echo.kill();
await supervisor.close();

async function measure(call: () => Promise<unknown>, parallel: number, calls: number): Promise<number> {
  const start = performance.now();
  const lane = async () => {
    for (let done = 0; done < calls / parallel; done++) await call();
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return calls / ((performance.now() - start) / 1000);
}
