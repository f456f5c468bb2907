import { MAX_CHANGE_BYTES } from "@pragma/contract";
import { expect, it } from "vitest";
import { changeInput, isTooLarge } from "./change-input.ts";
import { readDocuments } from "./read-documents.ts";

const NONE = { message: "", set: "", prune: false };

/** A document whose text is much shorter than what it means. */
const inputOf = (copies: number) => {
  const long = `long: &long ${"ü".repeat(100_000)}`;
  const all = Array(copies).fill("*long").join(", ");
  const text = `provider: pragma\nresource: config\nname: one\nconfig:\n  data:\n    ${long}\n    all: [${all}]\n`;
  return changeInput(readDocuments(text), NONE);
};

it("knows documents that are larger than a change may be, though their text is not", () => {
  expect(isTooLarge(inputOf(40))).toBe(false);
  expect(isTooLarge(inputOf(Math.ceil(MAX_CHANGE_BYTES / 200_000)))).toBe(true);
});

it("says only what was given", () => {
  const reading = readDocuments("provider: a\nresource: b\nname: c\nconfig: {}\n");
  expect(changeInput(reading, { message: " why ", set: "shop", prune: true })).toMatchObject({
    documents: [{ name: "c" }],
    message: "why",
    set: "shop",
    prune: true,
  });
  expect(changeInput(reading, NONE)).toEqual({ documents: reading.inputs });
});
