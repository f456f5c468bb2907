import type { Json, Path } from "@pragma/contract";
import type { Loaded } from "../schema/types.ts";
import type { NewCompanion } from "./companions.ts";
import type { Draft } from "./draft.ts";
import type { Goal } from "./editor-state.ts";

/** Events of an editor, by the user's hand or by the server's answers. */
export type EditorEvent =
  /** The whole text was written. */
  | { type: "typed"; text: string }
  /** A field was set, or with undefined emptied: it stays on the page. */
  | { type: "edited"; path: Path; value: Json | undefined }
  /** An optional field was added, with a value where it needs one. */
  | { type: "field-opened"; path: Path; value: Json | undefined }
  /** A field was removed, with its value. */
  | { type: "field-removed"; path: Path }
  /** A resource that is missing is created along with the edited one. */
  | { type: "companion-added"; companion: NewCompanion }
  | { type: "companion-removed"; key: string }
  /** A small YAML field holds what is not valid yet; null: it does no more. */
  | { type: "typed-yaml"; path: Path; text: string | null }
  /** A key of a record is typed; null: it was added, or cleared. */
  | { type: "typed-key"; path: Path; key: string | null }
  | { type: "draft-found"; draft: Draft }
  | { type: "draft-restored" }
  | { type: "draft-discarded" }
  /** The user wants to continue. */
  | { type: "submitted" }
  | { type: "check-started" }
  /** The server answered: the document can be reviewed, or has problems. */
  | { type: "checked"; isFit: boolean }
  | { type: "review-entered" }
  | { type: "review-left" }
  | { type: "save-started" }
  | { type: "save-refused"; refusal: { message: string } }
  /** Somebody else applied another version. */
  | { type: "conflict-found"; theirs: Loaded }
  /** Their version is taken, with its text. */
  | { type: "reloaded"; theirs: Loaded; text: string }
  /** The text is to replace their version. */
  | { type: "rebased"; onto: Loaded }
  | { type: "replaced-restored" }
  | { type: "replaced-dropped" }
  /** The resource is gone and is created again. */
  | { type: "started-anew" }
  | { type: "sent-to"; goal: Goal }
  /** The field has the focus; with `from`, the text has it there. */
  | { type: "arrived"; from?: number }
  /** Leaving was confirmed. */
  | { type: "given-up" }
  /** It was applied, or saved as a draft. */
  | { type: "left" };
