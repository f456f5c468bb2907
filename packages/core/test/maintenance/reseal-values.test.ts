import { randomBytes } from "node:crypto";
import type { JsonObject } from "@pragma/contract";
import { readSealedRows, replaceSealedValues, SEALED_PLACES, type SealedPlace } from "@pragma/db/maintenance";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DomainError } from "../../src/foundation/common/errors.ts";
import { Keyring } from "../../src/foundation/secrets/index.ts";
import { resealValues } from "../../src/operations/maintenance/index.ts";
import { resealPlace } from "../../src/operations/maintenance/reseal-place.ts";
import { retryDeadLetter } from "../../src/resources/dead-letters/index.ts";
import { Changes } from "../support/changes.ts";
import { findConfig } from "../support/checks.ts";
import { fail, reject, succeed } from "../support/script.ts";
import { allButCiphertexts, columnsOf, emptySealed } from "../support/sealed.ts";
import { createWorld, type World } from "../support/world.ts";

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const oldRing = new Keyring([oldKey]);
const rotated = new Keyring([newKey, oldKey]);
const newRing = new Keyring([newKey]);
const [oldId] = oldRing.ids;
const [newId] = newRing.ids;

/** JSON that never holds an envelope, and why. */
const NOT_SEALED = {
  "audit_entries.actor": "a name",
  "audit_entries.details": "ids and roles",
  "change_actions.because": "names of fields and resources",
  "change_actions.changes": "masked when written",
  "change_actions.issues": "messages name fields, not values",
  "change_actions.warnings": "messages name fields, not values",
  "changes.allow_replace": "ids of resources",
  "changes.applied_by": "a name",
  "changes.basis": "versions of rows",
  "changes.counts": "numbers",
  "changes.created_by": "a name",
  "changes.ended_by": "a name",
  "changes.source": "a commit and addresses",
  "events.actor": "a name",
  "idempotency_keys.error": "messages name fields, not values",
  "idempotency_keys.headers": "of answers, which are masked",
  "provider_builds.pushed_by": "a name",
  "provider_builds.types": "schemas",
  "provider_call_chunks.body": "redacted or sealed by the worker, for as long as somebody waits for it",
  "provider_calls.arguments": "bounds of a log or a list, a name",
  "provider_calls.subject": "sealed, for as long as somebody waits for the answer",
  "provider_deployments.actor": "a name",
  "provider_types.key_order": "names of fields",
  "provider_types.outputs_schema": "a schema",
  "provider_types.schema": "a schema",
  "resource_changes.actor": "a name",
  "resource_changes.changes": "masked when written",
  "resource_logs.metadata": "redacted when written",
  "resources.applied_by": "a name",
  "resources.dependencies": "references",
  "resources.handling": "words, and names of fields",
  "resources.error_facts": "names of fields and resources",
  "resources.owner_references": "references",
  "resources.returns_to": "references, and an error that is redacted",
  "sub_resource_drops.applied_by": "a name",
  "signing_keys.public_jwk": "public",
} as const;

const PLACES = SEALED_PLACES.flatMap(({ table, columns }) => columns.map(({ column }) => `${table}.${column}`));

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 }, { keyring: oldRing });
});
beforeEach(async () => {
  await emptySealed(world);
  world.provider.reset();
  world.moveOn();
});
afterAll(() => world.close());

/** Use-cases that between them put an envelope into every column that can hold one. */
async function liveWith(secret: string): Promise<void> {
  const { org, provider } = world;
  await org.apply("pragma/secret/s", { data: { password: secret } });
  await org.apply("test/item/a", { value: 1, secret, users: [{ name: "ann", password: `${secret}-ann` }] });
  await org.apply("test/item/b", {
    text: "postgres://u:${pragma/secret/s.outputs.password}@host",
    value: { deep: ["${pragma/secret/s.outputs.password}"] },
  });
  await org.apply("test/open/c", { whole: { __dependency__: true, provider: "test", resource: "item", name: "b" } });
  await org.draft("test/item/draft", { secret });
  provider.answer("test/item/keeps", succeed({}, { token: secret }));
  await org.apply("test/item/keeps", {});
  await org.apply("test/item/staged", { secret });
  await world.work();
  await org.draft("test/item/staged", { value: 2 });
  await org.apply("test/item/a", { value: 2, secret: `${secret}-then` });
  await world.work();
  await findConfig(world, "test/item/a", { secret: `${secret}-found` });
  const changes = new Changes(world);
  const changeTo = (text: string) => ({
    documents: [{ provider: "test", resource: "item", name: "a", config: { value: 2, secret: text } }],
  });
  const { id } = await changes.applyNow(changeTo(`${secret}-next`));
  // A plan that changes a part of what it names: that part is sealed once more.
  const unchanged = { provider: "pragma", resource: "secret", name: "s", config: { data: { password: secret } } };
  await changes.plan({ documents: [...changeTo(`${secret}-after`).documents, unchanged] });
  provider.answer("test/item/failed", reject(`no ${secret}`));
  await org.apply("test/item/failed", { secret });
  await org.apply("test/item/going", { secret });
  // By itself a change is settled a moment after its last resource.
  await changes.finish(id);
  await leaveDraftWaiting(secret);
  provider.answer("test/item/going", reject("it stays"));
  await org.delete("test/item/going");
  await world.work();
  provider.answer("test/item/waiting", fail("later"));
  await org.apply("test/item/waiting", { secret });
  await world.step();
  await world.core.services.sessionKeys.rotate();
}

/** A draft that is to be staged once what ran before has succeeded, which it has not. */
async function leaveDraftWaiting(secret: string): Promise<void> {
  const { org, provider } = world;
  const changes = new Changes(world);
  const config = { value: 3 };
  await org.apply("test/item/undone", { value: 1 });
  await world.work();
  await org.draft("test/item/undone", { secret });
  const { id } = await changes.applyNow({
    documents: [{ provider: "test", resource: "item", name: "undone", config }],
  });
  await changes.finish(id);
  provider.answer("test/item/undone", reject("not yet"));
  const undo = await changes.revert(id);
  await changes.apply(undo.id);
  await changes.finish(undo.id);
}

async function columnsUnder(keyId: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of PLACES) {
    const [table, column] = name.split(".") as [string, string];
    if ((await world.count(table, `position('"v1.${keyId}.' IN ${column}::text) > 0`)) > 0) found.push(name);
  }
  return found;
}

const reseal = (options = {}) => resealValues({ db: world.core.db, keyring: rotated }, { pauseMs: 0, ...options });

/** Applies, again and again while the resource is in flight. */
async function applyOnceSettled(running: World, key: string, config: JsonObject): Promise<void> {
  for (;;) {
    try {
      await running.org.apply(key, config);
      return;
    } catch (error) {
      if (!(error instanceof DomainError && error.code === "change_in_flight")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

describe("the places", () => {
  it("are all columns of JSON except those known to hold no envelope", async () => {
    expect(await columnsOf(world, "json", "jsonb")).toEqual([...PLACES, ...Object.keys(NOT_SEALED)].sort());
  });

  it("are all that the use-cases put envelopes into", async () => {
    await liveWith("correct horse");
    expect(await columnsUnder(oldId)).toEqual(PLACES);
    const tables = (await world.tablesHolding(oldId)).map((line) => line.replace(/: \d+$/, ""));
    expect(tables).toEqual(SEALED_PLACES.map(({ table }) => `public.${table}`).sort());
  });
});

describe("resealing", () => {
  it("leaves nothing under the old key in any column of any table, and nothing else changed", async () => {
    await liveWith("correct horse");
    await world.organization().apply("test/item/theirs", { secret: "battery" });
    const before = await allButCiphertexts(world);
    const report = await reseal();
    expect(await world.tablesHolding(oldId)).toEqual([]);
    expect(await columnsUnder(newId)).toEqual(PLACES);
    expect(await allButCiphertexts(world)).toEqual(before);
    expect(report).toMatchObject({ currentKey: newId, spareKeys: [oldId], inHand: 0, complete: true, recurring: 0 });
    for (const place of report.places) {
      expect(place).toMatchObject({ busy: 0, unopened: [] });
      expect(place.sealed).toBeGreaterThan(0);
    }
  });

  it("repeated, writes no row", async () => {
    await liveWith("correct horse");
    await reseal();
    const before = await world.everything();
    const report = await reseal();
    expect(report.places.map(({ sealed }) => sealed)).toEqual(SEALED_PLACES.map(() => 0));
    expect(report.spareKeys).toEqual([oldId]);
    expect(await world.everything()).toEqual(before);
  });

  it("reaches rows beyond the first batch, many small ones and few large ones", async () => {
    await world.org.draft("test/item/small", { secret: "correct horse" });
    const copy = (name: string, copies: number, padding: number) =>
      world.pool.query(
        `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, applied_by)
         SELECT organization_id, 'test/item/' || $1::text || n, id || $1 || n, provider, resource, $1 || n,
           json_build_object('secret', config -> 'secret', 'text', repeat('x', $3)), 'draft', applied_by
         FROM resources, generate_series(1, $2::int) AS n WHERE key = 'test/item/small'`,
        [name, copies, padding],
      );
    await copy("many", 1200, 10);
    await copy("large", 12, 900_000);
    const looks: number[] = [];
    const report = await reseal({
      onProgress: (table: string, rows: number) => {
        if (table === "resources") looks.push(rows);
      },
    });
    expect(report.places[0]?.sealed).toBe(1213);
    expect(await world.tablesHolding(oldId)).toEqual([]);
    // Five large rows at most fit into one batch of the first pass, and 500 small ones.
    const firstPass = looks.slice(0, looks.indexOf(1213) + 1);
    const steps = firstPass.map((rows, index) => rows - (firstPass[index - 1] ?? 0));
    expect(steps.slice(0, 2)).toEqual([5, 5]);
    expect(Math.max(...steps)).toBe(500);
  });
});

describe("with the new key alone, afterwards", () => {
  it("everything works as before", async () => {
    const secret = "correct horse";
    await liveWith(secret);
    const keys = ["pragma/secret/s", "test/item/a", "test/item/b", "test/open/c", "test/item/draft"];
    const shown = await Promise.all(keys.map((key) => world.org.get(key, { reveal: true })));
    const signer = await world.core.services.sessionKeys.signer();
    await reseal();
    const after = world.restarted(newRing);
    const { org, provider } = after;
    expect(await Promise.all(keys.map((key) => org.get(key, { reveal: true })))).toEqual(shown);
    expect((await after.core.services.sessionKeys.signer()).kid).toBe(signer.kid);

    // Unchanged, whether with the value or with its mask.
    const row = await org.row("test/item/a");
    expect(await org.apply("test/item/a", { value: 2, secret: `${secret}-next` })).toEqual(row);
    expect(await org.apply("test/item/a", (await org.get("test/item/a")).config)).toEqual(row);

    // The attempt that waited, and the dead letters of a create and a delete.
    await after.elapse();
    await after.work();
    for (const letter of await org.deadLetters()) await retryDeadLetter(after.core, org.context, letter.event_id);
    await after.work();
    expect(await org.standings("test/item/waiting", "test/item/failed", "test/item/going")).toEqual([
      "ready",
      "ready",
      "gone",
    ]);
    expect(provider.calls.map(({ key, config }) => `${key} ${config["secret"]}`).sort()).toEqual([
      `test/item/failed ${secret}`,
      `test/item/going ${secret}`,
      "test/item/undone undefined",
      `test/item/waiting ${secret}`,
    ]);

    // The draft that waited for one of them.
    expect(await org.get("test/item/undone", { reveal: true })).toMatchObject({
      lifecycle_state: "draft",
      config: { secret },
    });

    // A changed secret reaches what uses it, with the config before that.
    provider.reset();
    await org.apply("pragma/secret/s", { data: { password: "battery staple" } });
    await after.work();
    expect(provider.calls.find(({ key }) => key === "test/item/b")).toMatchObject({
      event: "UPDATE",
      config: { text: "postgres://u:battery staple@host" },
      previous: { text: `postgres://u:${secret}@host` },
    });
    await after.close();
  });
});

describe("beside others", () => {
  it("a row that is being changed is left alone, and is resealed after that", async () => {
    await world.org.draft("test/item/a", { secret: "before" });
    await world.org.draft("test/item/b", { secret: "other" });
    const client = await world.pool.connect();
    await client.query("BEGIN");
    const fresh = JSON.stringify({ secret: oldRing.encrypt("after", world.org.id) });
    const { rows: changed } = await client.query(
      `UPDATE resources SET config = $1, version = nextval('resources_version_seq') WHERE key = 'test/item/a'
       RETURNING version`,
      [fresh],
    );
    let commit: Promise<unknown> | undefined;
    const report = await reseal({
      onProgress: (table: string) => {
        if (table === "resources") commit ??= client.query("COMMIT");
      },
    });
    await commit;
    client.release();
    expect(report.places[0]).toMatchObject({ table: "resources", sealed: 2, busy: 0 });
    expect(await world.tablesHolding(oldId)).toEqual([]);
    const after = world.restarted(newRing);
    expect((await after.org.get("test/item/a", { reveal: true })).config).toEqual({ secret: "after" });
    expect((await after.org.row("test/item/a"))?.version).toBe(changed[0]?.version);
    await after.close();
  });

  it("a value that was changed since it was read is not written over", async () => {
    const { core, org } = world;
    for (const key of ["test/item/a", "test/item/b"]) await org.draft(key, { secret: "before" });
    const place = SEALED_PLACES[0] as SealedPlace;
    const rows = await readSealedRows(core.db, place, undefined, newId);
    const now = (await org.draft("test/item/a", { secret: "after" })).config;
    const values = ["{}", null, null, null, null];
    const changes = rows.map((row) => ({ row, values }));
    const written = await replaceSealedValues(core.db, place, changes);
    expect(written.map(({ row }) => row.key)).toEqual([["test/item/b", org.id]]);
    expect((await org.row("test/item/a"))?.config).toBe(now);
    expect((await org.row("test/item/b"))?.config).toBe("{}");
  });

  it("an earlier value that a worker brings back is sealed, too", async () => {
    await world.org.apply("test/item/a", { secret: "correct horse" });
    const held = await world.hold("test/item/a");
    let settled: Promise<boolean> | undefined;
    const report = await reseal({
      onWait: () => {
        settled ??= held.settle(succeed());
      },
    });
    expect(await settled).toBe(true);
    expect(await world.org.row("test/item/a")).toMatchObject({ lifecycle_state: "ready" });
    expect(await world.tablesHolding(oldId)).toEqual([]);
    expect(report).toMatchObject({ inHand: 0, spareKeys: [oldId] });
  });

  it("a key is still needed while a worker may bring back values under it", async () => {
    await world.org.apply("test/item/a", { secret: "correct horse" });
    const held = await world.hold("test/item/a");
    expect(await reseal({ patienceMs: 0 })).toMatchObject({ complete: false, inHand: 1, spareKeys: [] });
    await held.settle(succeed());
    expect(await world.tablesHolding(oldId)).toEqual(["public.resources: 1"]);
    expect(await reseal()).toMatchObject({ inHand: 0, spareKeys: [oldId] });
    expect(await world.tablesHolding(oldId)).toEqual([]);
  });

  it("a key is still needed while a program still has it first", async () => {
    await world.org.draft("test/item/a", { secret: "correct horse" });
    const { config = "" } = (await world.org.row("test/item/a")) ?? {};
    let written: Promise<unknown> | undefined;
    const write = (): void => {
      written = world.pool.query("UPDATE resources SET config = $1", [config]);
    };
    const report = await reseal({ passes: 3, onProgress: write });
    await written;
    expect(report).toMatchObject({ complete: false, recurring: 1, spareKeys: [] });
  });

  it("applies and workers go on meanwhile, and lose nothing", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `test/item/n${index}`);
    const running = world.restarted(rotated);
    const configs = (round: number): [string, JsonObject][] => [
      ["pragma/secret/s", { data: { password: `round ${round}` } }],
      ...names.map((key): [string, JsonObject] => [
        key,
        { text: "${pragma/secret/s.outputs.password}", secret: `${key} ${round}` },
      ]),
    ];
    let busy = true;
    const change = async (): Promise<void> => {
      for (let round = 0; round < 5; round++) {
        for (const [key, config] of configs(round)) await applyOnceSettled(running, key, config);
      }
      busy = false;
    };
    // To and fro, so that there is always something to seal again.
    const churn = async (): Promise<void> => {
      while (busy) {
        for (const keyring of [new Keyring([oldKey, newKey]), rotated]) {
          for (const place of SEALED_PLACES) await resealPlace({ db: world.core.db, keyring }, place);
        }
      }
    };
    await Promise.all([change(), running.workTogether(3, () => busy), churn()]);
    await running.work();
    await reseal();
    expect(await world.tablesHolding(oldId)).toEqual([]);
    const after = world.restarted(newRing);
    expect(await after.org.standings(...names)).toEqual(names.map(() => "ready"));
    for (const key of names) {
      const { resolved_config, outputs } = await after.org.get(key, { reveal: true });
      expect(resolved_config).toEqual({ text: "round 4", secret: `${key} 4` });
      expect(outputs).toEqual({ text: "round 4" });
    }
    await after.close();
    await running.close();
  });
});
