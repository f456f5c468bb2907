import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Drift } from "./support/drift.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let worker: TestWorker;
let drift: Drift;
let close: () => Promise<void>;

const key = "objects/page/a";

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker({ checkPollMs: 50 });
  drift = new Drift(world);
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const file = (): string => join(world.folder.path, "a.page");
const page = () => JSON.parse(readFileSync(file(), "utf8"));

it("is accepted as it was found, reverted to what is declared, and what is missing is created", async () => {
  await world.apply(key, { folder: world.folder.path, text: "declared" });
  await world.reaches(key, "ready");

  writeFileSync(file(), JSON.stringify({ text: "by hand" }));
  expect(await drift.checkAll()).toEqual({ [key]: "drifted" });
  expect((await drift.choose("accept", [key])).actions).toMatchObject([
    { action: "update", changes: [{ path: "config.text", before: "declared", after: "by hand" }] },
  ]);
  expect(await drift.checkAll()).toEqual({});
  expect(JSON.parse((await world.row(key))?.config ?? "")).toMatchObject({ text: "by hand" });

  writeFileSync(file(), JSON.stringify({ text: "otherwise" }));
  expect(await drift.checkAll()).toEqual({ [key]: "drifted" });
  expect((await drift.choose("revert", [key])).actions).toMatchObject([
    {
      action: "update",
      changes: expect.arrayContaining([{ path: "config.text", before: "otherwise", after: "by hand" }]),
    },
  ]);
  expect([page().text, (await world.row(key))?.drift]).toEqual(["by hand", "in_sync"]);

  rmSync(file());
  expect(await drift.checkAll()).toEqual({ [key]: "missing" });
  expect((await drift.choose("revert", [key])).actions).toMatchObject([
    { changes: [], warnings: [expect.stringMatching(/created anew/i)] },
  ]);
  expect([page().text, (await world.row(key))?.drift]).toEqual(["by hand", "in_sync"]);
});
