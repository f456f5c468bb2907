import { expect, it } from "vitest";
import { isVolume, thingOf, titleOf } from "./things.ts";

it("calls volumes by their title, and everything else by its resource", () => {
  const volume = thingOf({ id: "resource:chaos_volume_a", config: { title: "t1" } });
  expect([isVolume(volume), titleOf(volume)]).toEqual([true, "t1"]);
  expect(thingOf({ id: "resource:chaos_object_a", config: { title: "t1" } })).toBe("resource:chaos_object_a");
});
