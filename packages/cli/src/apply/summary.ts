import { isReady } from "@pragma/contract/lifecycle";
import type { ExitCode } from "../errors/exit-codes.ts";
import { worstExitCode } from "../errors/worst-exit-code.ts";
import { oneLine } from "../output/printable.ts";
import type { Style } from "../output/style.ts";
import type { Entry } from "./entry.ts";

/** The result of an apply, for programs. */
export function resultOf({ document, change, state, reason }: Entry) {
  const { line, column } = document.locate([]);
  return { resource: document.id, file: document.file, line, column, change, state, reason };
}

/** The result in words: the counts, then what failed and why, with file and line. */
export function summaryOf(entries: readonly Entry[], style: Style, waited: boolean): string {
  const failed = entries.filter(({ exitCode }) => exitCode !== null);
  const counts = ["created", "changed", "retried", "followed", "unchanged", "refused"].flatMap((change) => {
    const count = entries.filter((entry) => entry.change === change).length;
    return count === 0 ? [] : `${count} ${change}`;
  });
  const nothing = failed.length === 0 && entries.every(({ change }) => change === "unchanged");
  const good = `${nothing ? "Nothing changed" : counts.join(", ")}${ending(entries, waited)}`;
  if (failed.length === 0) return style("green", good);
  const lines = failed.map(({ document, change, state, reason }) => {
    const where = `${document.file}:${document.locate([]).line}`;
    return `${where}: ${document.id} ${change === "refused" ? "was refused" : `is ${state}`}: ${oneLine(reason ?? "no reason given")}`;
  });
  const head = `${failed.length} of ${entries.length} did not succeed (${counts.join(", ")}):`;
  return [style("red", head), ...lines].join("\n");
}

function ending(entries: readonly Entry[], waited: boolean): string {
  const ready = entries.filter(({ state }) => state !== null && isReady(state)).length;
  if (!waited && ready < entries.length) return "; not waited for";
  return ready === entries.length ? `; all ${ready} ready` : `; ${ready} of ${entries.length} ready`;
}

/** The exit code of an apply. */
export function exitCodeOf(entries: readonly Entry[]): ExitCode {
  return worstExitCode(entries.map(({ exitCode }) => exitCode));
}
