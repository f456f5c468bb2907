import type { Sandbox, SandboxCommand } from "./sandbox.ts";

/** A command to run to its end. */
export interface SandboxRun extends Omit<SandboxCommand, "stdio"> {
  /** After which it is killed. */
  timeoutMs: number;
  /** Kills it when it aborts. */
  signal?: AbortSignal | undefined;
  /** Receives its output, from both streams, as it arrives. */
  onOutput: (text: string) => void;
}

/** How it ended. `code` is null if a signal ended it. */
export interface SandboxRunEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It was killed by the timeout. */
  timedOut: boolean;
}

/**
 * Runs a command in a sandbox, without input, and resolves when all of its processes have ended.
 *
 * @throws Error if it could not be started; the reason of `signal` once that has aborted
 */
export async function runInSandbox(sandbox: Sandbox, run: SandboxRun): Promise<SandboxRunEnd> {
  const { timeoutMs, signal, onOutput, ...command } = run;
  signal?.throwIfAborted();
  const running = sandbox.start({ ...command, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [running.stdout, running.stderr]) stream?.setEncoding("utf8").on("data", onOutput);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    running.kill();
  }, timeoutMs);
  const onAbort = () => running.kill();
  signal?.addEventListener("abort", onAbort, { once: true });
  const end = await running.ended;
  clearTimeout(timer);
  signal?.removeEventListener("abort", onAbort);
  signal?.throwIfAborted();
  if (end.error) throw end.error;
  return { code: end.code, signal: end.signal, timedOut };
}
