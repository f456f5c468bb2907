import type { Savepoint } from "./savepoints.ts";

/** How a transaction or a savepoint ends. */
export type Outcome = "commit" | "rollback";

interface Action {
  readonly on: Outcome;
  readonly run: () => void;
  /** The savepoint whose fate it shares. */
  part: Savepoint | undefined;
}

/** Actions for when a transaction has ended one way or the other. */
export class OutcomeActions {
  #actions: Action[] = [];

  /** @param part the savepoint that it was asked for in */
  add(on: Outcome, run: () => void, part: Savepoint | undefined): void {
    this.#actions.push({ on, run, part });
  }

  /** A savepoint was released: its fate is that of what it is inside of. */
  released(part: Savepoint): void {
    for (const action of this.#actions) if (action.part === part) action.part = part.parent;
  }

  /** A savepoint was rolled back. */
  undone(part: Savepoint): void {
    const own = this.#actions.filter((action) => action.part === part);
    this.#actions = this.#actions.filter((action) => action.part !== part);
    run(own, "rollback");
  }

  /** The transaction has ended. */
  ended(how: Outcome): void {
    run(this.#actions.splice(0), how);
  }
}

function run(actions: readonly Action[], how: Outcome): void {
  for (const action of actions) {
    if (action.on !== how) continue;
    try {
      action.run();
    } catch (error) {
      // The outcome is what it is, and the others are to be done as well; so it is told as what it is, nobody's to catch.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
