import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

const clock = systemStatement("database_clock", "SELECT now() AS now");

/**
 * The time by the database's clock, that of the transaction inside one. Prisma Client would compare with the process's own,
 * and replicas do not agree on the time.
 */
export async function databaseNow(db: Database): Promise<Date> {
  const [row] = await db.query<{ now: string }>(clock, []);
  return new Date((row as { now: string }).now);
}

export function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
