import { AsyncLocalStorage } from "node:async_hooks";

/** A transaction, as those see it who run inside. */
interface Scope {
  open: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs what belongs to a transaction: until it has ended, it may not ask the pool for anything. */
export async function insideTransaction<Result>(work: () => Promise<Result>): Promise<Result> {
  const scope = { open: true };
  try {
    return await scopes.run(scope, work);
  } finally {
    // What was started inside and goes on, such as a timer, is free from here on.
    scope.open = false;
  }
}

/**
 * Refuses to take, for "after the commit", the pool's word inside a transaction: the pool has none, so others would be told
 * of what is not committed yet, and may never be.
 * @throws Error inside a transaction
 */
export function refuseEarlyAction(): void {
  if (!scopes.getStore()?.open) return;
  throw new Error(
    "Something is to be done after a commit, and the pool was asked inside a transaction: use the database of the transaction",
  );
}

/**
 * Refuses to give a second connection to somebody who holds one: once as many as there are connections do that at the
 * same moment, each waits for what the others hold, and nobody gets on.
 * @param name of the statement, for the error
 * @throws Error inside a transaction
 */
export function refuseSecondConnection(name: string): void {
  if (!scopes.getStore()?.open) return;
  throw new Error(
    `${name} asks the pool for a connection inside a transaction, which has one: use the database of the transaction`,
  );
}
