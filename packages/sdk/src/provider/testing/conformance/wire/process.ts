import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { CONFORMANCE_MESSAGE_BYTES } from "../subject.ts";

/** A message of the protocol, not yet believed. */
export type WireMessage = Record<string, unknown>;

/** How long anything is waited for. */
const PATIENCE_MS = 15_000;

/** A provider at the end of two pipes: what it sends is kept until somebody asks for it. */
export class WireProcess {
  /** Resolves when it has ended, to its exit code, or null if it was killed. */
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #received: WireMessage[] = [];
  readonly #listeners = new Set<() => void>();
  #problem: string | null = null;

  /** @param command the program and its arguments; it gets an empty environment, as from the platform. */
  constructor(command: readonly string[]) {
    const [program = "", ...args] = command;
    this.#child = spawn(program, args, { env: {}, stdio: ["pipe", "pipe", "inherit"] });
    this.exit = new Promise((resolve) => {
      this.#child.once("error", (error) => this.#fail(`could not be started: ${error.message}`));
      this.#child.once("close", (code) => {
        this.#fail(`exited with code ${code}`);
        resolve(code);
      });
    });
    this.#child.stdin?.on("error", () => {});
    if (this.#child.stdout) {
      createInterface({ input: this.#child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) =>
        this.#receive(line),
      );
    }
  }

  /** Sends `hello` and resolves when it was answered. */
  async greet(): Promise<WireMessage> {
    const limits = { message_bytes: CONFORMANCE_MESSAGE_BYTES, log_message_bytes: 8_192, log_lines: 1_000 };
    this.send({ type: "hello", protocol: 1, limits });
    return this.next("hello", (message) => message["type"] === "hello");
  }

  send(message: WireMessage): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  /** Sends bytes as they are. */
  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Closes its stdin: the platform is gone. */
  hangUp(): void {
    this.#child.stdin?.end();
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Takes the first message that fits, when it is there. @throws Error when the process ends, or takes too long. */
  next(what: string, fits: (message: WireMessage) => boolean): Promise<WireMessage> {
    const take = () => {
      const index = this.#received.findIndex(fits);
      return index < 0 ? null : (this.#received.splice(index, 1)[0] ?? null);
    };
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        end();
      };
      const look = () => {
        const message = take();
        if (message) settle(() => resolve(message));
        else if (this.#problem) settle(() => reject(new Error(`waiting for ${what}: the program ${this.#problem}`)));
      };
      const timer = setTimeout(() => settle(() => reject(new Error(`waited in vain for ${what}`))), PATIENCE_MS);
      this.#listeners.add(look);
      look();
    });
  }

  /** Takes all messages that are there and fit. */
  takeAll(fits: (message: WireMessage) => boolean): WireMessage[] {
    const taken = this.#received.filter(fits);
    for (const message of taken) this.#received.splice(this.#received.indexOf(message), 1);
    return taken;
  }

  /** Calls back whenever something has arrived. @returns what ends that. */
  onMessage(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #receive(line: string): void {
    if (Buffer.byteLength(line) >= CONFORMANCE_MESSAGE_BYTES) {
      this.#fail("sent a message that is too long");
      return;
    }
    try {
      this.#received.push(JSON.parse(line));
    } catch {
      this.#fail(`wrote something to stdout that is not a message: ${line.slice(0, 100)}`);
    }
    this.#tell();
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
