import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface HttpResponse {
  status: number;
  /** Headers as one text. */
  head: string;
  body: Buffer;
}

/**
 * One keep-alive connection that asks one thing at a time. Far cheaper than a general client: on a machine with few
 * cores what the load costs is taken from what is measured.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #resolve: ((response: HttpResponse) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #head: { status: number; text: string; start: number; length: number | null } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("The server closed the connection")));
  }

  static async open(host: string, port: number): Promise<HttpConnection> {
    const socket = connect(port, host);
    await once(socket, "connect");
    return new HttpConnection(socket);
  }

  /** Sends a whole request as text and waits for the whole answer. */
  ask(request: string): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#resolve = undefined;
    this.#reject = undefined;
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#head ??= readHead(this.#received);
    if (!this.#head) return;
    const { status, text, start, length } = this.#head;
    const end = length === null ? endOfChunks(this.#received) : start + length;
    if (end === -1 || this.#received.length < end) return;
    const body = this.#received.subarray(start, end);
    this.#received = Buffer.alloc(0);
    this.#head = undefined;
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#reject = undefined;
    resolve?.({ status, head: text, body });
  }

  #fail(error: Error): void {
    this.#reject?.(error);
    this.#resolve = undefined;
    this.#reject = undefined;
  }
}

function readHead(bytes: Buffer): { status: number; text: string; start: number; length: number | null } | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const text = bytes.toString("latin1", 0, end);
  const status = Number(text.slice(9, 12));
  const length = /^content-length: *(\d+)/im.exec(text)?.[1];
  const chunked = length === undefined && status !== 204 && status !== 304;
  return { status, text, start: end + 4, length: chunked ? null : Number(length ?? 0) };
}

const LAST_CHUNK = "\r\n0\r\n\r\n";

/** Where a chunked body ends, or -1 if it goes on. JSON text holds no line ends like those of the last chunk. */
function endOfChunks(bytes: Buffer): number {
  return bytes.toString("latin1", bytes.length - LAST_CHUNK.length) === LAST_CHUNK ? bytes.length : -1;
}

/** A request as text. */
export function requestText(options: {
  method: string;
  path: string;
  host: string;
  token: string;
  body?: string;
}): string {
  const { method, path, host, token, body } = options;
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
