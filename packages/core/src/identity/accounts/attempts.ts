import { hash } from "node:crypto";
import { clearSignInAttempts, refundSignInAttempt } from "@pragma/db/administration";
import { takeSignInAttempts } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { addressKey } from "./address-key.ts";

const WINDOW_SECONDS = 15 * 60;

/** A maximum number of attempts per window of 15 minutes, for one kind and one target. */
export interface AttemptLimit {
  readonly key: string;
  readonly most: number;
}

/** Only a hash of the target is stored: people type passwords where their email belongs. */
function limit(kind: string, value: string, most: number): AttemptLimit {
  return { key: hash("sha256", `${kind}:${value}`, "hex"), most };
}

/** Attempts at one account's password, by email, whether or not the account exists. */
export const accountLimit = (email: string): AttemptLimit => limit("account", email, 10);
/** Attempts at all accounts from one address. */
export const addressLimit = (address: string): AttemptLimit => limit("address", addressKey(address), 50);
/** Attempts at one's own password in a signed-in browser: neither strangers nor another browser can use it up. */
export const ownPasswordLimit = (loginId: string): AttemptLimit => limit("own-password", loginId, 10);
/** Mails that one account triggers, to any address. */
export const mailLimit = (userId: string): AttemptLimit => limit("mail", userId, 5);
/** Mails to one address, whoever triggers them. */
export const mailboxLimit = (email: string): AttemptLimit => limit("mailbox", email, 5);
export const setupAddressLimit = (address: string): AttemptLimit => limit("setup-address", addressKey(address), 10);
export const setupLimit = (): AttemptLimit => limit("setup", "", 50);

/**
 * Counts an attempt before it is made, so that concurrent attempts cannot slip past the limit together.
 * @throws DomainError rate_limited, saying when to try again
 */
export async function takeAttempt(core: Core, limits: readonly AttemptLimit[]): Promise<void> {
  const keys = limits.map(({ key }) => key);
  const rows = await takeSignInAttempts(core.db, keys, WINDOW_SECONDS);
  const exceeded = rows.filter(({ key, attempts }) =>
    limits.some((candidate) => candidate.key === key && attempts > candidate.most),
  );
  if (exceeded.length === 0) return;
  const minutes = Math.ceil(Math.max(...exceeded.map((row) => row.seconds_left)) / 60);
  throw new DomainError(
    "rate_limited",
    `Too many attempts: try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}`,
  );
}

/** After a success: resets the counter of the target. */
export function clearAttempts(core: Core, { key }: AttemptLimit): Promise<void> {
  return clearSignInAttempts(core.db, key);
}

/** After a success: takes back only this attempt, since failures at other accounts still count. */
export function refundAttempt(core: Core, { key }: AttemptLimit): Promise<void> {
  return refundSignInAttempt(core.db, key);
}
