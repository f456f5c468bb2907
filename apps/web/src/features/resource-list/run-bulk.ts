/** The outcome of one of many. */
export interface BulkResult<Outcome> {
  key: string;
  outcome?: Outcome;
  /** Why it was refused. */
  error?: string;
}

/** Fast enough for hundreds, and few enough that others are served meanwhile. */
const AT_ONCE = 4;

/**
 * Does something for each key, a few at once; a refusal does not stop the others.
 * @param onDone told how many are done
 * @returns in the order of the keys
 */
export async function runBulk<Outcome>(
  keys: readonly string[],
  run: (key: string) => Promise<Outcome>,
  onDone: (count: number) => void = () => {},
): Promise<BulkResult<Outcome>[]> {
  const results: BulkResult<Outcome>[] = keys.map((key) => ({ key }));
  const queue = results.values();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const result of queue) {
      try {
        result.outcome = await run(result.key);
      } catch (error) {
        result.error = error instanceof Error ? error.message : "It failed for an unknown reason";
      }
      done += 1;
      onDone(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
