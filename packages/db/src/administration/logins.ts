import type { Database } from "../database.ts";
import { acrossOrganizations } from "../prisma/scopes.ts";
import { databaseNow, secondsAfter } from "./clock.ts";

/** How long a login may go unused. */
const IDLE_SECONDS = 7 * 86_400;
/** More than anybody reads. A script may sign in any number of times, and the list takes memory that all share. */
const MAX_LISTED = 500;

export interface LoginRow {
  id: string;
  created_at: string;
  last_seen_at: string;
  user_agent: string | null;
  address: string;
}

async function aliveNow(db: Database) {
  const now = await databaseNow(db);
  return { expiresAt: { gt: now }, lastSeenAt: { gt: secondsAfter(now, -IDLE_SECONDS) } };
}

/** Replaces the secret. @returns when the login expires; undefined if it has ended */
export async function rotateLogin(
  db: Database,
  { id, userId }: { id: string; userId: string },
  hash: Buffer,
): Promise<string | undefined> {
  const where = { id, userId, ...(await aliveNow(db)) };
  const [rotated] = await acrossOrganizations(db, ({ login }) =>
    login.updateManyAndReturn({ where, data: { secretHash: new Uint8Array(hash) }, select: { expiresAt: true } }),
  );
  return rotated?.expiresAt.toISOString();
}

/** The live logins of an account, most recently used first, at most 500. */
export async function listLogins(db: Database, userId: string): Promise<LoginRow[]> {
  const where = { userId, ...(await aliveNow(db)) };
  const found = await acrossOrganizations(db, ({ login }) =>
    login.findMany({ where, orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }], take: MAX_LISTED }),
  );
  return found.map(({ id, createdAt, lastSeenAt, userAgent, address }) => ({
    id,
    created_at: createdAt.toISOString(),
    last_seen_at: lastSeenAt.toISOString(),
    user_agent: userAgent,
    address,
  }));
}

/** @returns false if it did not exist */
export async function deleteLogin(db: Database, id: string, userId: string): Promise<boolean> {
  return (await acrossOrganizations(db, ({ login }) => login.deleteMany({ where: { id, userId } }))).count > 0;
}

/** Ends all logins of an account, optionally except one. @returns how many */
export async function deleteLoginsOf(db: Database, userId: string, except: string | null): Promise<number> {
  const where = { userId, ...(except === null ? {} : { id: { not: except } }) };
  return (await acrossOrganizations(db, ({ login }) => login.deleteMany({ where }))).count;
}
