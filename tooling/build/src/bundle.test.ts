import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "./bundle.ts";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "bundle-"));
  write(
    "apps/api/src/main.ts",
    `import { double } from "../../../packages/core/src/double.ts";
     console.log(await double(21));`,
  );
  write(
    "packages/core/src/double.ts",
    `import { Worker } from "node:worker_threads";
     export function double(n: number): Promise<number> {
       const worker = new Worker(new URL("./thread/double-thread.ts", import.meta.url), { workerData: n });
       return new Promise((resolve) => worker.once("message", resolve));
     }`,
  );
  write(
    "packages/core/src/thread/double-thread.ts",
    `import { parentPort, workerData } from "node:worker_threads";
     import { factor } from "./factor.ts";
     parentPort?.postMessage(workerData * factor);`,
  );
  write("packages/core/src/thread/factor.ts", "export const factor: number = 2;");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

it("bundles a program started by file URL as its own file, and both forms run alike", async () => {
  const packageDir = join(root, "apps/api");
  const entry = join(packageDir, "src/main.ts");
  const written = await bundle({ root, outdir: join(packageDir, "dist"), entries: [entry], external: [] });
  expect(written).toEqual(["main.js", "core-double-thread.js"]);
  expect(readdirSync(join(packageDir, "dist")).sort()).toEqual([
    "THIRD-PARTY-NOTICES.txt",
    "core-double-thread.js",
    "core-double-thread.js.map",
    "main.js",
    "main.js.map",
  ]);
  const run = (file: string) => execFileSync(process.execPath, [file], { encoding: "utf8" }).trim();
  expect(run(join(packageDir, "dist/main.js"))).toBe("42");
  expect(run(entry)).toBe("42");
});
