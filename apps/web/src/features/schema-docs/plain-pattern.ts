const MAX_LENGTH = 200;
/** The longest text that is ever tried takes time by the power of this. */
const MAX_QUANTIFIERS = 3;

/**
 * Whether a pattern can be run on a short text without fear. It was written by a stranger, and `^(a+)+$` takes forever:
 * what repeats something that itself repeats is not run here, nor what looks around or back.
 */
export function isPlainPattern(pattern: string): boolean {
  if (pattern.length > MAX_LENGTH) return false;
  const bare = pattern
    .replaceAll(/\\[^1-9kpP]/g, "x")
    .replaceAll(/\[[^\]]*\]/g, "x")
    .replaceAll("(?:", "(");
  if (/\\|\(\?/.test(bare)) return false;
  const repeatsGroup = /\)[*+{?]/.test(bare);
  return !repeatsGroup && (bare.match(/[*+{?]/g) ?? []).length <= MAX_QUANTIFIERS;
}

/** Whether a text matches, as far as that may be tried. */
export function matchesPlain(pattern: string, text: string): boolean {
  if (!isPlainPattern(pattern)) return false;
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}
