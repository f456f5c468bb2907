import { readEvents } from "./internal/event-source.ts";
import type { Transport } from "./internal/transport.ts";
import type { RequestOptions } from "./options.ts";
import type { ChangeProgress, StateChange } from "./types/models.ts";

/** An event of the event stream. */
export type StreamEvent =
  | { type: "state_change"; id: string; change: StateChange }
  /** Events were lost: read the state again. The events that follow are complete. */
  | { type: "reset"; id: string };

/** How far a change is: what was planned, or applied, as one. */
export interface ChangeEvent {
  type: "change";
  id: string;
  progress: ChangeProgress;
}

/** Options of the event stream. */
export interface StreamOptions extends RequestOptions {
  /** Resume after this event, instead of starting now. */
  lastEventId?: string | undefined;
  /** Reconnect after this many milliseconds without data; 45,000 by default. The API sends a heartbeat every 15 s. */
  heartbeatTimeout?: number | undefined;
  /** Called when a connection is established, the first and each later one. */
  onOpen?: (() => void) | undefined;
}

/** Events of the organization, as they happen. */
export class Events {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * With `include`, also tells how far changes are: those that are open at first, then each that progresses, at most twice
   * a second unless its status is new.
   */
  stream(options: StreamOptions & { include: "change" }): AsyncGenerator<StreamEvent | ChangeEvent, void, undefined>;
  /**
   * Follows the changes of all resources: each at least once, in order per resource. Reconnects automatically and
   * resumes where the connection ended. Ends when `signal` aborts. A token may have 50 open streams.
   *
   * @throws AuthenticationError, PermissionDeniedError, RateLimitedError; ConnectionError if the first connection fails
   */
  stream(options?: StreamOptions): AsyncGenerator<StreamEvent, void, undefined>;
  async *stream(
    options: StreamOptions & { include?: "change" } = {},
  ): AsyncGenerator<StreamEvent | ChangeEvent, void, undefined> {
    const { signal, lastEventId, include, heartbeatTimeout: silence, onOpen, ...rest } = options;
    const call = {
      action: "follow the event stream",
      method: "GET",
      path: "/events/stream",
      query: { include },
      options: { ...rest, signal },
    } as const;
    for await (const event of readEvents(this.#transport, () => call, { signal, lastEventId, silence, onOpen })) {
      const { type, id } = event;
      if (type === "reset") yield { type, id };
      if (type === "change") yield { type, id, progress: JSON.parse(event.data) as ChangeProgress };
      if (type === "state_change") yield { type, id, change: JSON.parse(event.data) as StateChange };
    }
  }
}
