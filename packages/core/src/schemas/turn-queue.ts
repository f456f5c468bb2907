/**
 * What waits in a line, taken in turns between owners: whoever has much waiting holds up himself. Of one owner, the
 * first to come is the first to be taken.
 */
export class TurnQueue<Item> {
  /** In the order of their turns; an owner with nothing waiting is not in it. */
  readonly #lines = new Map<string, Item[]>();

  /** How much of an owner's waits. */
  waiting(owner: string): number {
    return this.#lines.get(owner)?.length ?? 0;
  }

  add(owner: string, item: Item): void {
    const line = this.#lines.get(owner);
    if (line === undefined) this.#lines.set(owner, [item]);
    else line.push(item);
  }

  /** Puts back, as the next of its owner, and its owner next in turn. */
  putBack(owner: string, item: Item): void {
    const line = this.#lines.get(owner) ?? [];
    line.unshift(item);
    const others = [...this.#lines].filter(([other]) => other !== owner);
    this.#lines.clear();
    this.#lines.set(owner, line);
    for (const [other, items] of others) this.#lines.set(other, items);
  }

  /** Takes up to `count`: one of each owner, then the next of each, until there are enough. */
  take(count: number): Item[] {
    const taken: Item[] = [];
    while (taken.length < count) {
      const next = this.#lines.entries().next();
      if (next.done) break;
      const [owner, line] = next.value;
      taken.push(line.shift() as Item);
      // Behind all others.
      this.#lines.delete(owner);
      if (line.length > 0) this.#lines.set(owner, line);
    }
    return taken;
  }

  /** Takes all there is. */
  clear(): Item[] {
    const all = [...this.#lines.values()].flat();
    this.#lines.clear();
    return all;
  }
}
