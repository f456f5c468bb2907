import { extendTailwindMerge } from "tailwind-merge";

/** It would take our own sizes of the type scale for colours. */
const merge = /* @__PURE__ */ extendTailwindMerge({ extend: { theme: { text: ["2xs", "dense"] } } });

/** Those of an element's classes that set the same property as a later one, under the same conditions. */
export function conflictsIn(classes: string): string[] {
  const kept = new Set(merge(classes).split(" "));
  return classes.split(/\s+/).filter((name) => name !== "" && !kept.has(name));
}

/** @throws if classes conflict */
export function refuseConflicts(classes: string): void {
  const conflicts = conflictsIn(classes);
  if (conflicts.length === 0) return;
  throw new Error(
    `In the classes "${classes}", others set the same properties as ${conflicts.join(", ")}: leave one of them out, or mark a component's default as "weak:"`,
  );
}
