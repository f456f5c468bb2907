/** The row changed between reading and writing it. */
export class ConcurrentChange extends Error {
  constructor() {
    super("The resource was changed by somebody else at the same moment");
    this.name = "ConcurrentChange";
  }
}

/** Postgres: serialization_failure, deadlock_detected. */
const RETRYABLE = new Set(["40001", "40P01"]);
const ATTEMPTS = 20;

/** Repeats read–decide–write until the write met the row that was read. Each round means that another writer got on. */
export async function retryOnConflict<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  if (error instanceof ConcurrentChange) return true;
  return error instanceof Error && "code" in error && RETRYABLE.has(String(error.code));
}
