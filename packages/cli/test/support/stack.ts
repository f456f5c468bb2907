import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@pragma/testing";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** API and worker on a database of their own, each the built program that ships. */
export interface Stack {
  readonly apiUrl: string;
  /** Token of the owner of the first organization. */
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts it. Packages import no app: the command knows the API by its address only. */
export async function startStack(env: Record<string, string> = {}): Promise<Stack> {
  const database = await createTestDatabase();
  const token = `pragma_${randomBytes(32).toString("base64url")}`;
  const shared = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    DATABASE_URL: database.url,
    PRAGMA_ENCRYPTION_KEYS: randomBytes(32).toString("base64"),
    PRAGMA_PROVIDERS_DIR: `${ROOT}providers`,
    // Nothing here needs a package of the registry.
    PRAGMA_NPM_REGISTRY: "http://127.0.0.1:9/",
    PRAGMA_MAX_ATTEMPTS: "1",
    ...env,
  };
  const owner = {
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: randomBytes(16).toString("hex"),
    PRAGMA_BOOTSTRAP_TOKEN: token,
    PRAGMA_API_PORT: "0",
  };
  const api = launch("api", { ...shared, ...owner });
  const worker = launch("worker", shared);
  const apiUrl = await api.line(/listening at (\S+)$/);
  await worker.line(/^(worker started)$/);
  return {
    apiUrl,
    token,
    async stop() {
      await Promise.all([api.stop(), worker.stop()]);
      await database.drop();
    },
  };
}

function launch(app: string, env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [`${ROOT}apps/${app}/dist/main.js`], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const output: string[] = [];
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  lines.on("line", (text) => output.push(text));
  return {
    /** What the first line that fits says, be it written already or not. */
    async line(wanted: RegExp): Promise<string> {
      return new Promise((resolve, reject) => {
        const look = (text: string) => {
          const found = wanted.exec((JSON.parse(text) as { msg?: string }).msg ?? "");
          if (found?.[1] !== undefined) resolve(found[1]);
        };
        output.forEach(look);
        lines.on("line", look);
        exited.then(() => reject(new Error(`${app} ended:\n${output.join("\n")}`)));
      });
    },
    async stop(): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
    },
  };
}
