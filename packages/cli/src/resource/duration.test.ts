import { describe, expect, it } from "vitest";
import { pastMoment } from "./duration.ts";

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
