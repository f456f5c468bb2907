import { closeSync, readdirSync, readFileSync } from "node:fs";

const CLOSE_ON_EXEC = 0o2000000;
/** Input, output and errors. */
const USUAL = 3;

/**
 * Closes inherited descriptors beyond the usual three. Node passes those above the sixteenth on to its child processes,
 * and so does bubblewrap: a provider could read a file that the platform's parent had open. Descriptors that Node opens
 * itself are not passed on, and stay open. Linux only; elsewhere it does nothing.
 *
 * @returns the descriptors that were closed
 */
export function closeInheritedDescriptors(): number[] {
  const closed: number[] = [];
  for (const fd of openDescriptors().filter((open) => open >= USUAL)) {
    try {
      const [, flags = "0"] = /^flags:\t(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8")) ?? [];
      if ((Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0) continue;
      closeSync(fd);
      closed.push(fd);
    } catch {
      // Gone already, as the one that the list itself was read by is.
    }
  }
  return closed;
}

function openDescriptors(): number[] {
  try {
    return readdirSync("/proc/self/fd").map(Number);
  } catch {
    return [];
  }
}
