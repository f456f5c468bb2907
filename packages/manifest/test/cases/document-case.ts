import type { Json } from "@pragma/language";

/** A text, and what every reader makes of it. */
export interface DocumentCase {
  name: string;
  text: string;
  /** The bodies of the applies, without `lifecycle_state: pending`. */
  documents: { [field: string]: Json }[];
  /** Errors, as `line:column` and the beginning of what is said. */
  faults: string[];
}

const NAMES = { provider: "p", resource: "t", name: "n" };
export const HEAD = "provider: p\nresource: t\nname: n\n";

/** A document of one resource, whose other fields begin in the fourth line. */
export function one(name: string, below: string, fields: { [field: string]: Json } = {}): DocumentCase {
  return { name, text: `${HEAD}${below}\n`, documents: [{ ...NAMES, config: {}, ...fields }], faults: [] };
}

/** One whose config, on one line, is read. */
export function config(name: string, text: string, value: Json): DocumentCase {
  return one(name, `config: ${text}`, { config: value });
}

/** One that is refused. */
export function refused(name: string, below: string, ...faults: string[]): DocumentCase {
  return { name, text: `${HEAD}${below}\n`, documents: [], faults };
}
