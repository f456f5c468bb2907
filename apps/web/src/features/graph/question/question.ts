/** Questions about a node: what it waits for, or what follows from it. */
export const MODES = ["cause", "blast"] as const;
export type Mode = (typeof MODES)[number];

export interface Question {
  mode: Mode;
  /** Key of the resource that it is asked of. */
  of: string;
}

/** The question in the URL, if it is one. */
export function questionOf({ mode, of }: { mode: Mode | null; of: string | null }): Question | null {
  return mode === null || of === null ? null : { mode, of };
}
