import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyResource, withIdempotency } from "../src/index.ts";
import { succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({}, { connections: 2 });
});
afterAll(() => world.close());

const key = (name: string | number) => `test/open/${name}`;

describe("more work than connections", () => {
  it("propagates many changes at once: no transaction waits for a second connection", async () => {
    const { org } = world;
    const indices = Array.from({ length: 12 }, (_, index) => index);
    for (const index of indices) {
      await org.apply(key(index), { v: 1 });
      await org.apply(key(`user${index}`), { v: `\${test/open/${index}.outputs.v}` });
    }
    await world.work();
    for (const index of indices) await org.apply(key(index), { v: 2 });
    const held = await Promise.all(indices.map((index) => world.hold(key(index))));
    expect(await Promise.all(held.map(({ settle }) => settle(succeed({ v: 2 }))))).toEqual(indices.map(() => true));
    await world.work();
    expect(await org.standings(...indices.map((index) => key(`user${index}`)))).toEqual(indices.map(() => "ready"));
  });

  it("deletes and detaches many at once", async () => {
    const { org } = world;
    const indices = Array.from({ length: 12 }, (_, index) => index);
    await Promise.all(indices.map((index) => org.delete(key(index), { dependents: "detach" })));
    await world.work();
    expect(await org.standings(...indices.map(key))).toEqual(indices.map(() => "gone"));
  });

  it("answers many safe retries at once, whose handlers run inside a transaction", async () => {
    const { org, core } = world;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        withIdempotency(
          core,
          org.context,
          { key: `key-${index}`, method: "POST", path: "/resources/apply", fingerprint: "same" },
          async (bound) => {
            const input = { provider: "test", resource: "open", name: `safe-${index}`, config: {} };
            const row = await applyResource(bound, org.context, { ...input, lifecycle_state: "pending" });
            return { status: 200, headers: {}, body: row.lifecycle_state };
          },
        ),
      ),
    );
    expect(answers.map((answer) => answer.body)).toEqual(answers.map(() => "pending"));
  });
});
