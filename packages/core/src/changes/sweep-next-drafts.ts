import { isReady } from "@pragma/contract";
import { findOverdueDrafts, findResourceAndTypes } from "@pragma/db/queries";
import { DomainError } from "../foundation/common/errors.ts";
import { ConcurrentChange, retryOnConflict } from "../foundation/common/retry-on-conflict.ts";
import { DecryptionError } from "../foundation/secrets/index.ts";
import type { OrganizationTypes } from "../foundation/types/index.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { findRefusal } from "../resources/apply/apply-refusal.ts";
import { hasNextDraft, planNextDraft, stagerOf, type WaitingRow } from "../resources/apply/next-draft.ts";
import { asRead, type Change, writeRow } from "../resources/lifecycle/index.ts";
import { SYSTEM_ACTOR_JSON } from "../resources/lifecycle/states/actor.ts";
import { historyEntry } from "../resources/lifecycle/states/transition.ts";

const BATCH = 200;

/**
 * Stages drafts that wait for what has succeeded already: a worker of an earlier release has settled it, and knew nothing of
 * them. Drops those that another config took the place of.
 */
export async function sweepNextDrafts(core: Core, signal?: AbortSignal): Promise<void> {
  for (const { organization_id, key } of await findOverdueDrafts(core.db, BATCH)) {
    if (signal?.aborted) return;
    try {
      await retryOnConflict(core, () => stageOverdue(core, organization_id, key));
    } catch (error) {
      core.services.logger.error({ err: error, resource: key }, "a draft that is due cannot be staged");
    }
  }
}

async function stageOverdue(core: Core, organizationId: string, key: string): Promise<void> {
  const tenant = core.db.tenant(organizationId);
  const { row, typesVersion } = await findResourceAndTypes(tenant, key);
  if (!row || !hasNextDraft(row)) return;
  const types = await core.types.at(organizationId, typesVersion);
  const change = await stagingOf(core, organizationId, row, types);
  if (await writeRow(core, asRead(organizationId, row), change)) return;
  const refusal = await findRefusal(tenant, row, row, change.effects);
  if (!refusal) throw new ConcurrentChange();
  if (!(await writeRow(core, asRead(organizationId, row), dropped(row, refusal)))) throw new ConcurrentChange();
}

async function stagingOf(
  core: Core,
  organizationId: string,
  row: WaitingRow,
  types: OrganizationTypes,
): Promise<Change> {
  if (!isReady(row.lifecycle_state)) return dropped(row);
  const event = { organizationId, eventId: row.id, correlationId: row.change_id ?? row.id, trace: undefined };
  try {
    return (await planNextDraft(core, stagerOf(row, event), row, types)) ?? dropped(row);
  } catch (error) {
    if (error instanceof DecryptionError || error instanceof DomainError) return dropped(row, error);
    throw error;
  }
}

function dropped(row: WaitingRow, why?: Error): Change {
  const { lifecycle_state: state, generation, change_id: changeId } = row;
  const by = { actor: SYSTEM_ACTOR_JSON, correlationId: changeId ?? row.id, changeId };
  const places = { eventType: "UPDATE", fromState: state, toState: state, generation, eventId: null };
  const error = why && `Its draft is not staged: ${why.message}`;
  return {
    patch: { next_draft: null },
    effects: error ? { history: [historyEntry(by, places, { error })] } : {},
  };
}
