import {
  type Document,
  isCollection,
  isMap,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type YAMLError,
} from "yaml";
import type { Fault, Position } from "./position.ts";

/** A value in a file, and where its parts are. */
export interface Located {
  value: unknown;
  locate(path: readonly (string | number)[]): Position;
}

/**
 * Reads YAML, of which JSON is a part: several documents, and a list as so many documents. Messages never quote the text: a
 * secret may stand where it is wrong.
 */
export function parseYaml(file: string, text: string): { values: Located[]; faults: Fault[] } {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults: Fault[] = [];
  const values: Located[] = [];
  // Two values under one key: the parser would take one of them; an unknown tag it would drop.
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: "1.2" });
  for (const document of parsed as Document.Parsed[]) {
    const wrong = [...document.errors, ...document.warnings];
    for (const error of wrong) faults.push({ file, at: position(error.pos[0]), message: messageOf(error) });
    if (wrong.length === 0 && document.contents !== null) values.push(...located(document, position, file, faults));
  }
  return { values, faults };
}

function located(
  document: Document.Parsed,
  position: (offset: number) => Position,
  file: string,
  faults: Fault[],
): Located[] {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 1_000 });
    const locate = (path: readonly (string | number)[]) => position(offsetOf(document, path));
    if (value === null) return [];
    if (!Array.isArray(value)) return [{ value, locate }];
    return value.map((item: unknown, index) => ({ value: item, locate: (path) => locate([index, ...path]) }));
  } catch {
    // Aliases of aliases: a small text that would fill the memory.
    faults.push({ file, at: position(document.range[0]), message: "has too many aliases" });
    return [];
  }
}

/** Of the key, where there is one: that is where the eye looks. */
function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? document.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String((key as { value?: unknown } | null)?.value) === String(step));
      if (pair === undefined) break;
      offset = (pair.key as Node | null)?.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (item === undefined) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else if (!isCollection(node)) break;
  }
  return offset;
}

/** What the parser says without the quotations in it. */
function messageOf({ message, code }: YAMLError): string {
  if (code === "UNEXPECTED_TOKEN") return "unexpected text: a quote, bracket or indentation before it may be wrong";
  if (code === "DUPLICATE_KEY") return "this key is here twice";
  const [first = ""] = message.split("\n");
  return first.replace(/"(?:[^"\\]|\\.)*"|: .*$/g, (quoted) => (quoted.startsWith(":") ? "" : "…"));
}
