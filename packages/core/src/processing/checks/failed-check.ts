import { storableText } from "../../foundation/common/storable-text.ts";
import type { Verdict } from "./judge-check.ts";

/** Characters of an error that are kept. */
const MAX_CHARACTERS = 1000;

/**
 * What a check comes to that found out nothing: with the first line of the reason, as it can be stored. One that cannot be would take
 * the results with it that are recorded together.
 */
export function failedCheck(
  reason: string,
  { isTimeout = false }: { isTimeout?: boolean } = {},
): Extract<Verdict, { kind: "error" }> {
  const [line = ""] = storableText(reason.slice(0, MAX_CHARACTERS)).split(/[\r\n]/, 1);
  return { kind: "error", message: line, ...(isTimeout && { isTimeout }) };
}
