/** Up to this length a word is short: a second wrong letter makes it a different word. */
const SHORT = 5;
/** Longer words, or more candidates, are not compared: each comparison takes the product of both lengths. */
const MAX_LENGTH = 128;
const MAX_CANDIDATES = 500;

/** The candidate most likely meant by a mistyped word: `edit` is not `wait`. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const allowed = Math.min(word.length > SHORT ? 2 : 1, word.length - 1);
  let best: { candidate: string; far: number } | undefined;
  for (const candidate of candidates.slice(0, MAX_CANDIDATES)) {
    if (word.length > MAX_LENGTH || Math.abs(candidate.length - word.length) > allowed) continue;
    const far = distance(word, candidate);
    if (far <= allowed && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { candidate, far };
  }
  return best?.candidate;
}

/** The minimum number of letters to insert, delete, replace, or swap with the next one. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(swapped ? Math.min(least, (before[j - 2] ?? 0) + 1) : least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
