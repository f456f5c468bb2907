import { oneLine } from "./printable.ts";
import type { Color, Style } from "./style.ts";
import { padTo, widthOf } from "./width.ts";

export interface Cell {
  text: string;
  color: Color | undefined;
}

export type CellValue = string | number | boolean | null | undefined | Cell;

/**
 * Columns under their headings. Nothing is truncated, so that piped output is complete; the last column is not padded.
 *
 * @param none said in place of a table without rows
 */
export function table(head: readonly string[], rows: readonly CellValue[][], style: Style, none: string): string {
  if (rows.length === 0) return none;
  const cells = rows.map((row) => row.map(toCell));
  const widths = head.map((title, index) =>
    Math.max(title.length, ...cells.map((row) => widthOf(row[index]?.text ?? ""))),
  );
  const pad = (text: string, index: number) => (index === head.length - 1 ? text : padTo(text, widths[index] ?? 0));
  const lines = cells.map((row) =>
    row
      .map(({ text, color }, index) => paint(pad(text, index), color, style))
      .join("  ")
      .trimEnd(),
  );
  return [style("dim", head.map(pad).join("  ").trimEnd()), ...lines].join("\n");
}

/** Names and values below each other. */
export function fields(rows: readonly (readonly [string, CellValue])[], style: Style): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 1;
  return rows
    .map(([name, value]) => {
      const { text, color } = toCell(value);
      return `${style("dim", `${name}:`.padEnd(width))}  ${paint(text, color, style)}`;
    })
    .join("\n");
}

function toCell(value: CellValue): Cell {
  if (typeof value === "object" && value !== null) return { ...value, text: oneLine(value.text) };
  return {
    text: value === null || value === undefined || value === "" ? "-" : oneLine(String(value)),
    color: undefined,
  };
}

function paint(text: string, color: Color | undefined, style: Style): string {
  return color === undefined ? text : style(color, text);
}
