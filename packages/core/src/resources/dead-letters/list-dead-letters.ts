import type { DeadLetterEvent } from "@pragma/contract";
import {
  type DeadLetterPosition,
  type DeadLetterRange,
  findDeadLetter,
  listDeadLetters as listBatch,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import { BATCH_BYTES, type BatchRoom } from "../../foundation/common/list-bounds.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentDeadLetter } from "./present-dead-letter.ts";

export interface DeadLetterBatch {
  letters: DeadLetterEvent[];
  /** Where the next batch starts; undefined after the last. */
  next: DeadLetterPosition | undefined;
}

/**
 * One batch of the organization's dead letters, newest first: at most `limit`, or fewer if they exceed `bytes`, 1 MiB
 * by default.
 */
export async function listDeadLetters(
  core: Core,
  context: RequestContext,
  filter: { provider?: string | undefined },
  { limit, bytes = BATCH_BYTES, ...range }: DeadLetterRange & BatchRoom,
): Promise<DeadLetterBatch> {
  const { organizationId } = context;
  const { rows, more } = await core.reading(organizationId, (reader) => {
    return listBatch(reader.db.tenant(organizationId), filter.provider, range, { limit, bytes });
  });
  const last = rows.at(-1);
  return {
    letters: rows.map(presentDeadLetter),
    next: more && last ? { failedAt: last.failed_at, eventId: last.event_id } : undefined,
  };
}

/** @throws DomainError not_found */
export async function getDeadLetter(core: Core, context: RequestContext, eventId: string): Promise<DeadLetterEvent> {
  const row = await findDeadLetter(core.db.tenant(context.organizationId), eventId);
  if (!row) throw notFound("Dead letter");
  return presentDeadLetter(row);
}
