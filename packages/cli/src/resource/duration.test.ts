import { describe, expect, it } from "vitest";
import { pastMoment, waitTimesOf } from "./duration.ts";

it("waits for as long as the options say, and by default where they say nothing", () => {
  expect(waitTimesOf({ timeout: "2m", "missing-timeout": "1.5" })).toEqual({ timeout: 120_000, missingTimeout: 1_500 });
  expect(waitTimesOf({ timeout: undefined, "missing-timeout": "0" })).toEqual({
    timeout: undefined,
    missingTimeout: 0,
  });
  expect(() => waitTimesOf({ timeout: "1s", "missing-timeout": "soon" })).toThrow(
    "--missing-timeout must be a duration",
  );
});

describe("a moment", () => {
  it("is a timestamp, or how long ago", () => {
    expect(pastMoment("2026-12-01T10:00:00Z", "--since")).toEqual(new Date("2026-12-01T10:00:00Z"));
    expect(pastMoment("2026-12-01", "--since")).toEqual(new Date("2026-12-01T00:00:00Z"));
    expect(pastMoment("1d", "--since").getTime()).toBeLessThan(Date.now());
  });

  // A number alone would be a month of 2001, and no date is that long ago.
  it.each(["12", "5", "1.5", "999999999d", "soon", ""])("refuses %j", (text) => {
    expect(() => pastMoment(text, "--since")).toThrow("--since must be a timestamp, or how long ago, such as 15m");
  });
});
