import { expect, test } from "vitest";
import { ConfigError, RetryAfter } from "../errors.ts";
import { messageOf, toFailure } from "./failure.ts";

const refused = new Error("connect ECONNREFUSED 10.0.0.7:443");

test.each([
  [new TypeError("fetch failed", { cause: refused }), "fetch failed: connect ECONNREFUSED 10.0.0.7:443"],
  [
    new TypeError("fetch failed", { cause: new AggregateError([refused, new Error("connect ::1")]) }),
    "fetch failed: connect ECONNREFUSED 10.0.0.7:443; connect ::1",
  ],
  [
    new Error("no zone: connect ECONNREFUSED 10.0.0.7:443", { cause: refused }),
    "no zone: connect ECONNREFUSED 10.0.0.7:443",
  ],
  [new Error("", { cause: new Error("inner") }), "Error: inner"],
  [new Error("no zone", { cause: "a text" }), "no zone: threw a text"],
  [new Error("no zone", { cause: null }), "no zone"],
  ["a text", "threw a text"],
  [undefined, "threw undefined"],
  [null, "threw null"],
])("%o reads %s", (error, message) => {
  expect(messageOf(error)).toBe(message);
});

test("causes that go in circles, or without end, are told as far as is useful", () => {
  const one = new Error("one");
  one.cause = new Error("two", { cause: one });
  expect(messageOf(one)).toBe("one: two");
  let deep = new Error("0");
  for (let depth = 1; depth < 100; depth++) deep = new Error(`level ${depth}`, { cause: deep });
  expect(messageOf(deep).split(": ")).toHaveLength(6);
});

test("what is the user's to fix has its cause too", () => {
  const cause = new Error("Invalid URL");
  expect(toFailure(new ConfigError("server_url is wrong", { cause }))).toEqual({
    kind: "config",
    message: "server_url is wrong: Invalid URL",
  });
  expect(toFailure(new RetryAfter(3, "booting", { cause }))).toEqual({
    kind: "retry",
    message: "booting: Invalid URL",
    retryAfter: 3,
  });
});
