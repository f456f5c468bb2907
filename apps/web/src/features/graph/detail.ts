import { createContext } from "react";

/** How much of a node can be read at a zoom: all of it, its icon and name, or that it is there. */
export type Detail = "full" | "name" | "shape";

/** Below it, text of a usual size is smaller than 6 px. */
const NAMES_BELOW = 0.42;
/** The smallest zoom at which names are read with ease. */
export const READ_NAMES_AT = 0.4;
/** Below it, large text is smaller than that, too. */
const SHAPES_BELOW = 0.2;

export function detailAt(zoom: number): Detail {
  if (zoom < SHAPES_BELOW) return "shape";
  return zoom < NAMES_BELOW ? "name" : "full";
}

export const DetailContext = createContext<Detail>("full");
