import { afterAll, beforeAll, expect, it } from "vitest";
import { MAX_STREAMS_PER_TOKEN, StreamLedger } from "../../src/foundation/limits/ledgers/index.ts";
import { prune } from "../../src/operations/maintenance/index.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const ledger = (): StreamLedger => new StreamLedger(world.core.db, world.core.services.logger);

async function rows(): Promise<number> {
  const { rows: found } = await world.pool.query("SELECT id FROM open_streams");
  return found.length;
}

it("a token has 50 streams on all replicas together, even when all are opened at once", async () => {
  const [one, other] = [ledger(), ledger()];
  const taken = await Promise.all(
    Array.from({ length: MAX_STREAMS_PER_TOKEN + 10 }, (_, index) => (index % 2 === 0 ? one : other).take("token")),
  );
  const open = taken.filter((giveBack) => giveBack !== null);
  expect(open).toHaveLength(MAX_STREAMS_PER_TOKEN);
  expect(await one.take("another token")).not.toBeNull();

  const [first] = open;
  first?.();
  first?.();
  await expect.poll(rows).toBe(MAX_STREAMS_PER_TOKEN);
  expect(await other.take("token")).not.toBeNull();
  expect(await one.take("token")).toBeNull();
  await Promise.all([one.close(), other.close()]);
  expect(await rows()).toBe(0);
});

it("streams of a dead replica do not count for long, and are forgotten", async () => {
  const dead = ledger();
  await Promise.all(Array.from({ length: MAX_STREAMS_PER_TOKEN }, () => dead.take("token")));
  expect(await ledger().take("token")).toBeNull();
  await world.pool.query("UPDATE open_streams SET expires_at = now() - interval '1 second'");
  const living = ledger();
  expect(await living.take("token")).not.toBeNull();
  await prune(world.core, { auditDays: 0 });
  expect(await rows()).toBe(1);
  await Promise.all([dead.close(), living.close()]);
});
