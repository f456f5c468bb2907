import { readEvents } from "./internal/event-source.ts";
import type { Transport } from "./internal/transport.ts";
import type { RequestOptions } from "./options.ts";
import type { StateChange } from "./types/models.ts";

/** What the event stream tells. */
export type StreamEvent =
  | { type: "state_change"; id: string; change: StateChange }
  /** Events were missed for good: read the state anew. What follows is complete again. */
  | { type: "reset"; id: string };

/** How the event stream is followed. */
export interface StreamOptions extends RequestOptions {
  /** Go on after this event, instead of with what happens from now on. */
  lastEventId?: string | undefined;
  /** Milliseconds without a byte until the connection is made anew; 45,000 by default. The API sends one each 15 s. */
  heartbeatTimeout?: number | undefined;
  /** Called when a connection stands, the first and each further one. */
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
   * Follows the changes of all resources: each at least once, in order for each resource. Connections that end are made
   * anew, and go on where they ended. Ends when `signal` aborts. A token may have 50 streams open.
   *
   * @throws AuthenticationError, PermissionDeniedError, RateLimitedError, or ConnectionError if it never stood
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
