import { isOutage, isStatementTimeout } from "@pragma/db";
import { DeletionTurns } from "./deletion-turns.ts";

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Items written together: few enough that a statement holds nothing up. */
const MOST = 50;
/** Items of an organization that may wait without a place of their own: the next batches. */
const ROOM = 2 * MOST;

/**
 * Gathers steps of many deletions while earlier ones are being written, and writes those of one organization together:
 * one statement for many costs a fraction of as many statements.
 */
export class DeletionBatches<Item, Result> {
  readonly #waiting = new Map<string, Waiting<Item, Result>[]>();
  readonly #turns: DeletionTurns;

  /** @param turns bound how many batches of an organization are written at once; one by default */
  constructor(turns = new DeletionTurns({ atOnce: 1 })) {
    this.#turns = turns;
  }

  /**
   * Writes an item together with the others of its organization that wait at the same time: at most fifty.
   * @param write writes some, and gives the result of each in their order. What it throws for one, `add` throws
   */
  add(organizationId: string, item: Item, write: (items: readonly Item[]) => Promise<Result[]>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(organizationId);
      if (waiting) {
        waiting.push({ item, resolve, reject });
        return;
      }
      this.#waiting.set(organizationId, [{ item, resolve, reject }]);
      void this.#write(organizationId, write);
    });
  }

  /** Whether so few items of an organization wait that another may wait beside any number of other work. */
  hasRoom(organizationId: string): boolean {
    return (this.#waiting.get(organizationId)?.length ?? 0) < ROOM;
  }

  /** Writes batches until none of the organization's items wait. */
  async #write(organizationId: string, write: (items: readonly Item[]) => Promise<Result[]>): Promise<void> {
    let left = true;
    while (left) {
      await this.#turns.take(organizationId, async () => {
        const waiting = this.#waiting.get(organizationId) ?? [];
        const batch = waiting.splice(0, MOST);
        left = waiting.length > 0;
        if (!left) this.#waiting.delete(organizationId);
        await settle(batch, write);
      });
    }
  }
}

/** What the database refuses is written again one by one: none may keep the others from being written. */
async function settle<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  write: (items: readonly Item[]) => Promise<Result[]>,
): Promise<void> {
  try {
    const results = await write(batch.map(({ item }) => item));
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
  } catch (error) {
    if (batch.length > 1 && (!isOutage(error) || isStatementTimeout(error))) {
      for (const one of batch) await settle([one], write);
    } else {
      for (const { reject } of batch) reject(error);
    }
  }
}
