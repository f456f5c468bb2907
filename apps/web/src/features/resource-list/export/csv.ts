const NEEDS_QUOTES = /[",\r\n]/;
/** Beginnings of spreadsheet formulas. */
const FORMULA = /^[=+\-@\t\r]/;

/** A line of RFC 4180. Texts that a spreadsheet would run are marked as texts. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
