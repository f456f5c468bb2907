import type { IncomingMessage } from "node:http";
import { LineReader } from "../../../wire/line-reader.ts";
import type { Pod } from "./pod.ts";
import type { Pods } from "./pods.ts";

/** Limit of one event, which is a Pod. */
const MAX_EVENT_BYTES = 4 * 1024 * 1024;
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 2_000;
/** After which a watch that brought nothing is not trusted: the server sends a bookmark every minute. */
const QUIET_MS = 150_000;

/** Learns of a Pod what the API server says. */
export interface PodFollower {
  onPod(pod: Pod): void;
  /** It is not there: it is gone, or not made yet. */
  onMissing(): void;
}

interface WatchEvent {
  type?: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object?: Pod;
}

/** How a watch ended. */
interface Watched {
  /** From where to go on; null if all has to be listed again. */
  from: string | null;
  /** Whether it said anything. */
  isOfUse: boolean;
}

/** One list and one watch for all Pods with a label, as long as somebody follows one. Broken watches begin anew. */
export class PodWatch {
  readonly #pods: Pods;
  readonly #selector: string;
  readonly #followers = new Map<string, PodFollower>();
  #running: AbortController | null = null;

  constructor(pods: Pods, selector: string) {
    this.#pods = pods;
    this.#selector = selector;
  }

  /** Calls back with what becomes of the Pod of that name. @returns what ends that */
  follow(name: string, follower: PodFollower): () => void {
    this.#followers.set(name, follower);
    if (!this.#running) void this.#run();
    return () => {
      this.#followers.delete(name);
      if (this.#followers.size === 0) this.close();
    };
  }

  close(): void {
    this.#running?.abort();
    this.#running = null;
  }

  async #run(): Promise<void> {
    const controller = new AbortController();
    this.#running = controller;
    const { signal } = controller;
    let delay = FIRST_RETRY_MS;
    let from: string | null = null;
    while (!signal.aborted) {
      try {
        from ??= await this.#list(signal);
        const watched: Watched = await this.#watch(from, signal);
        if (watched.isOfUse) delay = FIRST_RETRY_MS;
        from = watched.from;
      } catch {
        // Callers that wait for a Pod request it too, and report what the API server says.
        from = null;
      }
      // Also after one that ended in order: a server may end each as it begins.
      await pause(delay, signal);
      delay = Math.min(2 * delay, MAX_RETRY_MS);
    }
  }

  /** @returns from where to watch */
  async #list(signal: AbortSignal): Promise<string> {
    const { pods, resourceVersion } = await this.#pods.list(this.#selector, signal);
    this.#listed(pods);
    return resourceVersion;
  }

  #listed(pods: readonly Pod[]): void {
    const found = new Map(pods.map((pod) => [pod.metadata.name, pod]));
    for (const [name, follower] of [...this.#followers]) {
      const pod = found.get(name);
      if (pod) follower.onPod(pod);
      else follower.onMissing();
    }
  }

  async #watch(from: string, signal: AbortSignal): Promise<Watched> {
    const response = await this.#pods.watch(this.#selector, from, signal);
    let version: string | null = from;
    let isOfUse = false;
    response.setTimeout(QUIET_MS, () => response.destroy());
    await readLines(response, (line) => {
      const { type, object } = JSON.parse(line) as WatchEvent;
      if (type === "ERROR" || !object) {
        // Most often 410: what happened since is forgotten.
        version = null;
        response.destroy();
        return;
      }
      version = object.metadata.resourceVersion ?? version;
      isOfUse = true;
      if (type === "BOOKMARK") return;
      const follower = this.#followers.get(object.metadata.name);
      // Its last state may say why it ended.
      follower?.onPod(object);
      if (type === "DELETED") follower?.onMissing();
    });
    return { from: version, isOfUse };
  }
}

/** Resolves when the stream has ended, however. */
function readLines(response: IncomingMessage, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const reader = new LineReader(MAX_EVENT_BYTES, { onLine, onTooLong: () => response.destroy() });
    response.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        response.destroy();
      }
    });
    response.on("error", () => {});
    response.on("close", resolve);
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
