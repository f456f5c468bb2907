/** Longer names of keys and anchors are cut: a text without spaces may be one. */
const MOST = 60;

/** A name as a message quotes it. */
export function shortName(name: string): string {
  return name.length > MOST ? `${name.slice(0, MOST)}…` : name;
}
