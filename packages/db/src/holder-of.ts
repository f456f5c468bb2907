import { type Holder, PLATFORM_OWNER } from "./connection-shares.ts";
import type { SqlValue } from "./database.ts";
import type { Statement } from "./statement.ts";

/** The holder of work that no organization asked for. */
export const PLATFORM: Holder = { owner: PLATFORM_OWNER, mayLock: false };

/** On whose behalf a statement runs. */
export function holderOf({ tenant, mayLock }: Statement, values: readonly SqlValue[]): Holder {
  return tenant ? { owner: values[0] as string, mayLock: mayLock === true } : PLATFORM;
}

/**
 * Refuses to lock a graph in a transaction that counts as one that waits for no lock, since its first statement takes
 * none. No single request is worse off for it, but many hold more connections than work that waits for locks may: so
 * tests have it refused.
 * @param begun what the transaction counts as, if it has begun
 */
export function refuseLateLock({ name, locksGraph }: Statement, begun: Holder | undefined): void {
  if (!locksGraph || begun?.mayLock !== false) return;
  throw new Error(`${name} locks the graph: its transaction has to begin with a locking statement`);
}
