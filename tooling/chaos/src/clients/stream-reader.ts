import { setTimeout as sleep } from "node:timers/promises";
import type { LifecycleState } from "@pragma/contract";
import type { Random, StreamEvent, StreamFact } from "@pragma/testing/chaos";
import type { Organization } from "../stack/organization.ts";
import { type Frame, FrameReader } from "./frame-reader.ts";

/** After so many milliseconds a reader hangs up by itself, and resumes. */
const HOLD = [500, 8000] as const;

/** Follows an organization's events over replicas and interruptions, as a client that must not miss any. */
export class StreamReader implements StreamFact {
  readonly space: string;
  readonly reader: string;
  readonly events: StreamEvent[] = [];
  readonly #urls: readonly string[];
  readonly #token: string;
  readonly #random: Random;
  #lastEventId: string | null = null;

  constructor(reader: string, organization: Organization, urls: readonly string[], random: Random) {
    this.reader = reader;
    this.space = organization.space;
    this.#token = organization.token;
    this.#urls = urls;
    this.#random = random;
  }

  /** Reads until `stopped` aborts. @param calm once it aborts, the reader does not hang up by itself any more */
  async run(stopped: AbortSignal, calm: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const hold = new AbortController();
      const timer = setTimeout(
        () => {
          if (!calm.aborted) hold.abort();
        },
        this.#random.between(...HOLD),
      );
      await this.#connect(AbortSignal.any([stopped, hold.signal])).catch(() => {});
      clearTimeout(timer);
      await sleep(this.#random.below(300));
    }
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const resumedFrom = this.#lastEventId;
    const response = await fetch(`${this.#random.pick(this.#urls)}/events/stream`, {
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(resumedFrom !== null && { "last-event-id": resumedFrom }),
      },
      signal,
    });
    if (!response.ok || response.body === null) return;
    this.events.push({ kind: "open", at: Date.now(), resumedFrom });
    try {
      const frames = new FrameReader();
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        for (const frame of frames.feed(text)) this.#take(frame);
      }
    } finally {
      this.events.push({ kind: "closed", at: Date.now() });
    }
  }

  #take({ id, event, data }: Frame): void {
    if (id !== null) this.#lastEventId = id;
    const at = Date.now();
    if (event === "reset") this.events.push({ kind: "reset", at });
    if (event !== "state_change") return;
    const change = JSON.parse(data) as {
      id: string;
      resource_id: string;
      lifecycle_state: LifecycleState | null;
      generation: number;
      updated_at: string;
    };
    this.events.push({
      ...{ kind: "change", at, id: change.id, resourceId: change.resource_id, state: change.lifecycle_state },
      ...{ generation: change.generation, updatedAt: Date.parse(change.updated_at) },
    });
  }
}
