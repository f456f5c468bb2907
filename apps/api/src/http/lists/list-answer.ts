import type { Endpoint, Json } from "@pragma/contract";
import { type Answer, ok, type SENT } from "../answer.ts";
import type { RouteInput } from "../route-input.ts";
import { type CursorScope, issueCursor, readCursor } from "./cursor.ts";
import { nextPageLink } from "./page-link.ts";
import { streamJsonArray } from "./stream-json-array.ts";

/** Rows of a list as JSON text, and where the next batch starts; undefined after the last. */
export type Batch<Position> = { bodies: string[]; next: Position | undefined };

export type ReadBatch<Position> = (page: { after?: Position | undefined; limit: number }) => Promise<Batch<Position>>;

type ListInput = Pick<RouteInput<Endpoint>, "core" | "request" | "reply"> & {
  caller: { organizationId: string };
  query: Readonly<Record<string, unknown>> & { limit?: number | undefined; cursor?: string | undefined };
};

const FIRST_BATCH = 50;
const LARGEST_BATCH = 200;
/**
 * Batches are sized by their bytes: a row may hold a config of a megabyte. Larger ones are no faster, but what several
 * of them leave to the garbage collector grows the process by hundreds of megabytes.
 */
const BATCH_CHARACTERS = 128 * 1024;

/**
 * Answers with a list: complete and streamed, or with `limit` one page and a link to the next.
 * @param list the endpoint's id; cursors are good for no other
 */
export async function listAnswer<Position>(
  list: string,
  { core, caller, query, request, reply }: ListInput,
  readBatch: ReadBatch<Position>,
): Promise<Answer | typeof SENT> {
  const { limit, cursor, ...filters } = query;
  const scope: CursorScope = {
    organizationId: caller.organizationId,
    list,
    filters: JSON.parse(JSON.stringify(filters)),
  };
  // What was sealed here is what `issueCursor` was given below.
  const after = cursor === undefined ? undefined : (readCursor(core.keyring, scope, cursor) as Position);
  if (limit === undefined) return streamJsonArray(reply, allBatches(readBatch, after), request.server.settings.stallMs);
  const { bodies, next } = await readBatch({ after, limit });
  const body = `[${bodies.join(",")}]`;
  if (next === undefined) return ok(body);
  const sealed = issueCursor(core.keyring, scope, next as Json);
  return ok(body, { link: nextPageLink(request, core.settings.publicApiUrl, sealed) });
}

async function* allBatches<Position>(
  readBatch: ReadBatch<Position>,
  start: Position | undefined,
): AsyncGenerator<string[]> {
  let limit = FIRST_BATCH;
  let after = start;
  do {
    const { bodies, next } = await readBatch({ after, limit });
    yield bodies;
    limit = nextLimit(bodies);
    after = next;
  } while (after !== undefined);
}

function nextLimit(bodies: readonly string[]): number {
  const characters = bodies.reduce((sum, body) => sum + body.length, 0);
  const average = Math.max(1, characters / Math.max(1, bodies.length));
  return Math.max(1, Math.min(LARGEST_BATCH, Math.floor(BATCH_CHARACTERS / average)));
}

/** A list that is small by nature, such as types or tokens, as batches of the general form: the position is an index. */
export function batchesOf<Item>(items: readonly Item[]): ReadBatch<number> {
  return async ({ after = 0, limit }) => {
    const end = after + limit;
    const bodies = items.slice(after, end).map((item) => JSON.stringify(item));
    return { bodies, next: end < items.length ? end : undefined };
  };
}
