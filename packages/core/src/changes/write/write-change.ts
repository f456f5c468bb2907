import { isInFlight, resourceKey } from "@pragma/contract";
import {
  COLUMN_DEFAULTS,
  effectsOnOthers,
  holdTypesOfMany,
  type ManyEffects,
  type ResourceRow,
  readResources,
  type SavedResource,
  type VersionRow,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import { withinQuota } from "../../foundation/limits/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { lockDeletionSet } from "../../resources/delete/deletion-set.ts";
import { detachDependents } from "../../resources/delete/detach-dependents.ts";
import { startDeletions } from "../../resources/delete/start-deletions.ts";
import {
  asRead,
  isBeingDeleted,
  isLeaving,
  isMarked,
  nextGeneration,
  remove,
  write,
  writeMany,
  writeRow,
} from "../../resources/lifecycle/index.ts";
import { auditedBy, auditRecord } from "../../resources/lifecycle/states/actor.ts";
import type { DecidedChange, DecidedDocument } from "../decide/decision.ts";
import { findEndlessWaits } from "../decide/endless-waits.ts";
import { deletesAny, lockDecided } from "./lock-decided.ts";
import { IDLE_SNAPSHOT, snapshotOf } from "./snapshot.ts";

/** How an action began. */
export interface BegunWrite {
  /** Null if nothing has to run: it has succeeded. */
  eventId: string | null;
  snapshot: string | null;
}

/** Rows per statement. */
const BATCH = 250;

/**
 * Writes all of a decided change in the transaction of `core`: rows, edges, deletions, events, history, audit and reconcile requests.
 *
 * @param context names the change
 * @returns how each action began, by key
 * @throws ConcurrentChange if anything is not as it was decided upon: the caller decides again
 */
export async function writeChange(
  core: Core,
  context: RequestContext,
  decided: DecidedChange,
): Promise<Map<string, BegunWrite>> {
  const tenant = core.db.tenant(context.organizationId);
  const written = withChangeId(
    context,
    decided.documents.filter(({ write: change }) => change !== undefined),
  );
  const begun = new Map<string, BegunWrite>();
  const rows = await lockDecided(core, context, decided, written);
  const providers = [...new Set(written.map(({ input }) => input.provider))];
  if (providers.length > 0) await holdTypesOfMany(tenant, providers, decided.types.version);
  await writeDocuments(core, context, written, begun);
  if (deletesAny(decided)) await writeDeletions(core, context, decided, begun);
  joinEvents(decided, rows, begun);
  return begun;
}

/**
 * A document may declare what is in flight already, or change only metadata of that: its action awaits that event. A resource
 * that has settled since the decision has nothing to await.
 */
function joinEvents(
  { documents }: DecidedChange,
  rows: ReadonlyMap<string, VersionRow>,
  begun: Map<string, BegunWrite>,
): void {
  for (const { key, action, write: change } of documents) {
    const row = rows.get(key);
    if (!row?.pending_event_id || !isInFlight(row.lifecycle_state) || isLeaving(row)) continue;
    const known = begun.get(key);
    if (action === "unchanged") begun.set(key, { eventId: row.pending_event_id, snapshot: IDLE_SNAPSHOT });
    else if (known && !change?.effects.event && known.eventId === null) {
      begun.set(key, { ...known, eventId: row.pending_event_id });
    }
  }
}

/** The decisions were made before the change had an id. */
function withChangeId(context: RequestContext, documents: readonly DecidedDocument[]): DecidedDocument[] {
  const changeId = context.changeId as string;
  return documents.map((document) => {
    const { write: change } = document;
    if (!change) return document;
    const { newEvent, history = [], join } = change.effects;
    return {
      ...document,
      write: {
        ...change,
        patch: { ...change.patch, change_id: changeId },
        effects: {
          ...change.effects,
          history: history.map((entry) => ({ ...entry, changeId })),
          ...(newEvent && { newEvent: { ...newEvent, changeId } }),
          ...(join && { join: { ...join, changeId } }),
        },
      },
    };
  });
}

/** Values of a new row in columns that may be null. */
const UNSET = {
  ...{ connection: null, handling: null, set: null, identity: null },
  ...{ next_draft: null, discarded_generation: null },
} as const;

async function writeDocuments(
  core: Core,
  context: RequestContext,
  written: readonly DecidedDocument[],
  begun: Map<string, BegunWrite>,
): Promise<void> {
  const fresh = written.filter(({ existing }) => !existing).length;
  const run = async (): Promise<true> => {
    const waiting = new Set(written.filter(({ write: change }) => change?.effects.newEvent).map(({ key }) => key));
    await writeMany(
      core,
      context.organizationId,
      written.map((document) => toSave(document, waiting)),
    );
    for (const document of written) await writeOnOthers(core, context, document);
    return true;
  };
  if (fresh > 0) await withinQuota(core, context, "resources", fresh, run);
  else await run();
  for (const { key, existing, type, write: change } of written) {
    core.services.seenResources.add(context.organizationId, key);
    const left = { ...COLUMN_DEFAULTS, ...UNSET, ...existing, ...change?.patch };
    begun.set(key, { eventId: change?.effects.newEvent?.id ?? null, snapshot: snapshotOf(existing, left, type) });
  }
}

/**
 * A worker looks at those alone that wait for none of the others: each of these is looked at once what it waits for has
 * succeeded.
 */
function toSave(
  { key, id, input, existing, write: change }: DecidedDocument,
  waiting: ReadonlySet<string>,
): SavedResource {
  const { provider, resource, name } = input;
  const { patch, effects } = change as NonNullable<typeof change>;
  const dependencies = effects.edges?.dependencies ?? dependenciesOf(existing);
  return {
    identity: { key, id, provider, resource, name },
    existing,
    patch,
    effects: effects as ManyEffects,
    needsReconcile: effects.reconcileAt !== undefined && !dependencies.some((one) => one !== key && waiting.has(one)),
  };
}

function dependenciesOf(existing: ResourceRow | undefined): string[] {
  return existing ? (JSON.parse(existing.dependencies) as Parameters<typeof resourceKey>[0][]).map(resourceKey) : [];
}

/**
 * Effects on others, one resource at a time, once all of the change is there: marks reach what the change has made of its own
 * resources, and no order of the documents matters.
 */
async function writeOnOthers(
  core: Core,
  { organizationId }: RequestContext,
  { key, write: change }: DecidedDocument,
): Promise<void> {
  const { join, ...effects } = effectsOnOthers(change?.effects ?? {});
  if (join === undefined && Object.keys(effects).length === 0) return;
  const [row] = await readResources(core.db.tenant(organizationId), [key]);
  if (!row) throw new ConcurrentChange();
  // Another resource of the change may have marked it: everything below is marked then, too.
  const joining = join === undefined || isMarked(row) ? {} : { join };
  if (!(await writeRow(core, asRead(organizationId, row), { patch: {}, effects: { ...effects, ...joining } }))) {
    throw new ConcurrentChange();
  }
}

/** On the graph as it is now that the documents are written. */
async function writeDeletions(
  core: Core,
  context: RequestContext,
  { deletions, types }: DecidedChange,
  begun: Map<string, BegunWrite>,
): Promise<void> {
  const tenant = core.db.tenant(context.organizationId);
  const set = await lockDeletionSet(tenant, deletions.targets, { cascade: deletions.cascading });
  // Nobody has agreed to delete members that the set has now and the decision had not.
  for (const [key, row] of set.members) {
    if (!isLeaving(row) && !deletions.members.has(key)) throw new ConcurrentChange();
  }
  const detached = new Set(deletions.detached.map(({ key }) => key));
  if (set.outsiders.some(({ key }) => !detached.has(key))) throw new ConcurrentChange();
  // Another deletion may have begun since the decision, or an update that this one would wait for may have failed. The next
  // decision refuses it with all else that it finds.
  if ((await findEndlessWaits(tenant, set, deletions.orphans)).length > 0) throw new ConcurrentChange();
  const rows = await readInBatches(core, context, [...set.members.keys()]);
  const typeOf = ({ provider, resource }: ResourceRow) => types.find(provider, resource);
  const snapshots = new Map(rows.map((row) => [row.key, snapshotOf(row, undefined, typeOf(row))]));
  const begin = (key: string, eventId: string | null): void => {
    begun.set(key, { eventId, snapshot: snapshots.get(key) ?? null });
  };
  // A deletion joins one that has begun before.
  for (const [key, row] of set.members) {
    if (isBeingDeleted(row)) begun.set(key, { eventId: row.pending_event_id, snapshot: IDLE_SNAPSHOT });
  }
  if (set.outsiders.length > 0) {
    const before = new Map(
      set.outsiders.map((row) => {
        const left = { ...row, generation: nextGeneration(row), next_draft: null };
        return [row.key, snapshotOf(row, left, typeOf(row))];
      }),
    );
    await detachDependents(core, context, rows, set.outsiders, (key, eventId) => {
      begun.set(key, { eventId, snapshot: before.get(key) ?? null });
    });
  }
  const orphaned = [...set.members.values()].filter(({ key }) =>
    deletions.orphans.has(set.roots.get(key)?.target ?? key),
  );
  const forgotten = new Set(orphaned.map(({ key }) => key));
  for (const row of orphaned) {
    const by = auditedBy(context, auditRecord(context, "resource.orphan", row.id));
    await write(core, asRead(context.organizationId, row), remove(row, by));
    begin(row.key, null);
  }
  const going = [...set.members.values()].filter(({ key }) => !forgotten.has(key));
  await startDeletions(core, context, going, begin);
}

async function readInBatches(
  core: Core,
  { organizationId }: RequestContext,
  keys: readonly string[],
): Promise<ResourceRow[]> {
  const rows: ResourceRow[] = [];
  for (let from = 0; from < keys.length; from += BATCH) {
    rows.push(...(await readResources(core.db.tenant(organizationId), keys.slice(from, from + BATCH))));
  }
  return rows;
}

/** Whether an action ends with the change being written, if it has no event. */
export function endsAtOnce(action: string, { eventId }: BegunWrite): boolean {
  return action !== "follow" && eventId === null;
}
