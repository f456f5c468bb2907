/** A choice of a filter, with how many resources it would find. @param count undefined while that is unknown */
export function choiceWords(name: string, count: number | undefined): string {
  return count === undefined ? name : `${name} (${count.toLocaleString("en")})`;
}
