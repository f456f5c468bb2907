import type { Database } from "../database.ts";
import { systemStatement, tenantStatement } from "../statement.ts";
import { Tenant } from "../tenant.ts";

interface ClockRow {
  now: string;
}

const clock = systemStatement("database_clock", "SELECT now() AS now");

// May be the first statement of a transaction, and then decides whose connection that holds.
const clockOfOrganization = tenantStatement("organization_clock", "SELECT now() AS now WHERE $1::uuid IS NOT NULL");

/**
 * The time by the database's clock; inside a transaction, its start. Prisma Client would compare with its process's
 * clock, and the clocks of replicas differ.
 */
export async function databaseNow(on: Database | Tenant): Promise<Date> {
  const [row] =
    on instanceof Tenant ? await on.query<ClockRow>(clockOfOrganization) : await on.query<ClockRow>(clock, []);
  return new Date((row as ClockRow).now);
}

export function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
