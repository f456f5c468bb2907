/** A line of a comparison. Numbers are those of the old and the new text; null where it has no such line. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  before: number | null;
  after: number | null;
}

/** Beyond this many comparisons everything in between counts as replaced: a browser would stand still. */
const MAX_CELLS = 4_000_000;

/** Compares two texts line by line, by their longest common part. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const kinds = [
    ...Array<DiffLine["kind"]>(head).fill("same"),
    ...compare(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...Array<DiffLine["kind"]>(tail).fill("same"),
  ];
  let o = 0;
  let n = 0;
  return kinds.map((kind) => {
    if (kind === "removed") return { kind, text: old[o] ?? "", before: ++o, after: null };
    if (kind === "added") return { kind, text: now[n] ?? "", before: null, after: ++n };
    return { kind, text: old[o] ?? "", before: ++o, after: ++n };
  });
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function compare(old: readonly string[], now: readonly string[]): DiffLine["kind"][] {
  const width = now.length + 1;
  if (old.length * now.length > MAX_CELLS) {
    return [...old.map(() => "removed" as const), ...now.map(() => "added" as const)];
  }
  // common[i][j]: how many lines the rests from i and j on have in common.
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const below = common[(i + 1) * width + j] ?? 0;
      const right = common[i * width + j + 1] ?? 0;
      const both = (common[(i + 1) * width + j + 1] ?? 0) + 1;
      common[i * width + j] = old[i] === now[j] ? both : Math.max(below, right);
    }
  }
  const kinds: DiffLine["kind"][] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      kinds.push("same");
      i++;
      j++;
    } else if (
      j >= now.length ||
      (i < old.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      kinds.push("removed");
      i++;
    } else {
      kinds.push("added");
      j++;
    }
  }
  return kinds;
}

/** Keeps what changed and `around` lines about it; null stands for lines left out. */
export function withContext(lines: readonly DiffLine[], around: number): (DiffLine | null)[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== "same"),
  );
  return lines.flatMap((line, at) => {
    if (near[at]) return [line];
    return at === 0 || near[at - 1] ? [null] : [];
  });
}
