import type { Act } from "./acts.ts";
import { type Mode, stopsWriters, strongest } from "./modes.ts";
import { type Found, found } from "./rules.ts";

interface Held {
  readonly mode: Mode;
  readonly line: number;
}

/** The locks of others' tables that a transaction has, statement by statement. */
export class HeldLocks {
  readonly #own: ReadonlySet<string>;
  readonly #held = new Map<string, Held>();

  /** @param own tables that the migration makes: nobody else waits for those */
  constructor(own: ReadonlySet<string>) {
    this.#own = own;
  }

  /** Each table that is locked, with the strongest lock, in the order in which they were locked first. */
  get all(): [table: string, mode: Mode][] {
    return [...this.#held].map(([table, { mode }]) => [table, mode]);
  }

  /** Takes the locks of a statement. @param isUnknown whether it may do more @returns what is wrong with taking them now */
  judge(acts: readonly Act[], isUnknown: boolean, line: number): Found[] {
    const before = [...this.#held].filter(([, { mode }]) => stopsWriters(mode));
    const others = acts.filter(({ table }) => !this.#own.has(table));
    const works = others
      .filter(({ lock }) => lock === null)
      .map(({ table }) => `reads or writes many rows of ${table}`);
    const long = isUnknown ? ["does what is not known"] : works.slice(0, 1);
    const [first] = before;
    const late = others.flatMap(({ table, lock }) => (lock === null ? [] : this.#take(table, lock, line)));
    if (first === undefined) return late;
    return [...long.map((what) => found("held", `${what} while it holds ${describe(...first)}`)), ...late];
  }

  #take(table: string, mode: Mode, line: number): Found[] {
    const own = this.#held.get(table);
    const inTheWay = [...this.#held].find(([name, held]) => name !== table && isInTheWay(held.mode, mode));
    this.#held.set(table, { line, mode: strongest([mode, ...(own ? [own.mode] : [])]) ?? mode });
    // One that is no stronger is there already.
    if (inTheWay === undefined || (own && this.#held.get(table)?.mode === own.mode)) return [];
    return [found("second-lock", `takes ${mode} of ${table} while it holds ${describe(...inTheWay)}`)];
  }
}

function describe(table: string, { mode, line }: Held): string {
  return `${mode} of ${table} (line ${line})`;
}

/** Whether a program that has one of the two may wait for the other: those that write have ROW EXCLUSIVE. */
function isInTheWay(held: Mode, wanted: Mode): boolean {
  if (stopsWriters(held)) return stopsWriters(wanted) || wanted === "ROW EXCLUSIVE";
  return held === "ROW EXCLUSIVE" && stopsWriters(wanted);
}
