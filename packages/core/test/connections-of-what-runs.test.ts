import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { A, MAIN, OTHER, TYPES, urlOf } from "./support/connections.ts";
import type { Organization } from "./support/organization.ts";
import { deployed } from "./support/provider.ts";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  await deployed(world, "link", TYPES);
});
afterAll(() => world.close());

async function connect(...keys: string[]): Promise<void> {
  for (const key of keys) await org.apply(key, urlOf(key));
  await world.work();
}

/** What its deletion is handed. */
async function deletedBy(key: string): Promise<unknown> {
  await org.delete(key);
  await world.work();
  expect(await org.standing(key)).toBe("gone");
  const { event, connection } = world.provider.calls.filter((call) => call.key === key).at(-1) ?? {};
  return [event, connection];
}

const FOREIGN = "chain/connection/main";

describe("what runs is deleted by the connection that it was made by", () => {
  it.each(["absent", FOREIGN, null, "other"])("while an update to %j waits", async (connection) => {
    await deployed(world, "chain", TYPES);
    await connect(MAIN, OTHER, FOREIGN);
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    await org.apply(A, { more: 1 }, { connection, depends_on: ["link/thing/absent"] });
    await world.work();
    expect(await org.standing(A)).toBe("pending");
    expect(await deletedBy(A)).toEqual(["DELETE", urlOf(MAIN)]);
  });

  it("or by the one that an update received which failed", async () => {
    await connect(MAIN, OTHER);
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    world.provider.answer(A, reject());
    await org.apply(A, { more: 1 }, { connection: "other" });
    await world.work();
    expect(await org.standing(A)).toBe("failed");
    expect(await deletedBy(A)).toEqual(["DELETE", urlOf(OTHER)]);
  });

  it.each(["pending", "draft"] as const)(
    "also what a failed creation left, below a %s one that cannot run",
    async (state) => {
      await connect(MAIN);
      world.provider.answer(A, reject());
      await org.apply(A, {}, { connection: "main" });
      await world.work();
      await org.apply(A, {}, { connection: "absent", lifecycle_state: state });
      await world.work();
      expect(await deletedBy(A)).toEqual(["DELETE", urlOf(MAIN)]);
    },
  );
});
