/** How many letters may differ for a word to be meant. */
const MAX_DISTANCE = 2;

/** The candidate that was most likely meant by a mistyped word. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const rated = candidates.map((candidate) => ({ candidate, far: distance(word, candidate) }));
  const [best] = rated.sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.min(MAX_DISTANCE, word.length - 1) ? best.candidate : undefined;
}

/** Levenshtein's: the least number of letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
