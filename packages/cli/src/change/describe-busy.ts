import { resourceKey } from "@pragma/language";
import type { Pragma, Resource } from "@pragma/sdk";
import { readIfAny } from "../resource/read-if-any.ts";
import { reasonOf } from "../resource/reason-of.ts";

/** Resources in flight that are described. */
const MOST = 3;

/** Which resources are in flight, what each waits for, and how to cancel one that may never come; a line each. */
export async function describeBusy(client: Pragma, ids: readonly string[], signal: AbortSignal): Promise<string[]> {
  const read = (id: string) => readIfAny(client, id, signal).catch(() => null);
  const found = (await Promise.all(ids.slice(0, MOST).map(read))).filter((one) => one !== null);
  const more = ids.length - MOST;
  return [...found.map(lineOf), ...(more > 0 ? [`and ${more} more are in flight`] : [])];
}

function lineOf(resource: Resource): string {
  const key = resourceKey(resource);
  const reason = reasonOf(resource);
  const text = `an earlier change of ${key} is in progress${reason === null ? "" : `: ${reason}`}`;
  return `${text}; \`pragma resources cancel ${key}\` gives it up`;
}
