/** What became of one of many. */
export interface BulkResult {
  key: string;
  /** Why it was refused, if it was. */
  error?: string;
}

/** Fast enough for hundreds, and few enough that others are served meanwhile. */
const AT_ONCE = 4;

/**
 * Does something for each key, a few at once; a refusal does not stop the others.
 * @param onDone told how many are done
 * @returns in the order of the keys
 */
export async function runBulk(
  keys: readonly string[],
  run: (key: string) => Promise<unknown>,
  onDone: (count: number) => void = () => {},
): Promise<BulkResult[]> {
  const results: BulkResult[] = keys.map((key) => ({ key }));
  const queue = results.values();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const result of queue) {
      try {
        await run(result.key);
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
