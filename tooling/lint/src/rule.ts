/** What the repository holds to that no linter has a rule for. */
export interface Rule {
  readonly name: string;
  /** What to do about a fault, and why it is one. */
  readonly advice: string;
  /** The faults, each with its place. @param root folder of the repository */
  check(root: string): Promise<string[]> | string[];
}
