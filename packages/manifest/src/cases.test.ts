import { expect, it } from "vitest";

import { asCase, DOCUMENT_CASES } from "../test/cases/index.ts";
import { readDocuments } from "./index.ts";

it("has a table of at least 74 cases without duplicates", () => {
  expect(DOCUMENT_CASES.length).toBeGreaterThanOrEqual(74);
  expect(new Set(DOCUMENT_CASES.map(({ name }) => name)).size).toBe(DOCUMENT_CASES.length);
});

it.each(DOCUMENT_CASES)("reads $name", ({ text, documents, faults }) => {
  const reading = readDocuments(text);
  const said = reading.faults.flatMap(({ severity, at, message }) => {
    const { line, column } = reading.positionOf(at);
    return severity === "error" ? [`${line}:${column} ${message}`] : [];
  });
  expect(said).toEqual(faults.map((fault) => expect.stringContaining(fault)));
  expect(reading.documents.map(({ input }) => asCase(input))).toEqual(documents);
});
