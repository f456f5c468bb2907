import { expect, test } from "vitest";
import { platformMessageSchema, providerDescriptionSchema, providerMessageSchema } from "./provider-protocol.ts";

const context = {
  id: "resource:a_b_c",
  name: "c",
  config: {},
  previous_config: null,
  outputs: null,
  tags: [],
  operation_id: "op",
  attempt: 1,
};

test.each([
  { type: "hello", protocol: 1, limits: { message_bytes: 100, log_message_bytes: 10, log_lines: 0 } },
  { type: "describe", id: 1 },
  { type: "call", id: 2, method: "create", resource: "a/b", context, deadline_ms: 1000 },
  {
    type: "call",
    id: 2,
    method: "logs",
    resource: "b",
    context,
    deadline_ms: 1000,
    options: { since: "2026-01-01T00:00:00Z", tail: 5 },
  },
  { type: "cancel", id: 2, reason: "deadline" },
  { type: "response", id: 1, ok: true, value: { any: "thing" } },
  { type: "response", id: 1, ok: false, message: "no" },
  { type: "ping", silence_ms: 9_000 },
  { type: "ping", silence_ms: null },
  { type: "shutdown", grace_ms: 0 },
])("the platform may send $type", (message) => {
  expect(platformMessageSchema.parse(message)).toEqual(message);
});

test.each([
  { type: "hello", protocol: 1 },
  { type: "hello", protocol: 1, heartbeat: true },
  { type: "pong" },
  { type: "result", id: 1, value: null },
  { type: "error", id: 1, error: { kind: "retry", message: "later", retry_after: 3 } },
  { type: "lines", id: 1, lines: [{ timestamp: "2026-01-01T00:00:00Z", level: "info", message: "m", metadata: null }] },
  { type: "log", id: null, level: "warn", message: "m", metadata: { a: 1 } },
  { type: "request", id: 1, call: 2, method: "wait_ready", params: { id: "a/b/c", timeout: 1 } },
  { type: "request", id: 1, call: 2, method: "apply", params: { provider: "a", resource: "b", name: "c", config: {} } },
  { type: "fatal", message: "no such module" },
])("a provider may send $type", (message) => {
  expect(providerMessageSchema.parse(message)).toEqual(message);
});

test.each([
  ["an unknown type", { type: "exec", id: 1 }],
  ["an id of zero", { type: "result", id: 0, value: null }],
  ["an id that is text", { type: "result", id: "1", value: null }],
  ["an unknown kind of error", { type: "error", id: 1, error: { kind: "crashed", message: "" } }],
  ["an endless delay", { type: "error", id: 1, error: { kind: "retry", message: "", retry_after: 1e9 } }],
  ["a request for something else", { type: "request", id: 1, call: 1, method: "query", params: {} }],
  ["an array", []],
])("a provider may not send %s", (_what, message) => {
  expect(providerMessageSchema.safeParse(message).success).toBe(false);
});

test("a field that this version does not know is ignored", () => {
  expect(providerMessageSchema.parse({ type: "hello", protocol: 1, runtime: "python" })).toEqual({
    type: "hello",
    protocol: 1,
  });
});

test("a description must name its types according to the rules", () => {
  const type = { description: null, tags: [], schema: {}, outputs_schema: {}, methods: ["create", "update", "delete"] };
  expect(providerDescriptionSchema.safeParse({ types: { "a/b_c": type } }).success).toBe(true);
  expect(providerDescriptionSchema.safeParse({ types: { "A b": type } }).success).toBe(false);
});
