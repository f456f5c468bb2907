import { describe, expect, it } from "vitest";
import { includes, type Position, readPosition, sameSnapshot, writePosition } from "./position.ts";

const position: Position = {
  epoch: "k3x9q2zz",
  seconds: 1_795_536_000,
  after: { xmax: 5_000_000_000, running: [4_999_999_000, 4_999_999_999] },
  until: { xmax: 5_000_000_100, running: [] },
  id: "9007199254740991",
};

describe("positions", () => {
  it("survive the round trip to the client", () => {
    expect(readPosition(writePosition(position))).toEqual(position);
  });

  it("are short: running transactions are near the newest", () => {
    expect(writePosition(position).length).toBeLessThan(60);
  });

  it.each([
    "",
    "e-1-2-3",
    "e-1-2-3-4-5",
    "e-A-1-1-1",
    "e-1-2-1-1",
    "e-1-1.1-2-1",
    "e-1-1.2-2-1",
    "e-1--2-1",
    "e-1-1-2-",
    "e-1-1-2-1 ",
    "-1-1-2-1",
    "E-1-1-2-1",
  ])("are not %j", (text) => {
    expect(readPosition(text)).toBeNull();
  });

  it("are not accepted in the format from before there were epochs", () => {
    expect(readPosition("e-1-1-2-1")).not.toBeNull();
    expect(readPosition("1-1-2-1")).toBeNull();
  });
});

describe("snapshots", () => {
  const earlier = { xmax: 100, running: [90, 95] };

  it("include earlier snapshots, and themselves", () => {
    expect(includes(earlier, earlier)).toBe(true);
    expect(includes({ xmax: 110, running: [95, 104] }, earlier)).toBe(true);
    expect(includes({ xmax: 110, running: [] }, earlier)).toBe(true);
  });

  it("do not include snapshots with transactions that they cannot see", () => {
    expect(includes({ xmax: 99, running: [] }, earlier)).toBe(false);
    expect(includes({ xmax: 110, running: [80, 90] }, earlier)).toBe(false);
  });

  it("are the same if they see the same", () => {
    expect(sameSnapshot(earlier, { xmax: 100, running: [90, 95] })).toBe(true);
    expect(sameSnapshot(earlier, { xmax: 100, running: [90] })).toBe(false);
    expect(sameSnapshot(earlier, { xmax: 100, running: [90, 96] })).toBe(false);
    expect(sameSnapshot(earlier, { xmax: 101, running: [90, 95] })).toBe(false);
  });
});
