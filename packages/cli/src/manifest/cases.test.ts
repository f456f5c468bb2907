import { Readable } from "node:stream";
import { readDocuments as readText } from "@pragma/manifest";
import { asCase, DOCUMENT_CASES, generatedTexts } from "@pragma/manifest/cases";
import { describe, expect, it } from "vitest";
import type { Io } from "../io/io.ts";
import { readDocuments } from "./read-manifests.ts";

/** Reads a text as `-f -` does: bodies, or what is said of it. */
async function readStdin(text: string) {
  const io = { stdin: Readable.from([Buffer.from(text)]), cwd: "/" } as Partial<Io> as Io;
  try {
    const documents = await readDocuments(["-"], { draft: false, ifEmpty: null }, io);
    return { documents: documents.map(({ input }) => asCase(input)), said: "" };
  } catch (error) {
    return { documents: [], said: (error as Error).message };
  }
}

describe("the command", () => {
  it.each(DOCUMENT_CASES)("reads $name as everybody does", async ({ text, documents, faults }) => {
    const read = await readStdin(text);
    // It says one fault a line.
    for (const [first] of Map.groupBy(faults, (fault) => fault.split(":")[0]).values())
      expect(read.said).toContain(`-:${first?.replace(" ", ": ")}`);
    // If anything is wrong with the files, none is applied.
    expect(read.documents).toEqual(faults.length > 0 ? [] : documents);
  });

  it("reads generated texts as everybody does", async () => {
    for (const text of generatedTexts(1000)) {
      const { documents, faults } = readText(text);
      const isFit = faults.every(({ severity }) => severity === "warning");
      const expected = isFit ? documents.map(({ input }) => asCase(input)) : [];
      expect(await readStdin(text)).toEqual({
        documents: expected,
        said: isFit ? "" : expect.stringMatching(/^-:\d+:\d+: /),
      });
    }
  });
});
