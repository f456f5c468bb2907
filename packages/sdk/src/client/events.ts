import { readEvents } from "./internal/event-source.ts";
import type { Transport } from "./internal/transport.ts";
import type { RequestOptions } from "./options.ts";
import type { StateChange } from "./types/models.ts";

/** An event of the event stream. */
export type StreamEvent =
  | { type: "state_change"; id: string; change: StateChange }
  /** Events were lost: read the state again. The events that follow are complete. */
  | { type: "reset"; id: string };

/** Options of the event stream. */
export interface StreamOptions extends RequestOptions {
  /** Resume after this event, instead of starting now. */
  lastEventId?: string | undefined;
  /** Reconnect after this many milliseconds without data; 45,000 by default. The API sends a heartbeat every 15 s. */
  heartbeatTimeout?: number | undefined;
  /** Called when a connection is established, the first and each later one. */
  onOpen?: (() => void) | undefined;
}

/** What happens in the organization, as it happens. */
export class Events {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Follows the changes of all resources: each at least once, in order per resource. Reconnects automatically and
   * resumes where the connection ended. Ends when `signal` aborts. A token may have 50 open streams.
   *
   * @throws AuthenticationError, PermissionDeniedError, RateLimitedError; ConnectionError if the first connection fails
   */
  async *stream(options: StreamOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
    const { signal, lastEventId, heartbeatTimeout: silence, onOpen, ...rest } = options;
    const call = {
      action: "follow the event stream",
      method: "GET",
      path: "/events/stream",
      options: { ...rest, signal },
    } as const;
    for await (const event of readEvents(this.#transport, () => call, { signal, lastEventId, silence, onOpen })) {
      const { type, id } = event;
      if (type === "reset") yield { type, id };
      if (type === "state_change") yield { type, id, change: JSON.parse(event.data) as StateChange };
    }
  }
}
