import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** It would take our own sizes of the type scale for colours. */
const merge = extendTailwindMerge({ extend: { theme: { text: ["2xs", "dense"] } } });

/** Joins class names; of two Tailwind classes for the same property the later one wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
