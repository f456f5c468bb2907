export type { WaitingLimits } from "./connection-shares.ts";
export type { Database } from "./database.ts";
export { createDatabase } from "./database.ts";
export { SHIPPED_ORGANIZATION_ID } from "./ids.ts";
export { isOutage, isStatementTimeout } from "./is-outage.ts";
export { DEAF, Listener } from "./listener.ts";
export type { PoolOptions } from "./pool.ts";
export { createPool, endPool } from "./pool.ts";
export { refusedCertificate } from "./refused-certificate.ts";
export { requireMigrated } from "./require-migrated.ts";

export { Standby, type StandbyOptions } from "./standby.ts";
export type { StandbyUnfit } from "./standby-refusal.ts";
export { systemStatement } from "./statement.ts";
export { Tenant } from "./tenant.ts";
export { isTooBusy } from "./too-busy.ts";
