import { emailSchema, MAX_PASSWORD_BYTES } from "@pragma/contract";
import { findAccountByEmail } from "@pragma/db/administration";
import type { Client } from "../../foundation/callers/client.ts";
import type { Login } from "../../foundation/callers/login.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { verifyPassword } from "../access/password.ts";
import { accountLimit, addressLimit, clearAttempts, ownPasswordLimit, refundAttempt, takeAttempt } from "./attempts.ts";

/**
 * Finds the account that an email and password belong to. Existing accounts, unknown ones and those without a password
 * get the same answer after the same work: a failure leaves only a count, kept by email whether or not an account has
 * it.
 *
 * @param browser the login of the browser in which they were typed, if any. If it is the same account's, it has a count
 *   of its own, so that attempts by strangers lock nobody out who is signed in
 * @returns null if the pair is wrong; else the input of `startLogin`
 * @throws DomainError rate_limited after 10 failures for an account, or 50 from an address, in 15 minutes
 */
export async function verifyCredentials(
  core: Core,
  credentials: { email: string; password: string },
  client: Pick<Client, "address">,
  browser: Pick<Login, "id" | "email"> | null = null,
): Promise<{ userId: string; passwordHash: string } | null> {
  const { password } = credentials;
  const email = emailSchema.safeParse(credentials.email);
  const isOwn = browser !== null && browser.email === email.data;
  const ofAccount = isOwn ? ownPasswordLimit(browser.id) : accountLimit(email.data ?? credentials.email);
  const ofAddress = isOwn ? null : addressLimit(client.address);
  await takeAttempt(core, ofAddress ? [ofAccount, ofAddress] : [ofAccount]);
  // Text that is not an email is looked up too, and never found.
  const account = await findAccountByEmail(core.db, email.data ?? "");
  const usable = Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
  const matches = await verifyPassword(account?.password_hash ?? null, usable ? password : "");
  if (!account?.password_hash || !matches || !usable) return null;
  await Promise.all([clearAttempts(core, ofAccount), ofAddress && refundAttempt(core, ofAddress)]);
  return { userId: account.id, passwordHash: account.password_hash };
}
