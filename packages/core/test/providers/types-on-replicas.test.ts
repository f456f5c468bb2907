import type { JsonObject } from "@pragma/contract";
import { putShippedTypes, replaceOwnTypes } from "@pragma/db/queries";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { claimEvent } from "../../src/processing/reconcile/index.ts";
import { applySubResource } from "../../src/processing/sub-resources/index.ts";
import { deleteProvider, listResourceTypes } from "../../src/providers/index.ts";
import { typeRows } from "../../src/providers/type-rows.ts";
import { previewApply } from "../../src/resources/apply/index.ts";
import { getOutputPaths } from "../../src/resources/read/index.ts";
import { deletionIssues } from "../support/deletion-issues.ts";
import type { Organization } from "../support/organization.ts";
import { deployed, typeOf } from "../support/provider.ts";
import { openReplica, type Replica } from "../support/replica.ts";
import { succeed } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let replica: Replica;
/** The organization as seen by the other process, which has read the types that are to be replaced. */
let there: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  world.provider.reset();
  const org = world.moveOn();
  replica = openReplica(world);
  there = org.on(replica.core);
});
afterEach(() => replica.close());
afterAll(() => world.close());

const has = (properties: JsonObject) => ({ type: "object", properties, additionalProperties: false });
const OLD = { thing: typeOf(has({ size: { type: "integer" } })) };
const NEW = { thing: typeOf(has({ size: { type: "string", sensitive: true } })) };

const claimThere = (name: string, core: Core = replica.core) =>
  claimEvent(core, { organizationId: world.org.id, key: `acme/thing/${name}`, owner: "another-worker" });

describe("the next thing that another process does once a deployment is available", () => {
  beforeEach(async () => {
    await deployed(world, "acme", OLD);
    // More than is needed to know its types.
    await there.apply("acme/thing/before");
    await claimThere("before");
  });

  it("is an apply by the new schema", async () => {
    await deployed(world, "acme", NEW);
    expect(await there.apply("acme/thing/a", { size: "new" })).toMatchObject({ lifecycle_state: "pending" });
  });

  it("refuses what only the old schema accepts", async () => {
    await deployed(world, "acme", NEW);
    await expect(there.apply("acme/thing/a", { size: 1 })).rejects.toMatchObject({ code: "validation_failed" });
  });

  it("is an apply of a resource that it has read before, too", async () => {
    await there.draft("acme/thing/seen");
    await deployed(world, "acme", NEW);
    expect(await there.apply("acme/thing/seen", { size: "new" })).toMatchObject({ lifecycle_state: "pending" });
  });

  it("stores nothing in plain text that the new version marks as sensitive", async () => {
    await deployed(world, "acme", { thing: typeOf(has({ size: { type: "integer", sensitive: true } })) });
    await there.apply("acme/thing/a", { size: 12_345_678 });
    await there.draft("acme/thing/b", { size: 12_345_678 });
    expect(await world.tablesHolding("12345678")).toEqual([]);
  });

  it("is a claim by the new program", async () => {
    await there.apply("acme/thing/a", { size: 1 });
    const version = await deployed(world, "acme", { thing: typeOf() });
    expect((await claimThere("a"))?.type).toMatchObject({ version });
  });

  it("is a deletion by the new program", async () => {
    await there.apply("acme/thing/a", { size: 1 });
    await (await world.hold("acme/thing/a")).settle(succeed({}));
    await there.delete("acme/thing/a");
    const version = await deployed(world, "acme", { thing: typeOf() });
    expect(await claimThere("a")).toMatchObject({ eventType: "DELETE", type: { version } });
  });

  it("is a sub-resource by the new schema", async () => {
    await there.apply("test/open/owner", {});
    const owner = await world.hold("test/open/owner");
    await deployed(world, "acme", NEW);
    const sub = { provider: "acme", resource: "thing", name: "sub", config: { size: "new" } };
    expect(await applySubResource(replica.core, owner.claim, sub)).toMatchObject({ key: "acme/thing/sub" });
  });

  it("is a list, a preview and what a reference may name", async () => {
    const { context } = world.org;
    const outputs = { type: "object", properties: { late: { type: "string" } }, additionalProperties: false };
    const input = {
      provider: "acme",
      resource: "thing",
      name: "a",
      config: { size: "new" },
      lifecycle_state: "pending",
    };
    await deployed(world, "acme", { thing: { ...NEW.thing, outputs_schema: outputs } });
    expect(await previewApply(replica.core, context, input as Parameters<typeof previewApply>[2])).toMatchObject({
      verdict: "create",
    });
    expect(await getOutputPaths(replica.core, context, "acme/thing/a")).toMatchObject({ paths: [{ path: "late" }] });
    expect(await listResourceTypes(replica.core, context, { provider: "acme" })).toMatchObject([
      { schema: NEW.thing.schema },
    ]);
  });

  it("is an apply of another type whose references the new version no longer allows", async () => {
    const outputs = { type: "object", properties: {}, additionalProperties: false };
    const uses = { url: "${acme/thing/before.outputs.url}" };
    expect(await there.apply("test/open/first", uses)).toMatchObject({ lifecycle_state: "pending" });
    await deployed(world, "acme", { thing: { ...OLD.thing, outputs_schema: outputs } });
    await expect(there.apply("test/open/second", uses)).rejects.toMatchObject({ code: "validation_failed" });
  });

  it("seals what it detaches as the new version says", async () => {
    await world.org.apply("test/open/base", { v: 87_654_321 });
    await (await world.hold("test/open/base")).settle(succeed({ v: 87_654_321 }));
    await there.apply("acme/thing/user", { size: "${test/open/base.outputs.v}" as unknown as number });
    await deployed(world, "acme", { thing: typeOf(has({ size: { type: "integer", sensitive: true } })) });
    await there.delete("test/open/base", { dependents: "detach" });
    expect(JSON.stringify(await there.row("acme/thing/user"))).not.toContain("87654321");
    expect(await deletionIssues(replica.core, world.org.context, "acme/thing/user")).toEqual([]);
  });
});

describe("another process", () => {
  it("accepts no type of a provider that is gone", async () => {
    await deployed(world, "acme", OLD);
    await there.draft("test/open/anything", {});
    await there.draft("acme/thing/a", { size: 1 });
    await there.delete("acme/thing/a");
    await deleteProvider(world.core, world.org.context, "acme");
    await expect(there.apply("acme/thing/b", { size: 1 })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ type: "unknown_type" }],
    });
    expect(await world.count("resources", `organization_id = '${world.org.id}' AND provider = 'acme'`)).toBe(0);
  });

  it("accepts no type of a provider that is being deleted", async () => {
    await deployed(world, "acme", OLD);
    await there.apply("acme/thing/a", { size: 1 });
    await (await world.hold("acme/thing/a")).settle(succeed({}));
    await deleteProvider(world.core, world.org.context, "acme", { cascade: true });
    await expect(there.apply("acme/thing/b", { size: 1 })).rejects.toMatchObject({ code: "deletion_in_progress" });
  });

  it("uses what is shipped now, in an organization without types of its own", async () => {
    await there.draft("acme/late/a", {});
    const late = (version: string, types: typeof OLD) => typeRows("acme", version, types);
    await putShippedTypes(world.core.db, "acme", late("1", OLD));
    expect(await there.apply("acme/thing/a", { size: 1 })).toMatchObject({ lifecycle_state: "pending" });
    await putShippedTypes(world.core.db, "acme", late("2", NEW));
    expect(await there.apply("acme/thing/b", { size: "new" })).toMatchObject({ lifecycle_state: "pending" });
    await world.pool.query("DELETE FROM provider_types WHERE provider = 'acme'");
    await expect(there.apply("acme/thing/c", { size: "new" })).rejects.toMatchObject({ code: "validation_failed" });
  });

  it("reads types once per version, not once per request", async () => {
    await deployed(world, "acme", OLD);
    let reads = 0;
    const { db } = replica.core;
    const query = db.query.bind(db);
    db.query = (statement, values) => {
      if (statement.name === "provider_types") reads++;
      return query(statement, values);
    };
    for (const name of ["a", "b", "c"]) await there.apply(`acme/thing/${name}`);
    await deployed(world, "acme", NEW);
    for (const name of ["d", "e", "f"]) await there.apply(`acme/thing/${name}`, { size: "new" });
    expect(reads).toBe(2);
  });
});

it("an attempt that follows a deployment seals what the one before was given in plain text", async () => {
  await deployed(world, "acme", OLD);
  await there.apply("acme/thing/a", { size: 11_223_344 });
  await (await world.hold("acme/thing/a")).settle({ kind: "failed", message: "it broke" });
  await deployed(world, "acme", { thing: typeOf(has({ size: { type: "integer", sensitive: true } })) });
  await world.elapse();
  const { claim } = await world.hold("acme/thing/a");
  expect(claim.attempt).toBe(2);
  const { rows } = await world.pool.query(
    `SELECT e.payload, r.resolved_config, r.handed_config FROM events e JOIN resources r ON r.pending_event_id = e.id
     WHERE r.organization_id = $1`,
    [world.org.id],
  );
  expect(JSON.stringify([claim.payload, rows])).not.toContain("11223344");
});

it("no version of types is ever given twice, even if a change of them is undone", async () => {
  const { id } = world.org;
  const change = (undo: boolean) =>
    world.core.db.transaction(async (db) => {
      await replaceOwnTypes(db.tenant(id), "acme", typeRows("acme", "1", OLD));
      const { version } = await replica.core.services.types.current(db, id);
      if (undo) throw Object.assign(new Error("undone"), { version });
      return version;
    });
  const undone = await change(true).catch((error: { version: string }) => error.version);
  expect((await replica.core.types.current(id)).find("acme", "thing")).toBeUndefined();
  const done = await change(false);
  expect(done).not.toBe(undone);
  expect((await replica.core.types.current(id)).version).toBe(done);
});
