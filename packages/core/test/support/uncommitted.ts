import type { Core } from "../../src/foundation/unit-of-work/core.ts";

/**
 * Runs work in a transaction that stays open.
 * @returns once the work is done; `commit` ends the transaction
 */
export async function uncommitted(
  core: Core,
  work: (core: Core) => Promise<unknown>,
): Promise<{ commit(): Promise<void> }> {
  const done = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const ended = core.transaction(async (unit) => {
    await work(unit);
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
