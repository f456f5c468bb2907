import type { Json, LogEntry } from "@pragma/contract";
import type {
  PlatformMessage,
  ProviderError,
  ProviderMethod,
  ProviderProtocolLimits,
} from "@pragma/contract/provider-protocol";
import { artefactLabel } from "../artefact.ts";
import { ProviderCallError, type ProviderCallErrorFacts, type ProviderCallErrorKind } from "../provider-call-error.ts";
import type { QueuedAnswer } from "../reading/answers.ts";
import type { ProviderCallHost, QueuedRequest } from "./call.ts";
import { boundEntry, LogGate } from "./log-gate.ts";
import type { TimeBudget } from "./time-budget.ts";

const DEFAULT_TAIL = 100;
const NEVER = Number.POSITIVE_INFINITY;

/** Why a call was asked to stop; `protocol`: its handler sent nonsense. */
export type StopReason = "cancelled" | "deadline" | "protocol";

/** Receives the single outcome of a call. */
export interface Outcome {
  resolve(answer: QueuedAnswer): void;
  reject(error: ProviderCallError): void;
}

/** A call from the moment it is queued until its outcome. */
export class ActiveCall {
  readonly request: QueuedRequest;
  /** Its time limit, from the moment it is handed over. */
  deadlineMs: number;
  /** Its number within the session that runs it; 0 while it is queued. */
  id = 0;
  /** When to ask it to stop, and after that when it counts as stuck; by `performance.now()`. */
  due = NEVER;
  stopping: StopReason | null = null;
  /** The invalid message it sent, if it was asked to stop for that. */
  problem = "";
  /** It did not stop when asked to, so its process will be killed. */
  isStuck = false;
  /** Whether it counts against the lane's concurrency. */
  holdsSlot = false;
  /** The number of its unanswered requests to wait. */
  waits = 0;
  /** Its remaining time when it began to wait. */
  pausedWith = NEVER;
  #isSettled = false;
  #lines: LogEntry[] = [];
  #gate: LogGate | null = null;
  readonly #outcome: Outcome;
  readonly #label: string;

  constructor(request: QueuedRequest, deadlineMs: number, outcome: Outcome) {
    this.request = request;
    this.deadlineMs = deadlineMs;
    this.#outcome = outcome;
    this.#label = artefactLabel(request.artefact);
  }

  get #budget(): TimeBudget | undefined {
    return this.request.method === "describe" ? undefined : this.request.budget;
  }

  get method(): ProviderMethod | "describe" {
    return this.request.method;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Last lines that a `logs` call has sent so far. */
  get lines(): LogEntry[] {
    return this.#lines.slice(-this.#tail);
  }

  get #tail(): number {
    const { request } = this;
    return (request.method === "describe" ? undefined : request.logs?.tail) ?? DEFAULT_TAIL;
  }

  /** How long it may still run without the platform; 0 or less if another worker may have it. */
  get leaseLeftMs(): number {
    return this.request.method === "describe" ? NEVER : (this.request.leaseLeftMs?.() ?? NEVER);
  }

  /** When something is due, or its lease ends if that is not renewed before; by `performance.now()`. */
  get endsBy(): number {
    return Math.min(this.due, performance.now() + this.leaseLeftMs);
  }

  /** The secrets it was given so far. */
  get secrets(): readonly string[] {
    return this.request.method === "describe" ? [] : (this.request.secrets?.() ?? []);
  }

  /** Starts its time. @returns false if none is left; then it has failed */
  begin(now: number): boolean {
    const budget = this.#budget;
    if (budget) this.deadlineMs = budget.leftMs;
    if (this.deadlineMs < 1) {
      this.fail("timeout", `Provider ${this.#label} left no time for ${this.method}`);
      return false;
    }
    this.due = now + this.deadlineMs;
    return true;
  }

  /** It waited for its turn, at the cost of its time. */
  waited(milliseconds: number): void {
    this.#budget?.leave(this.#budget.leftMs - milliseconds);
  }

  get host(): ProviderCallHost | undefined {
    return this.request.method === "describe" ? undefined : this.request.host;
  }

  /** @param until when it must have ended, by its process's clock, if that is known */
  toMessage(until: number | undefined): PlatformMessage {
    const { id, request } = this;
    if (request.method === "describe") return { type: "describe", id };
    return {
      type: "call",
      id,
      method: request.method,
      resource: request.type,
      context: request.context,
      deadline_ms: this.deadlineMs,
      until_ms: until,
      ...(request.logs && { options: request.logs }),
      ...(request.identity !== undefined && { identity: request.identity }),
      ...(request.page && { page: request.page }),
      ...(request.plan && { plan: request.plan }),
    };
  }

  started(): void {
    if (this.request.method !== "describe") this.request.onStart?.();
  }

  log(entry: Pick<LogEntry, "level" | "message" | "metadata">, limits: ProviderProtocolLimits): void {
    const onLog = this.request.method === "describe" ? undefined : this.request.onLog;
    if (!onLog) return;
    this.#gate ??= new LogGate(limits, onLog);
    this.#gate.write(entry.level, entry.message, entry.metadata);
  }

  addLines(lines: readonly LogEntry[], limits: ProviderProtocolLimits): void {
    if (this.request.method !== "logs") return;
    for (const line of lines.slice(-this.#tail)) this.#lines.push(boundEntry(line, limits));
    // Not with each message: dropping what is too much costs as much as what stays.
    if (this.#lines.length > 2 * this.#tail) this.#lines = this.lines;
  }

  /** Ends it with a result; one that arrives after the deadline, but before the process is stopped, still counts. */
  succeed(answer: QueuedAnswer, state?: Json): void {
    // The canceling user has been told that the result no longer counts.
    if (this.stopping === "cancelled") this.cancel();
    else if (this.stopping === "protocol") this.#failBroken();
    else
      this.#settle(() => {
        if (state !== undefined && this.request.method !== "describe") this.request.onState?.(state);
        this.#outcome.resolve(answer);
      });
  }

  /**
   * Ends it with what its handler threw; after it was asked to stop, that is only how the stop showed. Where it was thrown
   * is a line of the log beyond those that a call may write.
   */
  failWith({ kind, message, retry_after: retryAfter, stack, exists, replace }: ProviderError): void {
    const onLog = this.request.method === "describe" ? undefined : this.request.onLog;
    if (stack !== undefined && !this.stopping)
      onLog?.({ timestamp: new Date().toISOString(), level: "error", message: stack, metadata: null });
    if (this.stopping === "cancelled") this.cancel();
    else if (this.stopping === "protocol") this.#failBroken();
    else if (this.stopping === "deadline") this.fail("timeout", `${this.#timeoutMessage()}: ${message}`);
    else
      this.fail(kind === "config" || kind === "outputs" ? kind : "retryable", message, {
        retryAfter: retryAfter ?? null,
        exists,
        // Before there is a thing, none can be in the way.
        replace: this.request.method === "update" ? (replace ?? null) : null,
      });
  }

  /** Ends it because its process is gone, or sent an invalid answer. */
  failWithProcess(
    kind: "crashed" | "protocol",
    what: string,
    facts: Pick<ProviderCallErrorFacts, "retryAfter" | "isShared"> = {},
  ): void {
    if (this.stopping === "cancelled") this.cancel();
    else if (this.stopping === "protocol") this.#failBroken();
    else if (this.stopping === "deadline") this.fail("timeout", `${this.#timeoutMessage()} and was stopped`);
    else this.fail(kind, `Provider ${this.#label} ${what}`, facts);
  }

  cancel(): void {
    this.fail("cancelled", `The call of ${this.method} on provider ${this.#label} was cancelled`);
  }

  fail(kind: ProviderCallErrorKind, message: string, facts: ProviderCallErrorFacts = {}): void {
    this.#settle(() => this.#outcome.reject(new ProviderCallError(kind, this.#label, message, facts)));
  }

  #failBroken(): void {
    this.fail("protocol", `Provider ${this.#label} ${this.problem}`);
  }

  #settle(tell: () => void): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    if (this.due !== NEVER || this.pausedWith !== NEVER) {
      const left = this.due === NEVER ? this.pausedWith : this.due - performance.now();
      this.#budget?.leave(this.stopping ? 0 : left);
    }
    tell();
  }

  #timeoutMessage(): string {
    return `Provider ${this.#label} did not finish ${this.method} within ${this.deadlineMs / 1000} s`;
  }
}
