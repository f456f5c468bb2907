import type { Path } from "@pragma/contract";
import type { Manifest } from "@pragma/manifest";
import type { Problem } from "../manifest/problem.ts";
import type { Loaded } from "../schema/types.ts";
import type { Draft } from "./draft.ts";

export interface DocumentStart {
  text: string;
  /** Secrets that were not copied and have to be typed. */
  emptied: readonly Path[];
}

/** Texts typed in fields but not yet part of the document, by the key of the field's path. */
export type PathTexts = ReadonlyMap<string, string>;

/**
 * Where an edit stands.
 *
 *     writing ⇄ checking → reviewing ⇄ saving → left
 *        ⇡──────────────────────┘
 *
 * `checking` asks the server before the review, `saving` saves a draft, and `left` is the time until the next page is
 * there: nothing is unsaved any more. `stored` is the same for what needed no review, such as an uploaded file: the form stays.
 */
export type Step = "writing" | "checking" | "reviewing" | "saving" | "left" | "stored";

/** Whether only the next page is waited for. */
export function isLeaving({ step }: Pick<EditorState, "step">): boolean {
  return step === "left" || step === "stored";
}

/** Everything that an editor remembers. Only `reduceEditor` makes the next one. */
export interface EditorState {
  step: Step;
  text: string;
  /** The text that nothing would be lost without. */
  clean: string;
  emptied: readonly Path[];
  /** The version that is edited; null for a new resource. */
  base: Loaded | null;
  /** Texts of small YAML fields that are not valid yet. */
  unparsed: PathTexts;
  /** Keys that are typed but not added yet. */
  unadded: PathTexts;
  /** New resources that the edited one refers to: created with it, in one change. Fields of theirs begin with `companionPath`. */
  companions: readonly Manifest[];
  /** Optional fields that are shown though they have no value, by the keys of their paths. */
  opened: ReadonlySet<string>;
  /** A draft of an earlier visit, to be restored or discarded. */
  offered: Draft | null;
  /** The document was given up: it is not stored until somebody types again. */
  isGivenUp: boolean;
  /** The user wanted to continue once: from then on missing fields are problems. */
  isSubmitted: boolean;
  /** The version of somebody else that an apply would have replaced. */
  conflict: Loaded | null;
  /** The text that a reload replaced. */
  replaced: string | null;
  /** Why a draft could not be saved. */
  refusal: { message: string } | null;
  /** The field to lead to as soon as it is on the page. */
  goal: Goal | null;
  /** Where to put the cursor in the text; `nonce` tells one wish from the next. */
  reveal: { from: number; nonce: number } | null;
}

export type Goal = Pick<Problem, "path" | "range">;

export const NO_TEXTS: PathTexts = new Map();
const NONE_OPENED: ReadonlySet<string> = new Set();

export function startEditor({ start, loaded }: { start: DocumentStart; loaded: Loaded | null }): EditorState {
  return {
    step: "writing",
    text: start.text,
    clean: start.text,
    emptied: start.emptied,
    base: loaded,
    unparsed: NO_TEXTS,
    unadded: NO_TEXTS,
    companions: [],
    opened: NONE_OPENED,
    offered: null,
    isGivenUp: false,
    isSubmitted: false,
    conflict: null,
    replaced: null,
    refusal: null,
    goal: null,
    reveal: null,
  };
}

/** Whether something would be lost if the page were left. */
export function isUnsaved(state: EditorState): boolean {
  if (isLeaving(state)) return false;
  const { text, clean, unparsed, unadded, companions } = state;
  return text !== clean || unparsed.size > 0 || unadded.size > 0 || companions.length > 0;
}

/** Whether the review is shown. */
export function isReviewing({ step }: EditorState): boolean {
  return step !== "writing" && step !== "checking" && step !== "stored";
}
