/** What every secret of a run begins with, so that it is known wherever it turns up. */
export const SECRET_PREFIX = "classified-";

/** A text that must not be seen by anybody but handlers. */
export function secretText(text: string): string {
  return `${SECRET_PREFIX}${text}`;
}

export function isSecret(text: string): boolean {
  return text.includes(SECRET_PREFIX);
}
