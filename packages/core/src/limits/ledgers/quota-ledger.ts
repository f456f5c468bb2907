import { setTimeout as sleep } from "node:timers/promises";
import type { Quota } from "@pragma/contract";
import type { Database } from "@pragma/db";
import { endQuotaLeases, giveBackQuota, leaseQuota, type QuotaLease } from "@pragma/db/queries";
import { LRUCache } from "lru-cache";
import { v7 as uuidv7 } from "uuid";
import { ConcurrentChange } from "../../common/retry-on-conflict.ts";
import { quotaExceeded } from "./quota-exceeded.ts";

/** Quotas of what is added often, and of which there may be a million: leased in slices. */
export type LeasedQuota = Extract<Quota, "resources" | "file_bytes">;

/** What somebody takes. */
export interface Taking {
  organizationId: string;
  quota: LeasedQuota;
  amount: number;
  /** The quota, where no operator set another one for the organization. */
  standard: number;
  /** The quota as far as the caller knows. What was leased from a higher one is not given out any more. */
  value?: number | undefined;
}

/** What was taken, until it is known what became of it. Whoever never tells keeps it from others for a minute. */
export interface Taken {
  /** It was added: it is counted with what is there. */
  added(): void;
  /** It was not, and will not be. */
  dropped(): void;
}

interface Account {
  readonly organizationId: string;
  readonly quota: LeasedQuota;
  /** Leased and not taken. */
  left: number;
  /** On the monotonic clock. */
  usableUntil: number;
  /** The quota that it was leased from. */
  leasedOf: number;
  /** Of what was leased, what has been added or is not needed, and was not reported as such. */
  done: number;
  /** Little is left for all: others are to learn at once what is done. */
  isTight: boolean;
  reporting: Promise<void> | undefined;
  readonly waiting: Set<{ amount: number }>;
  /** When what was taken was, until it is known what became of it. */
  readonly open: Set<{ at: number; db: Database }>;
  leasing: Promise<{ lease: QuotaLease; least: number }> | undefined;
}

/** A lease counts for a minute; it is used for half of that, so that what it is used for has committed by then. */
const LEASE_SECONDS = 60;
const USABLE_MS = 30_000;
/** A lease takes a twentieth of what is left: see the function `lease_quota`. */
const SHARE = 20;
const MAX_ACCOUNTS = 10_000;
/** How often, and for how long each time, those who would be refused wait for what is being added. */
const SECOND_LOOKS = 3;
const SECOND_LOOK_MS = 100;

/**
 * What organizations may still add. A process leases it in slices, so most of what is added costs neither a round trip nor
 * a wait for others who add at the same moment. There is never more than the quota, but for what takes longer than half a
 * minute to commit. What other processes have leased and not used counts as used for up to a minute: at most a twentieth
 * of what was left each, so nothing near the end.
 */
export class QuotaLedger {
  readonly #accounts = new LRUCache<string, Account>({ max: MAX_ACCOUNTS });
  readonly #db: Database;
  readonly #holder = uuidv7();
  readonly #running = new Set<Promise<unknown>>();
  #hasLeased = false;

  /** @param db of the pool: leases are no part of anybody's transaction */
  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether so much can be taken without asking the database. */
  has({ organizationId, quota, amount, value }: Taking): boolean {
    const account = this.#accounts.get(keyOf(organizationId, quota));
    return account !== undefined && isUsable(account, value) && account.left >= amount;
  }

  /**
   * Takes a part of what may be added: at once, unless a lease has to be waited for.
   * @param db of whoever adds; inside a transaction a lease is part of it, and of no more than is needed
   * @throws DomainError quota_exceeded
   */
  take(db: Database, taking: Taking): Taken | Promise<Taken> {
    const account = this.#accountOf(taking);
    forgetOver(account, taking.value);
    if (account.left >= taking.amount) return this.#taken(db, account, taking.amount);
    return db.inTransaction ? this.#takeInside(db, account, taking) : this.#takeLater(db, account, taking);
  }

  /** Waits for what is under way, and gives back all that was leased. */
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
    let looks = 0;
    try {
      for (;;) {
        const { lease, least } = await this.#lease(account, standard);
        if (account.left >= amount) return this.#taken(db, account, amount);
        if (lease.granted > 0 || least > amount - account.left) continue;
        // What is being added counts twice for a moment, once there and once as leased, and may not be added after all.
        if (looks >= SECOND_LOOKS || !hasOpen(account)) throw exceeded(account, lease, amount);
        looks += 1;
        await sleep(SECOND_LOOK_MS);
      }
    } finally {
      account.waiting.delete(wait);
    }
  }

  /**
   * Takes what is left, and leases the rest. The transaction may be undone, and the lease with it, so nobody else is given
   * any of it.
   * @throws ConcurrentChange where others are adding, which the database could count twice, and which may be undone; where
   *   it is being told what is done, or asked for a lease, which would be this one's
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
      // Somebody else's was undone meanwhile.
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
    // What nobody will tell about goes, too.
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

  /** One report or lease, which reports too, at a time: what comes meanwhile goes out together. */
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
    // Reported once, however that ends: reported twice, it would stand for more than it is.
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
 * Whether anything is being added. Of what nobody told anything for half a minute nobody will.
 * @param except what is added through it does not count: who asks cannot wait for themselves
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

/** What is left of a lease that is over, or from a higher quota than there is by now, is nobody's. */
function forgetOver(account: Account, value?: number): void {
  if (account.left === 0 || isUsable(account, value)) return;
  account.done += account.left;
  account.left = 0;
}

/** What those who wait want beside what is left: the smallest of it, and all of it. */
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

/** What is left here counts as used for all others. */
function exceeded({ quota, left }: Account, { used, value }: QuotaLease, amount: number) {
  return quotaExceeded(quota, { used: used - left, limit: value }, amount);
}
