import { expect, it } from "vitest";
import { cn } from "./class-names.ts";

it.each([
  [["text-dense text-ink-soft", "text-xs"], "text-ink-soft text-xs"],
  [["text-sm", "text-2xs"], "text-2xs"],
  [["text-dense", "text-danger-text"], "text-dense text-danger-text"],
  [["p-2", false, undefined, "p-4"], "p-4"],
])("of %j the later class for a property wins", (classes, joined) => {
  expect(cn(...classes)).toBe(joined);
});
