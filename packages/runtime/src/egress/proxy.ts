import { randomBytes } from "node:crypto";
import dns from "node:dns";
import { existsSync, renameSync } from "node:fs";
import { createServer, isIP, type LookupFunction, type Server, Socket } from "node:net";
import { join } from "node:path";
import { LineReader } from "../wire/line-reader.ts";
import { carry } from "./carry.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { errorFacts } from "./error-facts.ts";
import {
  PROXY_LINE_BYTES,
  PROXY_SOCKET,
  type ProxyAddress,
  type ProxyAnswer,
  type ProxyQuestion,
  type ProxyReset,
} from "./proxy-protocol.ts";
import { readQuestion } from "./read-question.ts";
import type { Turns } from "./turns.ts";

/** Limits of one process. */
export interface ProxyLimits {
  /** Connections, including pending ones. */
  connections: number;
  /** Unanswered requests. */
  questions: number;
  connectMs: number;
  /** Time for the process to take a connection that was made for it. */
  acceptMs: number;
  /** How long the far end may be silent after the process has ended its side. */
  silentMs: number;
}

const PROXY_LIMITS: ProxyLimits = {
  connections: 256,
  questions: 512,
  connectMs: 60_000,
  acceptMs: 10_000,
  silentMs: 5 * 60_000,
};

/** Unread answers; a process that lets more pile up is disconnected. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** Threads and processes of one provider, each with its own line to the proxy. */
const MAX_LINES = 128;

type Ask<Kind extends ProxyQuestion["ask"]> = Extract<ProxyQuestion, { ask: Kind }>;

/**
 * The egress of one provider process. It resolves names, checks each address against the policy, and connects to an
 * address that passed: later changes of the name have no effect.
 */
export class EgressProxy {
  readonly #folder: string;
  readonly #policy: EgressPolicy;
  readonly #lookups: Turns;
  readonly #limits: ProxyLimits;
  readonly #server: Server;
  readonly #open = new Set<{ destroy(): void }>();
  #lines = 0;
  #questions = 0;
  #connections = 0;

  /**
   * @param folder that only the process sees
   * @param lookups shared by all proxies: the machine's resolver takes few questions at once
   */
  constructor(folder: string, policy: EgressPolicy, lookups: Turns, limits: Partial<ProxyLimits> = {}) {
    this.#folder = folder;
    this.#policy = policy;
    this.#lookups = lookups;
    this.#limits = { ...PROXY_LIMITS, ...limits };
    this.#server = createServer((line) => this.#serve(line));
    this.#server.on("error", () => this.close());
    // It gets its name once everybody may connect: between the making of a socket and its mode, a quick process is refused.
    const path = join(folder, PROXY_SOCKET);
    this.#server.listen({ path: `${path}.new`, writableAll: true });
    // Listening has begun, or the error follows.
    if (existsSync(`${path}.new`)) renameSync(`${path}.new`, path);
  }

  /** Ends every connection, and accepts no more. */
  close(): void {
    this.#server.close();
    for (const each of this.#open) each.destroy();
  }

  #serve(line: Socket): void {
    line.on("error", () => {});
    if (this.#lines >= MAX_LINES) return void line.destroy();
    this.#lines += 1;
    this.#keep(line);
    const asked = new Map<number, AbortController>();
    line.on("close", () => {
      this.#lines -= 1;
      for (const question of asked.values()) question.abort();
    });
    const reader = new LineReader(PROXY_LINE_BYTES, {
      onLine: (text) => {
        const question = readQuestion(text);
        if (question === null) line.destroy();
        else if (question.ask === "cancel") asked.get(question.id)?.abort();
        else void this.#answer(line, asked, question);
      },
      onTooLong: () => void line.destroy(),
    });
    line.on("data", (chunk) => reader.push(chunk));
  }

  async #answer(
    line: Socket,
    asked: Map<number, AbortController>,
    question: Exclude<ProxyQuestion, { ask: "cancel" }>,
  ): Promise<void> {
    const { id } = question;
    const gone = new AbortController();
    let answer: ProxyAnswer;
    this.#questions += 1;
    asked.set(id, gone);
    try {
      if (this.#questions > this.#limits.questions)
        throw Object.assign(new Error(`more than ${this.#limits.questions} questions at once`), { code: "EAGAIN" });
      if (question.ask === "connect") answer = { id, ...(await this.#connect(line, question, gone.signal)) };
      else if (question.ask === "lookup")
        answer = { id, addresses: await this.#lookup(question.host, question.family, gone.signal) };
      else answer = { id, records: await this.#records(question, gone.signal) };
    } catch (error) {
      answer = { id, error: errorFacts(error) };
    }
    this.#questions -= 1;
    asked.delete(id);
    if (line.destroyed || gone.signal.aborted) return;
    line.write(`${JSON.stringify(answer)}\n`);
    if (line.writableLength > MAX_UNREAD_BYTES) line.destroy();
  }

  async #lookup(host: string, family: 0 | 4 | 6, signal: AbortSignal): Promise<ProxyAddress[]> {
    const found = await this.#lookups.take(this, () => dns.promises.lookup(host, { all: true, family }), signal);
    return found as ProxyAddress[];
  }

  #records({ method, name, options }: Ask<"records">, signal: AbortSignal): Promise<unknown> {
    const resolve = dns.promises[method] as (name: string, options?: object) => Promise<unknown>;
    return this.#lookups.take(this, () => (options ? resolve(name, options) : resolve(name)), signal);
  }

  async #connect(line: Socket, { host, port, family }: Ask<"connect">, signal: AbortSignal) {
    if (this.#connections >= this.#limits.connections)
      throw Object.assign(new Error(`connect: more than ${this.#limits.connections} connections at once`), {
        code: "EMFILE",
        syscall: "connect",
      });
    this.#connections += 1;
    let isFree = false;
    const free = (): void => {
      if (!isFree) this.#connections -= 1;
      isFree = true;
    };
    try {
      const kind = isIP(host);
      const found: ProxyAddress[] =
        kind === 0 ? await this.#lookup(host, family, signal) : [{ address: host, family: kind === 6 ? 6 : 4 }];
      const far = await this.#reach(host, port, this.#passed(host, port, found), signal);
      const remote = {
        address: far.remoteAddress ?? host,
        family: far.remoteFamily === "IPv6" ? ("IPv6" as const) : ("IPv4" as const),
        port,
      };
      far.once("close", free);
      return { socket: await this.#offer(line, far), remote };
    } catch (error) {
      free();
      throw error;
    }
  }

  /** The permitted ones among the addresses. @throws EgressRefusal if none may */
  #passed(host: string, port: number, found: ProxyAddress[]): ProxyAddress[] {
    const refusals = found.map(({ address }) => this.#policy.refusal(host, address, port));
    const passed = found.filter((_, index) => refusals[index] === null);
    const [refusal] = refusals;
    if (passed.length === 0 && refusal) throw refusal;
    return passed;
  }

  /** Connects to the first of the addresses that answers. */
  #reach(host: string, port: number, addresses: ProxyAddress[], signal: AbortSignal): Promise<Socket> {
    const lookup: LookupFunction = (_name, _options, callback) => callback(null, addresses);
    const far = new Socket({ allowHalfOpen: true });
    this.#keep(far);
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    const late = (): void => {
      const facts = { code: "ETIMEDOUT", syscall: "connect", address: addresses[0]?.address, port };
      far.destroy(Object.assign(new Error(`connect ETIMEDOUT ${facts.address}:${port}`), facts));
    };
    far.setTimeout(this.#limits.connectMs, late);
    signal.addEventListener("abort", () => far.destroy(), { once: true });
    // Also later, until the process has it.
    far.on("error", reject);
    far.once("close", () => reject(new Error("closed")));
    far.once("connect", () => {
      // Without it, it would still be called when something else takes too long later.
      far.setTimeout(0, late);
      // Small writes are sent as they come, as they would be without the proxy.
      far.setNoDelay(true);
      far.setKeepAlive(true, 60_000);
      resolve(far);
    });
    // A name, so that Node asks for the addresses and tries them in turn.
    far.connect({ host: isIP(host) === 0 ? host : "address.invalid", port, lookup, autoSelectFamily: true });
    return promise;
  }

  /** Makes a socket for one connection, which leads to the other end. @returns its name */
  #offer(line: Socket, far: Socket): Promise<string> {
    const name = randomBytes(9).toString("base64url");
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (near) => {
      clearTimeout(patience);
      server.close();
      this.#keep(near);
      carry(near, far, this.#limits.silentMs, (error) => {
        const reset: ProxyReset = { reset: name, error: errorFacts(error) };
        if (line.writable) line.write(`${JSON.stringify(reset)}\n`);
        else near.destroy();
      });
    });
    const patience = setTimeout(() => {
      server.close();
      far.destroy();
    }, this.#limits.acceptMs);
    server.maxConnections = 1;
    server.on("error", (error) => {
      clearTimeout(patience);
      far.destroy();
      reject(error);
    });
    server.listen({ path: join(this.#folder, name), writableAll: true }, () => resolve(name));
    return promise;
  }

  #keep(socket: Socket): void {
    // Two pipelines listen, and so does each step that waits for it.
    socket.setMaxListeners(32);
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
  }
}
