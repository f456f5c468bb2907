// Not a test: a platform in a cgroup that was delegated to it. It runs programs that use too much and prints the
// outcome.
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeEnd, detectSandbox, nodeMounts, type Sandbox, type SandboxLimits } from "../../src/index.ts";

const [own = ""] = process.argv.slice(2);
const sandbox: Sandbox = await detectSandbox({ require: "bubblewrap" });

/** Each of them stays below the limit of one process. */
const MEMORY = `
const { spawn } = require("node:child_process");
const grow = "const kept = []; for (let i = 0; i < 30; i++) kept.push(Buffer.alloc(8 << 20, 1)); setTimeout(() => {}, 120000)";
for (let i = 0; i < 4; i++) spawn(process.execPath, ["-e", grow], { stdio: "ignore" });
setTimeout(() => console.log("survived"), 120000);`;

/** Starts processes of their own up to the limit, which counts threads too. */
const PROCESSES = `
const { spawn } = require("node:child_process");
let started = 0;
const next = () => spawn(process.execPath, ["-e", "setTimeout(() => {}, 120000)"], { stdio: "ignore" })
  .once("spawn", () => { started += 1; next(); })
  .once("error", (error) => { console.log(error.code, started > 0); process.exit(); })
  .once("exit", () => { console.log("ended", started > 0); process.exit(); });
next();`;

const PROCESSOR = `
const { spawn } = require("node:child_process");
const turn = "const end = Date.now() + 2000, before = process.cpuUsage(); while (Date.now() < end); const { user, system } = process.cpuUsage(before); console.log(user + system)";
let used = 0, left = 4;
for (let i = 0; i < 4; i++) {
  const child = spawn(process.execPath, ["-e", turn]);
  child.stdout.on("data", (text) => { used += Number(text); });
  child.on("close", () => { left -= 1; if (left === 0) console.log(used); });
}`;

async function run(code: string, limits: Partial<SandboxLimits>) {
  const running = sandbox.start({
    command: [process.execPath, "-e", code],
    mounts: nodeMounts(),
    network: "none",
    env: {},
    limits,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [running.stdout, running.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const timer = setTimeout(() => running.kill(), 240_000);
  const end = describeEnd(await running.ended);
  clearTimeout(timer);
  return { end, output: output.trim() };
}

const groups = () => readdirSync(dirname(own)).filter((name) => name.startsWith("pragma-program-"));
const result = {
  description: sandbox.description,
  memory: await run(MEMORY, { totalMemoryMb: 400, memoryMb: 1280 }),
  processes: await run(PROCESSES, { processes: 40 }),
  quarter: await run(PROCESSOR, { cpus: 0.25 }),
};
for (let round = 0; round < 50 && groups().length > 0; round++) await sleep(100);
process.stdout.write(`${JSON.stringify({ ...result, left: groups() })}\n`);
