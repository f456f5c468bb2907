import { randomInt } from "node:crypto";

/** Accounts (uids) that processes may get, as root. They need no entry in /etc/passwd. */
export interface UidRange {
  first: number;
  count: number;
}

/**
 * Far from accounts of people, services and containers: systemd's table of uids has nothing between 1879048192 and
 * 2147352575. It is large, so that workers that share a machine pick different ones without asking each other.
 */
const DEFAULT_UIDS: UidRange = { first: 1_900_000_000, count: 100_000_000 };

/**
 * Hands out an account to each process, never one to two at once: the kernel counts processes by account, and an account
 * may send signals to its own.
 */
export class Accounts {
  readonly #range: UidRange;
  readonly #taken = new Set<number>();

  constructor(range: UidRange = DEFAULT_UIDS) {
    this.#range = range;
  }

  /** @throws Error when all are taken */
  take(): number {
    const { first, count } = this.#range;
    if (this.#taken.size >= count) throw new Error(`all ${count} accounts for sandboxed processes are taken`);
    let uid = first + randomInt(count);
    while (this.#taken.has(uid)) uid = uid + 1 < first + count ? uid + 1 : first;
    this.#taken.add(uid);
    return uid;
  }

  give(uid: number): void {
    this.#taken.delete(uid);
  }
}
