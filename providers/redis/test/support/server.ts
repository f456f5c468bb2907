import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@redis/client";
import { afterAll, beforeAll } from "vitest";

/** The program that these tests need; where it is missing they are skipped, and the test run says so. */
export const hasRedisServer = (process.env.PATH ?? "").split(":").some((folder) => {
  try {
    accessSync(join(folder, "redis-server"), constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

export const ADMIN_PASSWORD = "admin-password-1";

/** A real server of the test file's own. To be used from within tests and hooks. */
export interface TestServer {
  /** URL of an account, the administrator's if none is given. */
  url(user?: string, password?: string, database?: number): string;
  port(): number;
  /** Runs one command over a URL, the administrator's if none is given. Rejects with what the server says. */
  run(command: string[], url?: string): Promise<unknown>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface TestServerOptions {
  /** Whether it has a file for its users. */
  aclFile?: boolean;
  /** Further arguments; `folder` is the server's own. */
  arguments?: (folder: string) => Promise<string[]>;
}

export function useServer(options: TestServerOptions = {}): TestServer {
  let folder = "";
  let port = 0;
  let child: ChildProcess | undefined;

  const url = (user = "default", password = ADMIN_PASSWORD, database = 0) =>
    `redis://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

  async function run(command: string[], target = url()): Promise<unknown> {
    const client = createClient({
      url: target,
      socket: { reconnectStrategy: false },
      disableClientInfo: true,
      RESP: 2,
    });
    client.on("error", () => {});
    try {
      await client.connect();
      return await client.sendCommand(command);
    } finally {
      if (client.isOpen) client.destroy();
    }
  }

  async function start(): Promise<void> {
    const users =
      options.aclFile === false ? ["--requirepass", ADMIN_PASSWORD] : ["--aclfile", join(folder, "users.acl")];
    const more = (await options.arguments?.(folder)) ?? [];
    const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"];
    child = spawn("redis-server", [...place, ...users, ...more], { stdio: "ignore" });
    const exited = new Promise<never>((_, reject) => {
      child?.once("error", reject);
      child?.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
    });
    exited.catch(() => {});
    await Promise.race([untilItAnswers(), exited]);
  }

  async function untilItAnswers(): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await run(["PING"]);
        return;
      } catch (error) {
        if (tries === 400) throw error;
        await sleep(50);
      }
    }
  }

  async function stop(): Promise<void> {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
  }

  beforeAll(async () => {
    if (!hasRedisServer) return;
    folder = await mkdtemp(join(tmpdir(), "provider-redis-"));
    await writeFile(join(folder, "users.acl"), `user default on >${ADMIN_PASSWORD} ~* &* +@all\n`);
    port = await freePort();
    await start();
  });
  afterAll(async () => {
    await stop();
    if (folder !== "") await rm(folder, { recursive: true, force: true });
  });
  return { url, port: () => port, run, start, stop };
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

let count = 0;

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  count += 1;
  return `${prefix}-${process.pid}-${count}`;
}
