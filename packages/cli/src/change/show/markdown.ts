/** The longest run of backticks in a text; a fence or a span that is longer cannot be ended by it. */
export function longestBackticks(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

/** A text as code within a line. It must be one line. */
export function codeSpan(text: string): string {
  const fence = "`".repeat(longestBackticks(text) + 1);
  // A space at each side is taken away again, and keeps backticks apart.
  return `${fence} ${text} ${fence}`;
}

/** A text as a block of code, which it cannot end. */
export function codeBlock(language: string, text: string): string {
  const fence = "`".repeat(Math.max(3, longestBackticks(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}
