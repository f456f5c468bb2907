/** Rule of the repository that no linter has. */
export interface Rule {
  readonly name: string;
  /** Advice on a fault, and why it is one. */
  readonly advice: string;
  /** The faults, each with its place. @param root folder of the repository */
  check(root: string): Promise<string[]> | string[];
}
