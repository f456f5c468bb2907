import { setImmediate as nextTurn } from "node:timers/promises";

/** Work in one piece. Whoever else is to be answered waits meanwhile, each time that their socket or the database does. */
const TURN_MS = 1;

/** Work in steps of which each takes far less than a millisecond. */
export type Steps<Result> = Generator<undefined, Result>;

/** Gives others their turn whenever the work between has taken a millisecond. */
export class Turn {
  #ends = performance.now() + TURN_MS;

  /** To be asked between steps. */
  get over(): boolean {
    return performance.now() >= this.#ends;
  }

  /** Lets everyone who waits go first, then begins the next turn. */
  async giveWay(): Promise<void> {
    await nextTurn();
    this.#ends = performance.now() + TURN_MS;
  }
}

/** Carries out steps; whenever they have taken a millisecond, others have their turn. @throws what a step throws */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (const turn = new Turn(); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    if (turn.over) await turn.giveWay();
  }
}

/** Carries out steps, however long they take together: for few. @throws what a step throws */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Goes through something, with the end of a step after every so many. */
export function* stepwise<Item>(items: Iterable<Item>, each: (item: Item) => void): Steps<void> {
  let left = STEP;
  for (const item of items) {
    each(item);
    if (--left > 0) continue;
    left = STEP;
    yield;
  }
}

const STEP = 25;
