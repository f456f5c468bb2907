import { TRPCClientError } from "@trpc/client";
import { expect, it } from "vitest";
import { callFailure } from "./call-failure.ts";
import { NoAnswer } from "./fetch-answer.ts";

const answered = (code: string, domain: object | null = null): Error =>
  TRPCClientError.from({ error: { message: "no", code: -32000, data: { code, domain } } });

it.each([
  ["nothing came back", TRPCClientError.from(new NoAnswer("network")), "network"],
  ["a proxy answered", TRPCClientError.from(new NoAnswer("server")), "server"],
  ["the database does not answer", answered("SERVICE_UNAVAILABLE"), "database"],
  ["the server is busy", answered("SERVICE_UNAVAILABLE", { code: "busy" }), null],
  ["the login has ended", answered("UNAUTHORIZED"), "login"],
  ["the caller may not", answered("FORBIDDEN"), null],
  ["a procedure has a bug", answered("INTERNAL_SERVER_ERROR"), null],
  ["it was aborted", TRPCClientError.from(new DOMException("aborted", "AbortError")), null],
])("%s", (_, error, how) => {
  expect(callFailure(error)).toBe(how);
});
