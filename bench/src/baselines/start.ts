import { join } from "node:path";
import type { Document } from "../documents.ts";
import { nextMessage, profiling, start, stop } from "../stack/processes.ts";
import type { Stack } from "../stack/stack.ts";

/** The bare server, on the same database as the stack it is compared with. */
export async function startBareServer(
  stack: Stack,
  profiles: string | undefined,
): Promise<{ port: number; pid: number; stop(): Promise<void> }> {
  const execArgv = profiles === undefined ? [] : profiling(profiles, "bare-server");
  const child = start(join(import.meta.dirname, "bare-server.ts"), { env: environment(stack.databaseUrl), execArgv });
  const { port } = await nextMessage<{ port: number }>(child);
  return { port, pid: child.pid ?? 0, stop: () => stop(child) };
}

export interface Loop {
  /** Milliseconds until all are made. */
  make(documents: readonly Document[], connections: number): Promise<number>;
  stop(): Promise<void>;
}

/** The loop, on a database of its own: it uses the same queue as the product's worker. */
export async function startLoop(databaseUrl: string, organizationId: string): Promise<Loop> {
  const child = start(join(import.meta.dirname, "loop.ts"), { env: environment(databaseUrl), args: [organizationId] });
  await nextMessage(child);
  return {
    async make(documents, connections) {
      const done = nextMessage<{ milliseconds: number }>(child);
      child.send({ documents, connections });
      return (await done).milliseconds;
    },
    stop: () => stop(child),
  };
}

function environment(databaseUrl: string): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], NODE_ENV: "production", DATABASE_URL: databaseUrl };
}
