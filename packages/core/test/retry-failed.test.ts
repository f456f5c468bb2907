import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MAX_RETRIED_AT_ONCE, retryFailed } from "../src/resources/recover/index.ts";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const retry = (selection: Parameters<typeof retryFailed>[2], context = org.context) =>
  retryFailed(world.core, context, selection);

async function fail(...names: string[]): Promise<void> {
  for (const name of names) {
    world.provider.answer(key(name), reject());
    await org.apply(key(name), {}, { tags: [`of-${name}`, "all"] });
  }
  await world.work();
}

describe("retrying all that failed", () => {
  it("is about the failed ones that match, and leaves the others alone", async () => {
    await org.apply(key("fine"), {}, { tags: ["all"] });
    await org.draft(key("draft"), {}, { tags: ["all"] });
    await fail("a", "b", "c");
    expect(await retry({ filter: { tags: ["of-a"] } })).toEqual({ retried: 1, refused: [], left: 0 });
    await world.work();
    expect(await org.standing(key("a"))).toBe("ready");
    expect(await org.standing(key("b"))).toBe("failed");

    const nothing = { retried: 0, refused: [], left: 0 };
    expect(await retry({ filter: { lifecycle_state: "draft" } })).toEqual(nothing);
    expect(await retry({ filter: {} }, world.organization().context)).toEqual(nothing);
    expect(await retry({ filter: { tags: ["all"] } })).toEqual({ retried: 2, refused: [], left: 0 });
    await world.work();
    expect(await org.standing(key("c"))).toBe("ready");
    expect(await org.standing(key("draft"))).toBe("draft");
  });

  it("is about named ones, if they have failed", async () => {
    await fail("a", "b");
    expect(await retry({ resources: ["a", "a", "gone"].map(key) })).toEqual({ retried: 1, refused: [], left: 0 });
    await world.work();
    expect(await org.standing(key("a"))).toBe("ready");
    expect(await org.standing(key("b"))).toBe("failed");
  });

  it("says which were refused and why, and goes on", async () => {
    await fail("a", "c");
    await org.apply(key("b"));
    await world.work();
    // Its deletion failed, and by now something depends on it.
    world.provider.answer(key("b"), reject());
    await org.delete(key("b"));
    await world.work();
    await org.apply(key("user"), {}, { depends_on: [key("b")] });
    const result = await retry({ filter: { resource: "item" } });
    expect(result).toMatchObject({ retried: 2, left: 0 });
    expect(result.refused).toEqual([{ key: key("b"), message: expect.stringContaining("depend") }]);
  });

  it("tries so many at once, and says how many are left", async () => {
    await world.pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, applied_by)
       SELECT $1, 'gone/thing/n' || n, 'resource:gone_thing_n' || n, 'gone', 'thing', 'n' || n, '{}', 'failed', '{}'
       FROM generate_series(1, $2::int) AS n`,
      [org.context.organizationId, MAX_RETRIED_AT_ONCE + 5],
    );
    const { retried, refused, left } = await retry({ filter: { provider: "gone" } });
    expect({ retried, refused: refused.length, left }).toEqual({ retried: 0, refused: MAX_RETRIED_AT_ONCE, left: 5 });
  });
});
