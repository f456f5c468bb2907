import { oneLine, printable } from "../../output/printable.ts";

/** The characters shown of one text; the rest is counted. */
const MOST_CHARACTERS = 1_000;
/** Deeper values are shown on one line. */
const MOST_DEPTH = 12;

/** A value that fits on one line, as JSON, without what would act on a terminal. */
export function inlineValue(value: unknown): string {
  return cut(oneLine(JSON.stringify(value) ?? "null"));
}

/** Whether a value is shown on one line. */
export function isInline(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\n");
  if (typeof value !== "object" || value === null) return true;
  return Object.keys(value).length === 0;
}

/**
 * A value as lines, the way that YAML is laid out: indented by two for each level, `|` before the lines of a text.
 */
function valueLines(value: unknown, depth = 0): string[] {
  if (isInline(value) || depth > MOST_DEPTH) return [inlineValue(value)];
  if (typeof value === "string") return ["|", ...textLines(value).map((line) => `  ${line}`)];
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first = "", ...rest] = valueLines(item, depth + 1);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  return Object.entries(value as object).flatMap(([key, item]) => memberLines(oneLine(key), item, depth));
}

/** `name: value`, or the value below its name. */
export function memberLines(name: string, value: unknown, depth = 0): string[] {
  const lines = valueLines(value, depth + 1);
  if (isInline(value) || depth + 1 > MOST_DEPTH) return [`${name}: ${lines[0]}`];
  if (typeof value === "string") return [`${name}: |`, ...lines.slice(1)];
  return [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

/** The lines of a text. */
export function textLines(text: string): string[] {
  const lines = printable(text).split("\n").map(cut);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}… (${text.length.toLocaleString("en")} characters)`;
}
