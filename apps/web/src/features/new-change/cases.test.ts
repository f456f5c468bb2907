import { readManifest, readDocuments as readText } from "@pragma/manifest";
import { asCase, DOCUMENT_CASES, generatedTexts } from "@pragma/manifest/cases";
import { expect, it } from "vitest";
import { readDocuments } from "./read-documents.ts";

/** Reads a text as a new change does: bodies, and errors by their lines. */
function read(text: string) {
  const { inputs, faults } = readDocuments(text);
  const errors = faults.filter(({ severity }) => severity === "error");
  return { documents: inputs.map(asCase), said: errors.map(({ line, message }) => `${line} ${message}`) };
}

it.each(DOCUMENT_CASES)("a new change reads $name as everybody does", ({ text, documents, faults }) => {
  const found = read(text);
  expect(found.documents).toEqual(documents);
  expect(found.said).toEqual(faults.map((fault) => expect.stringContaining(fault.replace(/:\d*/, ""))));
});

it.each(DOCUMENT_CASES)("the editor reads $name as everybody does", ({ text, documents, faults }) => {
  const [only, ...more] = documents;
  if (only === undefined || more.length > 0 || faults.length > 0) return;
  const { manifest, problems } = readManifest(text);
  // A list, even of one resource, is for a change.
  if (problems.some(({ path, severity }) => severity === "error" && path.length === 0)) return;
  expect(manifest).toMatchObject({ name: only["name"], config: only["config"] });
});

it("a new change reads generated texts as everybody does", () => {
  for (const text of generatedTexts(1000)) {
    const { documents, faults } = readText(text);
    const errors = faults.filter(({ severity }) => severity === "error");
    const found = read(text);
    expect(found.documents).toEqual(documents.map(({ input }) => asCase(input)));
    expect(found.said).toHaveLength(errors.length);
  }
});
