import { hash } from "node:crypto";
import { clearSignInAttempts, refundSignInAttempt } from "@pragma/db/administration";
import { takeSignInAttempts } from "@pragma/db/queries";
import { DomainError } from "../common/errors.ts";
import type { Core } from "../unit-of-work/core.ts";
import { addressKey } from "./address-key.ts";

const WINDOW_SECONDS = 15 * 60;

/** So many attempts in a window of 15 minutes, of one kind and at one thing. */
export interface AttemptLimit {
  readonly key: string;
  readonly most: number;
}

/** Only a hash is kept of what is limited: people type passwords where their email belongs. */
function limit(kind: string, value: string, most: number): AttemptLimit {
  return { key: hash("sha256", `${kind}:${value}`, "hex"), most };
}

/** At one account's password, by email: the same whether or not there is such an account. */
export const accountLimit = (email: string): AttemptLimit => limit("account", email, 10);
/** At all accounts, from one address. */
export const addressLimit = (address: string): AttemptLimit => limit("address", addressKey(address), 50);
/** At one's own password, in a browser that is signed in: neither strangers nor another browser can use it up. */
export const ownPasswordLimit = (loginId: string): AttemptLimit => limit("own-password", loginId, 10);
/** Mails that an account has sent, to whatever address. */
export const mailLimit = (userId: string): AttemptLimit => limit("mail", userId, 5);
/** Mails to one address, whoever has them sent. */
export const mailboxLimit = (email: string): AttemptLimit => limit("mailbox", email, 5);
export const setupAddressLimit = (address: string): AttemptLimit => limit("setup-address", addressKey(address), 10);
export const setupLimit = (): AttemptLimit => limit("setup", "", 50);

/**
 * Counts an attempt before it is made, so that many at once cannot slip past the limit together.
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

/** After a success: what is limited for its own sake starts anew. */
export function clearAttempts(core: Core, { key }: AttemptLimit): Promise<void> {
  return clearSignInAttempts(core.db, key);
}

/** After a success: failures at other accounts still count. */
export function refundAttempt(core: Core, { key }: AttemptLimit): Promise<void> {
  return refundSignInAttempt(core.db, key);
}
