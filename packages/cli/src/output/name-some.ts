/** The maximum number of names; a line of hundreds says less. */
const NAMED = 3;

/** `a, b, c and 4 more`. */
export function nameSome(names: readonly string[]): string {
  const more = names.length - NAMED;
  if (more > 0) return `${names.slice(0, NAMED).join(", ")} and ${more} more`;
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
