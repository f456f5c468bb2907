import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";

const running = new Set<ChildProcess>();

/** Kills what a bench that is ended midway must not leave behind. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Starts a program of the bench, with a channel for messages. */
export function start(program: string, options: ForkOptions & { args?: string[] }): ChildProcess {
  const child = fork(program, options.args ?? [], { stdio: ["ignore", "inherit", "inherit", "ipc"], ...options });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/**
 * The next message of a child.
 * @throws Error if it ends instead
 */
export function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      child.off("exit", onExit);
      resolve(message as Message);
    };
    const onExit = (code: number | null): void => {
      child.off("message", onMessage);
      reject(new Error(`${child.spawnargs.at(-1)} ended with ${code}`));
    };
    child.once("message", onMessage);
    child.once("exit", onExit);
  });
}

/** Asks a child in order to stop, and by force if it does not. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const impatient = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(impatient);
}

/** Shows what a program of the product writes: it is told to log errors alone. */
export function printLine(name: string, line: string): void {
  console.error(`${name}: ${line}`);
}

/** Node's flags that write a CPU profile, named after the program, when it ends. */
export function profiling(folder: string, name: string): string[] {
  return ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`];
}
