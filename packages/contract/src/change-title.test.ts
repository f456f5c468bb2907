import { expect, it } from "vitest";
import { type ChangeCounts, NO_COUNTS } from "./change.ts";
import { changeTitle, messageBody, revertMessage } from "./change-title.ts";

const counts = (some: Partial<ChangeCounts>): ChangeCounts => ({ ...NO_COUNTS, ...some });

it("calls a change without a message by what it does", () => {
  const change = { message: " ", counts: counts({ update: 1 }), set: "shop", prune: true };
  expect(changeTitle(change)).toBe("Update 1 in shop, pruned");
  const many = counts({ create: 1200, stage: 1, delete: 2, follow: 3 });
  expect(changeTitle({ ...change, counts: many, set: null })).toBe("Create 1,200, save 1 as a draft, delete 2");
  expect(changeTitle({ ...change, counts: counts({ uncompared: 2 }), set: null })).toBe("Compare the secrets of 2");
  expect(changeTitle({ ...change, counts: counts({ unchanged: 2 }), set: null })).toBe("No changes");
});

it.each([
  ["Bigger disks", "Bigger disks", null],
  ["  Bigger disks \r\n\r\nThey were full.\nAll of them.\n", "Bigger disks", "They were full.\nAll of them."],
  ["\n\nBigger disks", "Bigger disks", null],
])("calls %j by its first line", (message, title, body) => {
  expect(changeTitle({ message, counts: NO_COUNTS, set: "shop", prune: false })).toBe(title);
  expect(messageBody(message)).toBe(body);
});

it("names in an undo what is undone, as far as there is room", () => {
  expect(revertMessage("Bigger disks")).toBe('Revert "Bigger disks"');
  const long = revertMessage("💾".repeat(250));
  expect(long).toMatch(/^Revert "💾+…"$/u);
  expect(long.length).toBeLessThanOrEqual(500);
  expect(revertMessage("a".repeat(491))).toBe(`Revert "${"a".repeat(491)}"`);
});
