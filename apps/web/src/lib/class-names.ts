import { type ClassValue, clsx } from "clsx";
import { refuseConflicts } from "./class-conflicts.ts";

/**
 * Joins class names. Two classes for the same property are a mistake: which of them wins is up to the stylesheet. The
 * defaults of a component, which a class that it is given replaces, are marked as `weak:`.
 *
 * @throws if classes conflict, in development and in tests
 */
export function cn(...values: ClassValue[]): string {
  const classes = clsx(values);
  if (process.env.NODE_ENV !== "production") refuseConflicts(classes);
  return classes;
}
