import { describe, expect, it } from "vitest";
import { expiryOf, isExpired, toExpiryChoice } from "./expiry.ts";

const NOW = Date.parse("2026-03-10T12:00:00Z");

describe("expiryOf", () => {
  it("counts days from now", () => {
    expect(expiryOf("7", "", NOW)).toEqual({ expiresAt: "2026-03-17T12:00:00.000Z" });
    expect(expiryOf("90", "", NOW)).toEqual({ expiresAt: "2026-06-08T12:00:00.000Z" });
  });

  it("may have no end", () => {
    expect(expiryOf("never", "", NOW)).toEqual({ expiresAt: null });
  });

  it("lasts until the end of the day in the viewer's time zone", () => {
    expect(expiryOf("date", "2026-03-20", NOW)).toEqual({ expiresAt: new Date(2026, 2, 21).toISOString() });
  });

  it("takes today, and no earlier day", () => {
    const today = new Date(2026, 2, 10, 12).getTime();
    expect(expiryOf("date", "2026-03-10", today)).toEqual({ expiresAt: new Date(2026, 2, 11).toISOString() });
    expect(expiryOf("date", "2026-03-09", today)).toEqual({ problem: "The date is in the past." });
  });

  it.each(["", "soon", "2026"])("asks for a date instead of %j", (date) => {
    expect(expiryOf("date", date, NOW)).toEqual({ problem: "Enter a date." });
  });
});

describe("isExpired", () => {
  it("is true from that very moment on", () => {
    expect(isExpired("2026-03-10T12:00:00Z", NOW)).toBe(true);
    expect(isExpired("2026-03-10T12:00:00.001Z", NOW)).toBe(false);
    expect(isExpired(null, NOW)).toBe(false);
  });
});

describe("toExpiryChoice", () => {
  it("takes what is offered, and 30 days for anything else", () => {
    expect(toExpiryChoice("never")).toBe("never");
    expect(toExpiryChoice("12")).toBe("30");
  });
});
