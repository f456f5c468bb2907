import { unboundedParts } from "@pragma/testing/unbounded";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseToFirstIssue } from "./first-issue.ts";
import * as protocol from "./provider-protocol.ts";
import { WIRE_SCHEMA } from "./wire-schema.ts";

const { platformMessageSchema, providerDescriptionSchema, providerMessageSchema } = protocol;

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

type Sent = Record<string, unknown>;

/** Passed on as it is: the line is its bound, by its bytes and by the keys and values in it; a state has a further one. */
const PASSED_ON = /(^value|\bstate): may be anything$/;

test("each list, map and text of a message has a bound", () => {
  const schemas = Object.entries(protocol).filter(([, value]) => value instanceof z.ZodType);
  expect(schemas.map(([name]) => name)).toEqual(
    expect.arrayContaining(["platformMessageSchema", "providerMessageSchema", "providerDescriptionSchema"]),
  );
  const found = schemas.flatMap(([name, schema]) => {
    const sent = z.toJSONSchema(schema as z.ZodType, WIRE_SCHEMA) as Sent;
    const named = sent["$defs"] as Record<string, Sent> | undefined;
    return unboundedParts(sent, (ref) => named?.[ref.replace("#/$defs/", "")])
      .filter((part) => !PASSED_ON.test(part))
      .map((part) => `${name} ${part}`);
  });
  expect(found).toEqual([]);
});

/** Tells whether any element of a list, or member of an object, was looked at. */
function watched<Value extends object>(value: Value): { value: Value; looked: PropertyKey[] } {
  const looked: PropertyKey[] = [];
  const get = (target: Value, key: PropertyKey) => {
    if (key !== "length") looked.push(key);
    return Reflect.get(target, key);
  };
  return { value: new Proxy(value, { get }), looked };
}

const many = Array.from({ length: protocol.MAX_PROTOCOL_ITEMS + 1 }, () => 1);

test.each([
  ["lines", providerMessageSchema, (lines: unknown) => ({ type: "lines", id: 1, lines })],
  ...["tags", "depends_on"].map(
    (list) =>
      [
        list,
        providerMessageSchema,
        (of: unknown) => ({
          ...{ type: "request", id: 1, call: 1, method: "apply" },
          params: { provider: "a", resource: "b", name: "c", config: {}, [list]: of },
        }),
      ] as const,
  ),
  ...["tags", "methods"].map(
    (list) =>
      [
        `${list} of a type`,
        providerDescriptionSchema,
        (of: unknown) => ({
          types: { a: { description: null, tags: [], methods: [], schema: {}, outputs_schema: {}, [list]: of } },
        }),
      ] as const,
  ),
] as const)("a list of %s that is too long is refused before an element is looked at", (_list, schema, message) => {
  const { value, looked } = watched(many);

  const { error } = parseToFirstIssue(schema, message(value));

  expect(error?.issues).toHaveLength(1);
  expect(error?.issues[0]).toMatchObject({ code: "too_big", maximum: protocol.MAX_PROTOCOL_ITEMS });
  expect(looked).toEqual([]);
});

test("a map of types that is too large is refused before a type is looked at", () => {
  const { value, looked } = watched(Object.fromEntries(many.map((one, index) => [`t${index}`, one])));

  const { error } = parseToFirstIssue(providerDescriptionSchema, { types: value });

  expect(error?.issues).toMatchObject([{ path: ["types"], message: "must have at most 10,000 keys" }]);
  expect(looked).toEqual([]);
});
