import type { Json } from "@pragma/contract";
import { Document, LineCounter, parseAllDocuments, parseDocument, type ToStringOptions, visit } from "yaml";

/** YAML as the command reads it, so that a file means the same here: `<<` merges, and tags make no other kinds of values. */
const OPTIONS = { version: "1.2", merge: true, resolveKnownTags: false, stringKeys: true } as const;

/** A document with all that is wrong with its text: what is only a warning to the parser is no JSON. */
export function parseText(text: string): { document: Document; lines: LineCounter; faults: YamlFault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines, prettyErrors: false, strict: true });
  return { document, lines, faults: faultsOf(document) };
}

/** Several documents, one after another with `---` between, each with what is wrong with its text. */
export function parseTexts(text: string): {
  documents: { document: Document; faults: YamlFault[] }[];
  lines: LineCounter;
} {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { ...OPTIONS, lineCounter: lines, prettyErrors: false, strict: true });
  const documents = (parsed as Document[]).map((document) => ({ document, faults: faultsOf(document) }));
  return { documents, lines };
}

function faultsOf(document: Document): YamlFault[] {
  return [...document.errors, ...document.warnings].map(({ message, pos: [from, to] }) => ({
    message: message.startsWith("Unresolved tag") ? "This is not a JSON value" : message,
    from,
    to,
  }));
}

export interface YamlFault {
  message: string;
  from: number;
  to: number;
}

/** What a document says; undefined if it is empty. @throws Error for too many aliases, and for one inside what it names */
export function readValue(document: Document): Json | undefined {
  const value = document.toJS({ maxAliasCount: 100 }) as Json | undefined;
  refuseCircles(value, new Set());
  return value;
}

function refuseCircles(value: Json | undefined, around: Set<Json>): void {
  if (typeof value !== "object" || value === null) return;
  if (around.has(value)) throw new Error("An alias refers to a value that contains it");
  around.add(value);
  for (const item of Object.values(value)) refuseCircles(item, around);
  around.delete(value);
}

/**
 * A value as a document that reads back as the same: `<<` in quotes merges nothing, and the lines of a text of spaces alone
 * are not taken for its indentation.
 */
export function writeValue(value: Json): Document {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (needsQuotes(scalar.value)) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return document;
}

function needsQuotes(value: unknown): boolean {
  return value === "<<" || (typeof value === "string" && value.includes("\n") && value.trim() === "");
}

/** The text of a document. Lines stay as long as they are: the library loses spaces where it breaks one in quotes. */
export function textOf(document: Document, options: ToStringOptions = {}): string {
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true, ...options });
}
