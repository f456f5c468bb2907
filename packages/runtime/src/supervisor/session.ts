import type { Json, LogEntry } from "@pragma/contract";
import {
  type PlatformMessage,
  PROVIDER_PROTOCOL_VERSION,
  type ProviderError,
  type ProviderMessage,
  type ProviderProtocolLimits,
  type ProviderRequest,
} from "@pragma/contract/provider-protocol";
import { artefactLabel } from "../artefact.ts";
import type { ProviderDriver, ProviderExit, ProviderLaunch, ProviderProcess } from "../driver/driver.ts";
import { cutToBytes, exceedsBytes } from "../wire/line-writer.ts";
import type { ActiveCall, StopReason } from "./active-call.ts";
import { answerRequest } from "./answer-request.ts";
import { checkAnswer } from "./answers.ts";
import { END_AT_ONCE } from "./call.ts";
import { EarliestTimer } from "./earliest-timer.ts";
import { ProcessLog } from "./process-log.ts";
import { readMessage } from "./read-message.ts";

const NEVER = Number.POSITIVE_INFINITY;
/** Answers to no call, and the like, that are let pass before the process counts as broken. */
const MAX_STRAY_MESSAGES = 1_000;
/** Of what a process printed, in the message about its end. */
const QUOTED_OUTPUT_CHARACTERS = 500;

const STUCK = "was stopped because a call did not end";

/** Why a process was ended, or ended itself with a word of its own, without that word. */
const REASONS = {
  protocol: "broke the protocol",
  crashed: "ended with an error, or was stopped because it did not end",
};

/** Bounds of a session. */
export interface SessionOptions {
  limits: ProviderProtocolLimits;
  startTimeoutMs: number;
  /** How long a call may go on after it was asked to stop. */
  graceMs: number;
  /** How long other calls may go on in a process that is to be killed because of a stuck one. */
  drainMs: number;
}

/** How a session ended. */
export interface SessionEnd {
  /** A predicate for "Provider x …". */
  what: string;
  /** The same without any words of the provider, which may hold what it was told in confidence. */
  reason: string;
  kind: "crashed" | "protocol";
  wasReady: boolean;
  hasSucceeded: boolean;
  isExpected: boolean;
}

/** What a session tells the lane that owns it. */
export interface SessionEvents {
  onReady(): void;
  /** A call was answered with a result. */
  onAnswered(): void;
  /** A call has its outcome. */
  onSettled(call: ActiveCall): void;
  /** A call waits for the platform: until `onResume` it needs no slot. */
  onSuspend(call: ActiveCall): void;
  /** A call has what it waited for: run `proceed` once there is a slot for it. */
  onResume(call: ActiveCall, proceed: () => void): void;
  /** A call is stuck: no further calls for this process, which ends when the others are done. */
  onRetire(): void;
  onExit(end: SessionEnd): void;
  onProcessLog(entry: LogEntry): void;
}

/** One process of a provider: its handshake, its calls in flight with their deadlines, its end. */
export class ProviderSession {
  readonly #label: string;
  readonly #options: SessionOptions;
  readonly #events: SessionEvents;
  readonly #process: ProviderProcess;
  readonly #calls = new Map<number, ActiveCall>();
  readonly #timer = new EarliestTimer((now) => this.#sweep(now));
  readonly #log: ProcessLog;
  #lastId = 0;
  #strays = 0;
  #isReady = false;
  #hasSucceeded = false;
  #isRetired = false;
  #isShuttingDown = false;
  #hasExited = false;
  /** When it is killed if nothing else happens: it did not start, drain or shut down in time. */
  #killAt = NEVER;
  /** Why it was killed; nothing it sends counts any more. */
  #killed: { kind: "crashed" | "protocol"; what: string } | null = null;

  constructor(driver: ProviderDriver, launch: ProviderLaunch, options: SessionOptions, events: SessionEvents) {
    this.#label = artefactLabel(launch.artefact);
    this.#options = options;
    this.#events = events;
    this.#log = new ProcessLog(options.limits, (entry) => events.onProcessLog(entry));
    this.#process = driver.start(launch, {
      onLine: (line) => this.#receive(line),
      onTooLong: () => this.#kill("protocol", `sent a message larger than ${options.limits.message_bytes} bytes`),
      onOutput: (text) => this.#log.write("info", text.trimEnd()),
      onExit: (exit) => this.#exited(exit),
    });
    this.#send({ type: "hello", protocol: PROVIDER_PROTOCOL_VERSION, limits: options.limits });
    this.#killAfter(options.startTimeoutMs);
  }

  /** Whether it takes calls. */
  get isReady(): boolean {
    return this.#isReady && !this.#isRetired && !this.#killed && !this.#hasExited;
  }

  /** Hands a call to the process. Its outcome comes through the call, then `onSettled`. */
  dispatch(call: ActiveCall): void {
    this.#lastId += 1;
    call.id = this.#lastId;
    this.#calls.set(call.id, call);
    const line = JSON.stringify(call.toMessage());
    if (exceedsBytes(line, this.#options.limits.message_bytes - 1)) {
      this.#settle(call, () => call.fail("config", "The resolved config is larger than a provider can be sent"));
      return;
    }
    this.#process.send(line);
    call.due = performance.now() + call.deadlineMs;
    call.started();
    this.#timer.arm(call.due);
  }

  /** Asks a call to stop. It settles when its handler has ended, or with its process. */
  cancel(call: ActiveCall): void {
    this.#stop(call, "cancelled");
  }

  /** Ends the process once its calls are done, after `graceMs` at the latest. */
  shutDown(graceMs: number): void {
    if (this.#hasExited) return;
    this.#isShuttingDown = true;
    this.#send({ type: "shutdown", grace_ms: graceMs });
    this.#killAfter(graceMs);
  }

  #receive(line: string): void {
    if (this.#killed || this.#hasExited) return;
    const read = readMessage(line);
    if (read.ok) {
      this.#take(read.message);
      return;
    }
    // It costs the call that it names; one that names none could be the lost answer of any call.
    const call = read.call === null ? undefined : this.#calls.get(read.call);
    if (!call) this.#kill("protocol", read.problem);
    else if (read.isAnswer) this.#settle(call, () => call.failWithProcess("protocol", read.problem));
    else this.#break(call, read.problem);
  }

  #take(message: ProviderMessage): void {
    switch (message.type) {
      case "result":
        this.#withCall(message.id, (call) => this.#answered(call, message.value as Json));
        break;
      case "error":
        this.#withCall(message.id, (call) => this.#settle(call, () => call.failWith(this.#bounded(message.error))));
        break;
      case "lines":
        this.#withCall(message.id, (call) => call.addLines(message.lines, this.#options.limits));
        break;
      case "log": {
        const call = message.id === null ? undefined : this.#calls.get(message.id);
        if (call) call.log(message, this.#options.limits);
        else this.#log.write(message.level, message.message);
        break;
      }
      case "request":
        this.#withCall(message.call, (call) => this.#requested(call, message));
        break;
      case "hello":
        this.#greeted(message.protocol);
        break;
      case "fatal":
        this.#kill("crashed", message.message);
        break;
    }
  }

  #greeted(protocol: number): void {
    if (protocol !== PROVIDER_PROTOCOL_VERSION) {
      this.#kill("protocol", `speaks version ${protocol} of the protocol, not ${PROVIDER_PROTOCOL_VERSION}`);
    } else if (this.#isReady) {
      this.#stray("said hello twice");
    } else {
      this.#isReady = true;
      if (!this.#isShuttingDown) this.#killAt = NEVER;
      this.#events.onReady();
    }
  }

  #answered(call: ActiveCall, value: Json): void {
    const checked = checkAnswer(call.method, value, call.lines, this.#options.limits);
    this.#hasSucceeded = true;
    this.#events.onAnswered();
    this.#settle(call, () => {
      if ("answer" in checked) call.succeed(checked.answer);
      else call.failWith({ kind: "outputs", message: `Provider ${this.#label}: ${checked.problem}` });
    });
  }

  #requested(call: ActiveCall, request: ProviderRequest): void {
    const isWait = request.method === "wait_ready";
    if (isWait) this.#suspend(call);
    void answerRequest(call.host, request, call.request.signal ?? null).then((response) => {
      if (isWait) this.#resume(call, () => this.#send(response));
      else this.#send(response);
    });
  }

  /** Stops the clock of a call that waits for another resource, and frees its slot. */
  #suspend(call: ActiveCall): void {
    call.waits += 1;
    if (call.waits > 1) return;
    // Whoever was asked to stop gains no time by waiting; whoever still queues for a slot has its time put by already.
    if (!call.stopping && call.due !== NEVER) {
      call.pausedWith = call.due - performance.now();
      call.due = NEVER;
    }
    this.#events.onSuspend(call);
  }

  #resume(call: ActiveCall, proceed: () => void): void {
    if (call.isSettled) return;
    call.waits -= 1;
    if (call.waits > 0) {
      proceed();
      return;
    }
    this.#events.onResume(call, () => {
      // Unless it was asked to stop, or began to wait anew, while it waited for the slot.
      if (!call.stopping && call.waits === 0 && call.due === NEVER) {
        call.due = performance.now() + call.pausedWith;
        this.#timer.arm(call.due);
      }
      proceed();
    });
  }

  /** It is stored with the resource, shown in lists and sent to whoever looks on. */
  #bounded(error: ProviderError): ProviderError {
    return { ...error, message: cutToBytes(error.message, this.#options.limits.log_message_bytes) };
  }

  #withCall(id: number, use: (call: ActiveCall) => void): void {
    const call = this.#calls.get(id);
    if (call) use(call);
    else this.#stray(`sent a message about call ${id}, which is not running`);
  }

  /** Something that names no running call costs nobody their answer, so it is let pass, up to a bound. */
  #stray(what: string): void {
    this.#strays += 1;
    this.#log.write("warn", `Provider ${this.#label} ${what}`);
    if (this.#strays > MAX_STRAY_MESSAGES) this.#kill("protocol", `${what}, again and again`);
  }

  /** Its handler runs, and may not run beside the next attempt: the call fails when that has ended. */
  #break(call: ActiveCall, problem: string): void {
    if (call.stopping || call.isSettled) return;
    call.problem = problem;
    this.#stop(call, "protocol");
  }

  #stop(call: ActiveCall, reason: StopReason): void {
    if (call.stopping || call.isSettled) return;
    call.stopping = reason;
    call.due = performance.now() + this.#options.graceMs;
    this.#timer.arm(call.due);
    this.#send({ type: "cancel", id: call.id, reason: reason === "protocol" ? "cancelled" : reason });
  }

  #settle(call: ActiveCall, outcome: () => void): void {
    this.#calls.delete(call.id);
    outcome();
    this.#events.onSettled(call);
    if (this.#isRetired) this.#killOnceDrained();
  }

  #sweep(now: number): number {
    if (this.#killAt <= now) {
      const { startTimeoutMs } = this.#options;
      this.#kill("crashed", this.#isReady ? "was stopped" : `did not start within ${startTimeoutMs / 1000} s`);
      return NEVER;
    }
    let next = NEVER;
    for (const call of this.#calls.values()) {
      if (call.due <= now) this.#overdue(call);
      next = Math.min(next, call.due);
    }
    return Math.min(next, this.#killAt);
  }

  #overdue(call: ActiveCall): void {
    if (!call.stopping) {
      this.#stop(call, "deadline");
      return;
    }
    call.isStuck = true;
    call.due = NEVER;
    if (!this.#isRetired) {
      this.#isRetired = true;
      this.#killAfter(this.#options.drainMs);
      this.#events.onRetire();
    }
    if (call.request.signal?.reason === END_AT_ONCE) this.#kill("crashed", STUCK);
    else this.#killOnceDrained();
  }

  #killOnceDrained(): void {
    for (const call of this.#calls.values()) if (!call.isStuck) return;
    this.#kill("crashed", STUCK);
  }

  #killAfter(milliseconds: number): void {
    this.#killAt = Math.min(this.#killAt, performance.now() + milliseconds);
    this.#timer.arm(this.#killAt);
  }

  #kill(kind: "crashed" | "protocol", what: string): void {
    this.#killed ??= { kind, what };
    this.#process.kill();
  }

  #exited(exit: ProviderExit): void {
    this.#hasExited = true;
    this.#timer.stop();
    const output = exit.output === "" ? "" : `: ${lastWords(exit.output)}`;
    const { kind, what } = this.#killed ?? { kind: "crashed" as const, what: `${exit.reason}${output}` };
    const isShared = this.#calls.size > 1;
    for (const call of this.#calls.values()) this.#settle(call, () => call.failWithProcess(kind, what, { isShared }));
    this.#events.onExit({
      what,
      reason: this.#killed ? REASONS[kind] : exit.reason,
      kind,
      wasReady: this.#isReady,
      hasSucceeded: this.#hasSucceeded,
      isExpected: this.#isShuttingDown || this.#isRetired,
    });
  }

  #send(message: PlatformMessage): void {
    if (!this.#hasExited) this.#process.send(JSON.stringify(message));
  }
}

/** What a process printed about its end: the end of it, or the line in which Node says why, which a long trace follows. */
function lastWords(output: string): string {
  const fatal = /^FATAL ERROR: .+$/m.exec(output)?.[0] ?? output;
  return fatal.slice(-QUOTED_OUTPUT_CHARACTERS);
}
