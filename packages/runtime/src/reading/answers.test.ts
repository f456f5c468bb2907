import type { Json } from "@pragma/contract";
import { expect, test } from "vitest";
import { checkAnswer } from "./answers.ts";

const OUTPUTS = { url: "u" };

test.each<[string, Json]>([
  ["absent", null],
  ["outputs", { outputs: OUTPUTS }],
  ["outputs and config", { outputs: OUTPUTS, config: { size: null } }],
])("read may answer %s", (_what, value) => {
  expect(checkAnswer("read", value)).toEqual({ answer: value });
});

test("what a read answers besides is dropped", () => {
  expect(checkAnswer("read", { outputs: OUTPUTS, more: 1 })).toEqual({ answer: { outputs: OUTPUTS } });
});

const MALFORMED = "read must answer an object of outputs and, if it can tell, config; or null";

test.each<[string, Json, string]>([
  ["outputs without their frame", OUTPUTS, MALFORMED],
  ["a list", [], MALFORMED],
  ["a text", "text", MALFORMED],
  ["outputs that are a list", { outputs: [] }, MALFORMED],
  ["a config that is a list", { outputs: OUTPUTS, config: [] }, "the config that read answered is not an object"],
  ["a config that is null", { outputs: OUTPUTS, config: null }, "the config that read answered is not an object"],
])("read may not answer %s", (_what, value, problem) => {
  expect(checkAnswer("read", value)).toEqual({ problem });
});

test.each(["create", "update"] as const)("%s may answer a state", (method) => {
  expect(checkAnswer(method, OUTPUTS, { at: 1 })).toEqual({ answer: OUTPUTS, state: { at: 1 } });
  expect(checkAnswer(method, OUTPUTS, null)).toEqual({ answer: OUTPUTS, state: null });
});

test.each(["observe", "delete"] as const)("a state of %s is ignored", (method) => {
  expect(checkAnswer(method, null, { at: 1 })).toEqual({ answer: null });
});

test("a state of more than 64 KiB is a fault that says so", () => {
  expect(checkAnswer("create", OUTPUTS, "x".repeat(65_534))).toHaveProperty("state");
  expect(checkAnswer("create", OUTPUTS, "x".repeat(65_535))).toEqual({
    problem: "the state that create answered is larger than 65536 bytes",
  });
});
