import { createContext } from "react";

/** How much of a node is drawn: all of it, its icon and name, the same in large type, or only that it is there. */
export type Detail = "full" | "name" | "large name" | "shape";

/** Text that is smaller on the screen, in px, is not read but guessed. */
const LEGIBLE = 9;

/** The smallest text of each form that has text, in px at zoom 1; the form with the most detail first. */
const SMALLEST_TEXT = [
  // The type, as `text-xs`.
  ["full", 12],
  ["name", 20],
  ["large name", 24],
] as const satisfies readonly (readonly [Detail, number])[];

/** The classes of those sizes, for the forms that consist of a name. */
export const NAME_STYLES: Record<"name" | "large name", { text: string; icon: string }> = {
  name: { text: "text-xl", icon: "size-6" },
  "large name": { text: "text-2xl", icon: "size-7" },
};

/** A zoom at which names are read, of which a phone shows as much as possible. */
export const READ_NAMES_AT = 0.4;

/** The most detail whose text is legible at a zoom. */
export function detailAt(zoom: number): Detail {
  return SMALLEST_TEXT.find(([, size]) => size * zoom >= LEGIBLE)?.[0] ?? "shape";
}

export const DetailContext = createContext<Detail>("full");
