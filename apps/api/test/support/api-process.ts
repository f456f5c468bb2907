import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The gateway in a process of its own, started as in production. It is gone at the end of the test. */
export class ApiProcess {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, [MAIN], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
        PRAGMA_ENCRYPTION_KEYS: "ab".repeat(32),
        PRAGMA_API_PORT: "0",
        ...env,
      },
    });
    if (this.child.stdout === null) throw new Error("no output");
    this.#lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    onTestFinished(() => void this.child.kill("SIGKILL"));
  }

  /** Reads on in its log until a message matches. */
  async findLine(wanted: RegExp): Promise<RegExpExecArray> {
    for (let line = await this.#lines.next(); !line.done; line = await this.#lines.next()) {
      const found = wanted.exec((JSON.parse(line.value) as { msg: string }).msg);
      if (found) return found;
    }
    throw new Error(`the log ended without ${wanted}`);
  }

  /** Resolves with its address once it serves. */
  async listening(): Promise<string> {
    const [, address = ""] = await this.findLine(/listening at (\S+)$/);
    return address;
  }

  /** Its exit code. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
    return this.child.exitCode;
  }
}
