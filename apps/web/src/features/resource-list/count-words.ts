/** `1 resource`, `12 resources`. */
export function countWords(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : `${one}s`}`;
}
