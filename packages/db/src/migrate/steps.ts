import { MigrationError } from "./errors.ts";

/** A part of a migration that takes effect as a whole. */
export interface Step {
  readonly sql: string;
  /** Its first line in the file, from 1. */
  readonly line: number;
  /** The index that it builds beside readers and writers, outside of a transaction; null for a transaction. */
  readonly index: string | null;
}

/** A comment to every other tool, which runs the whole file as one transaction. */
const MARK = /^-- step(?<concurrently>: concurrently)?$/;
const COMMENTS = /^\s*(?:--.*)?$/;
const CREATE_INDEX = /^CREATE (?:UNIQUE )?INDEX "?(?<name>\w+)"? ON /m;

/**
 * Reads the steps of a migration: one, unless lines `-- step` divide the file. Each begins below such a line, or at the top.
 * Below `-- step: concurrently` is a single CREATE INDEX.
 *
 * @throws MigrationError if a step that is to run concurrently is something else
 */
export function readSteps(name: string, sql: string): Step[] {
  const steps: Step[] = [];
  let lines: string[] = [];
  let first = 1;
  let isConcurrent = false;
  const end = (): void => {
    const text = lines.join("\n");
    if (lines.every((line) => COMMENTS.test(line))) return;
    const index = isConcurrent ? (CREATE_INDEX.exec(text)?.groups?.["name"] ?? null) : null;
    if (isConcurrent && index === null) {
      throw new MigrationError(`${name}: only a CREATE INDEX can run concurrently, below line ${first - 1}`);
    }
    steps.push({ sql: text, line: first, index });
  };
  for (const [place, line] of sql.split("\n").entries()) {
    const mark = MARK.exec(line.trimEnd());
    if (mark === null) {
      lines.push(line);
      continue;
    }
    end();
    lines = [];
    first = place + 2;
    isConcurrent = mark.groups?.["concurrently"] !== undefined;
  }
  end();
  return steps;
}
