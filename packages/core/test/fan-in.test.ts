import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settleEvent } from "../src/processing/reconcile/index.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { succeed } from "./support/script.ts";
import { uncommitted } from "./support/uncommitted.ts";
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

const key = (name: string) => `test/open/${name}`;
const uses = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `\${test/open/${name}.outputs.v}`]));
const named = (count: number) => Array.from({ length: count }, (_, index) => `n${String(index).padStart(3, "0")}`);
const looks = (name: string) => world.count("pending_looks", `key = '${key(name)}'`);

async function dropJobs(): Promise<void> {
  while (await world.takeJob());
}

describe("a resource that waits for many", () => {
  it.each(["forwards", "backwards"])("is looked at once, when the last of them is ready (%s)", async (order) => {
    const names = named(30);
    for (const name of names) await org.apply(key(name), { v: 1 });
    await org.apply(key("sum"), uses(...names));
    await dropJobs();
    const counts: number[] = [];
    for (const name of order === "forwards" ? names : names.toReversed()) {
      await (await world.hold(key(name))).settle(succeed({ v: 1 }));
      counts.push(await looks("sum"));
    }
    expect(counts).toEqual([...Array(29).fill(0), 1]);
    await world.work();
    expect(await org.state(key("sum"))).toBe("ready");
  });

  it("is looked at once, when all of them were stale", async () => {
    const names = named(10);
    await org.apply(key("root"), { v: 1 });
    for (const name of names) await org.apply(key(name), { v: `\${${key("root")}.outputs.v}` });
    await org.apply(key("sum"), uses(...names));
    await world.work();
    await org.apply(key("root"), { v: 2 });
    await (await world.hold(key("root"))).settle(succeed({ v: 2 }));
    expect(await looks("sum")).toBe(0);
    await dropJobs();
    for (const name of names) await world.reconcile({ organizationId: org.id, key: key(name) });
    expect(await looks("sum")).toBe(1);
    await world.work();
    expect((await org.get(key("sum"))).resolved_config).toEqual(Object.fromEntries(names.map((name) => [name, 2])));
  });

  it("waits on while one of them is absent, a draft never made, or failed", async () => {
    await org.apply(key("a"), { v: 1 });
    await org.draft(key("c"), { v: 1 });
    await org.apply(key("one"), uses("a", "absent"));
    await org.apply(key("two"), uses("a", "c"));
    await dropJobs();
    await (await world.hold(key("a"))).settle(succeed({ v: 1 }));
    expect([await looks("one"), await looks("two")]).toEqual([0, 0]);
    await org.apply(key("absent"), { v: 1 });
    await org.apply(key("c"), { v: 1 });
    await world.work();
    expect(await org.standings(key("one"), key("two"))).toEqual(["ready", "ready"]);
  });
});

describe("a wake-up", () => {
  it("is not lost between two that settle at the same moment", async () => {
    for (const [first, second] of [
      ["x", "y"],
      ["y", "x"],
    ] as const) {
      org = world.moveOn();
      for (const name of ["x", "y"]) await org.apply(key(name), { v: 1 });
      await org.apply(key("z"), uses("x", "y"));
      const [one, other] = [await world.hold(key(first)), await world.hold(key(second))];
      await dropJobs();
      const open = await uncommitted(world.core, (core) => settleEvent(core, one.claim, succeed({ v: 1 })));
      // It may not be about to settle when the first one counts on it, so it waits for that one.
      const settled = other.settle(succeed({ v: 1 }));
      await world.lockAwaited();
      await open.commit();
      await settled;
      await world.work();
      expect(await org.state(key("z"))).toBe("ready");
    }
  });

  it("is sent by one that finds the other about to settle", async () => {
    for (const name of ["x", "y"]) await org.apply(key(name), { v: 1 });
    const [x, y] = [await world.hold(key("x")), await world.hold(key("y"))];
    await dropJobs();
    const open = await uncommitted(world.core, (core) => settleEvent(core, y.claim, succeed({ v: 1 })));
    await org.apply(key("z"), uses("x", "y"));
    await dropJobs();
    await x.settle(succeed({ v: 1 }));
    expect(await looks("z")).toBe(1);
    await open.commit();
  });

  it("is not lost if one of them settled before the dependent existed, and commits after the other", async () => {
    for (const name of ["x", "y"]) await org.apply(key(name), { v: 1 });
    const [x, y] = [await world.hold(key("x")), await world.hold(key("y"))];
    await dropJobs();
    const open = await uncommitted(world.core, (core) => settleEvent(core, y.claim, succeed({ v: 1 })));
    await org.apply(key("z"), uses("x", "y"));
    expect(await world.claim(key("z"))).toBe(false);
    await dropJobs();
    await x.settle(succeed({ v: 1 }));
    await open.commit();
    await world.work();
    expect(await org.state(key("z"))).toBe("ready");
  });

  it("is not lost if many settle at once", async () => {
    for (let round = 0; round < rounds(15); round++) {
      org = world.moveOn();
      const names = named(8);
      for (const name of names) await org.apply(key(name), { v: 1 });
      await org.apply(key("sum"), uses(...names));
      const held = await Promise.all(names.map((name) => world.hold(key(name))));
      await dropJobs();
      await Promise.all(held.map((one) => one.settle(succeed({ v: 1 }))));
      await world.work();
      expect([round, await org.state(key("sum"))]).toEqual([round, "ready"]);
    }
  });
});
