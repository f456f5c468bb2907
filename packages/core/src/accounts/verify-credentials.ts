import { emailSchema, MAX_PASSWORD_BYTES } from "@pragma/contract";
import { findAccountByEmail } from "@pragma/db/administration";
import { verifyPassword } from "../access/password.ts";
import type { Client } from "../callers/client.ts";
import type { Login } from "../callers/login.ts";
import type { Core } from "../unit-of-work/core.ts";
import { accountLimit, addressLimit, clearAttempts, ownPasswordLimit, refundAttempt, takeAttempt } from "./attempts.ts";

/**
 * Whose email and password these are. Accounts that exist, that do not, and that have no password are answered alike,
 * after the same work: failures leave no trace but a count, which is by email whether or not an account has it.
 *
 * @param browser who is signed in already where it is typed. Of the same account, it has a count of its own, so that
 *   what strangers try locks nobody out who is in
 * @returns null if the pair is wrong; else what `startLogin` takes
 * @throws DomainError rate_limited after 10 failures at an account, or 50 from an address, in 15 minutes
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
  // Text that is no email is looked up all the same, as none.
  const account = await findAccountByEmail(core.db, email.data ?? "");
  const usable = Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
  const matches = await verifyPassword(account?.password_hash ?? null, usable ? password : "");
  if (!account?.password_hash || !matches || !usable) return null;
  await Promise.all([clearAttempts(core, ofAccount), ofAddress && refundAttempt(core, ofAddress)]);
  return { userId: account.id, passwordHash: account.password_hash };
}
