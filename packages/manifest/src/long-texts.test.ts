import { expect, it } from "vitest";
import { readDocuments } from "./index.ts";

const HEAD = "provider: p\nresource: t\nname: n\nconfig:\n";
/** With a cost that grows with the square of the lines, these take minutes. */
const TIMEOUT_MS = 60_000;

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
}

it("reads many anchors and aliases", { timeout: TIMEOUT_MS }, () => {
  const { documents, faults } = readDocuments(
    HEAD + lines(25_000, (index) => `  k${index}: [&a${index} 1, *a${index}]`),
  );
  expect(faults).toEqual([]);
  expect(documents[0]?.input.config["k24999"]).toEqual([1, 1]);
});

it("places many faults", { timeout: TIMEOUT_MS }, () => {
  const { faults, positionOf } = readDocuments(HEAD + lines(60_000, (index) => `  k${index}: 12345678901234567890`));
  expect(faults).toHaveLength(60_000);
  expect(positionOf(faults.at(-1)?.at ?? 0)).toEqual({ line: 60_004, column: 3 });
});
