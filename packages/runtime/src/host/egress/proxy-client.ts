import { connect as connectSocket, type Socket } from "node:net";
import { join } from "node:path";
import {
  isHostName,
  PROXY_SOCKET,
  type ProxyAnswer,
  type ProxyError,
  type ProxyQuestion,
  type ProxyReset,
} from "../../egress/proxy-protocol.ts";
import { Turns } from "../../egress/turns.ts";

/** The proxy is opened while the process starts, so the first question may be early. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 20;

/** Names looked up at once. The proxy refuses more than it can hold, so the others wait here, as they would in Node. */
const LOOKUPS = 128;

type Question = ProxyQuestion extends infer Each ? (Each extends unknown ? Omit<Each, "id"> : never) : never;
type Answer<Key extends string> = Extract<ProxyAnswer, Record<Key, unknown>>;

interface Waiting {
  resolve(answer: ProxyAnswer): void;
  reject(error: Error): void;
}

/** A thread's line to the proxy. It keeps no process alive unless a question is open. */
export class ProxyClient {
  readonly #folder: string;
  readonly #waiting = new Map<number, Waiting>();
  /** Connections that were answered, by name; null until they are used. */
  readonly #connections = new Map<string, Socket | Error | null>();
  readonly #lookups = new Turns(LOOKUPS, LOOKUPS);
  #line: Promise<Socket> | null = null;
  #lastId = 0;

  /** @param folder with the proxy's socket */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The path of a socket that the proxy named. */
  pathOf(socket: string): string {
    return join(this.#folder, socket);
  }

  /** Ends a socket that leads to one the proxy named, when the other end is reset. */
  watch(name: string, socket: Socket): void {
    const known = this.#connections.get(name);
    if (known instanceof Error) socket.destroy(known);
    if (known !== null || socket.destroyed) return void this.#connections.delete(name);
    this.#connections.set(name, socket);
    socket.once("close", () => this.#connections.delete(name));
  }

  /**
   * @param signal ends the question; the answer then never comes
   * @throws Error as Node's own network would throw it
   */
  async ask<Key extends "socket" | "addresses" | "records">(
    question: Question,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Answer<Key>> {
    checkName(question);
    // Connections have a bound of their own, and may take a minute each.
    if (question.ask === "connect") return this.#ask(question, signal);
    return this.#lookups.take(this, () => this.#ask<Key>(question, signal), signal);
  }

  async #ask<Key extends "socket" | "addresses" | "records">(
    question: Question,
    signal: AbortSignal,
  ): Promise<Answer<Key>> {
    const id = ++this.#lastId;
    const line = await this.#open();
    const { promise, resolve, reject } = Promise.withResolvers<ProxyAnswer>();
    if (signal.aborted) return promise as Promise<Answer<Key>>;
    this.#waiting.set(id, { resolve, reject });
    line.ref();
    signal.addEventListener("abort", () => this.#cancel(line, id), { once: true });
    line.write(`${JSON.stringify({ ...question, id })}\n`);
    return promise as Promise<Answer<Key>>;
  }

  #cancel(line: Socket, id: number): void {
    if (this.#take(line, id)) line.write(`${JSON.stringify({ ask: "cancel", id })}\n`);
  }

  #take(line: Socket, id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) line.unref();
    return waiting;
  }

  #open(): Promise<Socket> {
    this.#line ??= openLine(join(this.#folder, PROXY_SOCKET), performance.now() + PATIENCE_MS).then(
      (line) => this.#listen(line),
      (error: Error) => {
        this.#line = null;
        throw error;
      },
    );
    return this.#line;
  }

  #listen(line: Socket): Socket {
    let unfinished = "";
    line.setEncoding("utf8").on("data", (text: string) => {
      const lines = `${unfinished}${text}`.split("\n");
      unfinished = lines.pop() ?? "";
      for (const each of lines) this.#told(line, JSON.parse(each) as ProxyAnswer | ProxyReset);
    });
    line.on("error", () => {});
    line.on("close", () => {
      this.#line = null;
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of waiting) reject(networkError({ message: "the way out was closed", code: "ECONNRESET" }));
    });
    line.unref();
    return line;
  }

  #told(line: Socket, answer: ProxyAnswer | ProxyReset): void {
    if ("reset" in answer) {
      this.#reset(answer);
      return;
    }
    const waiting = this.#take(line, answer.id);
    if (waiting && "socket" in answer) this.#connections.set(answer.socket, null);
    if ("error" in answer) waiting?.reject(networkError(answer.error));
    else waiting?.resolve(answer);
  }

  #reset({ reset, error }: ProxyReset): void {
    const socket = this.#connections.get(reset);
    if (socket === undefined) return;
    if (socket === null) this.#connections.set(reset, networkError(error));
    else if (!(socket instanceof Error)) socket.destroy(networkError(error));
  }
}

function openLine(path: string, until: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const line = connectSocket({ path });
  line.once("connect", () => resolve(line));
  line.once("error", (error: NodeJS.ErrnoException) => {
    const isEarly = (error.code === "ENOENT" || error.code === "ECONNREFUSED") && performance.now() < until;
    if (isEarly) setTimeout(() => openLine(path, until).then(resolve, reject), RETRY_MS);
    else reject(error);
  });
  return promise;
}

/** @throws Error for a name that no host can have: the proxy would end all that this thread asks */
function checkName(question: Question): void {
  if (question.ask === "cancel") return;
  const [name, syscall] = question.ask === "records" ? [question.name, "query"] : [question.host, "getaddrinfo"];
  if (isHostName(name)) return;
  throw networkError({ message: `${syscall} ENOTFOUND ${name}`, code: "ENOTFOUND", syscall, hostname: name });
}

/** The error that Node would have thrown. */
function networkError({ message, errors, ...facts }: ProxyError): Error {
  const error = errors ? new AggregateError(errors.map(networkError), message) : new Error(message);
  return Object.assign(error, facts);
}
