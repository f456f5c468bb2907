import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { type BaseImages, baseImages } from "./base-images.ts";
import { command } from "./command.ts";
import { type Engine, startEngine } from "./engine.ts";
import { type LoadReport, startLoad } from "./load.ts";
import { Stack } from "./stack.ts";

/**
 * `npm run test:containers [-- --built]`: builds the images with Podman, brings up `compose.yaml`, applies the example, scales, stops one
 * replica of each program under load, and takes everything down. It prints how long each took and how large the images are,
 * and ends with code 1 when anything is not as it has to be. With `--built` it takes the images of the last run.
 */

const ROOT = join(import.meta.dirname, "../../..");
/** Megabytes, as Podman counts them. */
const LARGEST = { api: 250, web: 300, worker: 400, migrate: 250 };
const EXAMPLE_RESOURCES = 13;
const BEFORE_MS = 3000;

const failures: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "pragma-containers-"));
let engine: Engine | undefined;
let stack: Stack | undefined;
try {
  engine = await startEngine(folder);
  const { env } = engine;
  const images = await timed("base images", () => baseImages(ROOT, folder, env));
  if (images.areStandIns) print("no registry is reached: base images were made of Debian's packages");
  const targets = process.argv.includes("--built") ? [] : Object.keys(LARGEST);
  for (const target of targets) await timed(`build ${target}`, () => build(target, images, env));
  for (const [target, largest] of Object.entries(LARGEST)) await checkSize(target, largest, env);
  stack = new Stack(ROOT, engine, images, { api: await freePort(), web: await freePort() });
  await check(stack);
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error));
} finally {
  const running = stack;
  if (running) await timed("compose down", () => running.down()).catch((error) => failures.push(String(error)));
  engine?.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) print(`FAILED: ${failure}`);
print(failures.length === 0 ? "containers: all as it has to be" : `containers: ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function check(running: Stack): Promise<void> {
  await timed("compose up", () => running.up({ api: 1, worker: 1, web: 1 }));
  await checkSandbox(running);
  const token = await running.secret("api", "/run/pragma/api/bootstrap-token");
  await timed("example applied and ready", () => applyExample(running, token));
  await timed("scaled to two of each", () => running.up({ api: 2, worker: 2, web: 2 }));
  const load = startLoad(running.apiUrl, running.webUrl, token);
  await sleep(BEFORE_MS);
  for (const service of ["api", "worker", "web"]) {
    const [id = ""] = await running.containers(service);
    await timed(`one ${service} stopped under load`, async () => {
      await running.podman("stop", "--time", "60", id);
      const { output } = await running.podman("inspect", "--format", "{{.State.ExitCode}}", id);
      if (output !== "0") failures.push(`the ${service} that was stopped ended with ${output}`);
    });
  }
  await sleep(BEFORE_MS);
  report(await load.end());
  await running.until("all that clients applied is ready", () => allReady(running, token, EXAMPLE_RESOURCES + 1));
}

function report({ requests, failures: failed }: LoadReport): void {
  print(`${requests} requests while one of each stopped, ${failed.length} failed`);
  failures.push(...failed.slice(0, 10));
}

async function build(target: string, images: BaseImages, env: NodeJS.ProcessEnv): Promise<void> {
  const authorities = process.env["NODE_EXTRA_CA_CERTS"];
  const args = [`DEBIAN_IMAGE=${images.debian}`, `NODE_IMAGE=${images.node}`];
  if (authorities) args.push("NODE_EXTRA_CA_CERTS=/run/secrets/ca");
  await command(
    "podman",
    [
      ...[
        "build",
        "--quiet",
        "--layers",
        "--network",
        "host",
        "--target",
        target,
        "--tag",
        `localhost/pragma-${target}:dev`,
      ],
      ...(authorities ? ["--secret", `id=ca,src=${authorities}`] : []),
      ...args.flatMap((arg) => ["--build-arg", arg]),
      ".",
    ],
    { cwd: ROOT, env },
  );
}

async function checkSize(target: string, largest: number, env: NodeJS.ProcessEnv): Promise<void> {
  const image = `localhost/pragma-${target}:dev`;
  const { output } = await command("podman", ["image", "inspect", "--format", "{{.Size}} {{.User}}", image], { env });
  const [bytes = "", user] = output.split(" ");
  const megabytes = Math.round(Number(bytes) / 1e6);
  print(`${target}: ${megabytes} MB of ${largest}, user ${user}`);
  if (megabytes > largest) failures.push(`the image ${target} has ${megabytes} MB, more than ${largest}`);
}

/** The worker has said which sandbox it found: compose.yaml requires bubblewrap. */
async function checkSandbox(running: Stack): Promise<void> {
  const [id = ""] = await running.containers("worker");
  const { output } = await running.podman("logs", id);
  const line = output.split("\n").find((text) => text.includes('"sandbox":"bubblewrap"'));
  if (line === undefined) failures.push("the worker has not found bubblewrap");
  else print(`sandbox: ${(JSON.parse(line) as { msg: string }).msg}`);
}

async function applyExample(running: Stack, token: string): Promise<void> {
  const file = join(ROOT, "examples/server-url");
  writeFileSync(file, await running.secret("user-database", "/run/pragma/user-database/server-url"), { mode: 0o600 });
  const env = { ...process.env, PRAGMA_API_URL: running.apiUrl, PRAGMA_AUTH_TOKEN: token };
  await command(process.execPath, ["packages/cli/dist/pragma.js", "resources", "apply", "-f", "examples/"], {
    cwd: ROOT,
    env,
  });
  await running.until("the example is ready", () => allReady(running, token, EXAMPLE_RESOURCES));
}

async function allReady(running: Stack, token: string, least: number): Promise<boolean> {
  const response = await fetch(`${running.apiUrl}/resources/?limit=100`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const items = (await response.json()) as { lifecycle_state: string }[];
  return items.length >= least && items.every((item) => item.lifecycle_state === "ready");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await work();
  print(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
