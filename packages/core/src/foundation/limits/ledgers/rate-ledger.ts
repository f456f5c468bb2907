import type { Database } from "@pragma/db";
import { leaseRequests } from "@pragma/db/queries";
import { LRUCache } from "lru-cache";

/** The rate limit state of an organization after one request, in the terms of draft-ietf-httpapi-ratelimit-headers. */
export interface RateStanding {
  admitted: boolean;
  /** Requests per window. */
  limit: number;
  /** Requests left in this window, as far as this replica knows. */
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
  windowSeconds: number;
}

interface Account {
  /** On the monotonic clock. */
  windowEndsAt: number;
  /** Leased but not used yet. */
  left: number;
  /** Leased by all replicas together, as of the last lease. */
  leased: number;
  leasing: Promise<void> | undefined;
}

/** A lease takes one in this many of the requests left: leases shrink towards the end, so little is stranded. */
const SHARE = 20;
const MAX_ACCOUNTS = 10_000;

/**
 * How many requests organizations may make, in windows of fixed length. A replica leases requests in slices from the
 * database, so most requests need no round trip. All leases of a window together never exceed the limit, and none is
 * used after its window: nothing is over-admitted. What a replica leased and did not use is lost to the others until
 * the window ends: at most a twentieth each, less towards the end. A changed limit applies from the next request on,
 * except that requests already leased under a higher one may still be used.
 */
export class RateLedger {
  readonly #accounts = new LRUCache<string, Account>({ max: MAX_ACCOUNTS });
  readonly #windowSeconds: number;

  constructor(windowSeconds: number) {
    this.#windowSeconds = windowSeconds;
  }

  /** Takes one of `limit` requests: at once, unless it has to wait for a lease. */
  take(db: Database, organizationId: string, limit: number): RateStanding | Promise<RateStanding> {
    const now = performance.now();
    let account = this.#accounts.get(organizationId);
    if (account === undefined) {
      account = { windowEndsAt: Number.NEGATIVE_INFINITY, left: 0, leased: 0, leasing: undefined };
      this.#accounts.set(organizationId, account);
    }
    if (now >= account.windowEndsAt) {
      account.left = 0;
      account.leased = 0;
    }
    if (account.left > 0) {
      account.left--;
      // Leases the next slice while the last quarter of this one is being used.
      if (account.leased < limit && account.left * 4 < sliceOf(account, limit))
        void this.#lease(db, organizationId, account, limit);
      return this.#standing(account, limit, true, now);
    }
    if (account.leased >= limit) return this.#standing(account, limit, false, now);
    return this.#takeLater(db, organizationId, account, limit);
  }

  async #takeLater(db: Database, organizationId: string, account: Account, limit: number): Promise<RateStanding> {
    await this.#lease(db, organizationId, account, limit);
    return this.take(db, organizationId, limit);
  }

  #lease(db: Database, organizationId: string, account: Account, limit: number): Promise<void> {
    if (account.leasing) return account.leasing;
    const leasing = this.#renew(db, organizationId, account, limit).finally(() => {
      account.leasing = undefined;
    });
    account.leasing = leasing;
    // Nobody waits for a lease taken ahead of time: its error will recur for the first request that has to wait.
    leasing.catch(() => {});
    return leasing;
  }

  async #renew(db: Database, organizationId: string, account: Account, limit: number): Promise<void> {
    const amount = sliceOf(account, limit);
    const askedAt = performance.now();
    const lease = await leaseRequests(db.tenant(organizationId), this.#windowSeconds, amount);
    const before = lease.used - amount;
    const granted = Math.max(0, Math.min(amount, limit - before));
    // Measured from before the query, so the lease ends slightly before its window.
    const windowEndsAt = askedAt + lease.ms_left;
    const sameWindow = Math.abs(windowEndsAt - account.windowEndsAt) < (this.#windowSeconds * 1000) / 2;
    account.left = (sameWindow && performance.now() < account.windowEndsAt ? account.left : 0) + granted;
    account.leased = lease.used;
    account.windowEndsAt = sameWindow ? Math.max(account.windowEndsAt, windowEndsAt) : windowEndsAt;
  }

  #standing(account: Account, limit: number, admitted: boolean, now: number): RateStanding {
    return {
      admitted,
      limit,
      remaining: Math.min(limit, account.left + Math.max(0, limit - account.leased)),
      resetSeconds: Math.max(1, Math.ceil((account.windowEndsAt - now) / 1000)),
      windowSeconds: this.#windowSeconds,
    };
  }
}

function sliceOf({ leased }: Account, limit: number): number {
  return Math.max(1, Math.ceil((limit - leased) / SHARE));
}
