import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@pragma/db/embedded";
import { Program } from "@pragma/testing/program";
import { printLine } from "./processes.ts";
import type { Stack } from "./stack.ts";

const PATIENCE_MS = 60_000;

export interface Dashboard {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Starts the dashboard's production build beside a stack. */
export async function startDashboard(stack: Stack): Promise<Dashboard> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const program = new Program({
    app: "web",
    root: stack.root,
    env: {
      ...stack.environment,
      PRAGMA_WEB_PORT: String(port),
      PRAGMA_PUBLIC_WEB_URL: url,
      PRAGMA_AUTH_SECRET: randomBytes(32).toString("hex"),
      NEXT_TELEMETRY_DISABLED: "1",
    },
    onLine: printLine,
    ready: () => untilAnswering(url),
  });
  try {
    await program.start();
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { url, stop: () => program.stop() };
}

async function untilAnswering(url: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const answer = await fetch(`${url}/login`).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error("The dashboard did not get ready");
}
