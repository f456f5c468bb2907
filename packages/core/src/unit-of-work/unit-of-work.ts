import { retryOnConflict } from "../common/retry-on-conflict.ts";
import type { Core } from "./core.ts";

/**
 * Runs work in one transaction: all that it writes commits together, or none of it. It is done again from its start when
 * it conflicts with somebody else's, so it must do nothing besides that cannot be done twice. Inside another unit it is
 * a savepoint of that, which repeats the whole.
 *
 * @param work is given a core bound to the transaction, and must use that one for all it reads and writes: a second
 *   connection, asked for while one is held, is one that everybody else may be waiting for as well
 * @throws DomainError conflict if others were faster each time; whatever `work` throws
 */
export function unitOfWork<Result>(core: Core, work: (unit: Core) => Promise<Result>): Promise<Result> {
  return retryOnConflict(core, () => core.transaction(work));
}
