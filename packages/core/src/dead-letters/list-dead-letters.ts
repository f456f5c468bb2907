import type { DeadLetterEvent } from "@pragma/contract";
import { type DeadLetterPosition, findDeadLetter, listDeadLetters as listBatch } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { notFound } from "../errors.ts";
import { presentDeadLetter } from "./present-dead-letter.ts";

export interface DeadLetterBatch {
  letters: DeadLetterEvent[];
  /** Where the next batch starts; undefined after the last. */
  next: DeadLetterPosition | undefined;
}

/** One batch of the organization's dead letters, newest first. */
export async function listDeadLetters(
  core: Core,
  context: RequestContext,
  filter: { provider?: string | undefined },
  { after, limit }: { after?: DeadLetterPosition | undefined; limit: number },
): Promise<DeadLetterBatch> {
  const rows = await listBatch(core.db.tenant(context.organizationId), filter.provider, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    letters: page.map(presentDeadLetter),
    next: rows.length > limit && last ? { failedAt: last.failed_at, eventId: last.event_id } : undefined,
  };
}

/** @throws DomainError not_found */
export async function getDeadLetter(core: Core, context: RequestContext, eventId: string): Promise<DeadLetterEvent> {
  const row = await findDeadLetter(core.db.tenant(context.organizationId), eventId);
  if (!row) throw notFound("Dead letter");
  return presentDeadLetter(row);
}
