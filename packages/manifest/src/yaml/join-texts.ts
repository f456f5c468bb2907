/** First character after the comments at the beginning. */
const FIRST = /^[ \t]*[^\s#]/m;

/**
 * Texts as documents of one text. No line is added or taken away between them: the line breaks at the end of a text may be
 * part of a value.
 */
export function joinTexts(texts: readonly string[]): string {
  const ended = texts.map((text) => (text === "" || text.endsWith("\n") ? text : `${text}\n`));
  // Before directives, such as `%YAML 1.2`, another document must have ended.
  const between = (text: string) => (FIRST.exec(text)?.[0] === "%" ? "...\n" : "---\n");
  return ended.map((text, index) => (index === 0 ? text : between(text) + text)).join("");
}
