import { readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../lib/root.mjs";
import { useStart } from "./support/use-start.ts";

/** Next compiles the first page that the start asks for. */
const PATIENCE_MS = 180_000;

const start = useStart();

test("npm run dev starts again what runs a changed source, and nothing else", {
  tags: ["thorough"],
  timeout: PATIENCE_MS,
}, async () => {
  const { child, state, ports } = await start("--dev", "--no-build");
  await child.outputUntil("Ctrl-C stops it.");
  const processes = async () => {
    const files = ["api", "worker", "web"].map((name) => readFile(join(state, `${name}.pid`), "utf8"));
    return await Promise.all(files.map((file) => file.catch(() => "")));
  };
  const ready = () =>
    fetch(`http://localhost:${ports.api}/health/ready`).then(
      ({ status }) => status,
      () => 0,
    );
  const [api, worker, web] = await processes();

  // Its content stays: other tests run from the same sources.
  const now = new Date();
  await utimes(join(ROOT, "packages/jobs/src/index.ts"), now, now);
  await child.outputUntil("packages/jobs/src/index.ts changed: restarting api, worker, web");
  await expect.poll(processes).not.toContain(api);
  await expect.poll(ready).toBe(200);
  await child.outputUntil(/(?:worker started[\s\S]*){2}/);
  expect(await processes()).not.toContain(worker);

  const [secondApi, , secondWeb] = await processes();
  expect(secondWeb).not.toBe(web);
  await utimes(join(ROOT, "apps/worker/src/worker.ts"), now, now);
  await child.outputUntil(/apps\/worker\/src\/worker\.ts changed: restarting worker\n/);
  await child.outputUntil(/(?:worker started[\s\S]*){3}/);
  expect((await processes()).filter((_, index) => index !== 1)).toEqual([secondApi, secondWeb]);

  expect(await child.interrupt()).toEqual([0, null]);
});
