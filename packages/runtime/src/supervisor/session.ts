import type { LogEntry } from "@pragma/contract";
import {
  type PlatformMessage,
  PROVIDER_PROTOCOL_VERSION,
  type ProviderError,
  type ProviderMessage,
  type ProviderRequest,
} from "@pragma/contract/provider-protocol";
import { artefactLabel } from "../artefact.ts";
import type { ProviderDriver, ProviderExit, ProviderLaunch, ProviderProcess } from "../driver/driver.ts";
import type { CheckedAnswer } from "../reading/answers.ts";
import { LineQueue } from "../reading/line-queue.ts";
import { cutQuote, type OtherMessage, type ReadMessage } from "../reading/read-message.ts";
import { exceedsBytes } from "../wire/line-writer.ts";
import type { ActiveCall, StopReason } from "./active-call.ts";
import { answerRequest } from "./answer-request.ts";
import type { Confidence } from "./confidence.ts";
import { EarliestTimer } from "./earliest-timer.ts";
import { ProcessLog } from "./process-log.ts";
import { Pulse } from "./pulse.ts";
import { redactAnswer, redactError, redactLine, redactLines } from "./redact-answer.ts";
import { RequestGate } from "./request-gate.ts";
import type { SessionEvents, SessionOptions } from "./session-contract.ts";
import { cutWords, describeEnding, ENDED_FOR, type Ending, endingOf } from "./session-end.ts";
import { Strays } from "./strays.ts";
import { Waits } from "./waits.ts";

const NEVER = Number.POSITIVE_INFINITY;

/**
 * One process of a provider: its handshake, its calls in flight with their deadlines, its end.
 *
 * Every secret that it was told, in whichever call, is redacted here from all that it says. Output that belongs to no call
 * reaches none, unless it has had one call only.
 */
export class ProviderSession {
  readonly #label: string;
  readonly #options: SessionOptions;
  readonly #events: SessionEvents;
  readonly #process: ProviderProcess;
  readonly #calls = new Map<number, ActiveCall>();
  readonly #lines: LineQueue;
  readonly #timer = new EarliestTimer((now) => this.#sweep(now));
  readonly #log: ProcessLog;
  readonly #confidence: Confidence;
  readonly #pulse: Pulse;
  readonly #requests: RequestGate;
  readonly #waits: Waits;
  readonly #strays = new Strays(
    (what) => this.#log.write("warn", `Provider ${this.#label} ${what}`),
    (what) => this.#kill("protocol", `${what}, again and again`),
  );
  #lastId = 0;
  /** Calls of handlers that it was handed so far. */
  #handed = 0;
  #isReady = false;
  #hasSucceeded = false;
  #isRetired = false;
  /** It ends with its last call, since it knows too much. */
  #isReplaced = false;
  #isShuttingDown = false;
  #hasExited = false;
  /** When it is killed if nothing else happens: it did not start, drain or shut down in time. */
  #killAt = NEVER;
  /** Why it was killed; nothing it sends counts any more. */
  #killed: Ending | null = null;

  constructor(
    driver: ProviderDriver,
    launch: ProviderLaunch,
    options: SessionOptions,
    confidence: Confidence,
    events: SessionEvents,
  ) {
    this.#label = artefactLabel(launch.artefact);
    this.#options = options;
    this.#events = events;
    this.#confidence = confidence;
    this.#waits = new Waits(this.#timer, events);
    this.#requests = new RequestGate(options.limits.message_bytes);
    this.#log = new ProcessLog(options.limits, (entry) => events.onProcessLog(entry));
    this.#pulse = new Pulse({
      blockedMs: options.blockedMs,
      send: (ping) => {
        // Its pong may be behind a line that is being read.
        if (this.#lines.isReading) this.#pulse.felt();
        this.#send(ping);
      },
      leaseLeftMs: () => Math.min(...Array.from(this.#calls.values(), ({ leaseLeftMs }) => leaseLeftMs)),
      onSilence: () => this.#kill("crashed", ENDED_FOR.blocked(options.blockedMs)),
    });
    this.#lines = new LineQueue(options.longLines, this.#calls, {
      onPause: (isPaused) => this.#process.pause(isPaused),
      onRead: (read, size) => this.#receive(read, size),
    });
    this.#process = driver.start(launch, {
      onLine: (line) => this.#lines.add(line),
      onLongLine: (line) => this.#lines.add(line),
      onTooLong: () => this.#kill("protocol", `sent a message larger than ${options.limits.message_bytes} bytes`),
      onOutput: (line) => this.#said("info", line.trimEnd()),
      onExit: (exit) => {
        this.#hasExited = true;
        this.#lines.end(() => this.#exited(exit));
      },
    });
    this.#send({ type: "hello", protocol: PROVIDER_PROTOCOL_VERSION, limits: options.limits });
    this.#killAfter(options.startTimeoutMs);
  }

  /** Whether it takes calls. */
  get isReady(): boolean {
    return this.#isReady && !this.#isRetired && !this.#isReplaced && !this.#killed && !this.#hasExited;
  }

  /** Hands a call to the process. Its outcome comes through the call, then `onSettled`. */
  dispatch(call: ActiveCall): void {
    this.#lastId += 1;
    call.id = this.#lastId;
    this.#calls.set(call.id, call);
    const [now, leaseLeftMs] = [performance.now(), call.leaseLeftMs];
    // Others may have it by now.
    if (leaseLeftMs <= 0) {
      this.#settle(call, () => call.cancel());
      return;
    }
    if (!call.begin(now)) {
      this.#settle(call, () => {});
      return;
    }
    const line = JSON.stringify(call.toMessage(this.#pulse.until(leaseLeftMs, now)));
    if (exceedsBytes(line, this.#options.limits.message_bytes - 1)) {
      this.#settle(call, () => call.fail("config", "The resolved config is larger than a provider can be sent"));
      return;
    }
    if (call.method !== "describe") this.#handed += 1;
    this.#confide(call);
    this.#pulse.start();
    this.#process.send(line);
    call.started();
    this.#timer.arm(Math.min(call.due, now + leaseLeftMs));
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

  /** Before the process is told it: from then on it may say it. */
  #confide(call: ActiveCall): void {
    this.#confidence.learn(call.secrets);
    if (!this.#confidence.isFull || this.#isReplaced) return;
    this.#isReplaced = true;
    this.#events.onRetire();
  }

  /** A word of the process that names no call: it is of its only one, if it never had another. */
  #said(level: LogEntry["level"], text: string): void {
    const message = this.#confidence.redact(text);
    this.#log.write(level, message);
    if (this.#handed !== 1) return;
    for (const call of this.#calls.values()) call.log({ level, message, metadata: null }, this.#options.limits);
  }

  #receive(read: ReadMessage, size: number): void {
    this.#pulse.felt();
    if (read.kind === "message") {
      this.#take(read.message, size);
    } else if (read.kind === "result") {
      const { id, checked } = read;
      this.#withCall(id, size, (call) => checked && this.#answered(call, checked));
    } else {
      // It costs the call that it names; one that names none could be the lost answer of any call.
      const call = read.call === null ? undefined : this.#calls.get(read.call);
      const words = cutQuote(this.#confidence.redact(read.quote));
      const problem = `${read.problem}: ${words}`;
      if (!call) this.#kill("protocol", read.problem, words);
      else if (read.isAnswer) this.#settle(call, () => call.failWithProcess("protocol", problem));
      else this.#break(call, problem, size);
    }
  }

  #take(message: OtherMessage, size: number): void {
    switch (message.type) {
      case "error":
        this.#withCall(message.id, size, (call) => this.#failed(call, message.error));
        break;
      case "lines":
        this.#withCall(message.id, size, (call) =>
          call.addLines(redactLines(message.lines, this.#confidence), this.#options.limits),
        );
        break;
      case "log": {
        const call = message.id === null ? undefined : this.#calls.get(message.id);
        if (call) call.log(redactLine(message, this.#confidence), this.#options.limits);
        else this.#said(message.level, message.message);
        break;
      }
      case "request":
        this.#withCall(message.call, size, (call) => this.#requested(call, message, size));
        break;
      case "hello":
        this.#greeted(message);
        break;
      case "pong":
        this.#pulse.answered(message.clock_ms);
        break;
      case "fatal":
        this.#kill("crashed", this.#isReady ? "ended by an uncaught error" : "could not be loaded", message.message);
        break;
    }
  }

  #greeted({ protocol, heartbeat, clock_ms }: Extract<ProviderMessage, { type: "hello" }>): void {
    if (protocol !== PROVIDER_PROTOCOL_VERSION) {
      this.#kill("protocol", `speaks version ${protocol} of the protocol, not ${PROVIDER_PROTOCOL_VERSION}`);
    } else if (this.#isReady) {
      this.#strays.add("said hello twice");
    } else {
      this.#isReady = true;
      this.#pulse.greeted(heartbeat === true, clock_ms);
      if (!this.#isShuttingDown) this.#killAt = NEVER;
      this.#events.onReady();
    }
  }

  #answered(call: ActiveCall, checked: CheckedAnswer): void {
    this.#hasSucceeded = true;
    this.#events.onAnswered();
    this.#settle(call, () => {
      if ("answer" in checked) {
        const answer = call.method === "logs" ? call.lines : checked.answer;
        call.succeed(redactAnswer(call.method, answer, this.#confidence, this.#options.limits), checked.state);
      } else call.failWith({ kind: "outputs", message: `Provider ${this.#label}: ${checked.problem}` });
    });
  }

  #failed(call: ActiveCall, error: ProviderError): void {
    this.#settle(call, () => call.failWith(redactError(error, this.#confidence, this.#options.limits)));
  }

  #requested(call: ActiveCall, request: ProviderRequest, size: number): void {
    const refusal = this.#requests.enter(size);
    if (refusal !== null) {
      this.#respond({ type: "response", id: request.id, ok: false, message: refusal });
      this.#strays.add("asked for more than it may at once", size);
      return;
    }
    const isWait = request.method === "wait_ready";
    if (isWait) this.#waits.suspend(call);
    void answerRequest(call.host, request, call.request.signal ?? null).then((response) => {
      this.#requests.leave(size);
      this.#confide(call);
      if (isWait) this.#waits.resume(call, () => this.#respond(response));
      else this.#respond(response);
    });
  }

  /** It asks as often as it likes: what it does not read would pile up here. */
  #respond(response: PlatformMessage): void {
    this.#send(response);
    if (this.#process.unread > this.#requests.maxUnread)
      this.#kill("protocol", "does not read what the platform answers");
  }

  #withCall(id: number, size: number, use: (call: ActiveCall) => void): void {
    const call = this.#calls.get(id);
    if (call) use(call);
    else this.#strays.add(`sent a message about call ${id}, which is not running`, size);
  }

  /** Its handler runs, and may not run beside the next attempt: the call fails when that has ended. */
  #break(call: ActiveCall, problem: string, size: number): void {
    if (call.stopping) {
      this.#strays.add(`sent another malformed message about call ${call.id}`, size);
      return;
    }
    call.problem = problem;
    this.#stop(call, "protocol");
  }

  #stop(call: ActiveCall, reason: StopReason): void {
    if (call.stopping || call.isSettled) return;
    call.stopping = reason;
    call.due = performance.now() + this.#options.graceMs;
    this.#timer.arm(call.endsBy);
    this.#send({ type: "cancel", id: call.id, reason: reason === "protocol" ? "cancelled" : reason });
  }

  #settle(call: ActiveCall, outcome: () => void): void {
    this.#calls.delete(call.id);
    outcome();
    this.#events.onSettled(call);
    if (this.#calls.size === 0) this.#pulse.stop();
    if (this.#isRetired) this.#killOnceDrained();
    else if (this.#isReplaced && this.#calls.size === 0) this.shutDown(this.#options.shutdownGraceMs);
  }

  #sweep(now: number): number {
    if (this.#killAt <= now) {
      const { startTimeoutMs } = this.#options;
      this.#kill("crashed", this.#isReady ? "was stopped" : `did not start within ${startTimeoutMs / 1000} s`);
      return NEVER;
    }
    let next = NEVER;
    for (const call of this.#calls.values()) {
      if (call.leaseLeftMs <= 0) this.#outlived(call);
      else if (call.due <= now) this.#overdue(call);
      next = Math.min(next, call.endsBy);
    }
    return this.#killed ? NEVER : Math.min(next, this.#killAt);
  }

  /** Another worker may run it now, whatever it was asked before, and whoever else is in its process. */
  #outlived(call: ActiveCall): void {
    call.stopping ??= "cancelled";
    this.#kill("crashed", ENDED_FOR.outlived);
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
    this.#killOnceDrained();
  }

  #killOnceDrained(): void {
    for (const call of this.#calls.values()) if (!call.isStuck) return;
    this.#kill("crashed", ENDED_FOR.stuck);
  }

  #killAfter(milliseconds: number): void {
    this.#killAt = Math.min(this.#killAt, performance.now() + milliseconds);
    this.#timer.arm(this.#killAt);
  }

  #kill(kind: Ending["kind"], reason: string, words = ""): void {
    this.#killed ??= { kind, reason, words };
    this.#lines.drop();
    this.#process.kill();
  }

  #exited(exit: ProviderExit): void {
    this.#timer.stop();
    this.#pulse.stop();
    const ending = this.#killed ?? endingOf(exit);
    const redacted = { ...ending, words: cutWords(this.#confidence.redact(ending.words)) };
    // Where it has had others, its end may be their fault, and its words about them.
    const isShared = this.#handed > 1;
    const what = isShared ? ending.reason : describeEnding(redacted);
    for (const call of this.#calls.values())
      this.#settle(call, () => call.failWithProcess(ending.kind, what, { isShared }));
    this.#events.onExit({
      ...redacted,
      wasReady: this.#isReady,
      hasSucceeded: this.#hasSucceeded,
      isExpected: this.#isShuttingDown || this.#isRetired || this.#isReplaced,
    });
  }

  #send(message: PlatformMessage): void {
    if (!this.#hasExited) this.#process.send(JSON.stringify(message));
  }
}
