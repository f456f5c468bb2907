import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, it } from "vitest";
import { need } from "../../../providers/s3/test/support/need.ts";
import { RADOSGW } from "../../../providers/s3/test/support/radosgw.ts";
import type { RunningServer } from "../../../providers/s3/test/support/real-server.ts";
import type { S3Server } from "../../../providers/s3/test/support/s3-server.ts";
import { S3CMD } from "../../../tooling/bootstrap/lib/requirements.mjs";
import { ChangedByHand } from "./support/changed-by-hand.ts";
import { Drift } from "./support/drift.ts";
import { casesOfBucket } from "./support/s3-drift-cases.ts";
import { s3cmd } from "./support/s3cmd.ts";
import { WITH_SHIPPED_PROVIDERS } from "./support/shipped-providers.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let running: RunningServer;
let world: World;
let worker: TestWorker;
let close: () => Promise<void>;

beforeAll(async () => {
  await need(S3CMD);
  running = await RADOSGW.start();
  ({ world, close } = await createWorld());
  worker = await world.launchWorker(WITH_SHIPPED_PROVIDERS);
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
  await running.stop();
});

it("a bucket on a real server whose policy, lifecycle and CORS are edited by s3cmd: found, reverted, accepted and undone", {
  tags: ["thorough"],
}, async () => {
  const server: S3Server = { ...RADOSGW, connection: (other) => ({ ...running.connection, ...other }) };
  world.moveOn();
  await world.apply("s3/connection/default", { ...server.connection() } as JsonObject);
  await world.reaches("s3/connection/default", "ready");
  const drift = new Drift(world);
  // One after the other: this server loses one of two that change rules of a bucket at once.
  for (const one of casesOfBucket(server, s3cmd(server))) {
    await new ChangedByHand(world, drift, [one]).expectRevertedAndAccepted();
  }
});
