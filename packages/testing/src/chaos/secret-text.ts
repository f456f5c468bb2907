/** The prefix of every secret of a run, so that it is recognised wherever it appears. */
export const SECRET_PREFIX = "classified-";

/** A text that only handlers may see. */
export function secretText(text: string): string {
  return `${SECRET_PREFIX}${text}`;
}

export function isSecret(text: string): boolean {
  return text.includes(SECRET_PREFIX);
}
