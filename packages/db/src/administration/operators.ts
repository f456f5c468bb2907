import type { Database } from "../database.ts";
import { inInstallation } from "../prisma/scopes.ts";
import { lockingStatement, systemStatement } from "../statement.ts";

const lock = lockingStatement(
  systemStatement("lock_operators", "SELECT pg_advisory_xact_lock(hashtextextended('operators', 0))"),
);

/** Lets one transaction at a time change the operators. */
export async function lockOperators(db: Database): Promise<void> {
  await db.query(lock, []);
}

export async function isOperator(db: Database, userId: string): Promise<boolean> {
  return (await inInstallation(db, ({ user }) => user.count({ where: { id: userId, operator: true } }))) > 0;
}

/** Whether there is another operator. */
export async function hasOtherOperator(db: Database, userId: string): Promise<boolean> {
  return (await inInstallation(db, ({ user }) => user.count({ where: { operator: true, id: { not: userId } } }))) > 0;
}

/** Call it under {@link lockOperators}. @returns the account's email and former value; undefined if there is none */
export function setOperator(
  db: Database,
  userId: string,
  operator: boolean,
): Promise<{ email: string; former: boolean } | undefined> {
  return inInstallation(db, async ({ user }) => {
    const before = await user.findFirst({ where: { id: userId }, select: { email: true, operator: true } });
    if (before === null) return undefined;
    await user.updateMany({ where: { id: userId }, data: { operator } });
    return { email: before.email, former: before.operator };
  });
}
