import { describe, expect, it } from "vitest";
import { fromInputTime, toInputTime } from "./input-time.ts";
import { dayAndMinuteOf, dayOf, exactTime, millisecondOf, minuteOf, zoneName } from "./time-words.ts";

const ISO = "2026-03-10T23:30:05.678Z";

describe("times in words", () => {
  it("are those of UTC, with the zone where the date is", () => {
    expect(exactTime(ISO, "utc")).toMatch(/^Mar 10, 2026, 11:30:05\sPM UTC$/);
    expect(dayOf(ISO, "utc")).toBe("10 Tue");
    expect(minuteOf(ISO, "utc")).toBe("23:30");
    expect(dayAndMinuteOf(ISO, "utc")).toMatch(/^Tue,? 23:30$/);
    expect(millisecondOf(ISO, "utc")).toBe("23:30:05.678");
    expect(zoneName("utc")).toBe("UTC");
  });

  it("are those of the device", () => {
    const there = new Date(ISO);
    expect(minuteOf(ISO, "local")).toBe(there.toTimeString().slice(0, 5));
    expect(zoneName("local")).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});

describe("times of an input", () => {
  it.each(["local", "utc"] as const)("go there and back to the minute, in %s", (zone) => {
    for (const iso of ["2026-03-10T10:30:00.000Z", "2026-07-10T10:30:00.000Z"]) {
      expect(fromInputTime(toInputTime(iso, zone), zone)).toBe(iso);
    }
  });

  it("are read as they are written", () => {
    expect(toInputTime(ISO, "utc")).toBe("2026-03-10T23:30");
    expect(fromInputTime("2026-03-10T23:30", "utc")).toBe("2026-03-10T23:30:00.000Z");
  });

  it("are empty for none", () => {
    expect(toInputTime(null, "utc")).toBe("");
    expect(toInputTime("soon", "local")).toBe("");
    expect(fromInputTime("", "utc")).toBeNull();
    expect(fromInputTime("soon", "local")).toBeNull();
  });
});
