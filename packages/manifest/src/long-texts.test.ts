import { expect, it } from "vitest";
import { readDocuments } from "./index.ts";

const HEAD = "provider: p\nresource: t\nname: n\n";
/** Of what grows with the square of the lines, these take minutes. */
const LINES = 40_000;
const lines = (line: (index: number) => string) =>
  Array.from({ length: LINES }, (_, index) => `${line(index)}\n`).join("");

/** What the last fault says, and how many there are. */
function lastFault(text: string) {
  const { faults, positionOf } = readDocuments(text);
  const last = faults.at(-1);
  return { count: faults.length, line: last && positionOf(last.at).line, message: last?.message };
}

it("reads many anchors and aliases", () => {
  const text = `${HEAD}config:\n${lines((index) => `  k${index}: &a${index} 1\n  l${index}: *a${index}`)}`;
  const { documents, faults } = readDocuments(text);
  expect(faults).toEqual([]);
  expect(documents[0]?.input.config[`l${LINES - 1}`]).toBe(1);
});

it("places many faults", () => {
  expect(lastFault(`${HEAD}config:\n${lines((index) => `  k${index}: 12345678901234567890`)}`)).toMatchObject({
    count: LINES,
    line: LINES + 4,
    message: "this is too large a number to be kept exactly; write it in quotes",
  });
  expect(lastFault(HEAD + lines((index) => `k${index}: 1`))).toMatchObject({ count: LINES, line: LINES + 3 });
});
