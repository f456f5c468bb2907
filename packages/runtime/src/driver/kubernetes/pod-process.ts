import { constants } from "node:os";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";
import { LineReader } from "../../wire/line-reader.ts";
import { LineWriter } from "../../wire/line-writer.ts";
import type { ProviderProcess, ProviderProcessEvents } from "../driver.ts";
import { OutputTail } from "../output-tail.ts";
import { PrintedLines } from "../printed-lines.ts";
import { ApiError } from "./api/api-error.ts";
import { type ExecEnd, ExecStream } from "./api/exec-stream.ts";
import { CONTAINER } from "./api/pod.ts";
import {
  apiAway,
  deletedFailure,
  disconnected,
  endFailure,
  lostFailure,
  type MemoryLimit,
  PodFailure,
  refused,
} from "./pod-failure.ts";
import { type Certainty, type PodContext, PodLife } from "./pod-life.ts";
import type { PodPurpose } from "./pod-manifest.ts";

/** Program that runs in a Pod. */
export interface PodProgram {
  /** The arguments of Node that read what is sent first: `inside/boot.ts`. */
  boot: readonly string[];
  /** Bytes that are sent first. */
  payload: Buffer;
}

/** How a conversation ended: as the exec did, with the Pod, or because it was asked to. */
type ConversationEnd = ExecEnd | { kind: "over" } | { kind: "stopped" };

const MEMORY_SETTINGS = { provider: "PRAGMA_KUBERNETES_MEMORY_MB", build: "PRAGMA_KUBERNETES_BUILD_MEMORY_MB" };
const OUTPUT_TAIL_CHARACTERS = 8 * 1024;
const RETRY_MS = 500;
/** Signs of life in the time after which a Pod ends that hears none. */
const SIGNS = 4;

/** A program in a Pod of its own, spoken to over an exec. It has ended for certain when `onExit` is called. */
export class PodProcess implements ProviderProcess {
  readonly #context: PodContext;
  readonly #life: PodLife;
  readonly #events: ProviderProcessEvents;
  readonly #onFailure: (failure: PodFailure) => void;
  readonly #stop = new AbortController();
  readonly #stream = Promise.withResolvers<ExecStream>();
  readonly #writer: LineWriter;
  readonly #reader: LineReader;
  readonly #printed: PrintedLines;
  readonly #decoder = new StringDecoder("utf8");
  readonly #tail = new OutputTail(OUTPUT_TAIL_CHARACTERS);
  readonly #memory: MemoryLimit;
  /** Once it is connected. */
  #open: ExecStream | null = null;
  #spokenAt: number | null = null;
  #isListening = true;

  /**
   * @param program read and prepared meanwhile
   * @param onFailure learns what Kubernetes said about an end that is its own
   */
  constructor(
    context: PodContext,
    purpose: PodPurpose,
    program: Promise<PodProgram>,
    options: {
      maxMessageBytes: number;
      events: ProviderProcessEvents;
      onFailure: (failure: PodFailure) => void;
    },
  ) {
    const { maxMessageBytes, events, onFailure } = options;
    this.#context = context;
    this.#life = new PodLife(context, purpose);
    this.#memory = { memoryMb: context.settings[purpose.kind].memoryMb, setting: MEMORY_SETTINGS[purpose.kind] };
    this.#events = events;
    this.#onFailure = onFailure;
    this.#reader = new LineReader(maxMessageBytes, events);
    this.#printed = new PrintedLines((line) => events.onOutput(line));
    this.#stream.promise.catch(() => {});
    const stdin = new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        this.#stream.promise.then((stream) => {
          this.#spokenAt = performance.now();
          stream.stdin.write(bytes, (error) => done(error));
        }, done);
      },
    });
    // The end of the connection is told as the end.
    stdin.on("error", () => {});
    this.#writer = new LineWriter(stdin);
    void this.#run(program);
  }

  send(line: string): void {
    this.#writer.write(line);
  }

  get unread(): number {
    return this.#writer.unread;
  }

  pause(isPaused: boolean): void {
    this.#open?.pause(isPaused);
  }

  kill(): void {
    this.#stop.abort();
  }

  async #run(program: Promise<PodProgram>): Promise<void> {
    let end: ConversationEnd | PodFailure;
    try {
      end = await this.#live(await program);
    } catch (error) {
      const isStop = this.#stop.signal.aborted;
      end = isStop ? { kind: "stopped" } : failureOf(error);
    }
    this.#isListening = false;
    // Writes that still wait for it end.
    this.#stream.reject(new Error("it has ended"));
    const certainty = await this.#life.end(this.#spokenAt);
    const told = this.#explain(end, certainty);
    if (told instanceof PodFailure) this.#onFailure(told);
    this.#printed.push(this.#decoder.end());
    this.#printed.end();
    const reason = told instanceof PodFailure ? told.message : told;
    this.#events.onExit({ reason, output: this.#tail.toString() });
  }

  async #live(program: PodProgram): Promise<ConversationEnd> {
    const deadline = performance.now() + this.#context.settings.startMs;
    const { signal } = this.#stop;
    await this.#life.begin(signal);
    const ended = Promise.withResolvers<ConversationEnd>();
    const stream = await this.#connect(program.boot, deadline, (end) => ended.resolve(end));
    void this.#life.over.then(() => ended.resolve({ kind: "over" }));
    const stopped = () => ended.resolve({ kind: "stopped" });
    signal.addEventListener("abort", stopped, { once: true });
    if (signal.aborted) {
      stream.abandon();
      return { kind: "stopped" };
    }
    // From here on it may run what it is for.
    this.#spokenAt = performance.now();
    stream.stdin.write(program.payload);
    this.#stream.resolve(stream);
    this.#open = stream;
    const signs = setInterval(() => this.#writer.write(""), this.#context.settings.silenceMs / SIGNS);
    signs.unref();
    const end = await ended.promise;
    clearInterval(signs);
    stream.abandon();
    return end;
  }

  async #connect(boot: readonly string[], deadline: number, onEnd: (end: ExecEnd) => void): Promise<ExecStream> {
    const { pods } = this.#context;
    const exec = {
      path: pods.path(this.#life.name),
      container: CONTAINER,
      command: ["node", ...boot],
    };
    const events = {
      onStdout: (bytes: Buffer) => {
        if (this.#isListening) this.#reader.push(bytes);
      },
      onStderr: (bytes: Buffer) => this.#print(this.#decoder.write(bytes)),
      onEnd,
    };
    for (;;) {
      this.#stop.signal.throwIfAborted();
      try {
        return await ExecStream.open(pods.api, exec, events);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // The Pod may be the reason.
        await this.#life.ask();
        const failure = endFailure(this.#life.last, this.#memory) ?? this.#life.earlyEnd;
        if (failure) throw failure;
        if (!error.isPassing) throw refused(error.status, error.message);
        if (performance.now() > deadline) throw apiAway("could not be started", error.message);
      }
      await Promise.race([sleep(RETRY_MS), this.#life.over]);
    }
  }

  #print(text: string): void {
    if (!this.#isListening) return;
    this.#tail.push(text);
    this.#printed.push(text);
  }

  #explain(end: ConversationEnd | PodFailure, certainty: Certainty): PodFailure | string {
    if (end instanceof PodFailure) return end;
    if (end.kind === "stopped") return "was stopped";
    const failure = endFailure(this.#life.last, this.#memory);
    if (failure) return failure;
    const { problem } = this.#life;
    if (certainty === "silent") return lostFailure(problem !== null, problem ?? "");
    if (this.#life.isDeletedByOthers) return deletedFailure();
    if (end.kind === "exited") return describeCode(end.code);
    if (problem !== null) return apiAway("lost its Pod", problem);
    return disconnected(end.kind === "over" ? "its Pod has ended" : end.message);
  }
}

function failureOf(error: unknown): PodFailure {
  if (error instanceof PodFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PodFailure("CannotStart", `could not be started: ${message}`);
}

/** As shells have it: 128 and more stand for a signal. */
function describeCode(code: number): string {
  const [signal] = Object.entries(constants.signals).find(([, number]) => number === code - 128) ?? [];
  return signal ? `was ended by ${signal}` : `exited with code ${code}`;
}
