import { randomBytes, randomUUID } from "node:crypto";
import { createDatabase, createPool } from "@pragma/db";
import { createLogger } from "@pragma/telemetry";
import { type PostgresServer, startPostgresServer } from "@pragma/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { closeCore, createCore } from "../../src/create-core.ts";
import { DEFAULT_SETTINGS } from "../../src/foundation/common/settings.ts";
import { Keyring } from "../../src/foundation/secrets/index.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { PATIENT_VALIDATOR } from "../support/patience.ts";
import { Reader, writeChange } from "../support/stream.ts";

const ORGANIZATION = randomUUID();

let server: PostgresServer;
let pool: ReturnType<typeof createPool>;
let core: Core;

beforeEach(async () => {
  server = await startPostgresServer();
  pool = createPool({ url: server.url, name: "outage-test", max: 5, failsFast: true, onError: () => {} });
  core = createCore({
    db: createDatabase(pool),
    databaseUrl: server.url,
    keyring: new Keyring([randomBytes(32)]),
    settings: DEFAULT_SETTINGS,
    logger: createLogger({ service: "core-test", level: "fatal" }),
    validator: PATIENT_VALIDATOR,
  });
});

afterEach(async () => {
  await closeCore(core);
  await pool.end();
  await server.remove();
});

const subscribe = (endsInOutage: boolean) => core.services.changes.subscribe(ORGANIZATION, { endsInOutage });

it("a stopped database ends the streams whose readers have to know", async () => {
  const told = await subscribe(true);
  await server.stop();
  await new Reader(told).done;
  expect(told.cut).toBe(true);
});

it("a hanging database ends the streams whose readers have to know, and no others", async () => {
  const told = await subscribe(true);
  const patient = new Reader(await subscribe(false));
  await server.pause();
  await new Reader(told).done;
  expect(told.cut).toBe(true);
  server.resume();
  await vi.waitFor(() => writeChange(pool, ORGANIZATION, "x", "after"), { timeout: 120_000 });
  await patient.until(1);
  expect(patient.notes).toEqual(["after"]);
});
