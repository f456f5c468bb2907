/** What gathers within this time goes out together. */
const GATHER_MS = 50;
const MAX_BATCH = 1000;

/**
 * What a source gives, gathered for a moment, so that a burst is one message. An item that comes alone waits as long.
 * Leaving it lets go of the source, which must end by a signal of its own where it is waiting.
 */
export async function* inBatches<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done) return;
      const batch = [first.value];
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(resolve, GATHER_MS, undefined);
      next = iterator.next();
      for (let more = await Promise.race([next, late]); more && !more.done; more = await Promise.race([next, late])) {
        batch.push(more.value);
        next = iterator.next();
        if (batch.length >= MAX_BATCH) break;
      }
      clearTimeout(timer);
      yield batch;
    }
  } finally {
    // It may be waiting, and would answer only then.
    next.catch(() => undefined);
    void iterator.return?.();
  }
}
