import type { Database } from "@pragma/db";
import { leaseQuota } from "@pragma/db/queries";
import { LRUCache } from "lru-cache";

/** Where an organization stands after one request, in the terms of draft-ietf-httpapi-ratelimit-headers. */
export interface Quota {
  admitted: boolean;
  /** Requests a window. */
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
  /** Leased and not used yet. */
  left: number;
  /** Not leased by anyone, as of the last lease. */
  unleased: number;
  leasing: Promise<void> | undefined;
}

/** Of what nobody has leased yet, the share a lease takes: leases shrink towards the end, so little is stranded. */
const SHARE = 20;
const MAX_ACCOUNTS = 10_000;

/**
 * The quota of organizations in windows of fixed length. A replica leases it in slices from the database, so most
 * requests cost no round trip. All leases of a window together never exceed the limit, and none is used after its
 * window: nothing is over-admitted. What a replica leased and did not use is lost to the others until the window ends:
 * at most a twentieth each, less towards the end.
 */
export class QuotaLedger {
  readonly #accounts = new LRUCache<string, Account>({ max: MAX_ACCOUNTS });
  readonly #limit: number;
  readonly #windowSeconds: number;

  constructor(limit: number, windowSeconds: number) {
    this.#limit = limit;
    this.#windowSeconds = windowSeconds;
  }

  /** Takes one request off the quota: at once, unless a lease has to be waited for. */
  take(db: Database, organizationId: string): Quota | Promise<Quota> {
    const now = performance.now();
    let account = this.#accounts.get(organizationId);
    if (account === undefined) {
      account = { windowEndsAt: Number.NEGATIVE_INFINITY, left: 0, unleased: 0, leasing: undefined };
      this.#accounts.set(organizationId, account);
    }
    if (now >= account.windowEndsAt) {
      account.left = 0;
      account.unleased = this.#limit;
    }
    if (account.left > 0) {
      account.left--;
      // The next slice comes while the last quarter of this one is used.
      if (account.unleased > 0 && account.left * 4 < this.#slice(account))
        void this.#lease(db, organizationId, account);
      return this.#quota(account, true, now);
    }
    if (account.unleased <= 0) return this.#quota(account, false, now);
    return this.#takeLater(db, organizationId, account);
  }

  async #takeLater(db: Database, organizationId: string, account: Account): Promise<Quota> {
    await this.#lease(db, organizationId, account);
    return this.take(db, organizationId);
  }

  #slice(account: Account): number {
    return Math.max(1, Math.ceil(account.unleased / SHARE));
  }

  #lease(db: Database, organizationId: string, account: Account): Promise<void> {
    if (account.leasing) return account.leasing;
    const leasing = this.#renew(db, organizationId, account).finally(() => {
      account.leasing = undefined;
    });
    account.leasing = leasing;
    // Taken ahead, nobody waits for it: its error comes up again for the first who has to.
    leasing.catch(() => {});
    return leasing;
  }

  async #renew(db: Database, organizationId: string, account: Account): Promise<void> {
    const amount = this.#slice(account);
    const askedAt = performance.now();
    const lease = await leaseQuota(db.tenant(organizationId), this.#windowSeconds, amount);
    const before = lease.used - amount;
    const granted = Math.max(0, Math.min(amount, this.#limit - before));
    // Counted from before the question, the lease ends a little before its window does.
    const windowEndsAt = askedAt + lease.ms_left;
    const sameWindow = Math.abs(windowEndsAt - account.windowEndsAt) < (this.#windowSeconds * 1000) / 2;
    account.left = (sameWindow && performance.now() < account.windowEndsAt ? account.left : 0) + granted;
    account.unleased = Math.max(0, this.#limit - lease.used);
    account.windowEndsAt = sameWindow ? Math.max(account.windowEndsAt, windowEndsAt) : windowEndsAt;
  }

  #quota(account: Account, admitted: boolean, now: number): Quota {
    return {
      admitted,
      limit: this.#limit,
      remaining: account.left + account.unleased,
      resetSeconds: Math.max(1, Math.ceil((account.windowEndsAt - now) / 1000)),
      windowSeconds: this.#windowSeconds,
    };
  }
}
