import type { Pragma, StateChange } from "@pragma/sdk";

/**
 * Knows the steps of some resources as a client of the event stream does: from its events and, where it says that some were lost, from
 * the histories. A step is told by its time.
 */
export class StepReader {
  /** Steps that the stream has told more than once. */
  readonly repeated: string[] = [];
  /** Resolves once it knows of all that happens from then on. */
  readonly opened: Promise<void>;
  readonly #onOpen: () => void;
  readonly #pragma: Pragma;
  readonly #steps: ReadonlyMap<string, string[]>;
  readonly #streamed = new Set<string>();

  /** @param keys of resources to which nothing happens but that their drift is found */
  constructor(pragma: Pragma, keys: readonly string[]) {
    this.#pragma = pragma;
    this.#steps = new Map(keys.map((key) => [key, []]));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.opened = promise;
    this.#onOpen = resolve;
  }

  /** In the order in which they became known. */
  steps(key: string): readonly string[] {
    return this.#steps.get(key) ?? [];
  }

  /** Reads from now on, until `over` aborts. */
  async run(over: AbortSignal): Promise<void> {
    for await (const event of this.#pragma.events.stream({ signal: over, onOpen: this.#onOpen })) {
      if (event.type === "reset") await this.#catchUp();
      else this.#take(event.change);
    }
  }

  #take({ provider, resource, name, updated_at: time }: StateChange): void {
    const key = `${provider}/${resource}/${name}`;
    const step = `${key} ${time}`;
    if (this.#streamed.has(step)) this.repeated.push(step);
    this.#streamed.add(step);
    const known = this.#steps.get(key);
    // What was committed while a history was read is in both.
    if (known && !known.includes(time)) known.push(time);
  }

  /** Reads back to the last step that is known of each: one that the stream left out before stays unknown. */
  async #catchUp(): Promise<void> {
    for (const [key, known] of this.#steps) {
      const missed: string[] = [];
      for await (const { event_type: type, timestamp } of this.#pragma.resources.history(key)) {
        if (type !== "DRIFT" || timestamp === known.at(-1)) break;
        missed.push(timestamp);
      }
      known.push(...missed.reverse());
    }
  }
}
