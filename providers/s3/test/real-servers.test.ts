import { afterAll, beforeAll, describe } from "vitest";
import { accessCases } from "./cases/access.ts";
import { bucketCases } from "./cases/buckets.ts";
import { objectCases } from "./cases/objects.ts";
import { rulesCases } from "./cases/rules.ts";
import { MOTO, TRUSTING_MOTO } from "./support/moto.ts";
import { RADOSGW } from "./support/radosgw.ts";
import type { RunningServer } from "./support/real-server.ts";
import type { S3Server } from "./support/s3-server.ts";

describe.each([RADOSGW, MOTO, TRUSTING_MOTO])("$name", { tags: ["thorough"] }, ({ quirks, start }) => {
  let running: RunningServer;
  const server: S3Server = { quirks, connection: (other) => ({ ...running.connection, ...other }) };
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running.stop());

  accessCases(server);
  bucketCases(server);
  rulesCases(server);
  objectCases(server);
});
