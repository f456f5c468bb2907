import { Socket } from "node:net";
import { type Duplex, type Readable, Writable } from "node:stream";
import type { PlatformMessage, ProviderMessage } from "@pragma/contract/provider-protocol";
import { MAX_PROTOCOL_VALUES } from "@pragma/contract/provider-protocol-limits";
import { hasMoreValues } from "@pragma/language";
import { LineReader } from "../wire/line-reader.ts";
import { exceedsBytes, LineWriter } from "../wire/line-writer.ts";

/**
 * The provider's end of the protocol. With a file descriptor the protocol has that one to itself, in both directions;
 * without, it speaks over stdin and stdout. The platform is trusted: its messages are not checked.
 */
export class HostChannel {
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #writer: LineWriter;

  constructor(fd: number | null) {
    const duplex: Duplex | null = fd === null ? null : new Socket({ fd, readable: true, writable: true });
    this.#input = duplex ?? process.stdin;
    // Bound before console and stdout are captured: what the provider prints must not end up here.
    this.#output = duplex ?? capturedStdout();
    this.#writer = new LineWriter(this.#output);
  }

  /** Starts reading. `onEnd`: the platform is gone, or broke the protocol. */
  listen(maxBytes: number, onMessage: (message: PlatformMessage) => void, onEnd: () => void): void {
    const reader = new LineReader(maxBytes, { onLine: (line) => onMessage(JSON.parse(line)), onTooLong: onEnd });
    this.#input.on("data", (chunk: Buffer) => reader.push(chunk));
    this.#input.on("end", onEnd);
    this.#input.on("error", onEnd);
    this.#output.on("error", onEnd);
  }

  send(message: ProviderMessage): void {
    this.#writer.write(JSON.stringify(message));
    // It may be the last word of a process that exits, crashes or is killed before this turn ends.
    if (message.type === "log") this.#writer.flush();
  }

  /**
   * Sends unless the platform would not read it.
   *
   * @returns why it was not sent, null if it was
   * @throws TypeError if it is not JSON
   */
  trySend(message: ProviderMessage, maxBytes: number): string | null {
    const line = JSON.stringify(message);
    if (exceedsBytes(line, maxBytes - 1)) return `is larger than ${maxBytes} bytes`;
    // Each takes a character at least.
    if (line.length > MAX_PROTOCOL_VALUES && hasMoreValues(Buffer.from(line), MAX_PROTOCOL_VALUES))
      return `has more than ${MAX_PROTOCOL_VALUES} keys and values`;
    this.#writer.write(line);
    return null;
  }

  /** Whether the platform has fallen behind reading. */
  get isFull(): boolean {
    return this.#writer.isFull;
  }

  /** Resolves when there is room again. */
  drained(): Promise<void> {
    if (!this.#writer.isFull) return Promise.resolve();
    return new Promise((resolve) => this.#output.once("drain", resolve));
  }

  /** Resolves when everything sent has left the process. */
  flushed(): Promise<void> {
    this.#writer.flush();
    return new Promise((resolve) => this.#output.write("", () => resolve()));
  }
}

function capturedStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  return new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      write(chunk, (error) => done(error));
    },
  });
}
