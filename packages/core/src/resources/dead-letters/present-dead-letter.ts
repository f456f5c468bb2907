import { type DeadLetterEvent, type Json, type JsonObject, type OutboxEvent, parseKey } from "@pragma/contract";
import type { DeadLetterRow, EventRow } from "@pragma/db/queries";
import { maskJson } from "@pragma/language";

/** A dead letter as clients see it, with its payload masked. */
export function presentDeadLetter(row: DeadLetterRow): DeadLetterEvent {
  return {
    event_id: row.event_id,
    id: row.event_id,
    ...identity(row.resource_key),
    event_type: row.event_type,
    payload: maskedObject(row.payload),
    error_message: row.error_message,
    error_kind: row.error_kind,
    attempt_count: row.attempt_count,
    failed_at: row.failed_at,
    correlation_id: row.correlation_id,
    change_id: row.change_id,
  };
}

/** An outbox event as clients see it. Until its config is resolved again, its payload is the config as written. */
export function presentOutboxEvent(row: EventRow, config: string): OutboxEvent {
  return {
    event_id: row.id,
    ...identity(row.resource_key),
    event_type: row.event_type,
    payload: maskedObject(row.payload ?? config),
    previous_config: row.previous_config === null ? null : maskedObject(row.previous_config),
    correlation_id: row.correlation_id,
    status: row.published_at === null ? "pending" : "published",
    created_at: row.created_at,
    published_at: row.published_at,
  };
}

function maskedObject(json: string): JsonObject {
  return maskJson(JSON.parse(json) as Json) as JsonObject;
}

function identity(key: string): { provider: string; resource_type: string; resource_name: string } {
  const ref = parseKey(key);
  return { provider: ref?.provider ?? "", resource_type: ref?.resource ?? "", resource_name: ref?.name ?? "" };
}
