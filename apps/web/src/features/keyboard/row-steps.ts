const STEP_OF: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/**
 * How many rows a key goes on; null if it goes nowhere.
 * @param isInList the focus is in the list: without it the arrows scroll, as everywhere
 */
export function stepOf(key: string, isInList: boolean): number | null {
  if (key.startsWith("Arrow") && !isInList) return null;
  return STEP_OF[key] ?? null;
}
