import { TooBusy } from "./too-busy.ts";

/** How many may wait at once for connections on behalf of one organization. Unlimited where left out. */
export interface WaitingLimits {
  /** In all. */
  waiting?: number;
  /** For something that may itself wait for a lock. */
  waitingToLock?: number;
}

export interface ConnectionSharesOptions extends WaitingLimits {
  /** Connections of the pool. */
  connections: number;
  /** How long each may wait. */
  patienceMs: number;
}

/** The owner of what the platform does for all: who calls, their quotas, the event stream. */
export const PLATFORM_OWNER = "";

/** On whose behalf a connection is held. */
export interface Holder {
  /** An organization's id, or {@link PLATFORM_OWNER}. */
  owner: string;
  /** It may wait for a lock that another transaction of the organization holds. */
  mayLock: boolean;
}

interface Waiter extends Holder {
  /** In the order of their coming. */
  readonly place: number;
  /** When it gives up, by the monotonic clock. */
  readonly deadline: number;
  /** How many connections had been given back when it came. */
  readonly returns: number;
  grant(): void;
  refuse(error: Error): void;
}

/** What one owner holds and waits for. */
interface Share {
  readonly owner: string;
  held: number;
  /** How many of these may wait for locks. */
  locking: number;
  /** Undefined while nothing waits, as nearly always. Apart, since what may lock can be held back longer. */
  waiting: { readonly plain: Set<Waiter>; readonly toLock: Set<Waiter> } | undefined;
}

/** An owner may hold so many times what is left free: of what ends by itself, and of what may wait for a lock. */
const TIMES_FREE = { plain: 9, toLock: 3 };
/** One in so many connections is kept for owners that hold none; of very few none. */
const KEPT_ONE_IN = 10;
const VERY_FEW = 3;

/**
 * Divides the connections of a pool among organizations, so that none of them waits for another's locks.
 *
 * Whoever holds less than nine times of what is still free may take one more, but for the last tenth, which is for those
 * that hold none: alone an organization gets some 85 % of the pool, two that want all much the same, and something is left
 * for the next ones that come. What may wait for locks ends late, so it takes less: three times of what is free, and half of
 * the pool at most, so that an organization whose changes wait for each other can still read. All else waits here, where it
 * costs no connection, in the order of its coming; a freed connection goes around among the organizations that wait.
 *
 * What the platform does for all comes first, and may have half of the pool: each request waits for it, whosever it is.
 */
export class ConnectionShares {
  readonly #options: Required<ConnectionSharesOptions>;
  /** Of one owner what may wait for locks, and of the platform all. */
  readonly #half: number;
  readonly #kept: number;
  readonly #shares = new Map<string, Share>();
  /** Owners that wait, the one whose turn is next first. */
  readonly #queue = new Set<string>();
  #free: number;
  #places = 0;
  /** How many connections were given back. */
  #returns = 0;
  /** All who wait, in the order of their coming, which is that of their deadlines. */
  readonly #waiters = new Set<Waiter>();
  /** One for all: a timer each would cost more than most waits. */
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ConnectionSharesOptions) {
    this.#options = { waiting: Number.POSITIVE_INFINITY, waitingToLock: Number.POSITIVE_INFINITY, ...options };
    this.#half = Math.max(1, Math.floor(options.connections / 2));
    this.#kept = options.connections > VERY_FEW ? Math.ceil(options.connections / KEPT_ONE_IN) : 0;
    this.#free = options.connections;
  }

  /**
   * Takes a connection. Whoever gets it gives it back by `leave`.
   * @returns undefined if it has one at once; else resolves once it has
   * @throws TooBusy if too many wait already, or it waited in vain; Error if nobody gave a connection back meanwhile, as
   *   where the database hangs
   */
  enter(holder: Holder): undefined | Promise<void> {
    const { owner, mayLock } = holder;
    let share = this.#shares.get(owner);
    if (share === undefined) {
      share = { owner, held: 0, locking: 0, waiting: undefined };
      this.#shares.set(owner, share);
    }
    const before = share.waiting?.[mayLock ? "toLock" : "plain"].size ?? 0;
    if (before > 0 || !this.#fits(share, mayLock)) return this.#wait(holder, share);
    this.#take(share, mayLock);
    return undefined;
  }

  /** Gives a connection back. */
  leave({ owner, mayLock }: Holder): void {
    const share = this.#shares.get(owner) as Share;
    this.#free++;
    this.#returns++;
    share.held--;
    if (mayLock) share.locking--;
    while (this.#queue.size > 0 && this.#grantNext());
    this.#forgetIdle(share);
  }

  #fits({ owner, held, locking }: Share, mayLock: boolean): boolean {
    if (this.#free === 0) return false;
    if (owner === PLATFORM_OWNER) return held < this.#half;
    if (held === 0) return true;
    const left = this.#free - this.#kept;
    return mayLock ? locking < this.#half && held < TIMES_FREE.toLock * left : held < TIMES_FREE.plain * left;
  }

  #take(share: Share, mayLock: boolean): void {
    this.#free--;
    share.held++;
    if (mayLock) share.locking++;
  }

  #wait({ owner, mayLock }: Holder, share: Share): Promise<void> {
    share.waiting ??= { plain: new Set(), toLock: new Set() };
    const { plain, toLock } = share.waiting;
    const { waiting, waitingToLock, patienceMs } = this.#options;
    if (plain.size + toLock.size >= waiting || (mayLock && toLock.size >= waitingToLock)) {
      return Promise.reject(new TooBusy("Too many requests of the organization wait already"));
    }
    return new Promise((grant, refuse) => {
      const deadline = performance.now() + patienceMs;
      const waiter = { owner, mayLock, place: this.#places++, deadline, returns: this.#returns, grant, refuse };
      (mayLock ? toLock : plain).add(waiter);
      this.#waiters.add(waiter);
      this.#queue.add(owner);
      this.#timer ??= setTimeout(() => this.#refuseLate(), patienceMs).unref();
    });
  }

  /** Turns away those who have waited for too long, and comes back when the next one will have. */
  #refuseLate(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const waiter of this.#waiters) {
      if (waiter.deadline > now) {
        this.#timer = setTimeout(() => this.#refuseLate(), Math.ceil(waiter.deadline - now)).unref();
        return;
      }
      const share = this.#shares.get(waiter.owner) as Share;
      this.#remove(waiter, share);
      this.#forgetIdle(share);
      const hangs = !waiter.mayLock && waiter.returns === this.#returns;
      waiter.refuse(hangs ? new Error("timeout exceeded when trying to connect") : new TooBusy("Others were first"));
    }
  }

  #remove(waiter: Waiter, share: Share): void {
    share.waiting?.[waiter.mayLock ? "toLock" : "plain"].delete(waiter);
    this.#waiters.delete(waiter);
  }

  /** Lets the next one in whose turn it is. @returns whether there was one */
  #grantNext(): boolean {
    if (this.#queue.has(PLATFORM_OWNER) && this.#grantTo(PLATFORM_OWNER)) return true;
    for (const owner of this.#queue) if (this.#grantTo(owner)) return true;
    return false;
  }

  /** @returns whether one of that owner fitted in */
  #grantTo(owner: string): boolean {
    const share = this.#shares.get(owner) as Share;
    const waiter = this.#firstOf(share);
    if (waiter === undefined) return false;
    this.#remove(waiter, share);
    this.#take(share, waiter.mayLock);
    // To the end, if more of it wait.
    this.#queue.delete(owner);
    this.#queue.add(owner);
    this.#forgetIdle(share);
    waiter.grant();
    return true;
  }

  /** Of one owner, the one that came first of those that fit in. */
  #firstOf(share: Share): Waiter | undefined {
    const plain = this.#headOf(share, "plain");
    const toLock = this.#headOf(share, "toLock");
    if (plain && toLock) return plain.place < toLock.place ? plain : toLock;
    return plain ?? toLock;
  }

  #headOf(share: Share, line: "plain" | "toLock"): Waiter | undefined {
    const [first] = share.waiting?.[line] ?? [];
    return first && this.#fits(share, first.mayLock) ? first : undefined;
  }

  #forgetIdle(share: Share): void {
    if (share.waiting && share.waiting.plain.size + share.waiting.toLock.size > 0) return;
    share.waiting = undefined;
    this.#queue.delete(share.owner);
    if (share.held === 0) this.#shares.delete(share.owner);
  }
}
