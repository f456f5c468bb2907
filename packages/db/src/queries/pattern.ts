/** The pattern for LIKE and ILIKE that finds a text anywhere, taken literally. */
export function containing(text: string): string {
  return `%${escaped(text)}%`;
}

/** The pattern for LIKE and ILIKE that finds a text at the beginning. */
export function beginningWith(text: string): string {
  return `${escaped(text)}%`;
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
