import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LOGS, ROOT } from "./paths.ts";

const END_WITH_PARENT = fileURLToPath(new URL("end-with-parent.ts", import.meta.url));

/** Longer than the services give themselves to finish their work. */
const GRACE_MS = 60_000;

export interface Service {
  /** Settles with a description of how it ended. */
  readonly ended: Promise<string>;
  /** Ends it gracefully; by force if that takes too long. */
  stop(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Stops it where it is: connections stay open, and nobody answers. */
  pause(): void;
  resume(): void;
}

/**
 * Starts one of the product's processes as it ships, from its bundle; in development, from its sources.
 *
 * @param app its folder in `apps`
 * @param logName name of its file in the folder of logs, to which it is appended
 */
export function launchService(app: string, env: NodeJS.ProcessEnv, logName: string = app): Service {
  mkdirSync(LOGS, { recursive: true });
  const log = openSync(join(LOGS, `${logName}.log`), "a");
  const main = env["NODE_ENV"] === "development" ? ["src", "main.ts"] : ["dist", "main.js"];
  const program = join(ROOT, "apps", app, ...main);
  const child = spawn(process.execPath, ["--enable-source-maps", "--import", END_WITH_PARENT, program], {
    cwd: ROOT,
    env,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const ended = once(child, "exit").then(
    ([code, signal]) => (signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    (error: Error) => `could not be run (${error.message})`,
  );
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    const impatient = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    await ended;
    clearTimeout(impatient);
  };
  return {
    ended,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
  };
}
