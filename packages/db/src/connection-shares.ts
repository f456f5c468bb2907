import { TooBusy } from "./too-busy.ts";

/** How many may wait for connections at once on behalf of one organization. Unlimited if omitted. */
export interface WaitingLimits {
  /** In total. */
  waiting?: number;
  /** For work that may itself wait for a lock. */
  waitingToLock?: number;
}

export interface ConnectionSharesOptions extends WaitingLimits {
  /** Connections in the pool. */
  connections: number;
  /** How long each may wait. */
  patienceMs: number;
}

/** The owner of work that serves everybody: authentication, quotas, the event stream. */
export const PLATFORM_OWNER = "";

/** On whose behalf a connection is held. */
export interface Holder {
  /** An organization's id, or {@link PLATFORM_OWNER}. */
  owner: string;
  /** The holder may wait for a lock that another transaction of the organization holds. */
  mayLock: boolean;
}

interface Waiter extends Holder {
  /** Position in order of arrival. */
  readonly place: number;
  /** When it gives up, by the monotonic clock. */
  readonly deadline: number;
  /** How many connections had been returned when it arrived. */
  readonly returns: number;
  grant(): void;
  refuse(error: Error): void;
}

/** Connections and waiters of one owner. */
interface Share {
  readonly owner: string;
  held: number;
  /** How many of the held ones may wait for locks. */
  locking: number;
  /** Almost always undefined, as nothing waits. Two lines, since work that may lock can be held back longer. */
  waiting: { readonly plain: Set<Waiter>; readonly toLock: Set<Waiter> } | undefined;
}

/** How many connections an owner may hold, as a multiple of the free ones: plain work, and work that may lock. */
const TIMES_FREE = { plain: 9, toLock: 3 };
/** One in this many connections is reserved for owners that hold none, unless the pool is very small. */
const KEPT_ONE_IN = 10;
const VERY_FEW = 3;

/**
 * Divides the connections of a pool among organizations, so that none of them waits for another's locks.
 *
 * An owner that holds less than nine times the free connections may take one more, except from the last tenth, which is
 * reserved for owners that hold none: an organization alone gets about 85 % of the pool, two busy ones get roughly
 * equal shares, and newcomers find something left. Work that may wait for locks ends late, so it gets less: three times
 * the free connections, and at most half of the pool, so that an organization whose changes wait for each other can
 * still read. Everything else waits here, where it costs no connection, in order of arrival; freed connections go to
 * the waiting organizations in turn.
 *
 * The platform's own work comes first, and may have half of the pool: every request of every organization waits for it.
 */
export class ConnectionShares {
  readonly #options: Required<ConnectionSharesOptions>;
  /** The maximum for one owner's work that may wait for locks, and for all work of the platform. */
  readonly #half: number;
  readonly #kept: number;
  readonly #shares = new Map<string, Share>();
  /** Owners that wait, in the order of their turns. */
  readonly #queue = new Set<string>();
  #free: number;
  #places = 0;
  /** How many connections have been returned. */
  #returns = 0;
  /** All that wait, in order of arrival, which is also the order of their deadlines. */
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
   * Takes a connection. The caller returns it with `leave`.
   * @returns undefined if there is one at once; else resolves once there is
   * @throws TooBusy if too many are waiting already, or this one waited in vain; Error if no connection was returned in
   *   the meantime, as when the database hangs
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

  /** Returns a connection. */
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

  /** Refuses those that have waited too long, and schedules itself for the next deadline. */
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

  /** Refuses all that wait now: the database hangs. */
  refuseAll(error: Error): void {
    for (const waiter of this.#waiters) {
      const share = this.#shares.get(waiter.owner) as Share;
      this.#remove(waiter, share);
      this.#forgetIdle(share);
      waiter.refuse(error);
    }
  }

  #remove(waiter: Waiter, share: Share): void {
    share.waiting?.[waiter.mayLock ? "toLock" : "plain"].delete(waiter);
    this.#waiters.delete(waiter);
  }

  /** Admits the next one in turn. @returns whether there was one */
  #grantNext(): boolean {
    if (this.#queue.has(PLATFORM_OWNER) && this.#grantTo(PLATFORM_OWNER)) return true;
    for (const owner of this.#queue) if (this.#grantTo(owner)) return true;
    return false;
  }

  /** @returns whether one of that owner's was admitted */
  #grantTo(owner: string): boolean {
    const share = this.#shares.get(owner) as Share;
    const waiter = this.#firstOf(share);
    if (waiter === undefined) return false;
    this.#remove(waiter, share);
    this.#take(share, waiter.mayLock);
    // To the end of the line, in case more of its work waits.
    this.#queue.delete(owner);
    this.#queue.add(owner);
    this.#forgetIdle(share);
    waiter.grant();
    return true;
  }

  /** An owner's first arrival that can be admitted. */
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
