import { OPTIONAL_COLUMNS, type OptionalColumn } from "./columns.ts";

export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** How the list looks. */
export interface Layout {
  columns: readonly OptionalColumn[];
  density: Density;
}

const DEFAULT_LAYOUT: Layout = { columns: ["type", "tags", "updated", "notes"], density: "comfortable" };

/** All rows have the same height, so that thousands need not be measured; cards of two lines on narrow screens included. */
export const ROW_HEIGHTS: Record<Density, number> = { comfortable: 52, compact: 40 };

/** Keeps the layout for the browser. A cookie, so that the server knows it, too, and nothing moves once the page runs. */
export const LAYOUT_COOKIE = "pragma-list-layout";

/** @returns such as `type.updated~compact` */
export function writeLayout({ columns, density }: Layout): string {
  return `${columns.join(".")}~${density}`;
}

/** Reads the cookie; the default for everything that it does not say, or that an earlier release wrote. */
export function readLayout(text: string | undefined): Layout {
  if (text === undefined) return DEFAULT_LAYOUT;
  const [kept = "", density] = text.split("~");
  const names = kept.split(".");
  return {
    columns: OPTIONAL_COLUMNS.filter((column) => names.includes(column)),
    density: DENSITIES.find((one) => one === density) ?? DEFAULT_LAYOUT.density,
  };
}
