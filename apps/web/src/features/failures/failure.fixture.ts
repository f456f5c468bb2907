import type { Failure } from "./failure.ts";

/** A failure of `test/item/{name}`, for tests. */
export function failureOf(name: string, more: Partial<Failure> = {}): Failure {
  return {
    event_id: `event-${name}`,
    resource_id: `resource:test_item_${name}`,
    key: `test/item/${name}`,
    provider: "test",
    resource_type: "item",
    resource_name: name,
    event_type: "CREATE",
    error_message: "out of reach",
    error_kind: null,
    kind: "unreachable",
    attempt_count: 5,
    failed_at: "2026-01-01T00:00:00Z",
    correlation_id: "c",
    ...more,
  };
}
