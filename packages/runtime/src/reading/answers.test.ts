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

test.each<[Parameters<typeof checkAnswer>[0], Json]>([
  ["identity", null],
  ["identity", "shop"],
  ["import", null],
  ["import", { config: { size: 1 }, outputs: OUTPUTS }],
  ["list", { items: [{ identity: "a", name: "A", tags: ["t"], config: {} }], cursor: "next" }],
])("%s may answer %j", (method, value) => {
  expect(checkAnswer(method, value)).toEqual({ answer: value });
});

test("what a plan leaves out is none, and outputs that it cannot tell", () => {
  expect(checkAnswer("plan", {})).toEqual({ answer: { replace: [], outputs: null, warnings: [] } });
});

test("what a list leaves out is none", () => {
  expect(checkAnswer("list", { items: [{ identity: "a" }] })).toEqual({
    answer: { items: [{ identity: "a", name: null, tags: [], config: null }], cursor: null },
  });
});

test.each<[Parameters<typeof checkAnswer>[0], Json, string]>([
  ["identity", "", "the identity that it answered is empty"],
  ["identity", 7, "the identity that it answered is not a text"],
  ["import", OUTPUTS, "import must answer an object of config and outputs, or null"],
  ["import", { config: [], outputs: OUTPUTS }, "import must answer an object of config and outputs, or null"],
  ["list", [], "what list answered is malformed at"],
  ["list", { items: Array(101).fill({ identity: "a" }) }, "what list answered is malformed at items"],
  ["list", { items: [{ identity: "a\0" }] }, "an identity that list answered has control characters"],
  ["list", { items: [], cursor: "x".repeat(4_097) }, "what list answered is malformed at cursor"],
  ["plan", null, "what plan answered is malformed at"],
  ["plan", { replace: [""] }, "what plan answered is malformed at replace.0"],
  ["plan", { replace: Array(101).fill("a") }, "what plan answered is malformed at replace"],
  ["plan", { outputs: ["x".repeat(1_025)] }, "what plan answered is malformed at outputs.0"],
  ["plan", { outputs: Array(101).fill("a") }, "what plan answered is malformed at outputs"],
  ["plan", { warnings: Array(21).fill("a") }, "what plan answered is malformed at warnings"],
])("%s may not answer %j", (method, value, problem) => {
  expect(checkAnswer(method, value)).toEqual({ problem: expect.stringContaining(problem) });
});
