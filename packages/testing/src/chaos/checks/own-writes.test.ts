import { expect, it } from "vitest";
import { makeFacts, makeRequest } from "../make-facts.ts";
import { ownWrites } from "./own-writes.ts";

const key = "chaos/object/own-c00";
const write = (text: string, at: number, status: number | null = 200) =>
  makeRequest({ kind: "apply", key, state: "draft", config: { text } }, { id: `write ${text}`, startedAt: at, status });
const read = (text: string, at: number) =>
  makeRequest({ kind: "get", key }, { id: `read ${text}`, startedAt: at, answer: { config: { text } } });
const found = (...requests: ReturnType<typeof read>[]): number => ownWrites.run(makeFacts({ requests })).length;

it("finds a read of anything but the last write", () => {
  expect(found(write("one", 1), read("one", 2), write("two", 3), read("two", 4))).toBe(0);
  expect(found(write("one", 1), write("two", 2), read("one", 3))).toBe(1);
});

it("expects nothing after a write with an unknown outcome", () => {
  expect(found(write("one", 1), write("two", 2, null), read("one", 3))).toBe(0);
  expect(found(write("one", 1), write("two", 2, null), read("two", 3))).toBe(0);
});
