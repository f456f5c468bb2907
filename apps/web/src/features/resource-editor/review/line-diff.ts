import { diffArrays } from "diff";

/** A line of a comparison. Numbers are those of the old and the new text; null where it has no such line. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  before: number | null;
  after: number | null;
}

/** Beyond this many different lines, everything counts as replaced: the work is quadratic. */
const MAX_DIFFERENT = 1000;

/** Compares two texts line by line, by the fewest lines that have to be removed and added (Myers 1986). */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const parts = diffArrays(old, now, { maxEditLength: MAX_DIFFERENT }) ?? [
    { value: old, removed: true, added: false },
    { value: now, removed: false, added: true },
  ];
  let o = 0;
  let n = 0;
  return parts.flatMap(({ value, added, removed }) =>
    value.map((text): DiffLine => {
      if (removed) return { kind: "removed", text, before: ++o, after: null };
      if (added) return { kind: "added", text, before: null, after: ++n };
      return { kind: "same", text, before: ++o, after: ++n };
    }),
  );
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** Keeps changed lines and `around` lines of context; null stands for omitted lines. */
export function withContext(lines: readonly DiffLine[], around: number): (DiffLine | null)[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== "same"),
  );
  return lines.flatMap((line, at) => {
    if (near[at]) return [line];
    return at === 0 || near[at - 1] ? [null] : [];
  });
}
