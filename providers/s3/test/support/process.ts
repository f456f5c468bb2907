import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A server that runs as a process. */
export interface ServerProcess {
  stop(): Promise<void>;
}

/**
 * Starts a server, and waits until it accepts connections.
 * @throws Error with what it wrote last if it ends instead
 */
export async function startProcess(
  [command, ...args]: readonly [string, ...string[]],
  { port, env = {} }: { port: number; env?: Readonly<Record<string, string>> },
): Promise<ServerProcess> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output = `${output}${chunk.toString("utf8")}`.slice(-4000);
    });
  }
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}: ${output}`)));
  });
  ended.catch(() => {});
  await Promise.race([untilItListens(port), ended]);
  return { stop: () => stop(child) };
}

async function untilItListens(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch {
      await sleep(50);
    } finally {
      socket.destroy();
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
