import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.work();
});
afterAll(() => world.close());

describe("applying what already exists", () => {
  it("writes no row of any table, whatever the order of keys", async () => {
    await world.org.apply("pragma/secret/same", { data: { password: "correct horse", other: "battery" } });
    const config = {
      value: { b: [1, { c: null }], a: "x" },
      secret: "${pragma/secret/same.outputs.password}",
      text: "user:${pragma/secret/same.outputs.other}@host",
      users: [{ name: "ann", password: "hunter22" }],
    };
    const extras = {
      tags: ["a", "b"],
      deletion_protected: true,
      depends_on: ["test/item/base"],
      owner_references: [{ provider: "test", resource: "item", name: "base" }],
    };
    await world.org.apply("test/item/base");
    await world.org.apply("test/item/same", config, extras);
    await world.work();
    expect(await world.org.state("test/item/same")).toBe("ready");

    const before = await world.everything();
    const reordered = {
      users: [{ password: "hunter22", name: "ann" }],
      text: config.text,
      secret: config.secret,
      value: { a: "x", b: [1, { c: null }] },
    };
    await world.org.apply("test/item/same", reordered, extras);
    await world.org.draft("test/item/same", reordered, extras);
    await world.org.apply("pragma/secret/same", { data: { other: "battery", password: "correct horse" } });
    // As a client reads it: masks, derived dependencies and system fields included.
    const read = await world.org.get("test/item/same");
    await world.org.apply("test/item/same", read.config, { ...extras, dependencies: read.dependencies });
    expect(await world.everything()).toEqual(before);
  });

  it("writes nothing if nothing was set and nothing is requested", async () => {
    await world.org.apply("test/item/plain", { value: 1 });
    await world.work();
    const before = await world.everything();
    const { tags, owner_references, deletion_protected } = await world.org.get("test/item/plain");
    expect(tags).toBeNull();
    await world.org.apply("test/item/plain", { value: 1 }, { tags, owner_references, deletion_protected });
    expect(await world.everything()).toEqual(before);
  });

  it("writes nothing in draft, pending and processing either", async () => {
    await world.org.draft("test/item/idle", { value: 1 });
    await world.org.apply("test/item/waiting", { value: 1 }, { depends_on: ["test/item/absent"] });
    await world.org.apply("test/item/running", { value: 1 });
    await world.hold("test/item/running");
    const before = await world.everything();
    await world.org.draft("test/item/idle", { value: 1 });
    await world.org.apply("test/item/waiting", { value: 1 }, { depends_on: ["test/item/absent"] });
    await world.org.apply("test/item/running", { value: 1 });
    expect(await world.everything()).toEqual(before);
  });

  it("tries a failed one again, changed or not", async () => {
    world.provider.answer("test/item/failed", reject());
    await world.org.apply("test/item/failed", { value: 1 });
    await world.work();
    const again = await world.org.apply("test/item/failed", { value: 1 });
    expect(again).toMatchObject({ lifecycle_state: "pending", generation: 1 });
    await world.work();
    expect(await world.org.state("test/item/failed")).toBe("ready");
  });

  it("makes one event of many simultaneous applies", async () => {
    const rows = await Promise.all(
      Array.from({ length: 20 }, () => world.org.apply("test/item/stampede", { value: 1 })),
    );
    expect(new Set(rows.map((row) => row.pending_event_id)).size).toBe(1);
    expect(await world.count("events", "resource_key = 'test/item/stampede'")).toBe(1);
    expect(await world.count("resource_changes", "resource_key = 'test/item/stampede'")).toBe(1);
  });
});

describe("dependencies", () => {
  const names = async (key: string) => (await world.org.get(key)).dependencies.map((ref) => ref.name);

  it("are the explicit ones, then those found in references in all three forms, each once", async () => {
    await world.org.draft(
      "test/open/all",
      {
        object: { provider: "test", resource: "item", name: "o", field: "text" },
        list: ["${test/item/s.outputs.text}", { deep: "x ${test/item/t.config.value} ${test/item/s.outputs.value}" }],
        whole: { __dependency__: true, provider: "test", resource: "item", name: "w" },
        literal: "${HOME} $${test/item/escaped.outputs.text}",
      },
      { dependencies: [{ provider: "test", resource: "item", name: "e" }], depends_on: ["test/item/f"] },
    );
    expect((await names("test/open/all")).sort()).toEqual(["e", "f", "o", "s", "t", "w"]);
    expect((await world.org.row("test/open/all"))?.explicit_dependencies).toBe(2);
  });

  it("vanish with their reference when derived, even if a client sends them back", async () => {
    const key = "test/open/back";
    await world.org.draft(key, { a: "${test/item/s.outputs.text}" }, { depends_on: ["test/item/e"] });
    const read = await world.org.get(key);
    expect(read.dependencies.map((ref) => ref.name)).toEqual(["e", "s"]);
    await world.org.draft(key, { a: "no more" }, { dependencies: read.dependencies });
    expect(await names(key)).toEqual(["e"]);
  });

  it("stay when explicit though their reference goes, and go when left out", async () => {
    const key = "test/open/explicit";
    await world.org.draft(key, { a: "${test/item/s.outputs.text}" }, { depends_on: ["test/item/s"] });
    await world.org.draft(key, { a: "no more" }, { dependencies: (await world.org.get(key)).dependencies });
    expect(await names(key)).toEqual(["s"]);
    await world.org.draft(key, { a: "no more" });
    expect(await names(key)).toEqual([]);
    expect(await world.count("edges", "from_key = 'test/open/explicit'")).toBe(0);
  });

  it("become explicit by depends_on, which a client that reads and writes back keeps", async () => {
    const key = "test/open/promoted";
    await world.org.draft(key, { a: "${test/item/s.outputs.text}" });
    await world.org.draft(key, { a: "${test/item/s.outputs.text}" }, { depends_on: ["test/item/s"] });
    const read = await world.org.get(key);
    await world.org.draft(key, {}, { dependencies: read.dependencies });
    expect(await names(key)).toEqual(["s"]);
  });

  it("become explicit, and others no longer, though all of them stay", async () => {
    const key = "test/open/swapped";
    const config = { a: "${test/item/s.outputs.text}", b: "${test/item/t.outputs.text}" };
    await world.org.draft(key, config, { depends_on: ["test/item/s"] });
    await world.org.draft(key, config, { depends_on: ["test/item/t"] });
    await world.org.draft(key, {}, { dependencies: (await world.org.get(key)).dependencies });
    expect(await names(key)).toEqual(["t"]);
  });

  it("change the generation when they alone change, and process a ready resource again", async () => {
    const key = "test/item/rewired";
    await world.org.apply("test/item/ground");
    await world.org.apply(key, { value: 1 });
    await world.work();
    const row = await world.org.apply(key, { value: 1 }, { depends_on: ["test/item/ground"] });
    expect(row).toMatchObject({ lifecycle_state: "pending", generation: 2 });
    await world.work();
    expect(await world.org.get(key)).toMatchObject({ lifecycle_state: "ready", observed_generation: 2 });
  });
});
