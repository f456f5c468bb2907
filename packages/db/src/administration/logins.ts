import type { Database } from "../database.ts";
import { acrossOrganizations } from "../prisma/doors.ts";
import { databaseNow, secondsAfter } from "./clock.ts";

/** How long a login may go unused. */
const IDLE_SECONDS = 7 * 86_400;
/** More than anybody reads. A script that signs in each time makes any number, and one person's list costs the memory of all. */
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

/** Replaces the secret. @returns when the login expires; undefined if it is over */
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

/** The logins of an account that are not over, last used first, 500 at most. */
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

/** @returns false if there was none */
export async function deleteLogin(db: Database, id: string, userId: string): Promise<boolean> {
  return (await acrossOrganizations(db, ({ login }) => login.deleteMany({ where: { id, userId } }))).count > 0;
}

/** Ends all logins of an account, or all but one. @returns how many */
export async function deleteLoginsOf(db: Database, userId: string, except: string | null): Promise<number> {
  const where = { userId, ...(except === null ? {} : { id: { not: except } }) };
  return (await acrossOrganizations(db, ({ login }) => login.deleteMany({ where }))).count;
}
