import type { Database } from "../database.ts";
import type { Prisma } from "../generated/client.ts";
import { inInstallation } from "../prisma/scopes.ts";
import { databaseNow, secondsAfter } from "./clock.ts";

/** An address that an account has yet to confirm: a new one, or its own. */
export interface EmailConfirmationRow {
  email: string;
  /** A mail was sent to it. */
  mailed: boolean;
  created_at: string;
  expires_at: string;
}

/** The same, with the account that it belongs to. */
export interface AwaitedEmailRow extends EmailConfirmationRow {
  user_id: string;
  name: string | null;
  /** The account's present address. */
  former_email: string;
}

const columns = {
  email: true,
  tokenHash: true,
  createdAt: true,
  expiresAt: true,
} satisfies Prisma.EmailConfirmationSelect;

type Confirmation = Prisma.EmailConfirmationGetPayload<{ select: typeof columns }>;

function toRow({ email, tokenHash, createdAt, expiresAt }: Confirmation): EmailConfirmationRow {
  return {
    email,
    mailed: tokenHash !== null,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  };
}

export interface NewEmailConfirmation {
  userId: string;
  email: string;
  /** SHA-256 of the token in the mail; null if none is sent. */
  hash: Buffer | null;
  seconds: number;
}

/** Records an address to be confirmed, replacing any other of the account. */
export async function putEmailConfirmation(db: Database, confirmation: NewEmailConfirmation): Promise<void> {
  const { userId, email, hash, seconds } = confirmation;
  const createdAt = await databaseNow(db);
  const tokenHash = hash && new Uint8Array(hash);
  const update = { email, tokenHash, createdAt, expiresAt: secondsAfter(createdAt, seconds) };
  await inInstallation(db, ({ emailConfirmation }) =>
    // One statement, INSERT … ON CONFLICT: `where` and `create` name the same key, and no relations are involved.
    emailConfirmation.upsert({ where: { userId }, create: { userId, ...update }, update }),
  );
}

/** The address that an account has yet to confirm. */
export async function findEmailConfirmation(db: Database, userId: string): Promise<EmailConfirmationRow | undefined> {
  return find(db, { userId });
}

async function find(
  db: Database,
  which: Prisma.EmailConfirmationWhereInput,
): Promise<EmailConfirmationRow | undefined> {
  const where = { ...which, expiresAt: { gt: await databaseNow(db) } };
  const found = await inInstallation(db, ({ emailConfirmation }) =>
    emailConfirmation.findFirst({ where, select: columns }),
  );
  return found ? toRow(found) : undefined;
}

/** The oldest confirmations that are pending. */
export async function listEmailConfirmations(db: Database, limit: number): Promise<AwaitedEmailRow[]> {
  const where = { expiresAt: { gt: await databaseNow(db) } };
  const found = await inInstallation(db, ({ emailConfirmation }) =>
    emailConfirmation.findMany({
      where,
      select: { ...columns, userId: true, user: { select: { name: true, email: true } } },
      orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
      take: limit,
    }),
  );
  return found.map((row) => ({
    ...toRow(row),
    user_id: row.userId,
    name: row.user.name,
    former_email: row.user.email,
  }));
}

/** Uses up the confirmation sent to an account's address. Undefined if it is unknown, used, replaced or expired. */
export function takeEmailConfirmationByToken(
  db: Database,
  userId: string,
  hash: Buffer,
): Promise<EmailConfirmationRow | undefined> {
  return take(db, { userId, tokenHash: new Uint8Array(hash) });
}

/** Uses up a confirmation, if it is still for this address. */
export function takeEmailConfirmation(
  db: Database,
  userId: string,
  email: string,
): Promise<EmailConfirmationRow | undefined> {
  return take(db, { userId, email });
}

async function take(
  db: Database,
  which: Prisma.EmailConfirmationWhereInput,
): Promise<EmailConfirmationRow | undefined> {
  const found = await find(db, which);
  if (found === undefined) return undefined;
  // One of two concurrent calls wins: the one that deletes the row.
  const { count } = await inInstallation(db, ({ emailConfirmation }) =>
    emailConfirmation.deleteMany({ where: { ...which, email: found.email } }),
  );
  return count > 0 ? found : undefined;
}

/** @returns false if it did not exist */
export async function deleteEmailConfirmation(db: Database, userId: string): Promise<boolean> {
  return (await inInstallation(db, (client) => client.emailConfirmation.deleteMany({ where: { userId } }))).count > 0;
}
