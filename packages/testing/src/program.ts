import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** Folder of this repository, with a slash at the end. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Line that each program logs once it is of use. */
const READY = { api: /listening at /, worker: /"worker started"/, web: /listening at / } as const;

/** Message that a program logs when its event loop was blocked for more than a second (`watchEventLoop` in telemetry). */
const BLOCKED = "the event loop was blocked";

/** Loaded before a program's own code, whatever its release. */
const END_WITH_PARENT = fileURLToPath(new URL("end-with-parent.ts", import.meta.url));

/** Lines of its log that are kept, for when it ends without being asked. */
const KEPT_LINES = 200;

/** Longer than the programs give themselves to finish their work. */
const GRACE_MS = 60_000;

export interface ProgramOptions {
  readonly app: keyof typeof READY;
  /** How it is called in what is told of it; by default as its app. */
  readonly name?: string;
  /** All of its environment. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Folder of the repository in which it is built, with a slash at the end; by default this one. */
  readonly root?: string;
  /** Told each line that it writes, with its name. */
  readonly onLine?: (name: string, line: string) => void;
  /** Resolves once it is of use; by default it is when it logs so, for which it must log what informs. */
  readonly ready?: () => Promise<void>;
  /** Flags of Node. */
  readonly flags?: readonly string[];
}

/**
 * A program of the product, as it is built (in development, as it is written), that can be started, paused, ended and started
 * again. It ends with the process that started it.
 */
export class Program {
  readonly name: string;
  /** How often it ended without being asked to, with what it wrote last. */
  readonly unasked: string[] = [];
  readonly #options: ProgramOptions;
  readonly #blocked: string[] = [];
  #isAsked = false;
  #child: ChildProcess | null = null;
  #log: string[] = [];

  constructor(options: ProgramOptions) {
    this.name = options.name ?? options.app;
    this.#options = options;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#isRunning ? this.#child?.pid : undefined;
  }

  /** The last lines of its log, of all its starts. */
  get log(): readonly string[] {
    return this.#log;
  }

  /**
   * Resolves once it is of use.
   * @throws Error with its log if it ends instead
   */
  async start(): Promise<void> {
    const { app, env, root = ROOT, flags = [], ready } = this.#options;
    const main = env["NODE_ENV"] === "development" ? "src/main.ts" : "dist/main.js";
    const args = ["--import", END_WITH_PARENT, ...flags, `${root}apps/${app}/${main}`];
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    this.#child = child;
    this.#isAsked = false;
    child.once("exit", (code, signal) => {
      if (this.#isAsked) return;
      this.unasked.push(`${this.name} ended with ${code ?? signal}: ${this.#log.slice(-3).join(" ")}`);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#keep(text.trimEnd()));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout as Readable }).on("line", (line) => {
        this.#keep(line);
        // Next writes lines of its own while it starts.
        if (!ready && line.startsWith("{") && READY[app].test(line)) resolve();
      });
      child.once("exit", () => reject(new Error(`${this.name} ended:\n${this.#log.slice(-20).join("\n")}`)));
      ready?.().then(resolve, reject);
    });
  }

  /** Stops it where it is: its connections stay open, and nobody answers. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** `kill -9`; resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /**
   * Ends it in order, paused or not; by force if that takes too long.
   * @returns its exit code, null if a signal ended it or it never ran
   */
  async stop(): Promise<number | null> {
    const impatient = setTimeout(() => this.#child?.kill("SIGKILL"), GRACE_MS);
    await this.#end("SIGTERM");
    clearTimeout(impatient);
    return this.#child?.exitCode ?? null;
  }

  /** Fails if it blocked its event loop since this was asked last. */
  checkLoop(): void {
    const blocked = this.#blocked.splice(0);
    if (blocked.length > 0) throw new Error(`${this.name}: ${blocked.join("\n")}`);
  }

  get #isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || !this.#isRunning) return;
    const ended = once(child, "exit");
    this.#isAsked = true;
    child.kill(signal);
    // A paused process does not hear that it is to stop.
    this.resume();
    await ended;
  }

  #keep(line: string): void {
    this.#options.onLine?.(this.name, line);
    if (line.includes(BLOCKED)) this.#blocked.push(line);
    this.#log.push(line);
    if (this.#log.length > KEPT_LINES * 2) this.#log = this.#log.slice(-KEPT_LINES);
  }
}
