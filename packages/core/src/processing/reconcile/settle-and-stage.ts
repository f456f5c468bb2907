import { findResourceAndTypes, type Woken } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { ConcurrentChange } from "../../foundation/common/retry-on-conflict.ts";
import { DecryptionError } from "../../foundation/secrets/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findRefusal } from "../../resources/apply/apply-refusal.ts";
import { hasNextDraft, planNextDraft, stagerOf } from "../../resources/apply/next-draft.ts";
import { asHeld, type Change, stageNext, withoutNext, writeResult } from "../../resources/lifecycle/index.ts";
import type { Claim } from "./claim.ts";

/** The resource woken, or undefined if the result came too late. */
export type Written = { woken: Woken | undefined } | undefined;

/**
 * Writes the success of a config and stages the draft that waited for it, in one statement. A draft that cannot be staged any
 * more does not undo the success: its action says why.
 * @throws ConcurrentChange if its metadata has changed meanwhile
 */
export async function settleAndStage(core: Core, claim: Claim, success: Change): Promise<Written> {
  const tenant = core.db.tenant(claim.organizationId);
  const { row, typesVersion } = await findResourceAndTypes(tenant, claim.key);
  if (!row || row.pending_event_id !== claim.eventId) return undefined;
  // Somebody has dropped it.
  if (!hasNextDraft(row)) return writeResult(core, asHeld(claim), success);
  const types = await core.types.at(claim.organizationId, typesVersion);
  const after = { ...row, ...success.patch, next_draft: row.next_draft };
  let change: Change;
  try {
    const staging = await planNextDraft(core, stagerOf(row, claim), after, types);
    if (!staging) return writeResult(core, asHeld(claim), success);
    change = stageNext(success, staging);
  } catch (error) {
    if (!(error instanceof DecryptionError || error instanceof DomainError)) throw error;
    return writeResult(core, asHeld(claim), withoutNext(success, error.message));
  }
  const written = await writeResult(core, asHeld(claim, { version: row.version }), change);
  if (written) return written;
  const refusal = await findRefusal(tenant, row, row, change.effects);
  if (refusal) return writeResult(core, asHeld(claim), withoutNext(success, refusal.message));
  const { row: now } = await findResourceAndTypes(tenant, claim.key);
  if (now && now.version !== row.version) throw new ConcurrentChange();
  return undefined;
}
