/** Rows of a list as JSON text, where each of them is, and where the next batch starts; undefined after the last. */
export type Batch<Position> = { bodies: string[]; places: Position[]; next: Position | undefined };

/** What comes after a place, up to another, itself included. */
export type Range<Position> = { after?: Position | undefined; until?: Position | undefined };

/** Reads a batch: at most `limit` rows, fewer where they are large. */
export type ReadBatch<Position> = (page: Range<Position> & { limit: number }) => Promise<Batch<Position>>;

const FIRST_BATCH = 100;
const LARGEST_BATCH = 1000;
/**
 * Batches are sized by their bytes: a row may hold a config of a megabyte. Larger ones are no faster, but what several
 * of them leave to the garbage collector grows the process by hundreds of megabytes.
 */
const BATCH_CHARACTERS = 128 * 1024;

/**
 * The rows of a range, batch by batch.
 * @param most rows in all; without limit if left out
 * @param characters of a batch, as far as the one before tells; 128 Ki by default
 */
export async function* batchesIn<Position>(
  readBatch: ReadBatch<Position>,
  { after: start, until }: Range<Position>,
  { most = Number.POSITIVE_INFINITY, characters = BATCH_CHARACTERS } = {},
): AsyncGenerator<Batch<Position>> {
  let limit = FIRST_BATCH;
  let left = most;
  let after = start;
  do {
    const batch = await readBatch({ after, until, limit: Math.min(limit, left) });
    yield batch;
    left -= batch.bodies.length;
    limit = nextLimit(batch.bodies, characters);
    after = batch.next;
  } while (after !== undefined && left > 0);
}

function nextLimit(bodies: readonly string[], characters: number): number {
  const length = bodies.reduce((sum, body) => sum + body.length, 0);
  const average = Math.max(1, length / Math.max(1, bodies.length));
  return Math.max(1, Math.min(LARGEST_BATCH, Math.floor(characters / average)));
}

/** A place in the order of a small list: the first part decides, then the next. */
export type OrderedPlace = readonly string[];

/**
 * A list that is small by nature, such as types, as batches of the general form.
 * @param placeOf where an item is, by bytes; no two are at one place
 */
export function batchesOf<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => OrderedPlace,
): ReadBatch<OrderedPlace> {
  const rows = items.map((item) => ({ item, place: placeOf(item) })).sort((a, b) => compare(a.place, b.place));
  return async ({ after, until, limit }) => {
    const wanted = rows.filter(
      ({ place }) => !(after && compare(place, after) <= 0) && !(until && compare(place, until) > 0),
    );
    const batch = wanted.slice(0, limit);
    const next = batch.length < wanted.length ? batch.at(-1)?.place : undefined;
    return { bodies: batch.map(({ item }) => JSON.stringify(item)), places: batch.map(({ place }) => place), next };
  };
}

function compare(one: OrderedPlace, other: OrderedPlace): number {
  const index = one.findIndex((part, at) => part !== other[at]);
  if (index < 0) return 0;
  return (one[index] ?? "") < (other[index] ?? "") ? -1 : 1;
}
