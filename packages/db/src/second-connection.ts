import { AsyncLocalStorage } from "node:async_hooks";

/** A transaction, as seen from inside. */
interface Scope {
  open: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs a transaction's work: until it has ended, it must not use the pool. */
export async function insideTransaction<Result>(work: () => Promise<Result>): Promise<Result> {
  const scope = { open: true };
  try {
    return await scopes.run(scope, work);
  } finally {
    // Work that was started inside and continues, such as a timer, is free from here on.
    scope.open = false;
  }
}

/**
 * Refuses an "after the commit" registered with the pool inside a transaction: the pool would run it at once, and tell
 * others about something not yet committed, which may never be.
 * @throws Error inside a transaction
 */
export function refuseEarlyAction(): void {
  if (!scopes.getStore()?.open) return;
  throw new Error(
    "Something is to be done after a commit, and the pool was asked inside a transaction: use the database of the transaction",
  );
}

/**
 * Refuses a second connection to somebody who holds one: if as many as there are connections do that at once, each
 * waits for what the others hold, and all are stuck.
 * @param name of the statement, for the error
 * @throws Error inside a transaction
 */
export function refuseSecondConnection(name: string): void {
  if (!scopes.getStore()?.open) return;
  throw new Error(
    `${name} asks the pool for a connection inside a transaction, which has one: use the database of the transaction`,
  );
}
