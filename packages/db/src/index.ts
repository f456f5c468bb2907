export type { Database, SqlValue } from "./database.ts";
export { createDatabase } from "./database.ts";
export { SHIPPED_ORGANIZATION_ID } from "./ids.ts";
export type { PoolOptions } from "./pool.ts";
export { createPool } from "./pool.ts";
export { createPrisma, PrismaClient } from "./prisma.ts";
export type { Statement } from "./statement.ts";
export { systemStatement, tenantStatement } from "./statement.ts";
export { Tenant } from "./tenant.ts";
