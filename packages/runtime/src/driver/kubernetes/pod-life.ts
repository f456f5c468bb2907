import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./api/api-error.ts";
import { isOver, isRunning, type Pod } from "./api/pod.ts";
import type { PodWatch } from "./api/pod-watch.ts";
import type { Pods } from "./api/pods.ts";
import {
  apiAway,
  deletedFailure,
  earlyFailure,
  lateFailure,
  type PodFailure,
  refused,
  startFailure,
} from "./pod-failure.ts";
import { LABELS, type PodOwner, type PodPurpose, podManifest } from "./pod-manifest.ts";
import type { KubernetesSettings } from "./settings.ts";

/** Context that all Pods of a worker share. */
export interface PodContext {
  settings: KubernetesSettings;
  pods: Pods;
  watch: PodWatch;
  owner: PodOwner;
  /** The program text of process 1. */
  firstProcess: string;
  /** The names of Pods that somebody here waits for; all others of this worker are left over. */
  inUse: Set<string>;
  /** Has a Pod deleted that nothing runs in any more, whenever that succeeds. */
  discard(name: string, uid: string | null): void;
}

/** How sure it is that nothing runs in a Pod any more. */
export type Certainty = "ended" | "silent";

const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 3_000;
/** How often a Pod is asked for while it starts, in case the watch is broken. */
const ASK_EVERY_MS = 3_000;
const ASK_AT_END_MS = 500;
/** How long a Pod counts as running that nobody spoke to, in silences after which it ends itself: some was still under way. */
const SILENCES = 1.2;

/** One Pod, from the wish for it until it has certainly ended. */
export class PodLife {
  readonly name: string;
  /** Resolves when nothing runs in it any more, as Kubernetes says. */
  readonly over: Promise<void>;
  readonly #context: PodContext;
  readonly #purpose: PodPurpose;
  /** Tells its Pod from another one of the same name. */
  readonly #start = randomUUID();
  readonly #resolveOver: () => void;
  readonly #waiting = new Set<() => void>();
  #unfollow: () => void = () => {};
  #mayExist = false;
  #uid: string | null = null;
  #last: Pod | null = null;
  #isGone = false;
  /** Its end was asked for, whether or not that arrived; and it did. */
  #wantsEnd = false;
  #hasAsked = false;
  #isDeletedByOthers = false;
  #problem: string | null = null;
  #hadProblem = false;

  constructor(context: PodContext, purpose: PodPurpose) {
    this.#context = context;
    this.#purpose = purpose;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#resolveOver = resolve;
    this.name = `pragma-${purpose.kind}-${this.#start.slice(0, 18)}`;
    context.inUse.add(this.name);
  }

  /** Its last known state. */
  get last(): Pod | null {
    return this.#last;
  }

  /** Whether somebody else had it deleted. */
  get isDeletedByOthers(): boolean {
    return this.#isDeletedByOthers;
  }

  /** Why it is of no use for whoever wants to begin something in it; null as long as it may be. */
  get earlyEnd(): PodFailure | null {
    if (this.#isDeletedByOthers) return deletedFailure();
    return this.#isOver ? earlyFailure(this.#last) : null;
  }

  /** Problem with the API server, if it kept the Pod's end from being followed. */
  get problem(): string | null {
    return this.#hadProblem ? (this.#problem ?? "it was away for a time") : null;
  }

  /** Makes it, and resolves when its container runs. @throws PodFailure; the reason of `signal` */
  async begin(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + this.#context.settings.startMs;
    await this.#create(deadline, signal);
    this.#unfollow = this.#context.watch.follow(this.name, {
      onPod: (pod) => this.#see(pod),
      onMissing: () => void this.ask(),
    });
    await this.#running(deadline, signal);
  }

  /**
   * Ends it, and resolves when nothing runs in it any more: Kubernetes says so, or it has been left alone for so long that its
   * first process has ended it.
   *
   * @param spokenAt when something was last sent into it, by `performance.now()`; null if never: then it runs no provider
   */
  async end(spokenAt: number | null): Promise<Certainty> {
    // Problems during its start do not explain its end.
    this.#hadProblem = false;
    const isDone = spokenAt === null || this.#isOver;
    const certainty = isDone ? "ended" : await this.#endSurely(spokenAt);
    this.#unfollow();
    this.#context.inUse.delete(this.name);
    if (this.#mayExist && !this.#isGone) this.#context.discard(this.name, this.#uid);
    return certainty;
  }

  async #create(deadline: number, signal: AbortSignal): Promise<void> {
    const { settings, owner, firstProcess, pods } = this.#context;
    const manifest = podManifest(settings, owner, this.#purpose, {
      name: this.name,
      start: this.#start,
      firstProcess,
    });
    for (let delay = FIRST_RETRY_MS; ; delay = Math.min(2 * delay, MAX_RETRY_MS)) {
      signal.throwIfAborted();
      try {
        this.#mayExist = true;
        // Not cut short by the signal: then nobody would know whether there is a Pod.
        this.#see(await pods.create(manifest));
        return;
      } catch (error) {
        if (await this.#isMadeAlready(error)) return;
        if (error instanceof ApiError && !error.isPassing && error.status !== 409)
          throw refused(error.status, error.message);
        if (!(error instanceof ApiError)) throw error;
        if (performance.now() > deadline) throw apiAway("could not be started", error.message);
      }
      await sleep(delay, undefined, { signal }).catch(() => {});
    }
  }

  /** Whether the answer to an earlier request was lost, and the Pod is there. */
  async #isMadeAlready(error: unknown): Promise<boolean> {
    if (!(error instanceof ApiError && error.status === 409)) return false;
    const found = await this.#context.pods.find(this.name).catch(() => null);
    if (found?.metadata.labels?.[LABELS.start] !== this.#start) return false;
    this.#see(found);
    return true;
  }

  async #running(deadline: number, signal: AbortSignal): Promise<void> {
    const { settings, owner } = this.#context;
    let askedAt = performance.now();
    for (;;) {
      signal.throwIfAborted();
      const failure = (this.#last && startFailure(this.#last, owner.image)) ?? this.earlyEnd;
      if (failure) throw failure;
      if (isRunning(this.#last)) return;
      const now = performance.now();
      if (now > deadline) {
        throw this.#problem === null
          ? lateFailure(this.#last, owner.image, settings.startMs)
          : apiAway("could not be started", this.#problem);
      }
      if (now - askedAt >= ASK_EVERY_MS) {
        await this.ask();
        askedAt = performance.now();
      } else await this.#change(Math.min(askedAt + ASK_EVERY_MS, deadline) - now + 1, signal);
    }
  }

  async #endSurely(spokenAt: number): Promise<Certainty> {
    const limit = spokenAt + SILENCES * this.#context.settings.silenceMs;
    // Before it is deleted: whether somebody else did that cannot be told afterwards.
    await this.ask();
    for (;;) {
      if (this.#isOver) return "ended";
      if (performance.now() > limit) return "silent";
      await this.#delete();
      await this.ask();
      if (!this.#isOver) await this.#change(ASK_AT_END_MS);
    }
  }

  /** Whether nothing runs in it any more, for all that is known. */
  get #isOver(): boolean {
    return this.#isGone || isOver(this.#last);
  }

  async #delete(): Promise<void> {
    if (this.#hasAsked) return;
    this.#wantsEnd = true;
    await this.#tried(async () => {
      await this.#context.pods.delete(this.name, this.#uid);
      this.#hasAsked = true;
    });
  }

  /** Asks for its state. That the API server does not answer is noted. */
  async ask(): Promise<void> {
    await this.#tried(async () => {
      const found = await this.#context.pods.find(this.name);
      if (found && found.metadata.uid === (this.#uid ?? found.metadata.uid)) this.#see(found);
      else this.#gone();
    });
  }

  async #tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#problem = null;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#hadProblem = true;
    }
  }

  #see(pod: Pod): void {
    if (this.#isGone || (this.#uid !== null && pod.metadata.uid !== this.#uid)) return;
    this.#uid = pod.metadata.uid;
    // A Pod that is over stays so: an answer may have been overtaken.
    if (!isOver(this.#last) || isOver(pod)) this.#last = pod;
    this.#changed();
  }

  #gone(): void {
    if (this.#uid === null) return;
    this.#isGone = true;
    this.#changed();
  }

  #changed(): void {
    if (!this.#wantsEnd)
      this.#isDeletedByOthers ||= this.#isGone || this.#last?.metadata.deletionTimestamp !== undefined;
    if (this.#isOver) this.#resolveOver();
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves when something has changed, or after so long. */
  #change(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal?.addEventListener("abort", wake, { once: true });
      this.#waiting.add(wake);
    });
  }
}
