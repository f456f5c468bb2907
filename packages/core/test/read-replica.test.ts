import { randomBytes } from "node:crypto";
import { createDatabase, createPool, Standby } from "@pragma/db";
import { putShippedTypes } from "@pragma/db/queries";
import { createLogger } from "@pragma/telemetry";
import { type PostgresServer, type StandbyServer, startPostgresServer, startStandby } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { closeCore, createCore } from "../src/create-core.ts";
import { listAudit } from "../src/foundation/audit/index.ts";
import { DEFAULT_SETTINGS } from "../src/foundation/common/settings.ts";
import { Keyring } from "../src/foundation/secrets/index.ts";
import type { Core } from "../src/foundation/unit-of-work/core.ts";
import {
  countByState,
  listActivity,
  readAttention,
  readChecklist,
  readQueue,
  readSeries,
} from "../src/operations/overview/index.ts";
import { listCapabilities } from "../src/providers/calls/index.ts";
import { listBuilds, listProviders, listResourceTypes } from "../src/providers/index.ts";
import { checkReadiness } from "../src/providers/readiness/index.ts";
import {
  countDeadLetters,
  getDeadLetter,
  groupDeadLetters,
  listDeadLetterRows,
  listDeadLetters,
} from "../src/resources/dead-letters/index.ts";
import {
  explainResource,
  getBlastRadius,
  getFacetChoices,
  getGroupedGraph,
  getListGroups,
  getNeighbourHistory,
  getResource,
  getResourceGraph,
  getResourceRelations,
  getResourceRows,
  getResourceStatus,
  getRootCause,
  getStagedChanges,
  listResourceEvents,
  listResourceRows,
  listResources,
  listSecretUsers,
  listTags,
  suggestReferences,
  suggestResources,
} from "../src/resources/read/index.ts";
import { Organization } from "./support/organization.ts";
import { PATIENT_VALIDATOR } from "./support/patience.ts";
import { TEST_TYPES } from "./support/types.ts";

let primary: PostgresServer;
let server: StandbyServer;
let standby: Standby;
/** With the replica, and another process without. */
let core: Core;
let plain: Core;
let org: Organization;
const pools: ReturnType<typeof createPool>[] = [];

function open(keyring: Keyring, Replica: typeof Standby | null): Core {
  const pool = createPool({ url: primary.url, name: "core-test", max: 5 });
  pools.push(pool);
  const db = createDatabase(pool);
  return createCore({
    db,
    databaseUrl: primary.url,
    standby: Replica && new Replica(db, { url: server.url, name: "core-test-replica", max: 5 }),
    keyring,
    settings: DEFAULT_SETTINGS,
    logger: createLogger({ service: "core-test", level: "fatal" }),
    validator: PATIENT_VALIDATOR,
  });
}

beforeAll(async () => {
  primary = await startPostgresServer();
  server = await startStandby(primary);
  const keyring = new Keyring([randomBytes(32)]);
  core = open(keyring, Standby);
  plain = open(keyring, null);
  standby = core.services.standby as Standby;
  await putShippedTypes(plain.db, "test", TEST_TYPES);
  org = new Organization(core);
  await org.apply("test/item/a", {}, { tags: ["first"] });
  await org.apply("test/item/b", { value: "${test/item/a.outputs.value}" });
  await org.apply("pragma/config/c", { data: { x: "1" } }, { lifecycle_state: "draft" });
});
afterAll(async () => {
  await closeCore(core);
  await closeCore(plain);
  await Promise.all(pools.map((pool) => pool.end()));
  await server.remove();
  await primary.remove();
});

const ANY_VALUE = { field: "", types: [], format: null, sensitive: false };
const PATIENT = { timeout: 120_000 };
const page = { limit: 50 };
const id = "resource:test_item_a";

/** Everything that may be read from the replica. */
const LISTS: Record<string, (from: Core) => Promise<unknown>> = {
  resources: (from) => listResources(from, org.context, {}, page),
  "resources by a filter": (from) => listResources(from, org.context, { tags: ["first"] }, page),
  rows: (from) => listResourceRows(from, org.context, {}, page),
  "rows that are shown": (from) => getResourceRows(from, org.context, ["test/item/a"]),
  "choices of filters": (from) => getFacetChoices(from, org.context, { lifecycle_state: "ready" }),
  "groups of the list": (from) => getListGroups(from, org.context, {}, "tag"),
  tags: (from) => listTags(from, org.context),
  suggestions: (from) => suggestResources(from, org.context, { text: "a", limit: 10 }),
  "suggested references": (from) => suggestReferences(from, org.context, { text: "", wish: ANY_VALUE, limit: 10 }),
  explanation: (from) => explainResource(from, org.context, id),
  "graph in groups": (from) => getGroupedGraph(from, org.context, { by: "type", open: "test/item" }),
  "root cause": (from) => getRootCause(from, org.context, id),
  "blast radius": (from) => getBlastRadius(from, org.context, id),
  graph: (from) => getResourceGraph(from, org.context, {}),
  "part of the graph": (from) => getResourceGraph(from, org.context, { root: id, depth: 1 }),
  relations: (from) => getResourceRelations(from, org.context, id),
  "what is staged": (from) => getStagedChanges(from, org.context, id),
  "history of the neighbours": (from) =>
    getNeighbourHistory(from, org.context, id, { first: "1", last: null, correlationId: "any" }),
  history: (from) => listResourceEvents(from, org.context, id, page),
  "users of a secret": (from) => listSecretUsers(from, org.context, id),
  "dead letters": (from) => listDeadLetters(from, org.context, {}, page),
  "groups of dead letters": (from) => groupDeadLetters(from, org.context, {}),
  "the number of dead letters": (from) => countDeadLetters(from, org.context),
  "rows of dead letters": (from) => listDeadLetterRows(from, org.context, {}, page),
  audit: (from) => listAudit(from, org.context, {}, page),
  builds: (from) => listBuilds(from, org.context, "test"),
  providers: (from) => listProviders(from, org.context),
  types: (from) => listResourceTypes(from, org.context, {}),
  capabilities: (from) => listCapabilities(from, org.context, { provider: "test", resource: "item" }),
  counts: (from) => countByState(from, org.context),
  activity: (from) => listActivity(from, org.context, 10),
  checklist: (from) => readChecklist(from, org.context),
  queue: async (from) => ({ ...(await readQueue(from, org.context)), oldest_queued_at: null }),
  attention: (from) => readAttention(from, org.context),
  series: (from) => readSeries(from, org.context, 1),
};

const served = () => standby.counts.served;
const refused = () =>
  Object.entries(standby.counts).reduce((sum, [name, count]) => sum + (name === "served" ? 0 : count), 0);
const names = async (from: Core, range: object = page) => {
  const { bodies, next } = await listResources(from, org.context, {}, { limit: 50, ...range });
  return { names: bodies.map((body) => (JSON.parse(body) as { name: string }).name), next };
};

/** Repeats a read until all of it came from the replica, which may lag for a moment. */
async function fromReplica<Result>(read: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const before = { served: served(), refused: refused() };
    const found = await read();
    if (served() > before.served && refused() === before.refused) return found;
  }
}

/** When the first bucket of a series starts; of other lists, undefined. */
const firstStart = (list: unknown) => (list as { buckets?: { start: string }[] } | null)?.buckets?.[0]?.start;

describe("with a read replica", () => {
  it.each(Object.entries(LISTS))("%s come from there, and are what the primary has", async (_, list) => {
    let there: unknown;
    let here: unknown;
    // A series starts later when a minute ends between the two.
    do {
      there = await fromReplica(() => list(core));
      here = await list(plain);
    } while (firstStart(there) !== firstStart(here));
    expect(there).toEqual(here);
  });

  it("single resources and their states do not, nor does anything in a transaction", async () => {
    await server.caughtUp();
    const before = served() + refused();
    await getResource(core, org.context, id);
    await getResourceStatus(core, org.context, id);
    await getDeadLetter(core, org.context, "00000000-0000-4000-8000-000000000000").catch(() => {});
    await core.transaction(async (unit) => {
      await org.on(unit).draft("test/item/a", {}, { tags: ["second"] });
      expect(await listTags(unit, org.context)).toEqual([{ tag: "second", count: 1 }]);
    });
    expect(served() + refused()).toBe(before);
  });

  it("a list shows every change that another process acknowledged, however far the replica is", async () => {
    await server.caughtUp();
    const other = org.on(plain);
    await server.pauseReplay();
    await other.draft("pragma/config/d", { data: {} });
    const before = served();
    expect((await names(core)).names).toEqual(["a", "b", "c", "d"]);
    expect(served()).toBe(before);
    expect(standby.counts.behind).toBeGreaterThan(0);
    await server.resumeReplay();
    expect((await fromReplica(() => names(core))).names).toEqual(["a", "b", "c", "d"]);
  });

  it("a list continues where it ended, wherever its parts are read", async () => {
    const other = org.on(plain);
    await other.draft("pragma/config/e", { data: {} });
    const first = await fromReplica(() => names(core, { limit: 2 }));
    const before = served();
    await server.pauseReplay();
    await other.draft("pragma/config/ba", { data: {} });
    const second = await names(core, { limit: 2, after: first.next });
    expect(served()).toBe(before);
    await server.resumeReplay();
    const third = await fromReplica(() => names(core, { limit: 2, after: second.next }));
    expect([first, second, third].map((part) => part.names)).toEqual([
      ["a", "b"],
      ["ba", "c"],
      ["d", "e"],
    ]);
  });

  it("a list of what is not there says so from there", async () => {
    const absent = () => listResourceEvents(core, org.context, "resource:test_item_absent", page);
    const error = await fromReplica(() => absent().catch((reason: unknown) => reason));
    expect(error).toMatchObject({ code: "not_found" });
  });

  it("readiness only notes that it hangs, for however long", async () => {
    class Hanging extends Standby {
      override async probe() {
        return new Promise<never>(() => {});
      }
    }
    const halting = open(new Keyring([randomBytes(32)]), Hanging);
    onTestFinished(() => closeCore(halting));
    const note = async () => (await checkReadiness(halting)).checks.database;
    await expect.poll(note, PATIENT).toEqual({ status: "ok", message: expect.stringContaining("it does not answer") });
  });

  it("readiness notes that it cannot be used, and lists come from the primary", async () => {
    const note = async () => (await checkReadiness(core)).checks.database;
    await expect.poll(note, PATIENT).toEqual({ status: "ok" });
    await server.stop();
    await expect.poll(note, PATIENT).toEqual({ status: "ok", message: expect.stringContaining("it does not answer") });
    expect((await names(core)).names).toHaveLength(6);
    await server.start();
    await expect.poll(note, PATIENT).toEqual({ status: "ok" });
    await fromReplica(() => names(core));
    await server.promote();
    await expect.poll(note, PATIENT).toEqual({ status: "ok", message: expect.stringContaining("no standby") });
    expect((await names(core)).names).toHaveLength(6);
  });
});
