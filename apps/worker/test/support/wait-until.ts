import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 45_000;

/**
 * Resolves once `holds` returns true. The limit only ends what hangs; `describe` then says how far it got.
 * @param patienceMs the limit, for what has more to do
 */
export async function waitUntil(
  holds: () => Promise<boolean> | boolean,
  describe: () => Promise<unknown> | unknown,
  patienceMs: number = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${JSON.stringify(await describe())}`);
    await sleep(20);
  }
}
