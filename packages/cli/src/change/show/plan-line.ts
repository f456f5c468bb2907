/** What a line stands for, in front of it: added, changed, removed, replaced, following, a draft, adopted, refused, in doubt. */
export type Sign = "+" | "~" | "-" | "±" | "→" | "○" | "←" | "!" | "?" | "";

/** A line of a plan, before it is drawn for a terminal or as Markdown. Its text is printable, without line breaks. */
export interface PlanLine {
  sign: Sign;
  /** How deep it lies below its resource, which is 0. */
  depth: number;
  text: string;
  /** Something beside the matter: what was left out, what it is about. */
  dim?: true;
}
