import type { Change, Scope } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { planChange } from "../../src/changes/index.ts";
import { Changes, summary } from "../support/changes.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const settings = (name: string, data: object) => ({ provider: "pragma", resource: "config", name, config: { data } });

/** A base, what failed since the base lacks a key, and what waits for that, by value and otherwise. */
async function brokenChain(): Promise<void> {
  await changes.finish((await changes.applyNow({ documents: [settings("base", { host: "h" })] })).id);
  await world.org.apply("test/open/failed", { url: "${pragma/config/base.outputs.port}" });
  await world.org.apply("test/open/below", { of: "${test/open/failed.outputs.url}" });
  await world.org.apply("test/open/beside", {}, { depends_on: ["test/open/below"] });
  await world.work();
  expect(await world.org.get("test/open/failed")).toMatchObject({ lifecycle_state: "failed", resolved_config: null });
  expect(await world.org.get("test/open/beside")).toMatchObject({ lifecycle_state: "pending", resolved_config: null });
}

describe("dependents that never had values", () => {
  it("follow with what is not known yet, and so does all below them; which is what happens", async () => {
    await brokenChain();
    const plan = await changes.plan({ documents: [settings("base", { host: "h", port: 1 })] });
    expect(summary(plan)).toEqual([
      "update pragma/config/base",
      "follow test/open/failed",
      "follow test/open/below",
      "follow test/open/beside",
    ]);
    expect(plan.actions.slice(1).map(({ because, changes: found }) => ({ because, found }))).toEqual([
      {
        because: { kind: "propagated", from: "resource:pragma_config_base", path: "config.url" },
        found: [
          { path: "config.url", before: null, after: null, unknown: { from: "pragma/config/base.outputs.port" } },
        ],
      },
      {
        because: { kind: "propagated", from: "resource:test_open_failed", path: "config.of" },
        found: [{ path: "config.of", before: null, after: null, unknown: { from: "test/open/failed.outputs.url" } }],
      },
      { because: { kind: "propagated", from: "resource:test_open_below" }, found: [] },
    ]);
    expect(plan.actions.map(({ wave }) => wave)).toEqual([0, 1, 2, 3]);
    await changes.apply(plan.id);
    const over = await changes.finish(plan.id);
    expect(over).toMatchObject({ status: "succeeded", counts: { update: 1, follow: 3 } });
    for (const name of ["failed", "below", "beside"])
      expect(await world.org.get(`test/open/${name}`)).toMatchObject({ lifecycle_state: "ready" });
  });

  it("follow what is created, if they wait for nothing else", async () => {
    await world.org.apply("test/open/waits", { a: "${pragma/config/missing.outputs.a}" });
    await world.org.apply("test/open/below", {}, { depends_on: ["test/open/waits"] });
    await world.org.apply("test/open/both", {
      a: "${pragma/config/missing.outputs.a}",
      b: "${test/open/absent.outputs.b}",
    });
    const plan = await changes.plan({ documents: [settings("missing", { a: 1 }), settings("unneeded", {})] });
    expect(summary(plan).toSorted()).toEqual([
      "create pragma/config/missing",
      "create pragma/config/unneeded",
      "follow test/open/below",
      "follow test/open/waits",
    ]);
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded", counts: { create: 2, follow: 2 } });
    expect(await world.org.standings("test/open/waits", "test/open/below", "test/open/both")).toEqual([
      "ready",
      "ready",
      "pending",
    ]);
  });

  it("do not follow if no value that they use differs", async () => {
    await brokenChain();
    const plan = await changes.plan({ documents: [settings("base", { host: "other" })] });
    expect(summary(plan)).toEqual(["update pragma/config/base"]);
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded", counts: { follow: 0 } });
  });

  it("tell nobody by following whether a secret is what they guess", async () => {
    const secret = (data: object) => ({ provider: "pragma", resource: "secret", name: "guessed", config: { data } });
    await changes.finish((await changes.applyNow({ documents: [secret({ k: "right" })] })).id);
    await world.org.apply("test/open/failed", {
      k: "${pragma/secret/guessed.outputs.k}",
      gone: "${pragma/secret/guessed.outputs.gone}",
    });
    await world.work();
    const context = { ...world.org.context, scopes: new Set<Scope>(["resources:read", "changes:plan"]) };
    for (const guess of ["right", "wrong"]) {
      const documents = [secret({ k: guess, more: "m" })];
      const { body } = await planChange(world.core, context, { documents });
      expect(summary(JSON.parse(body) as Change)).toEqual(["update pragma/secret/guessed", "follow test/open/failed"]);
    }
    expect(summary(await changes.plan({ documents: [secret({ k: "right", more: "m" })] }))).toEqual([
      "update pragma/secret/guessed",
    ]);
  });

  it("do not follow while something else keeps them, which no change need wait for", async () => {
    await changes.finish((await changes.applyNow({ documents: [settings("base", { a: 1 })] })).id);
    await world.org.apply("test/open/waits", {
      a: "${pragma/config/base.outputs.a}",
      b: "${test/open/absent.outputs.b}",
    });
    const plan = await changes.plan({ documents: [settings("base", { a: 2 })] });
    expect(summary(plan)).toEqual(["update pragma/config/base"]);
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded", blocked: [] });
  });
});
