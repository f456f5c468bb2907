import { setTimeout as sleep } from "node:timers/promises";
import type { WaitingLimits } from "./connection-shares.ts";
import { createDatabase, type Database } from "./database.ts";
import { SHIPPED_ORGANIZATION_ID } from "./ids.ts";
import { isOutage, isReadOnly, isStatementTimeout } from "./is-outage.ts";
import { NextAnswer } from "./next-answer.ts";
import { createPool, endPool, type PoolOptions } from "./pool.ts";
import { findPosition, hasReplayed, type Position } from "./queries/history/replication.ts";
import { StandbyRefusal, type StandbyUnfit } from "./standby-refusal.ts";
import type { Tenant } from "./tenant.ts";
import { isTooBusy } from "./too-busy.ts";

export interface StandbyOptions extends Omit<PoolOptions, "connectTimeoutMs" | "durable" | "lockTimeoutMs"> {
  waitingLimits?: WaitingLimits;
  /** Called when it becomes of use, with null, and when it can no longer be used. Not for a passing lag. */
  onChange?: (unfit: StandbyUnfit | null, error?: unknown) => void;
}

/** The outcome of a read: its result, or why it has to be done on the primary. */
export type StandbyRead<Result> = { readonly result: Result } | { readonly unfit: StandbyUnfit };

/** How often reads were served, and refused for which reason. */
export type StandbyCounts = Readonly<Record<"served" | StandbyUnfit, number>>;

/** Waiting for the log doubles from 1 ms, so this is 31 ms in all. */
const LONGEST_WAIT_MS = 16;
/** For a connection, and for a free one. */
const CONNECT_MS = 1000;
/** For the primary's word how far the log goes, and as much for the answer whether that is replayed, with the waiting above. */
const CHECK_MS = 1500;
/** For so long after one has waited in vain, others look without waiting. */
const IMPATIENCE_MS = 250;
/** How long it is left alone after it was found to be of no use. */
const REST_MS = 5000;
/** Passes with the read, or soon. */
const PASSING: ReadonlySet<StandbyUnfit> = new Set(["behind", "busy", "interrupted", "no_position"]);

/**
 * A read replica: a physical standby of the database. A read sees on it whatever was committed when the read began, or does not
 * take place there. Each is a transaction of its own that first asks the very server that it got whether it is a standby of
 * the primary and has replayed that far, so the address may lead to several of them, or through a pooler.
 */
export class Standby {
  readonly #pool: ReturnType<typeof createPool>;
  readonly #db: Database;
  readonly #positions: NextAnswer<Position>;
  readonly #onChange: NonNullable<StandbyOptions["onChange"]>;
  readonly #counts = {
    served: 0,
    behind: 0,
    busy: 0,
    interrupted: 0,
    no_position: 0,
    no_standby: 0,
    other_cluster: 0,
    unreachable: 0,
  } satisfies StandbyCounts;
  /** Until when it is left alone, on the monotonic clock, and why; 0 while it is of use. */
  #rest: { until: number; unfit: StandbyUnfit } = { until: 0, unfit: "unreachable" };
  #impatientUntil = 0;
  /** The state reported last. */
  #said: StandbyUnfit | null = null;

  /** @param primary is asked how far the log goes */
  constructor(primary: Database, { waitingLimits = {}, onChange = () => {}, ...options }: StandbyOptions) {
    this.#pool = createPool({ ...options, connectTimeoutMs: CONNECT_MS });
    this.#db = createDatabase(this.#pool, waitingLimits);
    this.#positions = new NextAnswer(() => findPosition(primary));
    this.#onChange = onChange;
  }

  get counts(): StandbyCounts {
    return this.#counts;
  }

  /**
   * Runs work that only reads, in a transaction. Where it is told `unfit`, the caller repeats it on the primary: the standby
   * is away, lags, is no longer a standby, or interrupted the work.
   *
   * @param organizationId on whose behalf a connection is held
   * @throws what `work` throws, except for the standby's own failures; an error of PostgreSQL if it writes
   */
  async read<Result>(organizationId: string, work: (db: Database) => Promise<Result>): Promise<StandbyRead<Result>> {
    const { until, unfit } = this.#rest;
    if (until > 0) {
      const now = performance.now();
      if (now < until) return this.#refuse(unfit);
      // This read tries it for all others.
      this.#rest.until = now + REST_MS;
    }
    return this.#try(organizationId, work);
  }

  /** Looks whether it is of use now. @returns why not; null if it is */
  async probe(): Promise<StandbyUnfit | null> {
    const looked = await this.#try(SHIPPED_ORGANIZATION_ID, async () => true);
    return "unfit" in looked ? looked.unfit : null;
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return endPool(this.#pool);
  }

  async #try<Result>(organizationId: string, work: (db: Database) => Promise<Result>): Promise<StandbyRead<Result>> {
    const longestWait = performance.now() < this.#impatientUntil ? 0 : LONGEST_WAIT_MS;
    const checked = Promise.withResolvers<void>();
    let isAbandoned = false;
    let attempt: Promise<Result> | undefined;
    try {
      const position = await this.#position();
      attempt = this.#db.transaction(async (db) => {
        await awaitReplay(db.tenant(organizationId), position, longestWait);
        if (isAbandoned) throw new StandbyRefusal("unreachable");
        checked.resolve();
        return work(db);
      });
      await soon(Promise.race([checked.promise, attempt]), "unreachable");
    } catch (error) {
      isAbandoned = true;
      attempt?.catch(() => {});
      const unfit = unfitnessOf(error);
      if (unfit === "behind" && longestWait > 0) this.#impatientUntil = performance.now() + IMPATIENCE_MS;
      return this.#refuse(unfit, error);
    }
    this.#rest.until = 0;
    this.#say(null);
    return this.#finish(attempt);
  }

  /** The outcome of work that has begun. */
  async #finish<Result>(attempt: Promise<Result>): Promise<StandbyRead<Result>> {
    try {
      const result = await attempt;
      this.#counts.served++;
      return { result };
    } catch (error) {
      if (wasInterrupted(error)) return this.#refuse("interrupted", error);
      this.#counts.served++;
      throw error;
    }
  }

  async #position(): Promise<Position> {
    try {
      return await soon(this.#positions.get(), "no_position");
    } catch (error) {
      throw new StandbyRefusal("no_position", { cause: error });
    }
  }

  /** @param error undefined while it is left alone anyway */
  #refuse(unfit: StandbyUnfit, error?: unknown): { unfit: StandbyUnfit } {
    this.#counts[unfit]++;
    if (error !== undefined && !PASSING.has(unfit)) {
      this.#rest = { until: performance.now() + REST_MS, unfit };
      this.#say(unfit, error);
    }
    return { unfit };
  }

  #say(unfit: StandbyUnfit | null, error?: unknown): void {
    if (this.#said === unfit) return;
    this.#said = unfit;
    this.#onChange(unfit, error);
  }
}

/** @throws StandbyRefusal if this server is of no use, or does not get that far within the time */
async function awaitReplay(tenant: Tenant, position: Position, longestMs: number): Promise<void> {
  for (let wait = 1; !(await hasReplayed(tenant, position)); wait *= 2) {
    if (wait > longestMs) throw new StandbyRefusal("behind");
    await sleep(wait);
  }
}

/** @throws StandbyRefusal after {@link CHECK_MS} */
async function soon<Answer>(answer: Promise<Answer>, otherwise: StandbyUnfit): Promise<Answer> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new StandbyRefusal(otherwise)), CHECK_MS);
  try {
    return await Promise.race([answer, overdue]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why it could not be used: whatever happens before the work is a matter of the standby. */
function unfitnessOf(error: unknown): StandbyUnfit {
  if (error instanceof StandbyRefusal) return error.unfit;
  return isTooBusy(error) ? "busy" : "unreachable";
}

/** The log goes first: what stands in its way is cancelled, with a code of an outage or one that only the text tells from others. */
const CONFLICT = /conflict with recovery/i;

/** Whether the server interrupted work that can be done elsewhere. What the work does to itself is reported: it takes too long, or it writes. */
function wasInterrupted(error: unknown): boolean {
  if (!(error instanceof Error) || isReadOnly(error)) return false;
  return CONFLICT.test(error.message) || (isOutage(error) && !isStatementTimeout(error));
}
