import { usageError } from "../errors/cli-error.ts";
import { type Fault, faultLine } from "./position.ts";

/** More would scroll the first ones away, and mostly have the same cause. */
const MOST = 20;

/**
 * One fault a line of a file, in the order in which files are read, and how many there are beside.
 *
 * @throws CliError if there are any
 */
export function throwFaults(faults: readonly Fault[], hint?: string): void {
  if (faults.length > 0) throw usageError(faultLines(faults).join("\n"), hint);
}

/** The same as lines. */
export function faultLines(faults: readonly Fault[]): string[] {
  const files = [...new Set(faults.map(({ file }) => file))];
  const order = ({ file, at }: Fault) => [files.indexOf(file), at.line] as const;
  const first = new Map<string, Fault>();
  for (const fault of faults) {
    const line = `${fault.file}:${fault.at.line}`;
    first.set(line, first.get(line) ?? fault);
  }
  const sorted = [...first.values()].sort((a, b) => {
    const [[fileA, lineA], [fileB, lineB]] = [order(a), order(b)];
    return fileA - fileB || lineA - lineB;
  });
  const shown = sorted.slice(0, MOST).map(faultLine);
  const more = faults.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])];
}
