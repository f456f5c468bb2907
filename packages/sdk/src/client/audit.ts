import { get } from "./internal/call.ts";
import type { Transport } from "./internal/transport.ts";
import { List, type ListOptions } from "./list.ts";
import type { AuditEntry, QueryOf } from "./types/models.ts";

/** Which entries are listed: all filters must match. */
export type ListAuditOptions = Omit<QueryOf<"listAudit">, "limit" | "cursor" | "since" | "until"> & {
  since?: Date | string | undefined;
  until?: Date | string | undefined;
} & ListOptions;

/** Audit log: who did what, and when. */
export class Audit {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first. */
  list(options: ListAuditOptions = {}): List<AuditEntry> {
    const { actor, action, target, since, until } = options;
    const query = { actor, action, target, since, until };
    return new List(this.#transport, { ...get("list the audit log", "/audit", options), query }, options);
  }
}
