import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "../../src/stack/stack.ts";

/** Between two kills, so that something is found at all. */
const REST_MS = 2500;

/**
 * `kill -9` of workers, API and database in turn, each of which is started again at once, until `over` aborts.
 * @param onRound called each time all of them were killed
 */
export async function killInTurn(
  { workers, apis, database }: Stack,
  over: AbortSignal,
  onRound: () => void,
): Promise<void> {
  const victims = [...workers, ...apis, database];
  for (let turn = 0; !over.aborted; turn = (turn + 1) % victims.length) {
    await victims[turn]?.kill();
    await victims[turn]?.start();
    if (turn === victims.length - 1) onRound();
    await sleep(REST_MS, undefined, { signal: over }).catch(() => {});
  }
}
