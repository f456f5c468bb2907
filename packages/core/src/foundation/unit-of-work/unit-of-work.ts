import { retryOnConflict } from "../common/retry-on-conflict.ts";
import type { Core } from "./core.ts";

/**
 * Runs work in one transaction: all its writes commit together, or none do. The work restarts when it conflicts with
 * another transaction, so it must have no side effect that cannot be repeated. Inside another unit it runs in a
 * savepoint, and a conflict repeats the outer unit.
 *
 * @param work receives a core bound to the transaction and must use it for all reads and writes: a second connection,
 *   requested while one is held, may be one that everybody else is waiting for too
 * @throws DomainError conflict if every attempt loses to another writer; anything `work` throws
 */
export function unitOfWork<Result>(core: Core, work: (unit: Core) => Promise<Result>): Promise<Result> {
  return retryOnConflict(core, () => core.transaction(work));
}
