import { describe, expect, it } from "vitest";
import { isOutage, isStatementTimeout } from "./is-outage.ts";

const coded = (code: string, message = "failed"): Error => Object.assign(new Error(message), { code });

describe("isOutage", () => {
  it.each(["ECONNREFUSED", "ECONNRESET", "EPIPE", "57P01", "57P02", "57P03", "08006", "53300", "55P03", "40001"])(
    "waits for %s to pass",
    (code) => expect(isOutage(coded(code))).toBe(true),
  );

  it.each([
    "Connection terminated unexpectedly",
    "timeout expired",
    "timeout exceeded when trying to connect",
    "Query read timeout",
    "Client has encountered a connection error and is not queryable",
  ])("waits when the driver says: %s", (message) => expect(isOutage(new Error(message))).toBe(true));

  it.each(["22P05", "23505", "42703", "54000", "ENOENT", "ENOSPC"])("does not wait for %s", (code) => {
    expect(isOutage(coded(code, "connection terminated"))).toBe(false);
  });

  it("does not wait for a bug", () => {
    expect(isOutage(new TypeError("x is not a function"))).toBe(false);
    expect(isOutage("text")).toBe(false);
    expect(isOutage(new Error("outer", { cause: coded("ECONNREFUSED") }))).toBe(true);
  });
});

describe("isStatementTimeout", () => {
  it("recognises the server's timeout, but no other outage", () => {
    expect(isStatementTimeout(coded("57014"))).toBe(true);
    expect(isOutage(coded("57014"))).toBe(true);
    expect(isStatementTimeout(coded("57P01"))).toBe(false);
    expect(isStatementTimeout(new Error("Query read timeout"))).toBe(false);
  });
});
