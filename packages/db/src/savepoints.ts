import { AsyncLocalStorage } from "node:async_hooks";

/** A savepoint whose work has not ended. */
export interface Savepoint {
  readonly name: string;
  /** The one that it is inside of; undefined if it is right inside its transaction. */
  readonly parent: Savepoint | undefined;
}

interface Open extends Savepoint {
  readonly parent: Open | undefined;
  readonly of: Savepoints;
  readonly ended: PromiseWithResolvers<void>;
  isOpen: boolean;
}

const current = new AsyncLocalStorage<Open>();

/**
 * The savepoints of one transaction. The server knows the last one alone: what it is asked while that is open is undone
 * with it, whoever asked. So one is open at a time, besides those that it is inside of, and everybody else waits for its end.
 */
export class Savepoints {
  #innermost: Open | undefined;
  #count = 0;

  /** Whether the work of one has not ended. */
  get areOpen(): boolean {
    return this.#innermost !== undefined;
  }

  /** The one that the caller is inside of. */
  get current(): Savepoint | undefined {
    return this.#current();
  }

  /** Resolves once what the caller asks is part of nobody else's savepoint; undefined if that is so now. */
  turn(): Promise<void> | undefined {
    return this.#isTurn() ? undefined : this.#wait();
  }

  /** Runs the work of a savepoint, when it is its turn. */
  async run<Result>(work: (savepoint: Savepoint) => Promise<Result>): Promise<Result> {
    await this.turn();
    const parent = this.#current();
    const ended = Promise.withResolvers<void>();
    const own: Open = { name: `nested_${++this.#count}`, parent, of: this, ended, isOpen: true };
    this.#innermost = own;
    try {
      return await current.run(own, () => work(own));
    } finally {
      own.isOpen = false;
      this.#innermost = parent;
      ended.resolve();
    }
  }

  /** Work that was started in a savepoint, and goes on after its end, is inside of what that was inside of. */
  #current(): Open | undefined {
    let open = current.getStore();
    while (open !== undefined && (open.of !== this || !open.isOpen)) open = open.parent;
    return open;
  }

  #isTurn(): boolean {
    return this.#innermost === undefined || this.#innermost === this.#current();
  }

  async #wait(): Promise<void> {
    while (!this.#isTurn()) await this.#innermost?.ended.promise;
  }
}
