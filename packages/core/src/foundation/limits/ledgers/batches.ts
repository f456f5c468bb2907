import { isOutage, isStatementTimeout } from "@pragma/db";
import { Turns } from "./turns.ts";

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Items that one statement takes: few enough that it holds nothing up. */
const MOST = 50;
/** How many batches of items may wait without a place of their own: the next ones. */
const ROOM = 2;

/**
 * Gathers small steps of one organization while earlier ones run, and carries them out together: one statement for many costs
 * a fraction of as many statements, and keeps fewer processes of the database busy, which every other request waits behind.
 * A lone step waits for nobody.
 */
export class Batches<Item, Result> {
  readonly #waiting = new Map<string, Waiting<Item, Result>[]>();
  readonly #turns: Turns;
  readonly #most: number;

  /**
   * @param options.turns bound how many batches of an organization run at once; one by default
   * @param options.most items of a batch, fifty by default
   */
  constructor({ turns = new Turns({ atOnce: 1 }), most = MOST }: { turns?: Turns; most?: number } = {}) {
    this.#turns = turns;
    this.#most = most;
  }

  /**
   * Carries out an item together with the others of its organization that wait at the same time.
   * @param step carries out some, and gives the result of each in their order. What it throws for one, `add` throws
   */
  add(organizationId: string, item: Item, step: (items: readonly Item[]) => Promise<Result[]>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(organizationId);
      if (waiting) {
        waiting.push({ item, resolve, reject });
        return;
      }
      this.#waiting.set(organizationId, [{ item, resolve, reject }]);
      void this.#run(organizationId, step);
    });
  }

  /** Whether so few items of an organization wait that another may wait beside any number of other work. */
  hasRoom(organizationId: string): boolean {
    return (this.#waiting.get(organizationId)?.length ?? 0) < ROOM * this.#most;
  }

  /** Carries out one batch in its turn. What is left of those that wait has a turn of its own, at the same time if there is one. */
  async #run(organizationId: string, step: (items: readonly Item[]) => Promise<Result[]>): Promise<void> {
    await this.#turns.take(organizationId, async () => {
      const waiting = this.#waiting.get(organizationId) ?? [];
      const batch = waiting.splice(0, this.#most);
      if (waiting.length === 0) this.#waiting.delete(organizationId);
      else void this.#run(organizationId, step);
      await settle(batch, step);
    });
  }
}

/**
 * A batch that the database refuses is tried again in halves: none may hold up the others, and one that takes too long is found
 * after a few limits of time, not after one for each.
 */
async function settle<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  step: (items: readonly Item[]) => Promise<Result[]>,
): Promise<void> {
  try {
    const results = await step(batch.map(({ item }) => item));
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
  } catch (error) {
    if (batch.length > 1 && (!isOutage(error) || isStatementTimeout(error))) {
      const middle = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, middle), step);
      await settle(batch.slice(middle), step);
    } else {
      for (const { reject } of batch) reject(error);
    }
  }
}
