import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** A worker in a process of its own, started as in production. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<{ code: number | null; signal: string | null }>;
  #output = "";

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    this.#exited = new Promise((resolve) => {
      this.#child.on("exit", (code, signal) => resolve({ code, signal }));
    });
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Its whole output. */
  get output(): string {
    return this.#output;
  }

  /** Resolves once it takes work. */
  started(): Promise<this> {
    return this.wrote('"worker started"');
  }

  /** Resolves once its output contains a text. */
  async wrote(text: string): Promise<this> {
    while (!this.#output.includes(text)) {
      const ended = await Promise.race([this.#exited, new Promise((resolve) => setTimeout(resolve, 20))]);
      if (ended) throw new Error(`The worker did not start: ${this.#output}`);
    }
    return this;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  exited(): Promise<{ code: number | null; signal: string | null }> {
    return this.#exited;
  }

  /** `kill -9`, whatever its state. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }
}
