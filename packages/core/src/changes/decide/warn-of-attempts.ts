import { isPending } from "@pragma/contract";
import { findAttempts } from "@pragma/db/queries";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { mayBeHalfChanged } from "../../resources/lifecycle/index.ts";
import type { DecidedDocument } from "./decision.ts";

/**
 * Warns where a document replaces what waits between attempts: the provider has had another config in hand, and what came of it
 * nobody knows.
 */
export async function warnOfAttempts(
  core: Core,
  organizationId: string,
  documents: readonly DecidedDocument[],
): Promise<void> {
  const replaced = documents.flatMap((document) => {
    const { existing, write } = document;
    const eventId = existing?.pending_event_id;
    const isReplaced = write?.effects.event !== undefined && existing && isPending(existing.lifecycle_state);
    return isReplaced && eventId && mayBeHalfChanged(existing) ? [{ document, existing, eventId }] : [];
  });
  if (replaced.length === 0) return;
  const attempts = await findAttempts(
    core.db.tenant(organizationId),
    replaced.map(({ eventId }) => eventId),
  );
  for (const { document, existing, eventId } of replaced) {
    const attempt = attempts.get(eventId) ?? 0;
    const what =
      attempt > 0 && existing.error !== null
        ? `attempt ${attempt} failed with "${existing.error}"`
        : "an earlier attempt was begun";
    document.warnings.push(`${what}; something may have been left behind`);
  }
}
