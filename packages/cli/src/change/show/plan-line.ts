import type { ActionSign } from "@pragma/contract/count-words";

/** Sign in front of a line: an action, or what is added, changed or removed in it. */
export type Sign = ActionSign | "";

/** A line of a plan, before it is drawn for a terminal or as Markdown. Its text is printable, without line breaks. */
export interface PlanLine {
  sign: Sign;
  /** How deep it lies below its resource, which is 0. */
  depth: number;
  text: string;
  /** Something beside the matter: what was left out, what it is about. */
  dim?: true;
}
