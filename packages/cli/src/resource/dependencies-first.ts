/**
 * Items with each after those that it depends on. Otherwise their order stays.
 *
 * @param dependenciesOf which of the items one depends on
 * @throws what `cycle` makes of a path that ends where it begins
 */
export function dependenciesFirst<Item>(
  items: Iterable<Item>,
  dependenciesOf: (item: Item) => Item[],
  cycle: (path: Item[]) => Error,
): Item[] {
  const done = new Set<Item>();
  for (const start of items) {
    // Deep chains are data; the stack of calls is not the place for them.
    const stack = [{ item: start, next: dependenciesOf(start) }];
    const open = new Set([start]);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const other = done.has(top.item) ? undefined : top.next.shift();
      if (other === undefined) {
        done.add(top.item);
        open.delete(top.item);
        stack.pop();
      } else if (open.has(other)) {
        throw cycle([...stack.map(({ item }) => item), other]);
      } else if (!done.has(other)) {
        open.add(other);
        stack.push({ item: other, next: dependenciesOf(other) });
      }
    }
  }
  return [...done];
}
