import { setTimeout as sleep } from "node:timers/promises";
import { isDraft, isFailed, isPending } from "@pragma/contract/lifecycle";
import type { Pragma, Resource } from "@pragma/sdk";
import type { ManifestDocument } from "../manifest/document.ts";
import { KEPT_FIELDS } from "../manifest/fields.ts";
import { readIfAny } from "../resource/read-if-any.ts";

/** The result of applying a resource. */
export type Change = "created" | "changed" | "retried" | "unchanged";

export interface Applied {
  change: Change;
  resource: Resource;
}

const BUSY_POLL_MS = 500;

/**
 * Applies one document. Waits while an earlier change of the resource, or its deletion, is in progress.
 *
 * @param before the resource as it was; null if there was none
 * @param onBusy called with the resource on each poll while waiting
 * @throws the API's error; ConflictError once `deadline` (a moment, or null) has passed
 */
export async function applyDocument(
  client: Pragma,
  { input, id }: ManifestDocument,
  before: Resource | null,
  deadline: number | null,
  signal: AbortSignal,
  onBusy: (resource: Resource) => void,
): Promise<Applied> {
  let known = before;
  for (;;) {
    try {
      const resource = await client.resources.apply(input, { signal });
      return { change: changeOf(known, resource), resource };
    } catch (error) {
      if (!isBusy(error) || (deadline !== null && Date.now() > deadline)) throw error;
      known = await readIfAny(client, id, signal);
      if (known !== null) onBusy(known);
      await sleep(BUSY_POLL_MS, undefined, { signal });
    }
  }
}

function changeOf(before: Resource | null, after: Resource): Change {
  if (before === null || before.created_at !== after.created_at) return "created";
  if (before.generation !== after.generation || metadata(before) !== metadata(after)) return "changed";
  if (isFailed(before.lifecycle_state) && isPending(after.lifecycle_state)) return "retried";
  return isDraft(before.lifecycle_state) && isPending(after.lifecycle_state) ? "changed" : "unchanged";
}

/** Fields that are saved without processing. */
function metadata(resource: Resource): string {
  return JSON.stringify([resource.dependencies, ...KEPT_FIELDS.map((field) => resource[field])]);
}

function isBusy(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "change_in_flight" || code === "deletion_in_progress";
}
