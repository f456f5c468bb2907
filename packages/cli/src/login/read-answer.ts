/** The outcome of a login at the dashboard. */
export interface Answer {
  code: string | null;
  state: string | null;
  error: string | null;
}

/**
 * Parses pasted input: the code, or the whole URL that the browser was sent to.
 *
 * @returns null for an empty line
 */
export function readAnswer(text: string): Answer | null {
  const line = text.trim();
  if (line === "") return null;
  if (!/^https?:\/\//.test(line) || !URL.canParse(line)) return { code: line, state: null, error: null };
  const { searchParams } = new URL(line);
  return { code: searchParams.get("code"), state: searchParams.get("state"), error: searchParams.get("error") };
}
