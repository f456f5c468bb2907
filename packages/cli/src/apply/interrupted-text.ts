import { nameSome } from "../output/name-some.ts";
import type { Entry } from "./entry.ts";

/** The state after an interrupted apply: what was applied, and what may have been. */
export function interruptedText(entries: readonly Entry[]): string {
  const applied = entries.filter(({ change }) => change !== null && change !== "refused").length;
  const unsure = entries.filter(({ begun, change }) => begun && change === null);
  if (applied === 0 && unsure.length === 0) return "Nothing was applied.";
  if (unsure.length === 0 && entries.every(({ begun }) => begun)) {
    return "What was applied continues without this command. Run the same apply again to wait for it.";
  }
  const some = applied === 0 ? [] : [`${applied} of ${entries.length} applied, which continues without this command`];
  const maybe =
    unsure.length === 0 ? [] : [`${nameSome(unsure.map(({ document }) => document.id))} may have reached the API`];
  const rest = entries.every(({ begun }) => begun) ? "" : " The rest was not sent.";
  return `${[...some, ...maybe].join("; ")}.${rest} Run the same apply again to do the rest.`;
}
