/** The key of an edge between two nodes, in whichever direction. */
export function edgeKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
