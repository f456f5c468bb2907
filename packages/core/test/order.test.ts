import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Each uses the ones before it, in different forms. */
const SHOP: [string, JsonObject][] = [
  ["pragma/secret/login", { data: { user: "ann", password: "correct horse" } }],
  ["pragma/config/settings", { data: { host: "db.local", port: 5432, user: "${pragma/secret/login.outputs.user}" } }],
  [
    "test/open/database",
    {
      port: { provider: "pragma", resource: "config", name: "settings", field: "port" },
      url: "pg://${pragma/config/settings.outputs.user}@${pragma/config/settings.outputs.host}:${pragma/config/settings.outputs.port}/x",
    },
  ],
  ["test/open/app", { database: { __dependency__: true, provider: "test", resource: "open", name: "database" } }],
];

const EXPECTED = {
  database: {
    __dependency__: true,
    provider: "test",
    resource: "open",
    name: "database",
    config: { port: 5432, url: "pg://ann@db.local:5432/x" },
    outputs: { port: 5432, url: "pg://ann@db.local:5432/x" },
  },
};

function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.filter((_, other) => other !== index))) yield [item, ...rest];
  }
}

describe("the order of applies", () => {
  it("makes no difference, whether or not the queue runs in between, and each is created once", async () => {
    for (const eager of [true, false]) {
      for (const order of permutations(SHOP)) {
        const org = world.organization();
        for (const [key, config] of order) {
          await org.apply(key, config);
          if (eager) await world.work();
        }
        await world.work();
        expect(await org.standings(...SHOP.map(([key]) => key))).toEqual(["ready", "ready", "ready", "ready"]);
        expect((await org.get("test/open/app", { reveal: true })).outputs).toEqual(EXPECTED);
        expect(world.provider.take().sort()).toEqual([
          "pragma/config/settings CREATE",
          "pragma/secret/login CREATE",
          "test/open/app CREATE",
          "test/open/database CREATE",
        ]);
        await Promise.all(SHOP.map(([key]) => org.delete(key, { orphan: true, dependents: "cascade" })));
      }
    }
  });
});

describe("what waits", () => {
  it("says for what, and in which state that is", async () => {
    const { org } = world;
    await org.apply("test/open/waits", {
      a: "${test/open/absent.outputs.x}",
      b: "${test/open/drafted.outputs.x}",
      c: "${test/open/broken.outputs.x}",
      d: "${test/open/there.outputs.x}",
    });
    await org.draft("test/open/drafted", { x: 1 });
    await org.apply("test/open/there", { x: 1 });
    world.provider.answer("test/open/broken", reject());
    await org.apply("test/open/broken", { x: 1 });
    await world.work();
    expect(await org.standing("test/open/waits")).toBe("pending");
    expect(await org.condition("test/open/waits", "DependenciesReady")).toBe(
      "False DependencyFailed: Waits for test/open/absent (absent), test/open/broken (failed), test/open/drafted (draft)",
    );
    expect((await org.get("test/open/waits")).resolved_config).toBeNull();

    await org.apply("test/open/absent", { x: 1 });
    await org.apply("test/open/drafted", { x: 1 });
    await org.apply("test/open/broken", { x: 1 });
    await world.work();
    expect(await org.standing("test/open/waits")).toBe("ready");
    expect(await org.condition("test/open/waits", "DependenciesReady")).toBe(
      "True AllReady: All dependencies were ready when it was processed",
    );
  });

  it("waits for an explicit dependency as it does for a reference", async () => {
    const { org } = world;
    await org.apply("test/item/after", {}, { depends_on: ["test/item/before"] });
    await world.work();
    expect(await org.standing("test/item/after")).toBe("pending");
    await org.apply("test/item/before");
    world.provider.take();
    await world.work();
    expect(world.provider.take()).toEqual(["test/item/before CREATE", "test/item/after CREATE"]);
  });

  it("goes on when what it waits for is provisioned and a draft", async () => {
    const { org } = world;
    await org.apply("test/item/base", { text: "live" });
    await world.work();
    await org.draft("test/item/base", { text: "staged" });
    await org.apply("test/item/user", { text: "${test/item/base.outputs.text}/${test/item/base.config.text}" });
    await world.work();
    expect(await org.get("test/item/user")).toMatchObject({
      lifecycle_state: "ready",
      resolved_config: { text: "live/live" },
    });
  });

  it("is woken when what failed is staged as a draft, since the real object exists", async () => {
    const { org } = world;
    await org.apply("test/item/flaky", { text: "live" });
    await world.work();
    world.provider.answer("test/item/flaky", reject());
    await org.apply("test/item/flaky", { text: "bad" });
    await world.work();
    await org.apply("test/item/patient", { text: "${test/item/flaky.outputs.text}" });
    await world.work();
    expect(await org.standing("test/item/patient")).toBe("pending");
    await org.draft("test/item/flaky", { text: "better" });
    await world.work();
    expect(await org.get("test/item/patient")).toMatchObject({
      lifecycle_state: "ready",
      resolved_config: { text: "live" },
    });
  });
});
