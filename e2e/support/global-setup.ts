import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { KeeperMessage } from "./keeper-message.ts";
import { LOGS } from "./paths.ts";
import { STACK_VARIABLE } from "./stack-info.ts";

/** Starts the run's stack. The returned function ends it. */
export default async function setUp(): Promise<() => Promise<void>> {
  mkdirSync(LOGS, { recursive: true });
  const keeper = fork(fileURLToPath(new URL("keeper.ts", import.meta.url)), {
    // Ctrl-C in the terminal must not reach it: tests still run then, and the runner says when they are over.
    detached: true,
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(keeper, "exit");
  const stop = async (): Promise<void> => {
    if (keeper.connected) keeper.disconnect();
    await ended;
  };
  const early = ended.then(([code, signal]): never => {
    throw new Error(`The keeper of the stack ended too early (${signal ?? code})`);
  });
  const [message] = (await Promise.race([once(keeper, "message"), early])) as [KeeperMessage];
  if ("failed" in message) {
    await stop();
    throw new Error(`The stack did not start: ${message.failed}`);
  }
  process.env[STACK_VARIABLE] = JSON.stringify(message.ready);
  return stop;
}
