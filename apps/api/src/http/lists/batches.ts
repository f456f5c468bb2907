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

/** A list that is small by nature, such as types or tokens, as batches of the general form: the position is an index. */
export function batchesOf<Item>(items: readonly Item[]): ReadBatch<number> {
  return async ({ after = 0, until = items.length, limit }) => {
    const end = Math.min(after + limit, until);
    const bodies = items.slice(after, end).map((item) => JSON.stringify(item));
    const places = bodies.map((_, index) => after + index + 1);
    return { bodies, places, next: end < until ? end : undefined };
  };
}
