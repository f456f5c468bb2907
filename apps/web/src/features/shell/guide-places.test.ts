import { expect, it } from "vitest";
import { guidePlaceOf } from "./guide-places.ts";

it.each([
  ["/", "dashboard"],
  ["/resources", "dashboard#the-list-of-resources"],
  ["/resources/view/http/check/site", "concepts#states"],
  ["/resources/new", "dashboard#writing-a-resource"],
  ["/failures", "concepts#failure"],
  ["/help/concepts", "dashboard"],
])("of %s tells %s", (path, place) => {
  expect(guidePlaceOf(path)).toBe(place);
});
