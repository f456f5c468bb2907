import { rm } from "node:fs/promises";
import { providerFolder } from "@pragma/testing/provider-folder";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useApi } from "../../../providers/http/test/support/api.ts";
import { useServer as usePostgres } from "../../../providers/postgres/test/support/server.ts";
import { useServer as useRedis } from "../../../providers/redis/test/support/server.ts";
import { Drift } from "./support/drift.ts";
import { acceptableCases, type DriftCase, POSTGRES_NAMES, unknowableCases } from "./support/drift-cases.ts";
import { connectAll, inTheirSandbox } from "./support/shipped-providers.ts";
import type { Things } from "./support/things.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

const postgres = usePostgres();
const redis = useRedis();
const api = useApi();
const { first, second, login, known, database } = POSTGRES_NAMES;
let things: Things;
let world: World;
let worker: TestWorker;
let drift: Drift;
let close: () => Promise<void>;

beforeAll(async () => {
  things = { postgres, redis, api, folder: await providerFolder() };
  ({ world, close } = await createWorld());
  worker = await world.launchWorker(await inTheirSandbox(things.folder));
  drift = new Drift(world);
  for (const role of [first, second]) await postgres.sql(`CREATE ROLE ${role}`);
});
beforeEach(async () => {
  world.moveOn();
  await connectAll(world, things);
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await postgres.sql(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  for (const role of [first, second, login, known]) await postgres.sql(`DROP ROLE IF EXISTS ${role}`);
  await rm(things.folder, { recursive: true, force: true });
  await close();
});

async function make(cases: readonly DriftCase[]): Promise<void> {
  for (const { key, config } of cases) await world.apply(key, config);
  for (const { key } of cases) await world.reaches(key, "ready");
  expect(await drift.checkAll()).toEqual({});
}

/** Changes everything by hand, and has that found at its places. */
async function changeByHand(cases: readonly DriftCase[]): Promise<void> {
  for (const { byHand } of cases) await byHand();
  expect(await drift.checkAll()).toEqual(Object.fromEntries(cases.map(({ key }) => [key, "drifted"])));
  for (const { key, path } of cases) {
    const paths = await drift.paths(key);
    expect([key, paths.filter((each) => each.startsWith("config."))]).toEqual([key, [`config.${path}`]]);
  }
}

/** Each is in sync, and there is what was declared first, or what it was changed to by hand. */
async function expectReal(cases: readonly DriftCase[], what: "declared" | "changed"): Promise<void> {
  expect(await drift.checkAll()).toEqual({});
  const real = await Promise.all(cases.map(async (each) => [each.key, await each.real()]));
  expect(real).toEqual(cases.map(({ key, values }) => [key, values[what === "declared" ? 0 : 1]]));
}

describe("what is changed by hand, of each shipped type", () => {
  it("is found at its path, reverted and accepted in one change, and both are undone", {
    timeout: 120_000,
  }, async () => {
    const cases = acceptableCases(things);
    const keys = cases.map(({ key }) => key);
    await make(cases);

    await changeByHand(cases);
    const reverted = await drift.choose("revert", keys);
    await expectReal(cases, "declared");
    expect((await drift.undo(reverted)).actions, "nothing was declared otherwise").toEqual([]);
    await expectReal(cases, "declared");

    await changeByHand(cases);
    const accepted = await drift.choose("accept", keys);
    await expectReal(cases, "changed");
    expect((await drift.undo(accepted)).actions).toHaveLength(keys.length);
    await expectReal(cases, "declared");
  });
});

describe("what is found only in part", () => {
  it("is reverted, and never accepted", async () => {
    const cases = unknowableCases(things);
    await make(cases);
    await changeByHand(cases);
    for (const { key, path } of cases) {
      const refusal = `What was found cannot be declared: config.${path} must be a string. Revert it instead`;
      await expect(drift.choose("accept", [key])).rejects.toThrow(refusal);
    }
    await drift.choose(
      "revert",
      cases.map(({ key }) => key),
    );
    await expectReal(cases, "declared");
  });
});
