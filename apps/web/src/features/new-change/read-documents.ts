import type { ChangeDocument, Path, ValidationIssue } from "@pragma/contract";
import { readDocuments as readText, type TextRange } from "@pragma/manifest";
import { checkInput } from "~/features/resource-editor/manifest/check-manifest.ts";
import { serverProblems } from "~/features/resource-editor/manifest/server-problems.ts";

/** Something wrong at a place of the text. */
export interface Fault {
  message: string;
  severity: "error" | "warning";
  range: TextRange;
  /** From 1. */
  line: number;
}

/** Several documents, as a change takes them. */
export interface DocumentsReading {
  /** Inputs of the documents that can be sent, in order. */
  inputs: ChangeDocument[];
  faults: Fault[];
  /** Where a part of a document that is sent is in the text. */
  locate(index: number, path: Path): TextRange;
  /** The line of its key, from 1, as the command says it. */
  lineOf(index: number, path: Path): number;
}

/** Reads documents as the command does, and checks them by the rules for all types. */
export function readDocuments(text: string): DocumentsReading {
  const { documents, faults, positionOf } = readText(text);
  const wrong = documents.flatMap(({ input, placeOf }) =>
    checkInput(input).map(({ path, message, severity }) => ({ message, severity, ...placeOf(path) })),
  );
  const all = [...faults, ...wrong].sort((a, b) => a.range.from - b.range.from);
  return {
    inputs: documents.map(({ input }) => input),
    faults: all.map(({ message, severity, at, range }) => {
      return { message, severity, range: atLeastOne(range), line: positionOf(at).line };
    }),
    locate: (index, path) => atLeastOne(documents[index]?.placeOf(path).range ?? { from: 0, to: 0 }),
    lineOf: (index, path) => positionOf(documents[index]?.placeOf(path).at ?? 0).line,
  };
}

/** A mark of no characters would not be seen. */
function atLeastOne({ from, to }: TextRange): TextRange {
  return { from, to: Math.max(to, from + 1) };
}

/** The server's refusals, at their places in the text. Issues that are about no document are left out. */
export function serverFaults(reading: DocumentsReading, issues: readonly ValidationIssue[]): Fault[] {
  return issues.flatMap(({ loc: [root, index, ...rest], msg, type }) => {
    if (root !== "documents" || typeof index !== "number") return [];
    const [problem] = serverProblems([{ loc: rest, msg, type }]);
    if (!problem) return [];
    const range = reading.locate(index, problem.path);
    return [{ message: msg, severity: "error" as const, range, line: reading.lineOf(index, problem.path) }];
  });
}
