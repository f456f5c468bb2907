import type { Path } from "@pragma/language";

/** Something wrong with a document, at a path of it. */
export interface DocumentProblem {
  path: Path;
  message: string;
  /** Severity: with a warning, the part is ignored and the document is fit. */
  severity: "error" | "warning";
  /** It is only missing: nothing that somebody wrote. */
  missing?: true;
}

export type Complain = (path: Path, message: string, how?: Partial<Omit<DocumentProblem, "path" | "message">>) => void;

/** Collects problems. */
export function complainTo(problems: DocumentProblem[]): Complain {
  return (path, message, how = {}) => {
    problems.push({ path, message, severity: "error", ...how });
  };
}
