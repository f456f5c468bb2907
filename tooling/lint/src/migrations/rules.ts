/** Rule whose breach makes a migration unfit to run beside the programs of the last release (docs/adr/0038). */
export type Rule =
  | "drop"
  | "rename"
  | "not-null"
  | "type"
  | "constraint"
  | "index"
  | "rewrite"
  | "lock"
  | "block"
  | "held"
  | "second-lock";

export interface Finding {
  readonly line: number;
  readonly rule: Rule;
  /** Finding, and what to do instead. */
  readonly message: string;
}

export type Found = Omit<Finding, "line">;

const MESSAGES: Readonly<Record<Rule, string>> = {
  drop: "the programs of the last release still use it; drop it in the release after the one that stopped using it",
  rename:
    "the programs of the last release know the former name; add the new one, write both, drop the former one a release later",
  "not-null": "the programs of the last release insert rows without it; give it a default, or add CHECK … NOT VALID",
  type: "the table is rewritten under an exclusive lock, and prepared statements of running programs fail; add a column",
  constraint:
    "every row is checked under a lock that stops writes; add it NOT VALID, and validate it in a step of its own",
  index: "writes stop until it is built; build it in a step of its own, below a line `-- step: concurrently`",
  rewrite: "every row is written, and stays locked until the migration ends; do it in batches by a job",
  lock: "whoever uses the table waits until the migration ends",
  block: "neither what it does nor what it locks is known here",
  held: "whoever needs that lock waits until it is done; give one of the two a step of its own, below a line `-- step`",
  "second-lock":
    "programs take the two in another order, which is a deadlock, and whoever needs the first waits for the second, too; give " +
    "one of them a step of its own, below a line `-- step`",
};

export function found(rule: Rule, what: string): Found {
  return { rule, message: `${what}: ${MESSAGES[rule]}` };
}
