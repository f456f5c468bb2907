import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@pragma/db/embedded";
import { start, stop } from "./processes.ts";
import type { Stack } from "./stack.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PATIENCE_MS = 60_000;

export interface Dashboard {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the dashboard's production build beside a stack. */
export async function startDashboard(stack: Stack): Promise<Dashboard> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = start(join(ROOT, "apps", "web", "dist", "main.js"), {
    cwd: ROOT,
    env: {
      ...stack.environment,
      PRAGMA_WEB_PORT: String(port),
      PRAGMA_PUBLIC_WEB_URL: url,
      PRAGMA_AUTH_SECRET: randomBytes(32).toString("hex"),
      NEXT_TELEMETRY_DISABLED: "1",
    },
  });
  const dashboard: Dashboard = { url, stop: () => stop(child) };
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const answer = await fetch(`${url}/login`).catch(() => null);
    if (answer?.ok) return dashboard;
  }
  await dashboard.stop();
  throw new Error("The dashboard did not get ready");
}
