import type { Readable, Writable } from "node:stream";
import { describeEnd, type SandboxedProcess } from "../sandbox/sandboxed-process.ts";
import { LineReader } from "../wire/line-reader.ts";
import { LineWriter } from "../wire/line-writer.ts";
import type { ProviderProcess, ProviderProcessEvents } from "./driver.ts";
import { OutputTail } from "./output-tail.ts";
import { PrintedLines } from "./printed-lines.ts";

const OUTPUT_TAIL_CHARACTERS = 8 * 1024;

/** Where a process has the protocol, and what else it prints. */
export interface ProtocolStreams {
  input: Writable | null;
  output: Readable | null;
  printed: readonly (Readable | null)[];
}

/** A provider's process, seen through its pipes. */
export class RunningProcess implements ProviderProcess {
  readonly #process: SandboxedProcess;
  readonly #writer: LineWriter | null;
  readonly #output: Readable | null;
  #isGone = false;

  constructor(
    process: SandboxedProcess,
    { input, output, printed }: ProtocolStreams,
    maxMessageBytes: number,
    events: ProviderProcessEvents,
  ) {
    this.#process = process;
    this.#writer = input && new LineWriter(input);
    this.#output = output;
    process.onExit(() => {
      this.pause(false);
      this.#isGone = true;
    });
    const tail = new OutputTail(OUTPUT_TAIL_CHARACTERS);
    const reader = new LineReader(maxMessageBytes, events);
    output?.on("data", (chunk: Buffer) => reader.push(chunk));
    const lines = printed.map((stream) => {
      const cut = new PrintedLines((line) => events.onOutput(line));
      stream?.setEncoding("utf8").on("data", (text: string) => {
        tail.push(text);
        cut.push(text);
      });
      return cut;
    });
    void process.ended.then((end) => {
      for (const cut of lines) cut.end();
      events.onExit({ reason: describeEnd(end), output: tail.toString() });
    });
  }

  send(line: string): void {
    this.#writer?.write(line);
  }

  get unread(): number {
    return this.#writer?.unread ?? 0;
  }

  /** Output that is left when it ends is read in any case: it is no more than its pipe holds, and the pipe is closed soon. */
  pause(isPaused: boolean): void {
    if (this.#isGone) return;
    if (isPaused) this.#output?.pause();
    else this.#output?.resume();
  }

  kill(): void {
    this.#process.kill();
  }
}
