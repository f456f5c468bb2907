import { batchesIn, type Range, type ReadBatch } from "./batches.ts";

/** A page ends after the row that brings it to this many bytes. */
export const MAX_PAGE_BYTES = 32 * 1024 * 1024;

/** How much of a page is kept in memory before its end is known. Most pages are smaller. */
const HELD_BYTES = 1024 * 1024;

/** A page whose end, and so the start of the next page, is known before anything is sent. */
export interface PagePlan<Position> {
  /** Its first rows. */
  held: string[];
  /** The positions of rows that were measured and dropped; they are read again when they are sent. */
  rest: Position[];
  /** Where `rest` begins. */
  heldUntil: Position | undefined;
  /** The start of the next page; undefined if there is none. */
  next: Position | undefined;
}

/** Reads from a position until there are `limit` rows or 32 MiB. It keeps a megabyte, and one batch, in memory. */
export async function planPage<Position>(
  readBatch: ReadBatch<Position>,
  after: Position | undefined,
  limit: number,
): Promise<PagePlan<Position>> {
  const plan: PagePlan<Position> = { held: [], rest: [], heldUntil: after, next: undefined };
  const room = { most: limit, characters: HELD_BYTES };
  let bytes = 0;
  for await (const { bodies, places, next } of batchesIn(readBatch, { after }, room)) {
    plan.next = next;
    for (const [index, body] of bodies.entries()) {
      const place = places[index] as Position;
      bytes += Buffer.byteLength(body);
      if (plan.rest.length === 0 && bytes <= HELD_BYTES) {
        plan.held.push(body);
        plan.heldUntil = place;
      } else {
        plan.rest.push(place);
      }
      if (bytes < MAX_PAGE_BYTES) continue;
      if (index < bodies.length - 1) plan.next = place;
      return plan;
    }
  }
  return plan;
}

/**
 * The rows of a planned page. Dropped rows that are deleted meanwhile are left out, and rows added meanwhile are not
 * included: the page ends where its link says, and has no more rows than requested.
 */
export async function* rowsOf<Position>(
  { held, heldUntil, rest }: PagePlan<Position>,
  readBatch: ReadBatch<Position>,
): AsyncGenerator<string[]> {
  yield held;
  const planned = new Set(rest.map(nameOf));
  const range: Range<Position> = { after: heldUntil, until: rest.at(-1) };
  for await (const { bodies, places } of batchesIn(readBatch, range)) {
    yield bodies.filter((_, index) => planned.has(nameOf(places[index] as Position)));
  }
}

function nameOf(place: unknown): string {
  return JSON.stringify(place);
}
