import type { Path } from "@pragma/contract";

/** The cursor's place in a YAML text, judged by indentation alone: unfinished text is rarely valid. */
export interface YamlContext {
  /** The mapping that the key stands in, or the path of the value. */
  path: Path;
  kind: "key" | "value";
  /** Where the word that is being typed begins. */
  from: number;
  /** Keys that the mapping already has. */
  siblings: string[];
}

interface Line {
  indent: number;
  /** Without indentation and dash. */
  text: string;
  /** How many `- ` stand before the text. */
  dashes: number;
  /** Where each dash stands. */
  dashColumns: number[];
}

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#&*!|>'"%@`{}[\],:][^#]*?))\s*:(?=\s|$)/;

/** Finds the path at a place of a text; null inside comments, block texts and flow collections. */
export function yamlContext(text: string, offset: number): YamlContext | null {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(start, offset);
  if (/(^|\s)#/.test(before)) return null;
  const lines = text.slice(0, start).split("\n").slice(0, -1).map(readLine);
  const current = readLine(before);
  if (inBlockText(lines, current) || inFlow(current.text)) return null;

  const key = KEY.exec(current.text);
  const holder = pathAbove(lines, current);
  if (key) {
    const value = current.text.slice(key[0].length);
    const from = offset - value.trimStart().length;
    return { path: [...holder, keyOf(key)], kind: "value", from, siblings: [] };
  }
  const from = offset - current.text.length;
  // After a dash there may be a plain element or the first key of a mapping.
  const kind = current.dashes > 0 && current.text === "" ? "value" : "key";
  return { path: holder, kind, from, siblings: siblingsOf(text, start, current) };
}

function readLine(raw: string): Line {
  let column = 0;
  const dashColumns: number[] = [];
  for (;;) {
    while (raw[column] === " ") column++;
    if (raw[column] !== "-" || (raw[column + 1] !== " " && raw[column + 1] !== undefined)) break;
    dashColumns.push(column);
    column++;
  }
  return { indent: column, text: raw.slice(column), dashes: dashColumns.length, dashColumns };
}

function keyOf(match: RegExpExecArray): string {
  return match[1] ?? match[2] ?? match[3] ?? "";
}

/** The path of the collection that a line stands in: up the text, to ever smaller indentations. */
function pathAbove(lines: readonly Line[], current: Line): Path {
  const path: Path = [];
  let column = current.indent;
  const dashes = [...current.dashColumns];
  let row = lines.length - 1;
  const element = (at: number): void => {
    path.unshift(elementIndex(lines, row, at));
    column = at;
  };
  for (let dash = dashes.pop(); dash !== undefined; dash = dashes.pop()) element(dash);
  for (; row >= 0 && column >= 0; row--) {
    const line = lines[row] as Line;
    if (line.text.trim() === "" || line.text.startsWith("#")) continue;
    const opens = KEY.exec(line.text);
    const inElement = path[0] !== undefined && typeof path[0] === "number";
    // Elements of a list may stand in the column of the list's own key.
    if (opens && (line.indent < column || (inElement && line.indent === column && line.dashes === 0))) {
      path.unshift(keyOf(opens));
      column = line.indent;
      if (line.dashes === 0 && column === 0) break;
    }
    if (line.dashes === 0) continue;
    const own = [...line.dashColumns].filter((at) => at < column || (at < line.indent && line.indent <= column));
    row--;
    for (let dash = own.pop(); dash !== undefined; dash = own.pop()) element(dash);
    row++;
  }
  return path;
}

/** How many elements precede it in the same list. */
function elementIndex(lines: readonly Line[], from: number, column: number): number {
  let count = 0;
  for (let row = from; row >= 0; row--) {
    const line = lines[row] as Line;
    if (line.text.trim() === "" && line.dashes === 0) continue;
    const first = line.dashColumns[0] ?? line.indent;
    if (line.dashColumns.includes(column)) count++;
    else if (first < column || (first === column && line.dashes === 0)) break;
    if (first < column) break;
  }
  return count;
}

/** Keys of the same mapping, above and below. */
function siblingsOf(text: string, start: number, current: Line): string[] {
  const all = text.split("\n");
  const at = text.slice(0, start).split("\n").length - 1;
  const keys: string[] = [];
  const scan = (rows: string[], downwards: boolean): void => {
    for (const raw of rows) {
      const line = readLine(raw);
      if (line.text.trim() === "" && line.dashes === 0) continue;
      const outer = line.dashColumns[0] ?? line.indent;
      if (line.indent < current.indent || (downwards && line.dashes > 0 && outer < current.indent)) return;
      const key = line.indent === current.indent ? KEY.exec(line.text) : null;
      if (key) keys.push(keyOf(key));
      if (line.dashes > 0 && outer < current.indent) return;
    }
  };
  if (current.dashes === 0) scan(all.slice(0, at).reverse(), false);
  scan(all.slice(at + 1), true);
  return keys;
}

function inFlow(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\$\{[^}]*\}?/g, "");
  return /[[{]/.test(bare.replace(/\[[^[\]]*\]|\{[^{}]*\}/g, ""));
}

function inBlockText(lines: readonly Line[], current: Line): boolean {
  let column = current.indent;
  if (current.text === "" && current.dashes === 0) column = Math.max(column, 1);
  for (const line of [...lines].reverse()) {
    if (line.text.trim() === "" || line.indent >= column) continue;
    if (/(^|\s)[|>][+-]?\d?\s*$/.test(line.text) && KEY.test(line.text)) return true;
    column = line.indent;
  }
  return false;
}
