import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { LogEntry, LogLevel } from "@pragma/contract";
import type {
  PlatformMessage,
  ProviderCallMessage,
  ProviderMessage,
  ProviderProtocolLimits,
} from "@pragma/contract/provider-protocol";
import { replacePathsOf, whyNotIdentity } from "@pragma/language";
import {
  findResource,
  type HandlerAnswer,
  OutputsError,
  type Provider,
  runHandler,
  runLogs,
  toFailure,
} from "@pragma/sdk/provider/host";
import { cutToSend } from "../wire/cut-to-send.ts";
import { cutToBytes } from "../wire/line-writer.ts";
import type { AuthorPlaces } from "./author-places.ts";
import type { HostChannel } from "./channel.ts";
import { clockMs, DeadManSwitch } from "./dead-man-switch.ts";
import { PlatformRequests } from "./platform-requests.ts";
import { RunningCall, toInvocation } from "./running-call.ts";

/** Log lines that go in one message. */
const LINES_PER_MESSAGE = 100;

const NEVER = Number.POSITIVE_INFINITY;

/** Error texts are for people; what is longer is somebody's response body. */
const MAX_ERROR_BYTES = 16 * 1024;

/** Answers the platform's messages with a provider's handlers. Calls run concurrently. */
export class HostSession {
  readonly #provider: Provider;
  readonly #channel: HostChannel;
  readonly #limits: ProviderProtocolLimits;
  readonly #requests: PlatformRequests;
  readonly #running = new Map<number, RunningCall>();
  // Tells which call a console.log, deep in a provider's dependency, belongs to.
  readonly #current = new AsyncLocalStorage<RunningCall>();
  readonly #deadMan = new DeadManSwitch();
  /** When the process ends if the platform stays silent: the least of all calls that run. */
  #until = NEVER;
  readonly #places: AuthorPlaces;
  #onIdle: (() => void) | null = null;

  constructor(provider: Provider, channel: HostChannel, limits: ProviderProtocolLimits, places: AuthorPlaces) {
    this.#provider = provider;
    this.#places = places;
    this.#channel = channel;
    this.#limits = limits;
    this.#requests = new PlatformRequests(channel);
  }

  /** Takes any message but `hello` and `shutdown`. */
  receive(message: PlatformMessage): void {
    switch (message.type) {
      case "call":
        void this.#call(message);
        break;
      case "describe":
        this.#answer(message.id, () => ({ value: { types: this.#provider.describe() } }));
        break;
      case "cancel":
        this.#running.get(message.id)?.abort(message.reason);
        break;
      case "ping":
        this.#renew(message);
        this.#channel.send({ type: "pong", clock_ms: clockMs() });
        break;
      case "response":
        this.#requests.receive(message);
        break;
    }
  }

  /** Logs a line that was printed, beside the resource whose handler printed it. */
  log(level: LogLevel, message: string): void {
    const call = this.#current.getStore();
    if (call && this.#running.has(call.id)) {
      call.log(level, message, null);
    } else if (!this.#channel.isFull) {
      const text = cutToSend(message, this.#limits.log_message_bytes);
      this.#channel.send({ type: "log", id: null, level, message: text, metadata: null });
    }
  }

  /** Resolves when no call runs. */
  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** A ping is about all calls that run: they were sent before it. */
  #renew({ silence_ms, until_ms }: Extract<PlatformMessage, { type: "ping" }>): void {
    const until = until_ms ?? (silence_ms === null ? NEVER : clockMs() + silence_ms);
    for (const call of this.#running.values()) call.until = until;
    if (this.#running.size > 0) this.#arm(until);
  }

  #arm(until: number): void {
    this.#until = until;
    if (until === NEVER) this.#deadMan.disarm();
    else this.#deadMan.arm(until);
  }

  #leastUntil(): number {
    let least = NEVER;
    for (const { until } of this.#running.values()) if (until < least) least = until;
    return least;
  }

  async #call(message: ProviderCallMessage): Promise<void> {
    const { until_ms: until = NEVER } = message;
    if (until <= clockMs()) {
      this.#fail(message.id, new Error("Its time was over before it began"));
      return;
    }
    const call = new RunningCall(message.id, this.#channel, this.#requests, this.#limits, until);
    this.#running.set(call.id, call);
    if (until < this.#until) this.#arm(until);
    try {
      const answer = await this.#current.run(call, () => this.#run(message, call));
      this.#answer(call.id, () => answer);
    } catch (error) {
      this.#fail(call.id, error);
    }
    this.#running.delete(call.id);
    if (call.until <= this.#until) this.#arm(this.#leastUntil());
    if (this.#running.size === 0) this.#onIdle?.();
  }

  async #run(message: ProviderCallMessage, call: RunningCall): Promise<HandlerAnswer> {
    const definition = findResource(this.#provider, message.resource);
    if (!definition) throw new TypeError(`the provider has no resource type "${message.resource}"`);
    const invocation = toInvocation(message);
    if (message.method !== "logs") return runHandler(definition, message.method, invocation, call);

    const since = message.options?.since ? new Date(message.options.since) : null;
    const options = { since, tail: message.options?.tail ?? 100 };
    let lines: LogEntry[] = [];
    for await (const line of runLogs(definition, invocation, call, options)) {
      lines.push(this.#boundLine(line as LogEntry));
      if (lines.length < LINES_PER_MESSAGE) continue;
      this.#channel.send({ type: "lines", id: call.id, lines });
      lines = [];
      await this.#channel.drained();
      // A generator that never waits would keep the loop from turning, and the cancel from being read.
      await nextTurn();
      call.signal.throwIfAborted();
    }
    if (lines.length > 0) this.#channel.send({ type: "lines", id: call.id, lines });
    return { value: null };
  }

  #boundLine(line: LogEntry): LogEntry {
    return { ...line, message: cutToSend(line.message, this.#limits.log_message_bytes) };
  }

  #answer(id: number, answer: () => { value: unknown; state?: unknown }): void {
    try {
      const message = { type: "result", id, ...answer() } as ProviderMessage;
      const problem = this.#channel.trySend(message, this.#limits.message_bytes);
      if (problem !== null) this.#fail(id, new OutputsError(`the answer ${problem}`));
    } catch (error) {
      this.#fail(id, new OutputsError(`the answer is not JSON: ${error instanceof Error ? error.message : error}`));
    }
  }

  #fail(id: number, error: unknown): void {
    const { kind, message, retryAfter, exists, replace } = toFailure(error);
    // Errors that the user has to fix, or wait out, are not the author's fault.
    const stack = kind === "failed" || kind === "outputs" ? this.#places.stackOf(error) : null;
    this.#channel.send({
      type: "error",
      id,
      error: {
        kind,
        message: cutToBytes(this.#places.withoutPaths(message), MAX_ERROR_BYTES),
        ...(retryAfter !== undefined && { retry_after: retryAfter }),
        // What cannot be told is there nevertheless.
        ...(exists !== undefined && {
          exists: exists !== null && whyNotIdentity(exists) === undefined ? exists : null,
        }),
        ...(replace !== undefined && { replace: replacePathsOf(replace) }),
        ...(stack !== null && { stack: cutToSend(stack, this.#limits.log_message_bytes) }),
      },
    });
  }
}
