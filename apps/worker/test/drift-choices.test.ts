import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changeSchema, type DriftChoice } from "@pragma/contract";
import { planChange } from "@pragma/core/changes";
import { followHistory } from "@pragma/core/checks";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let worker: TestWorker;
let close: () => Promise<void>;

const key = "objects/page/a";

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker({ checkPollMs: 50 });
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const file = (): string => join(world.folder.path, "a.page");
const page = () => JSON.parse(readFileSync(file(), "utf8"));

/** Makes its check due again and again, until it finds that. */
async function finds(drift: string): Promise<void> {
  await followHistory(world.core);
  await waitUntil(
    async () => {
      // What was found absent counts once it has been for a while.
      await world.pool.query(
        "UPDATE drift_checks SET due_at = '2000-01-01', absent_since = absent_since - interval '1 minute'",
      );
      return (await world.row(key))?.drift === drift;
    },
    () => world.row(key),
  );
}

async function choose(choice: DriftChoice) {
  const { body } = await planChange(world.core, world.context, { drift: [{ resource: key, choice }], apply: true });
  await world.reaches(key, "ready");
  return changeSchema.parse(JSON.parse(body)).actions;
}

it("is accepted as it was found, reverted to what is declared, and what is missing is created", async () => {
  await world.apply(key, { folder: world.folder.path, text: "declared" });
  await world.reaches(key, "ready");

  writeFileSync(file(), JSON.stringify({ text: "by hand" }));
  await finds("drifted");
  expect(await choose("accept")).toMatchObject([
    { action: "update", changes: [{ path: "config.text", before: "declared", after: "by hand" }] },
  ]);
  await finds("in_sync");
  expect(JSON.parse((await world.row(key))?.config ?? "")).toMatchObject({ text: "by hand" });

  writeFileSync(file(), JSON.stringify({ text: "otherwise" }));
  await finds("drifted");
  expect(await choose("revert")).toMatchObject([
    {
      action: "update",
      changes: expect.arrayContaining([{ path: "config.text", before: "otherwise", after: "by hand" }]),
    },
  ]);
  expect([page().text, (await world.row(key))?.drift]).toEqual(["by hand", "in_sync"]);

  rmSync(file());
  await finds("missing");
  expect(await choose("revert")).toMatchObject([{ changes: [], warnings: [expect.stringMatching(/created anew/i)] }]);
  expect([page().text, (await world.row(key))?.drift]).toEqual(["by hand", "in_sync"]);
});
