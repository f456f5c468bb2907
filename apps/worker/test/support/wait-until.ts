import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 45_000;

/** Resolves once `holds` returns true. The limit only ends what hangs; `describe` then says how far it got. */
export async function waitUntil(
  holds: () => Promise<boolean> | boolean,
  describe: () => Promise<unknown> | unknown,
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${JSON.stringify(await describe())}`);
    await sleep(20);
  }
}
