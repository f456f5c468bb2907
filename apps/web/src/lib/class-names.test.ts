import { expect, it } from "vitest";
import { cn } from "./class-names.ts";

it.each([
  [["text-dense", "text-danger-text"], "text-dense text-danger-text"],
  [["p-2", false, undefined, "text-ink"], "p-2 text-ink"],
  [["px-3", "pr-8"], "px-3 pr-8"],
  [["text-ink", "hover:text-ink-soft"], "text-ink hover:text-ink-soft"],
  [["weak:p-2", "p-4"], "weak:p-2 p-4"],
])("joins %j", (classes, joined) => {
  expect(cn(...classes)).toBe(joined);
});

it.each([
  [["p-2", "p-4"], "p-2"],
  [["text-dense text-ink-soft", "text-xs"], "text-dense"],
  [["text-sm", "text-2xs"], "text-sm"],
  [["weak:h-9", "weak:h-8"], "weak:h-9"],
  [["flex", "hidden"], "flex"],
])("refuses %j, of which the stylesheet would choose one", (classes, first) => {
  expect(() => cn(...classes)).toThrow(`as ${first}: leave one of them out`);
});
