import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signalAll } from "./process-tree.ts";
import { Program } from "./program.ts";

let root: string;

beforeAll(() => {
  root = `${mkdtempSync(join(tmpdir(), "pragma-test-program-"))}/`;
  write("api", `console.log('{"msg":"API listening at http://x"}'); setInterval(() => {}, 1000)`);
  write("worker", `console.error("no database"); process.exit(3)`);
});
afterAll(() => rmSync(root, { recursive: true }));

function write(app: string, code: string): void {
  mkdirSync(`${root}apps/${app}/dist`, { recursive: true });
  writeFileSync(`${root}apps/${app}/dist/main.js`, code);
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

  it("stops, even when it is paused", async () => {
    const program = new Program({ app: "api", root, env: {} });
    await program.start();
    signalAll([program.pid as number], "SIGSTOP");
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
