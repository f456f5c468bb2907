import { describe, expect, it } from "vitest";
import { ProviderSlots } from "./provider-slots.ts";

const lane = { organizationId: "org", provider: "a" };

describe("ProviderSlots", () => {
  it("are as many as there are for each provider of each organization, and told when they come free", () => {
    let freed = 0;
    const slots = new ProviderSlots(2, () => freed++);
    const leave = slots.takeIfFree(lane);
    slots.takeIfFree(lane);
    expect(slots.takeIfFree(lane)).toBeUndefined();
    expect(slots.takeIfFree({ ...lane, provider: "b" })).toBeDefined();
    expect(slots.takeIfFree({ ...lane, organizationId: "another" })).toBeDefined();
    expect(freed).toBe(0);
    leave?.();
    expect(freed).toBe(1);
    expect(slots.takeIfFree(lane)).toBeDefined();
  });

  it("are given back once, whoever says so how often", () => {
    let freed = 0;
    const slots = new ProviderSlots(1, () => freed++);
    const first = slots.take(lane);
    first();
    slots.take(lane);
    first();
    expect(freed).toBe(1);
    expect(slots.takeIfFree(lane)).toBeUndefined();
  });

  it("in use are listed with what is left of them, and no others", () => {
    const slots = new ProviderSlots(1, () => {});
    const leaves = [slots.take(lane), slots.take({ ...lane, provider: "b" })];
    slots.take({ ...lane, provider: "b" });
    expect(slots.inUse().map(({ of, room }) => [of.provider, room])).toEqual([
      ["a", 0],
      ["b", 0],
    ]);
    leaves[0]?.();
    expect(slots.inUse().map(({ of }) => of.provider)).toEqual(["b"]);
  });

  it.each([
    [1, 0, 0, true],
    [1, 1, 0, false],
    [10, 8, 0, true],
    [10, 9, 0, false],
    [10, 1, 1, false],
    [32, 27, 2, true],
    [32, 28, 0, false],
    [32, 5, 3, false],
  ])("of %i, %i in use: a check beside %i others gets one: %s", (each, used, running, expected) => {
    const slots = new ProviderSlots(each, () => {});
    for (let count = 0; count < used; count++) slots.take(lane);
    expect(slots.takeForCheck(lane, running) !== undefined).toBe(expected);
  });

  it("are not for what the platform does itself", () => {
    const slots = new ProviderSlots(1, () => {});
    for (let count = 0; count < 3; count++) expect(slots.takeIfFree({ ...lane, provider: "pragma" })).toBeDefined();
    expect(slots.inUse()).toEqual([]);
  });
});
