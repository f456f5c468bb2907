import { batchesIn, type Range, type ReadBatch } from "./batches.ts";

/** A page ends after the row with which it has so many bytes. */
export const MAX_PAGE_BYTES = 32 * 1024 * 1024;

/** What of a page is kept in memory while it is not known yet where it ends. Most pages are smaller. */
const HELD_BYTES = 1024 * 1024;

/** A page of which it is known where it ends, and so what comes after it, before anything of it is sent. */
export interface PagePlan<Position> {
  /** Its first rows. */
  held: string[];
  /** Where those are that were measured and let go; they are read again when they are sent. */
  rest: Position[];
  /** Where `rest` begins. */
  heldUntil: Position | undefined;
  /** Where the next page starts; undefined if there is none. */
  next: Position | undefined;
}

/** Reads on from a place until there are `limit` rows or 32 MiB. It holds a megabyte, and one batch. */
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
 * The rows of a planned page. Of what was let go, a row that is gone by now is left out, and one that came in between is
 * not taken in: the page ends where its link says, and has no more rows than were asked for.
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
