import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import { Tenant } from "../tenant.ts";

interface ClockRow {
  now: string;
}

const clock = systemStatement("database_clock", "SELECT now() AS now");

// It may begin a transaction, and so says whose connection that holds.
const clockOfOrganization = tenantStatement("organization_clock", "SELECT now() AS now WHERE $1::uuid IS NOT NULL");

/**
 * The time by the database's clock, that of the transaction inside one. Prisma Client would compare with the process's own,
 * and replicas do not agree on the time.
 */
export async function databaseNow(on: Database | Tenant): Promise<Date> {
  const [row] =
    on instanceof Tenant ? await on.query<ClockRow>(clockOfOrganization) : await on.query<ClockRow>(clock, []);
  return new Date((row as ClockRow).now);
}

export function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
