import { get, segment } from "./internal/call.ts";
import type { Transport } from "./internal/transport.ts";
import { List, type ListOptions } from "./list.ts";
import type { RequestOptions, WriteOptions } from "./options.ts";
import type { DeadLetter, DeletedCount, OutboxEvent, QueryOf, RetryAllResult } from "./types/models.ts";

const PATH = "/ops/dead-letter";

export type ListDeadLettersOptions = Omit<QueryOf<"listDeadLetters">, "limit" | "cursor"> & ListOptions;
export type RetryAllOptions = QueryOf<"retryAllDeadLetters"> & WriteOptions;
/** Either all, or those of one provider. */
export type DeleteAllOptions = ({ all: true; provider?: undefined } | { provider: string; all?: undefined }) &
  RequestOptions;

/** Events that ended in failure. */
export class DeadLetters {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first. */
  list(options: ListDeadLettersOptions = {}): List<DeadLetter> {
    const { provider } = options;
    return new List(this.#transport, { ...get("list dead letters", PATH, options), query: { provider } }, options);
  }

  /** @throws NotFoundError */
  get(eventId: string, options: RequestOptions = {}): Promise<DeadLetter> {
    return this.#transport.value(get(`get dead letter ${eventId}`, `${PATH}/${segment(eventId)}`, options));
  }

  /**
   * Retries it with the current config.
   *
   * @throws NotFoundError if the resource is gone
   * @throws ConflictError if it is no longer failed
   */
  retry(eventId: string, { idempotencyKey, ...options }: WriteOptions = {}): Promise<OutboxEvent> {
    const headers = { "idempotency-key": idempotencyKey };
    const path = `${PATH}/${segment(eventId)}/retry`;
    return this.#transport.value({ action: `retry ${eventId}`, method: "POST", path, headers, options });
  }

  /** Retries all, or those of one provider; skips those that are no longer failed. */
  retryAll({ provider, idempotencyKey, ...options }: RetryAllOptions = {}): Promise<RetryAllResult> {
    const rest = { headers: { "idempotency-key": idempotencyKey }, query: { provider }, options };
    return this.#transport.value({ action: "retry dead letters", method: "POST", path: `${PATH}/retry-all`, ...rest });
  }

  /** Deletes one; the resource is not changed. Safe to repeat. */
  async delete(eventId: string, options: RequestOptions = {}): Promise<void> {
    const path = `${PATH}/${segment(eventId)}`;
    await this.#transport.value({ action: `delete dead letter ${eventId}`, method: "DELETE", path, options });
  }

  /** Deletes all (`all: true`), or those of one provider. */
  deleteAll({ all, provider, ...options }: DeleteAllOptions): Promise<DeletedCount> {
    const query = { all, provider };
    return this.#transport.value({ action: "delete dead letters", method: "DELETE", path: PATH, query, options });
  }
}
