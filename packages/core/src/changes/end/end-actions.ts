import { isPending, isProcessing, isReady, NOT_BEGUN } from "@pragma/contract";
import {
  closeActions,
  type EndableAction,
  findEndableActions,
  type ResourceRow,
  readResources,
  readSnapshots,
  replaceSnapshots,
  type SnapshotRow,
} from "@pragma/db/queries";
import { newId } from "../../foundation/common/new-id.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { asRead, type Before, type Change, cancel, giveBack, writeRow } from "../../resources/lifecycle/index.ts";
import type { By } from "../../resources/lifecycle/states/transition.ts";
import { outgoingEdges } from "../../resources/references/outgoing-edges.ts";
import { writtenChanges } from "../../resources/references/written-changes.ts";
import { beforeOf, givenBackSnapshot } from "../write/snapshot.ts";
import type { Running } from "./end-change.ts";
import { withdrawable } from "./withdrawable.ts";

/** How a change is ended. */
export interface Ending {
  id: string;
  by: By;
  /** Name of who ended it. */
  name: string;
  running: Running;
  /** Unbegun actions are given back once: those that a person retries later are not. */
  isFirst: boolean;
}

/** The fate of an open action. */
type Fate = "stays" | "superseded" | "cancelled" | "given back";

function fateOf(action: EndableAction, { running, isFirst }: Ending): Fate {
  const { event_id, is_own, is_inherited, lifecycle_state: state, was_begun, was_retried } = action;
  if (was_retried) return "stays";
  // An action that others carry on goes on without this change.
  if (event_id === null || state === null || !is_own) return isFirst ? "superseded" : "stays";
  if (isProcessing(state)) return running === "cancel" ? "cancelled" : "stays";
  if (!isPending(state)) return "stays";
  // This change never saw the state before an event that it only joined.
  if (was_begun || is_inherited) return "cancelled";
  return isFirst ? "given back" : "stays";
}

/**
 * Ends the open actions of a change in the transaction of `core`.
 * @throws ConcurrentChange if a resource is not as it was read
 */
export async function endActions(core: Core, organizationId: string, ending: Ending): Promise<void> {
  const tenant = core.db.tenant(organizationId);
  const fates = Map.groupBy(await findEndableActions(tenant, ending.id), (action) => fateOf(action, ending));
  const superseded = fates.get("superseded") ?? [];
  await closeActions(
    tenant,
    ending.id,
    superseded.map(({ key }) => ({ key, state: "superseded" as const, error: null })),
  );
  for (const { key } of fates.get("cancelled") ?? []) {
    await cancelOne(core, organizationId, ending, key, `ended by ${ending.name}`);
  }
  await giveAllBack(core, organizationId, ending, fates.get("given back") ?? []);
}

/** A deletion is withdrawn after those that wait for it: one that stays must not depend on what is still going. */
function inOrder(actions: readonly EndableAction[]): string[] {
  return actions.toSorted((a, b) => b.wave - a.wave).map(({ key }) => key);
}

async function giveAllBack(
  core: Core,
  organizationId: string,
  ending: Ending,
  actions: readonly EndableAction[],
): Promise<void> {
  const tenant = core.db.tenant(organizationId);
  const keys = inOrder(actions);
  const kept = await withdrawable(tenant, keys);
  const error = `${NOT_BEGUN} ended by ${ending.name}`;
  const left = new Map<string, string>();
  for (const key of keys) {
    let snapshot: string | undefined;
    if (kept.has(key))
      for await (const row of readSnapshots(tenant, ending.id, [key]))
        snapshot = await giveOneBack(core, organizationId, ending, row, error);
    if (snapshot !== undefined) left.set(key, snapshot);
    else await cancelOne(core, organizationId, ending, key, error);
  }
  await replaceSnapshots(tenant, ending.id, left);
}

/**
 * @returns what its action keeps from then on; undefined if it cannot return: it did not exist, or what it needed then would close
 *   a cycle by now
 */
async function giveOneBack(
  core: Core,
  organizationId: string,
  { by }: Ending,
  snapshot: SnapshotRow,
  error: string,
): Promise<string | undefined> {
  const before = beforeOf(snapshot);
  if (!before) return undefined;
  const row = await read(core, organizationId, snapshot.key);
  const change = returned(core, organizationId, row, { by, before, error });
  if ((await writeRow(core, asRead(organizationId, row), change)) === undefined) return undefined;
  return givenBackSnapshot(snapshot, row, before.generation);
}

async function cancelOne(
  core: Core,
  organizationId: string,
  { by }: Ending,
  key: string,
  error: string,
): Promise<void> {
  const row = await read(core, organizationId, key);
  const change = cancel(row, { by, error, eventType: "END" });
  if (!(await writeRow(core, asRead(organizationId, row), change))) throw new ConcurrentChange();
}

async function read(core: Core, organizationId: string, key: string): Promise<ResourceRow> {
  const [row] = await readResources(core.db.tenant(organizationId), [key]);
  if (!row) throw new ConcurrentChange();
  return row;
}

function returned(
  core: Core,
  organizationId: string,
  row: ResourceRow,
  facts: { by: By; before: Before; error: string },
): Change {
  const { before } = facts;
  const runs = isReady(before.lifecycle_state) ? null : row.running_dependencies;
  return giveBack(row, {
    ...facts,
    changes: JSON.stringify(writtenChanges(core, organizationId, row, before)),
    newEventId: newId(),
    edges: {
      before: outgoingEdges(row),
      after: outgoingEdges({ ...row, dependencies: before.dependencies, running_dependencies: runs }),
    },
  });
}
