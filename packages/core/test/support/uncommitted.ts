import type { Core } from "../../src/index.ts";

/**
 * Does something in a transaction that stays open.
 * @returns once it is done; `commit` ends the transaction
 */
export async function uncommitted(
  core: Core,
  work: (core: Core) => Promise<unknown>,
): Promise<{ commit(): Promise<void> }> {
  const done = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const ended = core.db.transaction(async (db) => {
    await work({ ...core, db });
    done.resolve();
    await goOn.promise;
  });
  await Promise.race([done.promise, ended]);
  return {
    commit() {
      goOn.resolve();
      return ended;
    },
  };
}
