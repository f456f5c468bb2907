import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Program } from "./program.ts";

let root: string;

beforeAll(() => {
  root = `${mkdtempSync(join(tmpdir(), "pragma-test-program-"))}/`;
  write("api", `console.log('{"msg":"API listening at http://x"}'); setInterval(() => {}, 1000)`);
  write(
    "worker",
    `if (process.env.SILENT) setInterval(() => {}, 1000); else console.error("no database"), process.exit(3)`,
  );
});
afterAll(() => rmSync(root, { recursive: true }));

function write(app: string, code: string): void {
  mkdirSync(`${root}apps/${app}/dist`, { recursive: true });
  writeFileSync(`${root}apps/${app}/dist/main.js`, code);
}

function isRunning(pid: number): boolean {
  try {
    // One that nobody waited for is there, and does not run.
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("a program", () => {
  it("is started, killed and started again, and tells each line", async () => {
    const lines: string[] = [];
    const program = new Program({ app: "api", root, env: {}, onLine: (name, line) => lines.push(`${name}: ${line}`) });
    await program.start();
    const first = program.pid;
    await program.kill();
    expect(program.pid).toBeUndefined();
    await program.start();
    expect(program.pid).not.toBe(first);
    await program.stop();
    expect(lines).toEqual(Array(2).fill('api: {"msg":"API listening at http://x"}'));
    expect(program.unasked).toEqual([]);
  });

  it("is of use once it is found to be", async () => {
    const found = Promise.withResolvers<void>();
    const program = new Program({ app: "worker", root, env: { SILENT: "1" }, ready: () => found.promise });
    const started = program.start();
    expect(await Promise.race([started.then(() => "started"), setImmediate("waits")])).toBe("waits");
    found.resolve();
    await started;
    await program.stop();
  });

  it("ends with the process that started it, however that ends", async () => {
    const code = `
      import { Program } from ${JSON.stringify(new URL("program.ts", import.meta.url).href)};
      const program = new Program({ app: "api", root: ${JSON.stringify(root)}, env: {} });
      await program.start();
      console.log(program.pid);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout.setEncoding("utf8"), "data");
    const pid = Number(line);
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    while (isRunning(pid)) await setTimeout(10);
  });

  it("stops, even when it is paused", async () => {
    const program = new Program({ app: "api", root, env: {} });
    await program.start();
    program.pause();
    await program.stop();
    expect(program.pid).toBeUndefined();
  });

  it("that ends instead of starting fails with its log, and is noted", async () => {
    const program = new Program({ app: "worker", name: "worker 1", root, env: {} });
    await expect(program.start()).rejects.toThrow("worker 1 ended");
    expect(program.unasked).toEqual([expect.stringContaining("worker 1 ended with 3")]);
    expect(await program.stop()).toBe(3);
  });
});
