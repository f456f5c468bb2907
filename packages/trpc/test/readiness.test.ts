import { checkReadiness } from "@pragma/core/readiness";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { callerOf } from "./support/callers.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const CANCEL = "SELECT pg_cancel_backend(pid) FROM pg_locks WHERE relation = 'resources'::regclass AND NOT granted";

it("calls that the database holds up make the dashboard unready, until others are answered", async () => {
  const caller = callerOf(world, world.org.context);
  const read = () => caller.overview.queue();
  const isReady = async () => (await checkReadiness(world.core)).checks.database.status === "ok";
  expect(await isReady()).toBe(true);

  const holder = await world.pool.connect();
  try {
    await holder.query("BEGIN; LOCK TABLE resources IN ACCESS EXCLUSIVE MODE");
    for (let failed = 0; failed < 3; failed++) {
      let isOver = false;
      const call = read().finally(() => {
        isOver = true;
      });
      const refused = expect(call).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
      while (!isOver) await holder.query(CANCEL);
      await refused;
    }
    expect(await isReady()).toBe(false);
  } finally {
    await holder.query("ROLLBACK");
    holder.release();
  }
  while (!(await isReady())) await read();
});
