import { expect, it } from "vitest";
import { type Detail, detailAt, NAME_STYLES, READ_NAMES_AT } from "./detail.ts";

/** In px at zoom 1: of names, and of the types below them. */
const TEXT_OF: Record<Exclude<Detail, "shape">, number[]> = { full: [14, 12], name: [20], "large name": [24] };
const PX_OF: Record<string, number> = { "text-xl": 20, "text-2xl": 24 };

it.each<[number, Detail]>([
  [1.6, "full"],
  [1, "full"],
  // Where a jump ends.
  [0.8, "full"],
  [0.75, "full"],
  [0.74, "name"],
  // Where a phone begins beside a root.
  [0.6, "name"],
  [0.45, "name"],
  [0.44, "large name"],
  [0.375, "large name"],
  [0.37, "shape"],
  [0.08, "shape"],
])("at zoom %d a node is drawn as %s", (zoom, detail) => {
  expect(detailAt(zoom)).toBe(detail);
});

it("draws no text below 9 px at any zoom", () => {
  for (let percent = 8; percent <= 160; percent++) {
    const detail = detailAt(percent / 100);
    if (detail === "shape") continue;
    for (const size of TEXT_OF[detail]) expect((size * percent) / 100).toBeGreaterThanOrEqual(9);
  }
});

it("draws names in the sizes that it counts with", () => {
  expect(PX_OF[NAME_STYLES.name.text]).toBe(TEXT_OF.name[0]);
  expect(PX_OF[NAME_STYLES["large name"].text]).toBe(TEXT_OF["large name"][0]);
});

it("shows names where a phone begins", () => {
  expect(detailAt(READ_NAMES_AT)).toBe("large name");
});
