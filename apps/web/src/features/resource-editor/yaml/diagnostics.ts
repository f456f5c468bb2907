import { locate, type TextRange } from "../manifest/locate.ts";
import type { Problem } from "../manifest/problem.ts";
import type { Reading } from "../manifest/read-manifest.ts";

/** Where in the text a problem is, at least one character wide where there is one. */
export function rangeOf(
  { path, range }: Pick<Problem, "path" | "range">,
  { document }: Reading,
  length: number,
): TextRange {
  const { from, to } = range ?? locate(document, path);
  const end = Math.min(Math.max(to, from + 1), length);
  return { from: Math.min(from, end), to: end };
}

/** Problems as marks in the text. */
export function diagnosticsOf(
  problems: readonly Problem[],
  reading: Reading,
  length: number,
): (TextRange & { severity: "error" | "warning"; message: string })[] {
  return problems.map((problem) => ({
    ...rangeOf(problem, reading, length),
    severity: problem.severity,
    message: problem.message,
  }));
}
