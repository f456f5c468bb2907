import type { Reading, TextRange } from "@pragma/manifest";
import type { Problem } from "../manifest/problem.ts";

/** Where in the text a problem is, at least one character wide where there is one. */
export function rangeOf(
  { path, range }: Pick<Problem, "path" | "range">,
  { placeOf }: Reading,
  length: number,
): TextRange {
  const { from, to } = range ?? placeOf(path).range;
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
