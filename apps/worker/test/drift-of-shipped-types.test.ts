import { rm } from "node:fs/promises";
import { providerFolder } from "@pragma/testing/provider-folder";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { useApi } from "../../../providers/http/test/support/api.ts";
import { useServer as usePostgres } from "../../../providers/postgres/test/support/server.ts";
import { useServer as useRedis } from "../../../providers/redis/test/support/server.ts";
import { makeBucket } from "../../../providers/s3/src/bucket/make.ts";
import { callTo } from "../../../providers/s3/test/support/s3-server.ts";
import { useDouble as useS3 } from "../../../providers/s3/test/support/use-double.ts";
import { ChangedByHand } from "./support/changed-by-hand.ts";
import { Drift } from "./support/drift.ts";
import { acceptableCases, KNOWN_BUCKET, POSTGRES_NAMES, unknowableCases } from "./support/drift-cases.ts";
import { connectAll, inTheirSandbox } from "./support/shipped-providers.ts";
import type { Things } from "./support/things.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

const postgres = usePostgres();
const redis = useRedis();
const api = useApi();
const s3 = useS3();
const { first, second, login, known, database } = POSTGRES_NAMES;
let things: Things;
let world: World;
let worker: TestWorker;
let drift: Drift;
let close: () => Promise<void>;

beforeAll(async () => {
  things = { postgres, redis, api, s3, folder: await providerFolder() };
  ({ world, close } = await createWorld());
  worker = await world.launchWorker(await inTheirSandbox(things.folder));
  drift = new Drift(world);
  for (const role of [first, second]) await postgres.sql(`CREATE ROLE ${role}`);
  await makeBucket(callTo(s3), KNOWN_BUCKET);
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

it("what is changed by hand of each shipped type is found at its path, reverted and accepted, and both are undone", {
  timeout: 120_000,
}, async () => {
  await new ChangedByHand(world, drift, acceptableCases(things)).expectRevertedAndAccepted();
});

it("what is found only in part is reverted, and never accepted", async () => {
  const cases = unknowableCases(things);
  const changed = new ChangedByHand(world, drift, cases);
  await changed.make();
  await changed.change();
  for (const { key, path } of cases) {
    const refusal = `What was found cannot be declared: config.${path} must be a string. Revert it instead`;
    await expect(drift.choose("accept", [key])).rejects.toThrow(refusal);
  }
  await drift.choose("revert", changed.keys);
  await changed.expectReal("declared");
});
