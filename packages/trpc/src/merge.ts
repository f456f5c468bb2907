/**
 * The items of both sources, as they come, until the first one ends. Each source is at most one item ahead of the reader.
 * A source that waits for its next item learns of the reader's leaving only by its own signal.
 */
export async function* merge<Item>(main: AsyncIterable<Item>, side: AsyncIterable<Item>): AsyncGenerator<Item, void> {
  const waiting: { item: Item; take: () => void }[] = [];
  let wake = (): void => {};
  let isOver = false;
  let hasEnded = false;
  let failure: { error: unknown } | undefined;
  const pump = async (source: AsyncIterable<Item>): Promise<void> => {
    try {
      for await (const item of source) {
        // Leaving the loop ends the source.
        if (isOver) return;
        // Not a race of promises: one that stays pending for hours would keep something of each that it lost.
        const { promise: taken, resolve: take } = Promise.withResolvers<void>();
        waiting.push({ item, take });
        wake();
        await taken;
        if (isOver) return;
      }
      hasEnded ||= source === main;
    } catch (error) {
      failure ??= { error };
    }
    wake();
  };
  void pump(main);
  void pump(side);
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) {
        next.take();
        yield next.item;
      } else if (failure) throw failure.error;
      else if (hasEnded) return;
      else {
        const { promise: news, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await news;
      }
    }
  } finally {
    isOver = true;
    for (const { take } of waiting) take();
  }
}
