import { Writable } from "node:stream";
import { type RawData, WebSocket } from "ws";
import { ApiError } from "./api-error.ts";
import { type ApiServer, refusal, unreachable } from "./api-server.ts";

/**
 * The sub-protocol of an exec (https://kubernetes.io/docs/reference/using-api/websockets/): the first byte of a message names
 * its channel. Version 5 adds the signal that closes one, here stdin.
 */
const PROTOCOL = "v5.channel.k8s.io";
const [STDIN, STDOUT, STDERR, STATUS, CLOSE] = [0, 1, 2, 3, 255];

/** Kubernetes sends 32 KiB at most. */
const MAX_FRAME_BYTES = 1024 * 1024;
const MAX_STATUS_BYTES = 64 * 1024;
/** The most that is sent in one message. */
const CHUNK_BYTES = 64 * 1024;
const HANDSHAKE_MS = 15_000;
/** A connection that answers none of so many pings is lost, before a provider at its end counts as blocked. */
const PING_EVERY_MS = 2_500;
const LOST_AFTER_PINGS = 3;
const CLOSE_MS = 1_000;

/** How an exec ended: its command did, the API server says why it could not run it, or the connection is lost. */
export type ExecEnd =
  | { kind: "exited"; code: number }
  | { kind: "failed"; message: string }
  | { kind: "lost"; message: string };

/** Command to run, and its Pod. */
export interface ExecCommand {
  /** Path of the Pod. */
  path: string;
  container: string;
  command: readonly string[];
}

/** The events of an exec. After `onEnd` nothing follows. */
export interface ExecEvents {
  onStdout(bytes: Buffer): void;
  onStderr(bytes: Buffer): void;
  onEnd(end: ExecEnd): void;
}

/** A command that runs in a container, over one WebSocket. */
export class ExecStream {
  /** Ends the command's stdin when it ends. What it has not taken yet counts in `writableLength`. */
  readonly stdin: Writable;
  readonly #socket: WebSocket;
  readonly #events: ExecEvents;
  #status: ExecEnd | null = null;
  #silentPings = 0;
  #pinging: NodeJS.Timeout;
  #isOver = false;

  private constructor(socket: WebSocket, events: ExecEvents) {
    this.#socket = socket;
    this.#events = events;
    this.stdin = new Writable({
      write: (bytes: Buffer, _encoding, done) => this.#send(bytes, done),
      final: (done) => {
        this.#transmit(Buffer.of(CLOSE, STDIN), () => done());
      },
    });
    // The end of the connection is told as the end.
    this.stdin.on("error", () => {});
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("pong", () => {
      this.#silentPings = 0;
    });
    socket.on("error", (error) => this.#end({ kind: "lost", message: error.message }));
    socket.on("close", (code) =>
      this.#end(this.#status ?? { kind: "lost", message: `the connection was closed with ${code}` }),
    );
    this.#pinging = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.#pinging.unref();
  }

  /**
   * Starts a command, and resolves once the API server has let it through.
   *
   * @throws ApiError
   */
  static async open(api: ApiServer, exec: ExecCommand, events: ExecEvents): Promise<ExecStream> {
    const query = new URLSearchParams({ container: exec.container, stdin: "true", stdout: "true", stderr: "true" });
    for (const part of exec.command) query.append("command", part);
    const { url, headers, tls } = await api.access(`${exec.path}/exec`, query);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url, PROTOCOL, {
      headers,
      ...tls,
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: HANDSHAKE_MS,
      perMessageDeflate: false,
      followRedirects: false,
    });
    return new Promise((resolve, reject) => {
      socket.once("open", () => {
        socket.removeAllListeners("error");
        resolve(new ExecStream(socket, events));
      });
      socket.once("error", (error) => {
        const isOld = error.message.includes("subprotocol");
        reject(
          isOld ? new ApiError(`Kubernetes does not speak ${PROTOCOL}: take 1.30 or newer`, 400) : unreachable(error),
        );
      });
      socket.once("unexpected-response", (_request, response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (more: string) => {
          text = `${text}${more}`.slice(0, MAX_STATUS_BYTES);
        });
        response.on("close", () => {
          reject(refusal(response.statusCode ?? 0, text));
          socket.terminate();
        });
      });
    });
  }

  /** Ends the connection, and with it the command's stdin. `onEnd` follows. */
  abandon(): void {
    this.#transmit(Buffer.of(CLOSE, STDIN), () => {});
    this.#socket.close();
    // A peer that does not answer is not waited for.
    setTimeout(() => this.#socket.terminate(), CLOSE_MS).unref();
  }

  /** Stops or goes on reading from the connection. */
  pause(isPaused: boolean): void {
    if (isPaused) this.#socket.pause();
    else this.#socket.resume();
  }

  #send(bytes: Buffer, done: (error?: Error) => void): void {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      const isLast = at + CHUNK_BYTES >= bytes.length;
      this.#transmit(Buffer.concat([Buffer.of(STDIN), chunk]), isLast ? done : () => {});
    }
  }

  #transmit(frame: Buffer, done: (error?: Error) => void): void {
    if (this.#socket.readyState !== WebSocket.OPEN) done(new Error("the connection is closed"));
    else this.#socket.send(frame, { binary: true }, done);
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#silentPings = 0;
    const frame = data as Buffer;
    if (!isBinary) {
      this.#break("sent text, which the protocol does not have");
      return;
    }
    // Empty ones come first, one for each channel.
    const bytes = frame.subarray(1);
    if (bytes.length === 0 || this.#isOver) return;
    if (frame[0] === STDOUT) this.#events.onStdout(bytes);
    else if (frame[0] === STDERR) this.#events.onStderr(bytes);
    else if (frame[0] === STATUS) this.#ended(readStatus(bytes));
  }

  /** The server closes the connection then; if it does not, or the goodbye is lost, it has ended all the same. */
  #ended(status: ExecEnd): void {
    this.#status = status;
    setTimeout(() => this.#socket.terminate(), CLOSE_MS).unref();
  }

  #break(what: string): void {
    this.#end({ kind: "lost", message: `the API server ${what}` });
    this.#socket.terminate();
  }

  #ping(): void {
    // Its answers are not read.
    if (this.#socket.isPaused) return;
    this.#silentPings += 1;
    if (this.#silentPings > LOST_AFTER_PINGS) this.#break("did not answer");
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  #end(end: ExecEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#pinging);
    this.stdin.destroy();
    this.#events.onEnd(end);
  }
}

/** The `Status` at the end of an exec: success, a code, or why it could not run. */
function readStatus(bytes: Buffer): ExecEnd {
  interface Status {
    status?: string;
    message?: string;
    reason?: string;
    details?: { causes?: { reason?: string; message?: string }[] };
  }
  try {
    const status = JSON.parse(bytes.toString("utf8", 0, MAX_STATUS_BYTES)) as Status;
    if (status.status === "Success") return { kind: "exited", code: 0 };
    const code = status.details?.causes?.find(({ reason }) => reason === "ExitCode")?.message;
    if (status.reason === "NonZeroExitCode" && code !== undefined) return { kind: "exited", code: Number(code) };
    return { kind: "failed", message: String(status.message ?? status.reason ?? "").slice(0, 500) };
  } catch {
    return { kind: "failed", message: "its status could not be read" };
  }
}
