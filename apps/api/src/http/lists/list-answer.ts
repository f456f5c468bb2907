import type { Endpoint, Json } from "@pragma/contract";
import { type Answer, ok, type SENT } from "../answer.ts";
import type { RouteInput } from "../route-input.ts";
import { batchesIn, type ReadBatch } from "./batches.ts";
import { type CursorScope, issueCursor, readCursor } from "./cursor.ts";
import { nextPageLink } from "./page-link.ts";
import { planPage, rowsOf } from "./plan-page.ts";
import { streamJsonArray } from "./stream-json-array.ts";

type ListInput = Pick<RouteInput<Endpoint>, "core" | "request" | "reply"> & {
  caller: { organizationId: string };
  query: Readonly<Record<string, unknown>> & { limit?: number | undefined; cursor?: string | undefined };
};

/**
 * Sends a list: complete and streamed, or with `limit` one page and a link to the next. A page ends early once it has
 * 32 MiB. In either case only a few megabytes are in memory at a time.
 * @param list cursors are valid for no other; it changes with the format of cursors, so that old ones are refused
 */
export async function listAnswer<Position>(
  list: string,
  { core, caller, query, request, reply }: ListInput,
  readBatch: ReadBatch<Position>,
): Promise<Answer | typeof SENT> {
  const { limit, cursor, ...filters } = query;
  const { stallMs } = request.server.settings;
  const scope: CursorScope = {
    organizationId: caller.organizationId,
    list,
    filters: JSON.parse(JSON.stringify(filters)),
  };
  // The sealed value is the one passed to `issueCursor` below.
  const after = cursor === undefined ? undefined : (readCursor(core.services.keyring, scope, cursor) as Position);
  if (limit === undefined) return streamJsonArray(reply, allBodies(readBatch, after), stallMs);
  const plan = await planPage(readBatch, after, limit);
  const headers = linkTo(plan.next);
  if (plan.rest.length === 0) return ok(`[${plan.held.join(",")}]`, headers);
  reply.headers(headers);
  return streamJsonArray(reply, rowsOf(plan, readBatch), stallMs);

  function linkTo(next: Position | undefined): Record<string, string> {
    if (next === undefined) return {};
    const sealed = issueCursor(core.services.keyring, scope, next as Json);
    return { link: nextPageLink(request, core.services.settings.publicApiUrl, sealed) };
  }
}

async function* allBodies<Position>(
  readBatch: ReadBatch<Position>,
  after: Position | undefined,
): AsyncGenerator<string[]> {
  for await (const { bodies } of batchesIn(readBatch, { after })) yield bodies;
}
