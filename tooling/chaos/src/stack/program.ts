import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Lines of its log that are kept, for when it ends without being asked. */
const KEPT_LINES = 200;

/** A program of the product, as it is built, that can be killed, paused and started again. */
export class Program {
  readonly name: string;
  readonly #app: "api" | "worker";
  readonly #env: Readonly<Record<string, string>>;
  readonly #ready: RegExp;
  /** How often it ended without being asked to, with what it wrote last. */
  readonly unasked: string[] = [];
  /** Told each line of its log, for whoever needs more than the last ones. */
  onLine: (line: string) => void = () => {};
  #isAsked = false;
  #child: ChildProcess | null = null;
  #log: string[] = [];

  /** @param ready what a line of its log says once it is of use */
  constructor(name: string, app: "api" | "worker", env: Readonly<Record<string, string>>, ready: RegExp) {
    this.name = name;
    this.#app = app;
    this.#env = env;
    this.#ready = ready;
  }

  get pid(): number | undefined {
    return this.isRunning ? this.#child?.pid : undefined;
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
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
    const child = spawn(process.execPath, [`${ROOT}apps/${this.#app}/dist/main.js`], {
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#isAsked = false;
    child.once("exit", (code, signal) => {
      if (this.#isAsked) return;
      this.unasked.push(`${this.name} ended with ${code ?? signal}: ${this.#log.slice(-3).join(" ")}`);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#keep(text.trimEnd()));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
        this.#keep(line);
        if (this.#ready.test(line)) resolve();
      });
      child.once("exit", () => reject(new Error(`${this.name} ended:\n${this.#log.slice(-20).join("\n")}`)));
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.#child?.kill(signal);
  }

  /** `kill -9`; resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || !this.isRunning) return;
    const ended = once(child, "exit");
    this.#isAsked = true;
    child.kill(signal);
    await ended;
  }

  #keep(line: string): void {
    this.onLine(line);
    this.#log.push(line);
    if (this.#log.length > KEPT_LINES * 2) this.#log = this.#log.slice(-KEPT_LINES);
  }
}
