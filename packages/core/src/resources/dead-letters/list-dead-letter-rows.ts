import { type ErrorKind, type EventType, parseKey, resourceId } from "@pragma/contract";
import {
  type DeadLetterFilter,
  type DeadLetterPosition,
  type ListedLetter,
  listDeadLetterRows as listBatch,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The columns of a dead letter that a table shows, without its config. */
export interface ListedDeadLetter {
  event_id: string;
  resource_id: string;
  /** `provider/resource/name` */
  key: string;
  provider: string;
  resource_type: string;
  resource_name: string;
  event_type: EventType;
  error_message: string;
  error_kind: ErrorKind;
  /** Kind of the group of those with the same error. */
  kind: string;
  attempt_count: number;
  failed_at: string;
  correlation_id: string;
}

export interface DeadLetterRows {
  rows: ListedDeadLetter[];
  /** Where the next batch starts; undefined after the last. */
  next: DeadLetterPosition | undefined;
}

/** `listDeadLetters` for tables, with a text filter on the error and the key. */
export async function listDeadLetterRows(
  core: Core,
  context: RequestContext,
  filter: DeadLetterFilter,
  { after, limit }: { after?: DeadLetterPosition | undefined; limit: number },
): Promise<DeadLetterRows> {
  const { organizationId } = context;
  const found = await core.reading(organizationId, (reader) => {
    return listBatch(reader.db.tenant(organizationId), filter, after, limit + 1);
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(present),
    next: found.length > limit && last ? { failedAt: last.failed_at, eventId: last.event_id } : undefined,
  };
}

function present({ resource_key: key, ...row }: ListedLetter): ListedDeadLetter {
  const ref = parseKey(key) ?? { provider: "", resource: "", name: key };
  const { provider, resource, name } = ref;
  return { ...row, resource_id: resourceId(ref), key, provider, resource_type: resource, resource_name: name };
}
