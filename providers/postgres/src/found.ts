/** How many members of a list that differs are told beyond as many as are declared. */
const MORE = 100;

/**
 * Stands for a secret that is there and is not the declared one: what is stored of it tells no more. No config can declare it, so
 * nobody takes it for a password by accident.
 */
export const ANOTHER = { differs: true } as never;

/** Returns the declared list if it names the same as the found one, in whatever order and however often; else the found one. */
export function asDeclared<Item extends string>(declared: readonly Item[], found: readonly Item[]): Item[] {
  const [wanted, there] = [new Set(declared), new Set(found)];
  if (wanted.size === there.size && found.every((item) => wanted.has(item))) return [...declared];
  return found.slice(0, declared.length + MORE);
}
