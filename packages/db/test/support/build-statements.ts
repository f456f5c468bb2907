import { LACKED_FIELDS, LIFECYCLE_STATES, LIST_GROUPINGS, LIST_SORTS, type ResourceFilter } from "@pragma/contract";
import type { Database } from "../../src/index.ts";
import { Tenant } from "../../src/index.ts";
import {
  beginDeletions,
  changeAndWake,
  countFacets,
  countListGroups,
  type DeletionStart,
  findListedPlaces,
  findMatchingKeys,
  type Guard,
  insertResource,
  listResourceRows,
  listResources,
  type ResourcePatch,
  removeResource,
  removeResources,
  updateResource,
} from "../../src/queries/index.ts";
import type { Effects } from "../../src/queries/sql/effects.ts";

const UUID = "00000000-0000-0000-0000-000000000001";
const actor = "{}";
const correlationId = "c";

/** Every effect that a write may have. */
const EFFECTS: Required<Effects> = {
  edges: { dependencies: ["a/b/c"], owners: ["a/b/d"], running: ["a/b/e"] },
  newOwners: ["a/b/d"],
  onBehalfOf: { key: "a/b/o", eventId: UUID },
  types: { provider: "a", version: "1" },
  newEvent: {
    id: UUID,
    eventType: "CREATE",
    generation: 1,
    previousConfig: null,
    correlationId,
    actor,
    traceparent: null,
    changeId: UUID,
    repairs: null,
    replaces: true,
  },
  event: {
    id: UUID,
    payload: "{}",
    attempt: 1,
    notBefore: { milliseconds: 1 },
    repairs: true,
    replaces: true,
    published: true,
    settled: true,
  },
  restartEvent: { id: UUID, eventType: "CREATE", generation: 1, previousConfig: null, actor, traceparent: null },
  takeLease: { id: UUID, eventId: UUID, owner: "w", seconds: 1 },
  endLease: UUID,
  history: [
    {
      eventType: "CREATE",
      fromState: null,
      toState: "ready",
      generation: 1,
      actor,
      correlationId,
      eventId: UUID,
      changeId: UUID,
    },
  ],
  audit: { actor, action: "a", target: "t", outcome: "success", correlationId, details: "{}" },
  alsoAudited: [{ actor, action: "a", target: "t", outcome: "success", correlationId, details: "{}" }],
  deadLetter: {
    eventId: UUID,
    eventType: "CREATE",
    payload: "{}",
    error: "e",
    attempts: 1,
    correlationId,
    changeId: UUID,
  },
  action: {
    eventId: UUID,
    marked: true,
    markedBy: UUID,
    except: UUID,
    carriedBy: UUID,
    state: "failed",
    error: "e",
    attempts: 1,
  },
  resolveDeadLetter: UUID,
  clearDeadLetters: true,
  endRunning: true,
  dropAllBut: { applied: ["a/b/s"], eventId: UUID, appliedBy: "{}", correlationId },
  wakeDeletions: ["a/b/c"],
  reconcileAt: "now",
  reconcileIfStale: true,
  removeJob: "1",
  wakeDependents: true,
  spread: { spared: ["a/b/c"], actor, correlationId, changeId: UUID },
  markForRepair: true,
  join: { dependencies: ["a/b/c"], actor, correlationId, changeId: UUID },
};

const GUARDS: readonly Guard[] = [
  { version: "1" },
  { pendingEventId: UUID, state: "processing", leaseId: UUID, unresolved: true },
];

const PATCH: ResourcePatch = { lifecycle_state: "pending", config: "{}", tags: ["t"], pending_event_id: UUID };

const DELETION: DeletionStart = {
  patch: { lifecycle_state: "pending", error: null, pending_event_id: UUID, stale_since: null, deleting_since: "now" },
  effects: {
    history: EFFECTS.history,
    audit: EFFECTS.audit,
    newEvent: { id: UUID, eventType: "DELETE", generation: 1, actor, correlationId, traceparent: null, changeId: UUID },
    event: { id: UUID, settled: true },
    reconcileAt: "now",
  },
};

const FILTERS: readonly ResourceFilter[] = [
  {},
  { provider: "a", resource: "b" },
  ...LIFECYCLE_STATES.map((lifecycle_state) => ({ lifecycle_state })),
  { tags: ["t"] },
  { q: "abc" },
  { provider: "a", resource: "b", lifecycle_state: "failed", tags: ["t"], q: "abc" },
];

/** Returns nothing. */
const nowhere: Database = {
  inTransaction: false,
  query: async () => [],
  send: () => Promise.reject(new Error("Prisma Client builds its own")),
  tenant: (organizationId) => new Tenant(nowhere, organizationId),
  transaction: (work) => work(nowhere),
  afterCommit: () => {},
  afterRollback: () => {},
  findPoolerFault: async () => null,
};

/** Has the statements put together that are made of parts: each effect, guard and filter by itself, and all at once. */
export async function buildStatements(): Promise<void> {
  const tenant = nowhere.tenant(UUID);
  const place = { name: "n", provider: "a", resource: "b" };
  for (const filter of FILTERS) {
    await countFacets(tenant, filter, { types: 1, tags: 1, sets: 1 });
    for (const facet of ["type", "state", "set"] as const)
      await countFacets(tenant, filter, { types: 1, tags: 1, sets: 1 }, [facet]);
    await findMatchingKeys(tenant, filter, 1);
    for (const by of LIST_GROUPINGS) await countListGroups(tenant, filter, by, 1);
    for (const lacking of LACKED_FIELDS) {
      for (const sort of LIST_SORTS) {
        await listResourceRows(tenant, { ...filter, lacking }, { sort, limit: 1 });
        for (const until of [undefined, place]) {
          await findListedPlaces(tenant, [], { ...filter, lacking }, { sort, until });
        }
      }
    }
    for (const range of [{}, { after: place, until: place }]) {
      await listResources(tenant, filter, range, { limit: 1, bytes: 1 });
      for (const sort of LIST_SORTS) await listResourceRows(tenant, filter, { ...range, sort, limit: 1 });
    }
  }
  const row = { key: "a/b/n", id: "resource:a_b_n", ...place, ...PATCH };
  const single = Object.entries(EFFECTS).map(([name, value]) => ({ [name]: value }) as Effects);
  // A change either spreads or joins; what is new or gone does neither, and is not from an older version.
  const { join, spread, reconcileIfStale, ...others } = EFFECTS;
  const changes = [
    { ...others, reconcileIfStale, spread },
    { ...others, reconcileIfStale, join },
  ];
  for (const guard of GUARDS) {
    for (const effects of [{}, ...single, ...changes]) {
      await updateResource(tenant, row.key, guard, PATCH, effects);
      await changeAndWake(tenant, row.key, guard, PATCH, effects);
    }
    for (const effects of [{}, others]) await removeResource(tenant, row.key, guard, effects);
  }
  for (const effects of [{}, others]) await insertResource(tenant, row, effects);
  const { event, endLease, history } = EFFECTS;
  await removeResources(
    tenant,
    GUARDS.map((guard, index) => ({ key: `${row.key}${index}`, guard, effects: { event, endLease, history } })),
  );
  await beginDeletions(tenant, [{ key: row.key, version: "1", start: DELETION }]);
}
