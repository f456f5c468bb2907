import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getResourceDrift } from "../../src/resources/read/index.ts";
import type { Organization } from "../support/organization.ts";
import { readItems, storeFinding } from "../support/stored-finding.ts";
import { createWorld, type World } from "../support/world.ts";

const KEY = "test/item/a";
const MASK = "********";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
  await readItems(world);
});
beforeEach(() => {
  org = world.moveOn();
});
afterAll(() => world.close());

const drift = (options: { reveal?: boolean } = {}) => getResourceDrift(world.core, org.context, KEY, options);
const box = () => world.core.services.keyring.box(org.id);

async function ready(config: JsonObject = { value: 1 }, extras: object = {}): Promise<void> {
  await org.apply(KEY, config, extras);
  await world.work();
}

const found = (...changes: Parameters<typeof storeFinding>[3]["changes"]) =>
  storeFinding(world, org, KEY, { status: "drifted", changes });

const update = (column: string, value: unknown) =>
  world.pool.query(`UPDATE resources SET ${column} = $2 WHERE organization_id = $1`, [org.id, value]);

describe("the drift of a resource", () => {
  it("is not known before it was checked", async () => {
    await org.draft(KEY);
    expect(await drift()).toEqual({ status: "unknown", checked_at: null, due_at: null, error: null, changes: [] });
  });

  it("is not found without the resource", async () => {
    await expect(drift()).rejects.toMatchObject({ code: "not_found" });
  });

  it("is what was found, as long as the word of the row says so", async () => {
    await ready();
    const change = { path: "config.value", declared: 1, found: [2, { a: null }] };
    await found(change);
    const times = { checked_at: "2030-01-01T00:00:00.000Z", due_at: "2030-01-01T01:00:00.000Z" };
    expect(await drift()).toEqual({ status: "drifted", ...times, error: null, changes: [change] });
    await update("drift", "in_sync");
    expect(await drift()).toEqual({ status: "in_sync", ...times, error: null, changes: [] });
  });

  it("has the first hundred changes", async () => {
    await ready();
    await found(...Array.from({ length: 130 }, (_, n) => ({ path: `config.value[${n}]`, declared: n, found: null })));
    const { changes } = await drift();
    expect(changes.map(({ path }) => path)).toEqual(Array.from({ length: 100 }, (_, n) => `config.value[${n}]`));
  });

  it.each<[string, () => Promise<unknown>]>([
    ["paused", () => update("paused", true)],
    ["being deleted", () => update("deleting_since", "2030-01-01T00:00:00Z")],
    ["not checked by its own wish", () => update("handling", JSON.stringify({ drift: "off" }))],
    [
      "of an organization without checks",
      () => world.pool.query("INSERT INTO organizations (id, name, check_every) VALUES ($1, 'Acme', 0)", [org.id]),
    ],
  ])("names no next check while it is %s", async (_, happens) => {
    await ready();
    await found();
    expect(await drift()).toMatchObject({ due_at: expect.any(String) });
    await happens();
    expect(await drift()).toMatchObject({ status: "drifted", due_at: null });
  });
});

describe("what is sensitive in it", () => {
  const HIDDEN = ["s3cret-declared", "found by looking", "nested-secret"];

  async function foundSecrets(): Promise<void> {
    const [declared, whole, nested] = HIDDEN as [string, string, string];
    await ready({ value: 1, secret: declared });
    await found(
      { path: "config.secret", declared: box().seal(declared), found: box().seal(whole) },
      { path: "config.users", declared: null, found: [{ name: "ann", password: box().seal(nested) }] },
      { path: "config.value", declared: box().seal(declared), found: ["plain beside it"] },
      { path: "config.text", declared: null, found: box().seal("") },
    );
  }

  it("is masked, whatever its length and wherever it stands", async () => {
    await foundSecrets();
    const { changes } = await drift();
    expect(changes).toEqual([
      { path: "config.secret", declared: MASK, found: MASK },
      { path: "config.users", declared: null, found: [{ name: "ann", password: MASK }] },
      { path: "config.value", declared: MASK, found: MASK },
      { path: "config.text", declared: null, found: MASK },
    ]);
  });

  it("is revealed to those who may, which is audited", async () => {
    await foundSecrets();
    const audited = () => world.count("audit_entries", `organization_id = '${org.id}' AND action = 'resource.reveal'`);
    const { changes } = await drift({ reveal: true });
    expect(changes.map((change) => change.found)).toEqual([
      "found by looking",
      [{ name: "ann", password: "nested-secret" }],
      ["plain beside it"],
      "",
    ]);
    expect(await audited()).toBe(1);
    const scopes = new Set(org.context.scopes);
    scopes.delete("secrets:reveal");
    const asked = getResourceDrift(world.core, { ...org.context, scopes }, KEY, { reveal: true });
    await expect(asked).rejects.toMatchObject({ code: "missing_scope" });
    expect(await audited()).toBe(1);
  });
});
