import { setTimeout as sleep } from "node:timers/promises";
import type { Quota } from "@pragma/contract";
import type { Database } from "@pragma/db";
import { endQuotaLeases, giveBackQuota, leaseQuota, type QuotaLease } from "@pragma/db/queries";
import { LRUCache } from "lru-cache";
import { newId } from "../../common/new-id.ts";
import { ConcurrentChange } from "../../common/retry-on-conflict.ts";
import { quotaExceeded } from "./quota-exceeded.ts";

/** Quotas of things that are added often and may number a million: leased in slices. */
export type LeasedQuota = Extract<Quota, "resources" | "file_bytes">;

/** A request for part of a quota. */
export interface Taking {
  organizationId: string;
  quota: LeasedQuota;
  amount: number;
  /** The quota, unless an operator set another one for the organization. */
  standard: number;
  /** The quota as far as the caller knows. Leases from a higher quota are no longer used. */
  value?: number | undefined;
}

/** A taken part of a quota, until its outcome is reported. An unreported one is blocked for others for a minute. */
export interface Taken {
  /** It was added, and is now counted with what exists. */
  added(): void;
  /** It was not added, and will not be. */
  dropped(): void;
}

interface Account {
  readonly organizationId: string;
  readonly quota: LeasedQuota;
  /** Leased but not taken. */
  left: number;
  /** On the monotonic clock. */
  usableUntil: number;
  /** The quota that it was leased from. */
  leasedOf: number;
  /** Leased amounts that were added or are not needed, and not yet reported to the database. */
  done: number;
  /** Little is left of the quota: report finished amounts at once, so that others can use them. */
  isTight: boolean;
  reporting: Promise<void> | undefined;
  readonly waiting: Set<{ amount: number }>;
  /** When each amount was taken, and through what, until its outcome is known. */
  readonly open: Set<{ at: number; db: Database }>;
  leasing: Promise<{ lease: QuotaLease; least: number }> | undefined;
}

/** A lease counts for a minute but is used for only half of that, so that additions commit before it ends. */
const LEASE_SECONDS = 60;
const USABLE_MS = 30_000;
/** A lease takes a twentieth of what is left: see the function `lease_quota`. */
const SHARE = 20;
const MAX_ACCOUNTS = 10_000;
/** How often, and how long each time, a taking that would be refused waits for additions in progress. */
const SECOND_TRIES = 3;
const SECOND_LOOK_MS = 100;

/**
 * How much organizations may still add. A process leases quota in slices, so most additions need neither a round trip
 * nor a wait for concurrent ones. The quota is never exceeded, except by additions that take longer than half a minute
 * to commit. Unused leases of other processes count as used for up to a minute: at most a twentieth each of what was
 * left, so next to nothing near the end.
 */
export class QuotaLedger {
  readonly #accounts = new LRUCache<string, Account>({ max: MAX_ACCOUNTS });
  readonly #db: Database;
  readonly #holder = newId();
  readonly #running = new Set<Promise<unknown>>();
  #hasLeased = false;

  /** @param db of the pool: leases belong to nobody's transaction */
  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether the amount can be taken without asking the database. */
  has({ organizationId, quota, amount, value }: Taking): boolean {
    const account = this.#accounts.get(keyOf(organizationId, quota));
    return account !== undefined && isUsable(account, value) && account.left >= amount;
  }

  /**
   * Takes part of a quota: at once, unless it has to wait for a lease.
   * @param db the database of the addition; inside a transaction the lease is part of it, and exactly as large as
   *   needed
   * @throws DomainError quota_exceeded
   */
  take(db: Database, taking: Taking): Taken | Promise<Taken> {
    const account = this.#accountOf(taking);
    forgetOver(account, taking.value);
    if (account.left >= taking.amount) return this.#taken(db, account, taking.amount);
    return db.inTransaction ? this.#takeInside(db, account, taking) : this.#takeLater(db, account, taking);
  }

  /** Waits for running requests, and returns all leases. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    if (this.#hasLeased) await endQuotaLeases(this.#db, this.#holder).catch(() => undefined);
  }

  #accountOf({ organizationId, quota }: Taking): Account {
    const key = keyOf(organizationId, quota);
    const known = this.#accounts.get(key);
    if (known) return known;
    const account: Account = {
      organizationId,
      quota,
      left: 0,
      usableUntil: Number.NEGATIVE_INFINITY,
      leasedOf: 0,
      done: 0,
      isTight: false,
      reporting: undefined,
      waiting: new Set(),
      open: new Set(),
      leasing: undefined,
    };
    this.#accounts.set(key, account);
    return account;
  }

  async #takeLater(db: Database, account: Account, { amount, standard }: Taking): Promise<Taken> {
    const wait = { amount };
    account.waiting.add(wait);
    let tries = 0;
    try {
      for (;;) {
        const { lease, least } = await this.#lease(account, standard);
        if (account.left >= amount) return this.#taken(db, account, amount);
        if (lease.granted > 0 || least > amount - account.left) continue;
        // An addition in progress counts twice for a moment, as existing and as leased, and may not be made after all.
        if (tries >= SECOND_TRIES || !hasOpen(account)) throw exceeded(account, lease, amount);
        tries += 1;
        await sleep(SECOND_LOOK_MS);
      }
    } finally {
      account.waiting.delete(wait);
    }
  }

  /**
   * Takes what is left, and leases the rest. A rollback would undo the lease too, so nobody else gets any of it.
   * @throws ConcurrentChange while a report to the database is running, which it may count twice, or another lease,
   *   which this taking could then use, or another addition, which may be undone
   */
  async #takeInside(db: Database, account: Account, taking: Taking): Promise<Taken> {
    const { amount, standard } = taking;
    this.#hasLeased = true;
    const own = this.#taken(db, account, account.left);
    const missing = amount - own.amount;
    const request = { ...this.#requestOf(account, standard), least: missing, most: missing, share: null };
    let lease: QuotaLease;
    try {
      lease = await leaseQuota(db.tenant(account.organizationId), request);
    } catch (error) {
      own.dropped();
      throw error;
    }
    if (lease.granted === 0) {
      own.dropped();
      // Another addition was undone meanwhile.
      if (account.left > own.amount) return this.take(db, taking);
      const mayChange = account.reporting || account.leasing || hasOpen(account, db);
      throw mayChange ? new ConcurrentChange() : exceeded(account, lease, amount);
    }
    db.afterCommit(() => {
      account.isTight = isTight(lease);
      if (account.left === 0) this.#lease(account, standard).catch(() => {});
    });
    const added = (): void => {
      own.added();
      this.#add(account, amount - own.amount);
    };
    return { added, dropped: own.dropped };
  }

  #taken(db: Database, account: Account, amount: number): Taken & { readonly amount: number } {
    const entry = { at: performance.now(), db };
    account.left -= amount;
    // Also drops entries that nobody will report.
    hasOpen(account);
    account.open.add(entry);
    return {
      amount,
      added: () => {
        account.open.delete(entry);
        this.#add(account, amount);
      },
      dropped: () => {
        account.open.delete(entry);
        account.left += amount;
      },
    };
  }

  #add(account: Account, amount: number): void {
    account.done += amount;
    if (account.isTight) this.#report(account);
  }

  /** Runs one report at a time, and none during a lease, which reports too: later amounts go out together. */
  #report(account: Account): void {
    if (account.reporting || account.leasing || account.done === 0) return;
    const { organizationId, quota, done } = account;
    account.done = 0;
    account.reporting = this.#run(giveBackQuota(this.#db.tenant(organizationId), quota, this.#holder, done))
      .catch(() => {})
      .finally(() => {
        account.reporting = undefined;
        this.#report(account);
      });
  }

  #lease(account: Account, standard: number): Promise<{ lease: QuotaLease; least: number }> {
    account.leasing ??= this.#run(this.#renew(account, standard)).finally(() => {
      account.leasing = undefined;
      if (account.isTight) this.#report(account);
    });
    return account.leasing;
  }

  async #renew(account: Account, standard: number): Promise<{ lease: QuotaLease; least: number }> {
    this.#hasLeased = true;
    await account.reporting;
    forgetOver(account);
    const { least, most } = amountsOf(account);
    const request = { ...this.#requestOf(account, standard), done: account.done, least, most, share: SHARE };
    // Reported at most once, even if the request fails: reported twice, it would free more than was taken.
    account.done = 0;
    const askedAt = performance.now();
    const lease = await leaseQuota(this.#db.tenant(account.organizationId), request);
    account.isTight = isTight(lease);
    forgetOver(account, lease.value);
    account.leasedOf = lease.value;
    if (lease.granted > 0) {
      account.left += lease.granted;
      account.usableUntil = askedAt + USABLE_MS;
    }
    return { lease, least };
  }

  #requestOf({ quota }: Account, standard: number) {
    return { quota, holder: this.#holder, done: 0, standard, seconds: LEASE_SECONDS };
  }

  #run<Result>(work: Promise<Result>): Promise<Result> {
    const running = work.finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }
}

function keyOf(organizationId: string, quota: LeasedQuota): string {
  return `${organizationId} ${quota}`;
}

/**
 * Whether an addition is in progress. One that has reported nothing for half a minute never will.
 * @param except leaves out what is added through it: a caller cannot wait for itself
 */
function hasOpen({ open }: Account, except?: Database): boolean {
  for (const entry of open) {
    if (performance.now() - entry.at >= USABLE_MS) open.delete(entry);
    else if (entry.db !== except) return true;
  }
  return false;
}

function isUsable({ usableUntil, leasedOf }: Account, value = leasedOf): boolean {
  return performance.now() < usableUntil && leasedOf <= value;
}

/** Gives up the rest of a lease that has expired, or that is from a higher quota than the current one. */
function forgetOver(account: Account, value?: number): void {
  if (account.left === 0 || isUsable(account, value)) return;
  account.done += account.left;
  account.left = 0;
}

/** How much the waiting requests need beyond what is left: the smallest of them, and all of them. */
function amountsOf({ waiting, left }: Account): { least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const { amount } of waiting) {
    least = Math.min(least, amount);
    most += amount;
  }
  if (waiting.size === 0) return { least: 1, most: 1 };
  return { least: Math.max(1, least - left), most: Math.max(1, most - left) };
}

function isTight({ granted, left }: QuotaLease): boolean {
  return left < granted * (SHARE - 1);
}

/** The part that is left here counts as used for everybody else. */
function exceeded({ quota, left }: Account, { used, value }: QuotaLease, amount: number) {
  return quotaExceeded(quota, { used: used - left, limit: value }, amount);
}
