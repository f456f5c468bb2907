import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";

export { PrismaClient } from "./generated/client.ts";

/**
 * The Prisma client, for administration and sign-in. Hot paths use prepared SQL (`Tenant`).
 * Statements are named, since Prisma's default of unnamed ones costs 1.6 times as much.
 */
export function createPrisma(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url }, { statementNameGenerator }) });
}

const names = new Map<string, string>();

function statementNameGenerator(query: { sql: string }): string {
  let name = names.get(query.sql);
  if (name === undefined) {
    name = `prisma_${names.size}`;
    names.set(query.sql, name);
  }
  return name;
}
