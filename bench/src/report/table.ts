import { type Row, targetText, valueText, verdict } from "./row.ts";

const HEAD = ["path", "figure", "beside", "value", "target", ""];

/** The rows as a Markdown table with padded columns, good for a terminal and for a page. */
export function table(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(3, ...cells.map((line) => (line[column] ?? "").length)));
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

function cellsOf(row: Row): string[] {
  return [row.path, row.figure, row.beside, valueText(row), targetText(row), verdict(row)];
}
