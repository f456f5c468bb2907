import type { JsonObject } from "@pragma/contract";
import { requestShippedTypeSeals } from "@pragma/db/maintenance";
import { putShippedTypes, type ShippedType } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealByTypes } from "../../src/providers/sealing/index.ts";
import { compareVersions } from "../../src/resources/read/index.ts";
import { Changes } from "../support/changes.ts";
import { findConfig } from "../support/checks.ts";
import { heldOpen, untilBlocked } from "../support/held-open.ts";
import { deployed, typeOf } from "../support/provider.ts";
import { TEST_TYPES } from "../support/types.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.moveOn();
  await world.pool.query("TRUNCATE type_seals");
});

const MASK = "********";
const KEY = "acme/thing/one";
const sensitive = { type: "string", sensitive: true };

/** A type with these fields, some of them sensitive. */
function fields(properties: JsonObject, outputs: JsonObject = { type: "object" }) {
  return { ...typeOf({ type: "object", properties }), outputs_schema: outputs };
}

async function sealAll(): Promise<void> {
  await world.pool.query("UPDATE type_seals SET not_before = now() - interval '1 second'");
  await sealByTypes(world.core);
}

/** As it was stored before drafts of unknown types were sealed. */
async function storePlainly(key: string, config: JsonObject): Promise<void> {
  await world.org.draft(key, config);
  await world.pool.query(
    "UPDATE resources SET config = $3::json, sealed_whole = false WHERE organization_id = $1 AND key = $2",
    [world.org.id, key, JSON.stringify(config)],
  );
  await world.pool.query(
    `UPDATE resource_changes SET changes = $3::json WHERE organization_id = $1 AND resource_key = $2`,
    [world.org.id, key, JSON.stringify([{ path: "config.password", before: null, after: config.password }])],
  );
}

describe("a shipped type", () => {
  it("that becomes known waits for writers that use the types before, and has their values sealed", async () => {
    const key = "late/thing/one";
    const ended = await heldOpen(world, (core) => world.org.on(core).draft(key, { text: "to-be-read", size: 3 }));
    const [shipped] = TEST_TYPES.map((type) => ({ ...type, provider: "late", resource: "thing" }));
    const known = world.core.db.transaction(async (db) => {
      await putShippedTypes(db, "late", [shipped as ShippedType]);
      await requestShippedTypeSeals(db, "late");
    });
    await Promise.race([known, untilBlocked(world)]);
    await ended();
    await known;
    await sealAll();
    expect((await world.org.get(key)).config).toEqual({ text: "to-be-read", size: 3 });
  });
});

describe("a draft of an unknown type", () => {
  it("is sealed, all of it but its references, and shown to nobody", async () => {
    await world.org.draft(KEY, {
      password: "hunter2-long",
      list: [{ token: "nested-hunter2" }],
      size: 3,
      from: "${pragma/config/base.outputs.url}",
      deep: { also: "${pragma/config/other.outputs.url}" },
    });
    await world.org.draft(KEY, { password: "hunter2-longer", from: "${pragma/config/base.outputs.url}" });

    expect(await world.tablesHolding("hunter2")).toEqual([]);
    const shown = await world.org.get(KEY);
    expect(shown.config).toEqual({ password: MASK, from: "${pragma/config/base.outputs.url}" });
    expect((await world.org.get(KEY, { reveal: true })).config).toMatchObject({ password: "hunter2-longer" });
    const [, second] = await world.org.history(KEY);
    expect(JSON.stringify(second)).not.toContain("hunter2");
    // A config can be sent back as read.
    await world.org.draft(KEY, shown.config as JsonObject);
    expect((await world.org.get(KEY, { reveal: true })).config).toMatchObject({ password: "hunter2-longer" });
  });

  it("keeps the dependencies that its references name, even inside sealed values", async () => {
    await world.org.draft(KEY, { deep: { also: "${pragma/config/other.outputs.url}" } });

    expect((await world.org.get(KEY)).dependencies).toEqual([
      { provider: "pragma", resource: "config", name: "other" },
    ]);
  });

  it("is readable except for sensitive values once its type is known", async () => {
    await world.org.draft(KEY, { password: "hunter2-long", size: 3, nested: { plain: "text" } });
    await deployed(world, "acme", { thing: fields({ password: sensitive, size: {}, nested: {} }) });
    await sealAll();

    expect((await world.org.get(KEY)).config).toEqual({ password: MASK, size: 3, nested: { plain: "text" } });
    expect(await world.tablesHolding("hunter2")).toEqual([]);
    expect(await world.count("type_seals")).toBe(0);
    // When processed, it is handed over as it was written.
    await world.org.apply(KEY, { password: MASK, size: 4, nested: { plain: "text" } });
    const { claim } = await world.hold(KEY);
    expect(claim.payload).toMatchObject({ size: 4, nested: { plain: "text" } });
  });

  it("stored before such drafts were sealed: sealed while its type is unknown, and cleaned with its history", async () => {
    await storePlainly(KEY, { password: "hunter2-long", size: 3 });
    expect(await world.tablesHolding("hunter2")).toHaveLength(2);
    await world.pool.query("INSERT INTO type_seals (organization_id, provider, in_hand) VALUES ($1, 'acme', '{}')", [
      world.org.id,
    ]);
    await sealAll();

    expect(await world.tablesHolding("hunter2")).toEqual([]);
    expect((await world.org.get(KEY)).config).toEqual({ password: MASK, size: MASK });
    await deployed(world, "acme", { thing: fields({ password: sensitive, size: {} }) });
    await sealAll();
    expect((await world.org.get(KEY)).config).toEqual({ password: MASK, size: 3 });
  });

  it("that was found to differ: what was found is forgotten, and found anew by its next check, which is due, without being told again", async () => {
    await deployed(world, "acme", { thing: fields({ password: {}, size: {} }) });
    await world.org.apply(KEY, { password: "hunter2-long", size: 3 });
    await world.work();
    await findConfig(world, KEY, { password: "hunter2-changed", size: 4 });
    expect(await world.tablesHolding("hunter2-changed")).toContain("public.drift_checks: 1");
    await deployed(world, "acme", { thing: fields({ password: sensitive, size: {} }) });
    await sealAll();
    expect(await world.tablesHolding("hunter2")).toEqual([]);
    expect(await world.count("drift_checks", "found = 'drifted' AND changes IS NULL AND due_at <= now()")).toBe(1);
    const tales = async () => (await world.org.history(KEY)).filter(({ event_type }) => event_type === "DRIFT").length;
    const told = await tales();
    expect(await findConfig(world, KEY, { password: "hunter2-changed", size: 4 })).toMatchObject({ isNew: false });
    expect(await tales()).toBe(told);
    expect(await world.count("drift_checks", "found = 'drifted' AND json_array_length(changes) = 2")).toBe(1);
    expect(await world.tablesHolding("hunter2")).toEqual([]);
    expect(await findConfig(world, KEY, { password: "hunter2-changed", size: 5 })).toMatchObject({ isNew: true });
    expect(await tales()).toBe(told + 1);
  });

  it("keeps a value sealed that it took in when its dependency was deleted", async () => {
    await world.org.apply("pragma/secret/key", { data: { value: "hunter2-long" } });
    await world.work();
    await world.org.draft(KEY, { secret: "${pragma/secret/key.outputs.value}", size: 3 });
    await world.org.delete("pragma/secret/key", { dependents: "detach" });
    await world.work();
    await deployed(world, "acme", { thing: fields({ secret: {}, size: {} }) });
    await sealAll();

    expect((await world.org.get(KEY)).config).toMatchObject({ secret: MASK });
    expect(await world.tablesHolding("hunter2")).toEqual([]);
  });
});

describe("a new version that marks a field as sensitive", () => {
  const outputs = { type: "object", properties: { token: { type: "string" } } };

  /** One that succeeded, one that failed, one that is in hand, and one that took a value of the first. */
  async function live(): Promise<void> {
    await deployed(world, "acme", { thing: fields({ password: { type: "string" }, size: {} }, outputs) });
    await world.org.apply(KEY, { password: "hunter2-first", size: 1 });
    const first = await world.hold(KEY);
    await first.settle({ kind: "succeeded", outputs: { token: "hunter2-token" } });
    await world.org.apply(KEY, { password: "hunter2-long", size: 1 });
    const second = await world.hold(KEY);
    await second.settle({ kind: "succeeded", outputs: { token: "hunter2-token" } });
    await world.org.apply("acme/thing/failed", { password: "hunter2-failed" });
    const failed = await world.hold("acme/thing/failed");
    await failed.settle({ kind: "rejected", message: "no" });
    await world.org.apply("pragma/config/copy", { data: { url: `x://\${${KEY}.outputs.token}/` } });
    await world.work();
    await world.org.apply("test/open/copy", { from: "${pragma/config/copy.outputs.url}" });
    const copy = await world.hold("test/open/copy");
    await copy.settle({ kind: "succeeded", outputs: { again: "x://hunter2-token/" } });
  }

  it("seals rows, history, events, dead letters and copies of it that exist", async () => {
    await live();
    expect((await world.tablesHolding("hunter2")).length).toBeGreaterThan(3);
    const marked = { type: "object", properties: { token: sensitive } };
    await deployed(world, "acme", { thing: fields({ password: sensitive, size: {} }, marked) });
    await sealAll();

    expect(await world.tablesHolding("hunter2")).toEqual([]);
    expect(await world.org.get(KEY)).toMatchObject({
      config: { password: MASK, size: 1 },
      resolved_config: { password: MASK },
      outputs: { token: MASK },
    });
    expect((await world.org.get("pragma/config/copy")).outputs).toEqual({ url: MASK });
    expect((await world.org.get("test/open/copy")).outputs).toEqual({ again: MASK });
    const history = await world.org.history(KEY);
    expect(history.flatMap(({ changes }) => changes)).toContainEqual({
      path: "config.password",
      before: MASK,
      after: MASK,
    });
    // Nothing has changed for it: the same config is the same.
    const before = await world.org.row(KEY);
    await world.org.apply(KEY, { password: "hunter2-long", size: 1 });
    expect((await world.org.row(KEY))?.generation).toBe(before?.generation);
  });

  it("masks what histories and changes tell of it, also of earlier values, wherever it was taken", async () => {
    await live();
    const changes = new Changes(world);
    const document = { provider: "acme", resource: "thing", name: "one" };
    for (const [index, token] of ["hunter2-between", "hunter2-last"].entries()) {
      const config = { password: `hunter2-${index}`, size: index + 2 };
      const { id } = await changes.applyNow({ documents: [{ ...document, config }] });
      await (await world.hold(KEY)).settle({ kind: "succeeded", outputs: { token } });
      await world
        .hold("pragma/config/copy")
        .then(({ settle }) => settle({ kind: "succeeded", outputs: { url: `x://${token}/` } }));
      await (await world.hold("test/open/copy")).settle({ kind: "succeeded", outputs: { again: `x://${token}/` } });
      expect(JSON.stringify(await changes.finish(id))).toContain(`x://${token}/`);
    }
    const told = async () =>
      (await Promise.all([KEY, "pragma/config/copy", "test/open/copy"].map((key) => world.org.history(key)))).flat();
    expect(JSON.stringify(await told())).toContain("x://hunter2-between/");
    const marked = { type: "object", properties: { token: sensitive } };
    await deployed(world, "acme", { thing: fields({ password: sensitive, size: {} }, marked) });
    await sealAll();

    expect(await world.tablesHolding("hunter2")).toEqual([]);
    expect((await told()).flatMap(({ changes: all }) => all)).toContainEqual({
      path: "resolved_config.from",
      before: MASK,
      after: MASK,
      from: ["pragma/config/copy.outputs.url"],
    });
  });

  it("leaves the history one that can be undone", async () => {
    await deployed(world, "acme", { thing: fields({ password: { type: "string" }, size: {}, list: {} }) });
    for (const config of [{ list: [1] }, { list: [1, 2], size: 1 }, { list: [1], password: "hunter2-long" }]) {
      await world.org.apply(KEY, config);
      await (await world.hold(KEY)).settle({ kind: "succeeded", outputs: {} });
    }
    const compared = () => compareVersions(world.core, world.org.context, KEY, { from: 1, to: 3 });
    await deployed(world, "acme", { thing: fields({ password: sensitive, size: {}, list: {} }) });
    await sealAll();
    const change = { path: "config.password", before: null, after: MASK, sensitive: true };
    expect((await compared()).changes).toEqual([change]);
  });

  it("is repeated while an event of the version before is in progress", async () => {
    await deployed(world, "acme", { thing: fields({ password: { type: "string" } }) });
    await world.org.apply(KEY, { password: "hunter2-long" });
    const held = await world.hold(KEY);
    await deployed(world, "acme", { thing: fields({ password: sensitive }) });
    await sealAll();
    expect(await world.count("type_seals")).toBe(1);
    await held.settle({ kind: "succeeded", outputs: {} });
    expect(await world.tablesHolding("hunter2")).not.toEqual([]);
    await sealAll();

    expect(await world.tablesHolding("hunter2")).toEqual([]);
    expect(await world.count("type_seals")).toBe(0);
  });

  it("requires nothing if no more is sensitive than before", async () => {
    await deployed(world, "acme", { thing: fields({ password: sensitive }) });
    await world.org.apply(KEY, { password: "hunter2-long" });
    await deployed(world, "acme", { thing: fields({ password: sensitive }) });
    expect(await world.count("type_seals")).toBe(0);
    await deployed(world, "acme", { thing: fields({ password: {}, size: {} }) });
    expect(await world.count("type_seals")).toBe(0);
  });

  it("touches no other organization's", async () => {
    await live();
    const other = world.organization();
    await world.pool.query("UPDATE type_seals SET organization_id = $1", [other.id]);
    await sealAll();

    expect((await world.org.get(KEY)).config).toMatchObject({ password: "hunter2-long" });
  });
});
