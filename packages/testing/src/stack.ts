import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "@pragma/db/embedded";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

/** What a program logs when its event loop was blocked for more than a second (`watchEventLoop` in telemetry). */
const BLOCKED = "the event loop was blocked";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export interface StackOptions {
  /** Folder of the repository whose built programs are run, with a trailing slash; defaults to this one. */
  readonly root?: string;
  /** Taken over, and dropped with the stack; by default a new migrated one. */
  readonly database?: TestDatabase;
}

/** The product on its own database: API and worker, each as the built program that ships. */
export interface Stack {
  readonly apiUrl: string;
  /** Token of the first organization's owner. */
  readonly token: string;
  /** Restarts the API on the same port, like a rolling update; open connections end. */
  restartApi(): Promise<void>;
  /** Stops it. Fails if a program blocked its event loop for more than a second. */
  stop(): Promise<void>;
}

/**
 * Starts it. Callers know only the API's address: packages import no app.
 *
 * @param env further settings of API and worker. By default a failure is final at once, and no package can be fetched
 *   from a registry
 */
export async function startStack(env: Record<string, string> = {}, options: StackOptions = {}): Promise<Stack> {
  const { root = ROOT, database = await createTestDatabase() } = options;
  // Chosen here, so that the URLs in its answers (next pages, files) are its own.
  const port = await freePort();
  const token = `pragma_${randomBytes(32).toString("base64url")}`;
  const shared = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    DATABASE_URL: database.url,
    PRAGMA_ENCRYPTION_KEYS: randomBytes(32).toString("base64"),
    PRAGMA_PROVIDERS_DIR: `${root}providers`,
    PRAGMA_MAX_ATTEMPTS: "1",
    PRAGMA_NPM_REGISTRY: "http://127.0.0.1:9/",
    PRAGMA_PUBLIC_API_URL: `http://127.0.0.1:${port}`,
    ...env,
  };
  const owner = {
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: randomBytes(16).toString("hex"),
    PRAGMA_BOOTSTRAP_TOKEN: token,
  };
  const startApi = () => launch(root, "api", { ...shared, ...owner, PRAGMA_API_PORT: String(port) });
  const running = { api: startApi(), worker: launch(root, "worker", shared) };
  const apiUrl = await running.api.line(/listening at (\S+)$/);
  await running.worker.line(/^(worker started)$/);
  return {
    apiUrl,
    token,
    async restartApi() {
      await running.api.stop();
      running.api.checkLoop();
      running.api = startApi();
      await running.api.line(/listening at (\S+)$/);
    },
    async stop() {
      await Promise.all([running.api.stop(), running.worker.stop()]);
      await database.drop();
      running.api.checkLoop();
      running.worker.checkLoop();
    },
  };
}

/** A built program, running. */
export interface RunningProgram {
  /** Fails if the program blocked its event loop. */
  checkLoop(): void;
  /** What the first log line that fits matches in parentheses, whether or not it was already written. Fails if the program ends. */
  line(wanted: RegExp): Promise<string>;
  /** Tells it to end, and waits for that. @returns its exit code */
  stop(): Promise<number | null>;
}

/**
 * Runs a built program of a repository.
 * @param root its folder, with a slash at the end
 * @param env all of the program's environment
 */
export function launch(root: string, app: "api" | "worker" | "web", env: Record<string, string>): RunningProgram {
  const child: ChildProcess = spawn(process.execPath, [`${root}apps/${app}/dist/main.js`], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const output: string[] = [];
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on("line", (text) => output.push(text));
  return {
    checkLoop(): void {
      const blocked = output.filter((text) => text.includes(BLOCKED));
      if (blocked.length > 0) throw new Error(`${app}: ${blocked.join("\n")}`);
    },
    async line(wanted: RegExp): Promise<string> {
      return new Promise((resolve, reject) => {
        const look = (text: string) => {
          // Next writes lines of its own while it starts.
          if (!text.startsWith("{")) return;
          const found = wanted.exec((JSON.parse(text) as { msg?: string }).msg ?? "");
          if (found?.[1] !== undefined) resolve(found[1]);
        };
        output.forEach(look);
        lines.on("line", look);
        exited.then(() => reject(new Error(`${app} ended:\n${output.join("\n")}`)));
      });
    },
    async stop(): Promise<number | null> {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}
