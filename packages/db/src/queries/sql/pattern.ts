/** The LIKE and ILIKE pattern that finds a literal text anywhere. */
export function containing(text: string): string {
  return `%${escaped(text)}%`;
}

/** The LIKE and ILIKE pattern that finds a literal text at the beginning. */
export function beginningWith(text: string): string {
  return `${escaped(text)}%`;
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
