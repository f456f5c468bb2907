import { random } from "../../support/random.ts";

/** Choices that one seed decides. */
export class Dice {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(Math.imul(seed + 1, 2_654_435_761) >>> 0);
  }

  chance(part: number): boolean {
    return this.#next() < part;
  }

  /** From 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.#next() * end);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** One of several, by weight. */
  weighed<Item>(items: readonly (readonly [number, Item])[]): Item {
    let left = this.#next() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return (items[0] as readonly [number, Item])[1];
  }
}
