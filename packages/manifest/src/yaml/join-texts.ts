/**
 * Texts as documents of one text. No line is added or taken away between them: the line breaks at the end of a text may be
 * part of a value.
 */
export function joinTexts(texts: readonly string[]): string {
  return texts.map((text) => (text === "" || text.endsWith("\n") ? text : `${text}\n`)).join("---\n");
}
