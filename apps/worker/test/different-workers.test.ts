import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DomainError } from "@pragma/core/errors";
import { checkResourceHealth } from "@pragma/core/provider-calls";
import { sweepShippedTypes } from "@pragma/core/providers/worker";
import { deleteResource } from "@pragma/core/resources/delete";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseProviderScope } from "../src/providers/provider-scope.ts";
import { parseQueues } from "../src/queues.ts";
import type { WorkerOptions } from "../src/worker-options.ts";
import { copiedProviders } from "./support/copied-providers.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, openedTo, PROVIDERS, type World } from "./support/world.ts";

const SOUND = fileURLToPath(new URL("broken/sound", import.meta.url));

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(async () => {
  world.moveOn();
  await world.pool.query("DELETE FROM provider_types");
  // One that was killed leaves its row behind if it has told of itself by then.
  await world.pool.query("DELETE FROM workers");
});
afterAll(() => close());

/** A worker that ships `sound` alone. */
function narrow(): Partial<WorkerOptions> {
  return { providersDirectory: copiedProviders(SOUND), providerFolders: openedTo("sound") };
}

/** A worker that ships `sound` and `objects`. */
function full(): Partial<WorkerOptions> {
  return {
    providersDirectory: copiedProviders(SOUND, join(PROVIDERS, "objects")),
    providerFolders: ["sound", "objects"].flatMap(openedTo),
  };
}

/** The providers whose types are known. */
async function shippedProviders(): Promise<string[]> {
  const { rows } = await world.pool.query<{ provider: string }>(
    "SELECT DISTINCT provider FROM provider_types ORDER BY 1",
  );
  return rows.map(({ provider }) => provider);
}

/** How many live workers say something of themselves. */
async function workersThat(condition: string): Promise<number> {
  const { rows } = await world.pool.query(`SELECT 1 FROM workers WHERE ${condition}`);
  return rows.length;
}

const BOTH = ["objects", "sound"];

describe("shipped types", () => {
  it("that a live worker serves stay when another worker starts without them", async () => {
    await world.startWorker({ ...full(), typesGraceMs: 400 });
    const other = await world.startWorker({ ...narrow(), typesGraceMs: 400 });
    expect(await shippedProviders()).toEqual(BOTH);
    await world.pool.query("UPDATE unserved_types SET since = now() - interval '1 hour'");
    await waitUntil(
      async () => (await workersThat("shipped_types IS NOT NULL")) === 2,
      () => other.log,
    );
    expect(await shippedProviders()).toEqual(BOTH);
  });

  it("that no live worker serves go when the grace period is over, and come back with a worker that serves them", async () => {
    const before = await world.launchWorker(full());
    await waitUntil(
      async () => (await workersThat("'objects/object' = ANY(shipped_types)")) === 1,
      () => before.log,
    );
    await before.stop();
    const patient = await world.launchWorker({ ...narrow(), typesGraceMs: 4_000 });
    await waitUntil(
      async () => (await world.pool.query("SELECT 1 FROM unserved_types")).rows.length > 0,
      () => patient.log,
    );
    expect(await shippedProviders()).toEqual(BOTH);
    await waitUntil(async () => (await shippedProviders()).join() === "sound", shippedProviders);
    expect(patient.log.join()).toContain("types that no worker serves any more were removed");
    await patient.stop();
    await world.startWorker(full());
    expect(await shippedProviders()).toEqual(BOTH);
  });

  it("that went while nobody heard of their worker come back with it, and others of its provider stay as they are", {
    tags: ["thorough"],
  }, async () => {
    await world.startWorker({ ...narrow(), typesGraceMs: 40 });
    const paused = await world.spawnWorker({
      PRAGMA_PROVIDERS_DIR: copiedProviders(SOUND, join(PROVIDERS, "objects")),
      PRAGMA_TYPES_GRACE_MS: "40",
    });
    paused.signal("SIGSTOP");
    await waitUntil(async () => {
      await world.pool.query(
        "UPDATE workers SET heartbeat_at = now() - interval '1 hour' WHERE 'objects/object' = ANY(shipped_types)",
      );
      return (await shippedProviders()).join() === "sound";
    }, shippedProviders);
    await world.pool.query("UPDATE provider_types SET version = 'of a newer release' WHERE provider = 'sound'");
    paused.signal("SIGCONT");
    await waitUntil(async () => (await shippedProviders()).join() === BOTH.join(), shippedProviders);
    await world.object("after");
    await world.reaches("objects/object/after", "ready");
    const { rows } = await world.pool.query("SELECT DISTINCT version FROM provider_types WHERE provider = 'sound'");
    expect(rows).toEqual([{ version: "of a newer release" }]);
    await paused.kill();
  });

  it("are kept while a worker lives that does not say what it serves", { tags: ["thorough"] }, async () => {
    await world.pool.query("INSERT INTO workers (id) VALUES ('of an earlier release')");
    const before = await world.launchWorker(full());
    await before.stop();
    const worker = await world.startWorker({ ...narrow(), typesGraceMs: 40 });
    await waitUntil(
      async () => (await workersThat("shipped_types IS NOT NULL")) === 1,
      () => worker.log,
    );
    for (let round = 0; round < 3; round++) await sweepShippedTypes(world.core, 0);
    expect(await shippedProviders()).toEqual(BOTH);
    await world.pool.query("DELETE FROM workers WHERE id = 'of an earlier release'");
    await waitUntil(async () => (await shippedProviders()).join() === "sound", shippedProviders);
  });
});

describe("claims", () => {
  /** Which worker carried out the events of a provider. */
  async function ownersOf(provider: string, work: () => Promise<unknown>): Promise<Set<string>> {
    const owners = new Set<string>();
    const poll = async (): Promise<void> => {
      const rows = await world.rows<{ owner: string }>(
        "SELECT owner FROM leases WHERE organization_id = $1 AND split_part(resource_key, '/', 1) = $2",
        provider,
      );
      for (const { owner } of rows) owners.add(owner);
    };
    const watch = setInterval(() => void poll(), 20);
    await work().finally(() => clearInterval(watch));
    return owners;
  }

  it("are only of providers that a worker runs", async () => {
    await world.startWorker(narrow());
    const other = await world.startWorker(full());
    const owners = await ownersOf("objects", async () => {
      for (let index = 0; index < 20; index++) {
        await world.object(`o-${index}`, { delay_ms: 100 });
        await world.apply(`sound/thing/t-${index}`, { text: "hello" });
      }
      await world.allReady(40);
    });
    expect([...owners]).toEqual([other.id]);
    const { rows } = await world.pool.query("SELECT 1 FROM dead_letters");
    expect(rows).toEqual([]);
    expect((await world.rows("SELECT 1 FROM events WHERE organization_id = $1 AND attempt > 1")).length).toBe(0);
  });

  it("wait for a worker that runs their provider, across a reference and for a deletion, too", {
    tags: ["thorough"],
  }, async () => {
    const before = await world.launchWorker(full());
    await world.object("old");
    await world.reaches("objects/object/old", "ready");
    await before.stop();
    await world.startWorker(narrow());
    await world.apply("sound/thing/first", { text: "hello" });
    await world.object("second", { text: "${sound/thing/first.outputs.text}" });
    await deleteResource(world.core, world.context, "objects/object/old");
    await world.reaches("sound/thing/first", "ready");
    // Its own reconcile request, and the one that the result of the first caused.
    await settled();
    expect((await world.row("objects/object/second"))?.lifecycle_state).toBe("pending");
    expect((await world.row("objects/object/old"))?.lifecycle_state).toBe("pending");
    expect(world.folder.calls("second")).toEqual([]);
    await world.startWorker(full());
    await world.reaches("objects/object/second", "ready");
    await world.reaches("objects/object/old", "gone");
    const attempts = await world.rows<{ attempt: number }>(
      "SELECT max(attempt) AS attempt FROM events WHERE organization_id = $1",
    );
    expect(attempts[0]?.attempt).toBe(1);
  });

  it("are chosen by PRAGMA_PROVIDERS and PRAGMA_QUEUES", { tags: ["thorough"] }, async () => {
    const only = await world.startWorker({ ...full(), scope: parseProviderScope("sound") });
    const idle = await world.startWorker({ ...full(), queues: parseQueues("builds,upkeep,questions") });
    await world.object("waits");
    await world.apply("sound/thing/a", { text: "hello" });
    await world.apply("pragma/config/c", { data: { a: 1 } });
    await world.reaches("sound/thing/a", "ready");
    await world.reaches("pragma/config/c", "ready");
    await settled();
    expect((await world.row("objects/object/waits"))?.lifecycle_state).toBe("pending");
    expect(idle.id).not.toBe(only.id);
    // The other one runs `objects` for questions, whichever of them takes one first.
    for (let asked = 0; asked < 5; asked++) {
      const health = checkResourceHealth(world.core, world.context, "objects/object/waits").catch(
        (error: DomainError) => error.message,
      );
      expect(await health).toMatchObject({ status: expect.any(String) });
    }
  });

  it("of pushed providers are chosen, too", { tags: ["thorough"] }, async () => {
    const { organizationId } = world.context;
    await world.pool.query(
      `INSERT INTO provider_types (organization_id, provider, resource, version, schema, outputs_schema, tags, capabilities)
       VALUES ($1, 'notes', 'note', '20261125.093000', '{}', '{}', '{}', '{}')`,
      [organizationId],
    );
    await world.startWorker({ ...narrow(), scope: parseProviderScope("sound") });
    await world.apply("notes/note/n", {});
    await world.apply("sound/thing/a", { text: "hello" });
    await world.reaches("sound/thing/a", "ready");
    await settled();
    expect((await world.row("notes/note/n"))?.lifecycle_state).toBe("pending");
    await world.startWorker({ ...narrow(), scope: parseProviderScope(`${organizationId}/notes`) });
    // Its program was never built, and the worker that may run it says so.
    await waitUntil(
      async () => /not running here/.test((await world.row("notes/note/n"))?.error ?? ""),
      () => world.row("notes/note/n"),
    );
  });

  it("are refused to a worker whose PRAGMA_PROVIDERS names what it does not ship, and it says what it does", async () => {
    const mistaken = world.launchWorker({ ...full(), scope: parseProviderScope("sounds,objects") });
    await expect(mistaken).rejects.toThrow(
      'PRAGMA_PROVIDERS: "sounds" is not shipped with this worker, which has objects, sound',
    );
    await world.startWorker({ ...narrow(), scope: parseProviderScope("pragma,sound,*/*") });
    const empty = world.launchWorker({ providersDirectory: undefined, scope: parseProviderScope("sound") });
    await expect(empty).rejects.toThrow(
      'PRAGMA_PROVIDERS: "sound" is not shipped with this worker, which has none (PRAGMA_PROVIDERS_DIR)',
    );
  });

  /** Resolves once no request is due that somebody may take now. */
  async function settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
});
