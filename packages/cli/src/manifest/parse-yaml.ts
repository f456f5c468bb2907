import { type Document, LineCounter, parseAllDocuments, type YAMLError } from "yaml";
import { checkNodes, KEY_TWICE, NOT_JSON } from "./check-nodes.ts";
import { offsetOf } from "./offset-of.ts";
import type { Fault, Position } from "./position.ts";

/** A value in a file, and the positions of its parts. */
export interface Located {
  value: unknown;
  locate(path: readonly (string | number)[]): Position;
}

type Report = (offset: number, message: string) => void;

/**
 * Parses YAML, of which JSON is a subset: several documents, and each item of a list as a document. Values are plain
 * JSON. Messages quote keys and anchors, never values: a misplaced value may be a secret.
 */
export function parseYaml(file: string, text: string): { values: Located[]; faults: Fault[] } {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults: Fault[] = [];
  const values: Located[] = [];
  const report: Report = (offset, message) => faults.push({ file, at: position(offset), message });
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: "1.2",
    merge: true,
    // Duplicate key: the parser would use one of the values.
    uniqueKeys: true,
    // Tags of YAML 1.1, such as `!!binary` and `!!set`, are then unknown, and it warns of them.
    resolveKnownTags: false,
  });
  for (const document of parsed as Document.Parsed[]) {
    const wrong = [...document.errors, ...document.warnings];
    for (const error of wrong) report(error.pos[0], messageOf(error));
    if (wrong.length === 0) values.push(...located(document, position, report));
  }
  return { values, faults };
}

function located(document: Document.Parsed, position: (offset: number) => Position, report: Report): Located[] {
  const { contents } = document;
  if (contents === null) return [];
  let right = true;
  const targets = checkNodes(contents, (offset, message) => {
    right = false;
    report(offset, message);
  });
  if (!right) return [];
  const value = toValue(document, report);
  const locate = (path: readonly (string | number)[]) => position(offsetOf(contents, targets, path));
  if (value === null) return [];
  if (!Array.isArray(value)) return [{ value, locate }];
  return value.map((item: unknown, index) => ({ value: item, locate: (path) => locate([index, ...path]) }));
}

function toValue(document: Document.Parsed, report: Report): unknown {
  try {
    return document.toJS({ maxAliasCount: 1_000 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    // Aliases of aliases: a small file that would fill the memory.
    report(document.range[0], "has too many aliases");
    return null;
  }
}

/** The parser's message without its quotations. */
function messageOf({ message, code }: YAMLError): string {
  if (code === "UNEXPECTED_TOKEN") return "unexpected text: a quote, bracket or indentation before it may be wrong";
  if (code === "DUPLICATE_KEY") return KEY_TWICE;
  if (message.startsWith("Unresolved tag")) return NOT_JSON;
  const [first = ""] = message.split("\n");
  return first.replace(/"(?:[^"\\]|\\.)*"|: .*$/g, (quoted) => (quoted.startsWith(":") ? "" : "…"));
}
