import { Shutdown } from "@pragma/bootstrap/shutdown";
import type { KeeperMessage } from "./keeper-message.ts";
import { tailOfLogs } from "./log-tail.ts";
import { startStack } from "./stack.ts";

/**
 * Runs the stack beside the test runner, and ends it when the runner lets go of the channel between them: after the
 * last test, and also when the runner is killed.
 */
const shutdown = new Shutdown();
shutdown.listen();

function tell(message: KeeperMessage): void {
  if (process.connected) process.send?.(message);
}

try {
  tell({ ready: await startStack(shutdown) });
  await shutdown.requested;
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell({ failed: `${text}\n${await tailOfLogs()}` });
}
await shutdown.stopAll();
process.exit();
