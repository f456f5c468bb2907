import type { Json, Path } from "@pragma/language";
import { type Document, LineCounter, type Node, parseAllDocuments, parseDocument, type YAMLError } from "yaml";
import { checkNodes, NOT_JSON, TOO_DEEP } from "./check-nodes.ts";
import { Contents } from "./contents.ts";
import { MAX_TEXT_BYTES } from "./limits.ts";
import { locate } from "./locate.ts";
import { type PathAt, pathAt } from "./path-at.ts";
import type { Place, Position, TextRange } from "./place.ts";

/** Fault of a text. Quotes keys and anchors, never values: a misplaced value may be a secret. */
export interface TextFault extends TextRange {
  message: string;
}

/** One document of a text. */
export interface ParsedDocument {
  /** Plain JSON; undefined if the document is empty or has faults. */
  value: Json | undefined;
  faults: readonly TextFault[];
  /** As far as the text could be read. */
  placeOf(path: Path): Place;
  /** The path of the innermost key or element at an offset; null between them. */
  pathAt(offset: number): PathAt | null;
}

/** The documents of a text. */
export interface ParsedText {
  documents: readonly ParsedDocument[];
  positionOf(offset: number): Position;
}

const OPTIONS = {
  prettyErrors: false,
  version: "1.2",
  merge: true,
  // Duplicate keys are found elsewhere: the parser would compare each key with all before it to find them.
  uniqueKeys: false,
  // Tags of YAML 1.1, such as `!!binary` and `!!set`, are then unknown, and it warns of them.
  resolveKnownTags: false,
} as const;

/** Parses YAML, of which JSON is a subset: one or several documents, each with what is wrong with it. */
export function parseText(text: string): ParsedText {
  const lines = new LineCounter();
  const documents = parseNodes(text, lines).map(parsedOf);
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  return { documents, positionOf };
}

/** A document as the library has it, checked, and with its keys as texts. */
export interface ParsedNodes {
  document: Document | null;
  contents: Contents;
  faults: readonly TextFault[];
}

/** The document to put something into where a text has none: its comments, if it has any. */
export function emptyDocument(text: string): Document {
  return parseDocument(text, OPTIONS) as Document;
}

/** The same as `parseText`, for those who change a document. */
export function parseNodes(text: string, lineCounter = new LineCounter()): ParsedNodes[] {
  if (text.length > MAX_TEXT_BYTES) return [refused(`this is larger than ${MAX_TEXT_BYTES} bytes`)];
  try {
    return (parseAllDocuments(text, { ...OPTIONS, lineCounter }) as Document[]).map(checked);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser calls itself for each level.
    return [refused(TOO_DEEP)];
  }
}

function refused(message: string): ParsedNodes {
  return { document: null, contents: new Contents(new Map()), faults: [{ from: 0, to: 0, message }] };
}

function checked(document: Document): ParsedNodes {
  const wrong = [...document.errors, ...document.warnings];
  // After the first error of this kind there is one for each bracket.
  const deep = wrong.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  const faults: TextFault[] = [];
  for (const error of deep ? [deep] : wrong) {
    const [from, to] = error.pos;
    const message = messageOf(error);
    const last = faults.at(-1);
    if (last?.from !== from || last.message !== message) faults.push({ from, to, message });
  }
  const root = document.contents as Node | null;
  const isChecked = faults.length === 0 && root !== null;
  const targets = isChecked
    ? checkNodes(root, (range, message) => faults.push({ ...range, message }))
    : new Map<unknown, Node>();
  return { document, contents: new Contents(targets), faults };
}

function parsedOf({ document, contents, faults }: ParsedNodes): ParsedDocument {
  const root = (document?.contents ?? null) as Node | null;
  return {
    value: root === null || faults.length > 0 ? undefined : contents.valueOf(root),
    faults,
    placeOf: (path) => locate(root, contents, path),
    pathAt: (offset) => pathAt(root, offset),
  };
}

/** Where the parser's own words quote a value, or do not say what to do. */
const MESSAGES: { [Code in YAMLError["code"]]?: string } = {
  UNEXPECTED_TOKEN: "unexpected text: a quote, bracket or indentation before it may be wrong",
  RESOURCE_EXHAUSTION: TOO_DEEP,
  TAG_RESOLVE_FAILED: `${NOT_JSON}; a text that begins with ! needs quotes`,
  BAD_DQ_ESCAPE: "a backslash begins an escape sequence, and this is none; a plain one is written \\\\",
  KEY_OVER_1024_CHARS: "this key has more than 1,024 characters; such a key needs a ? and a space before it",
};

/** The parser's message without its quotations. */
function messageOf({ message, code }: YAMLError): string {
  const known = MESSAGES[code];
  if (known !== undefined) return known;
  if (/^Missing closing ["']/.test(message)) return "a text in quotes is not closed before this";
  const [first = ""] = message.split("\n");
  return first.replace(/"(?:[^"\\]|\\.?)*"?|: .*/g, (quoted) => (quoted.startsWith(":") ? "" : "…"));
}
