/** Rows of a list as JSON text, the position of each, and the start of the next batch; undefined after the last. */
export type Batch<Position> = { bodies: string[]; places: Position[]; next: Position | undefined };

/** The rows after one position, up to and including another. */
export type Range<Position> = { after?: Position | undefined; until?: Position | undefined };

/** Reads a batch: at most `limit` rows, fewer if they are large. */
export type ReadBatch<Position> = (page: Range<Position> & { limit: number }) => Promise<Batch<Position>>;

const FIRST_BATCH = 100;
const LARGEST_BATCH = 1000;
/**
 * Batches are sized by their bytes: a row may hold a config of a megabyte. Larger ones are not faster, but the garbage
 * of several grows the process by hundreds of megabytes.
 */
const BATCH_CHARACTERS = 128 * 1024;

/**
 * The rows of a range, batch by batch.
 * @param most rows in all; unlimited by default
 * @param characters of a batch, estimated from the previous one; 128 Ki by default
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

/** A position in the order of a small list: compared part by part. */
export type OrderedPlace = readonly string[];

/**
 * A list that is small by nature, such as types, as batches of the general form.
 * @param placeOf the position of an item, compared by bytes; unique
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
