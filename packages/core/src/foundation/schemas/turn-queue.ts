/**
 * A queue in which owners take turns: an owner with a long line holds up only itself. Each owner's items are first in,
 * first out.
 */
export class TurnQueue<Item> {
  /** In the order of their turns; owners without waiting items are absent. */
  readonly #lines = new Map<string, Item[]>();

  /** How many of an owner's items wait. */
  waiting(owner: string): number {
    return this.#lines.get(owner)?.length ?? 0;
  }

  add(owner: string, item: Item): void {
    const line = this.#lines.get(owner);
    if (line === undefined) this.#lines.set(owner, [item]);
    else line.push(item);
  }

  /** Puts an item back as its owner's next, and the owner next in turn. */
  putBack(owner: string, item: Item): void {
    const line = this.#lines.get(owner) ?? [];
    line.unshift(item);
    const others = [...this.#lines].filter(([other]) => other !== owner);
    this.#lines.clear();
    this.#lines.set(owner, line);
    for (const [other, items] of others) this.#lines.set(other, items);
  }

  /** Takes up to `count` items: one of each owner, then the next of each, and so on. */
  take(count: number): Item[] {
    const taken: Item[] = [];
    while (taken.length < count) {
      const next = this.#lines.entries().next();
      if (next.done) break;
      const [owner, line] = next.value;
      taken.push(line.shift() as Item);
      // The owner goes to the end of the line.
      this.#lines.delete(owner);
      if (line.length > 0) this.#lines.set(owner, line);
    }
    return taken;
  }

  /** Takes all items. */
  clear(): Item[] {
    const all = [...this.#lines.values()].flat();
    this.#lines.clear();
    return all;
  }
}
