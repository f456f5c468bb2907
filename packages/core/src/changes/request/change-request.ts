import type {
  AllowReplace,
  ApplyInput,
  ChangeDeletion,
  ChangeSource,
  Dependents,
  DriftChoice,
  JsonObject,
} from "@pragma/contract";
import type { ForeseenUpdates } from "../../resources/apply/foreseen-update.ts";
import type { ImportedThing } from "../../resources/apply/imported-thing.ts";

/** A document of a change as it is decided and stored. */
export interface RequestedDocument {
  input: ApplyInput;
  /** Texts that stay sensitive wherever they appear: those of a config that is brought back. */
  secrets?: readonly string[];
  /** The set that this one becomes a member of, in place of the change's; null for none. */
  set?: string | null;
  /** It brings back what a change has replaced. */
  restores?: Restored;
  /** It sends what is stored once more, and its input is its identity alone: its place in the list of those. */
  again?: number;
  /** It sends that to a new thing, and the old one is deleted: its place is in the list of those. */
  replaced?: true;
  /** What its provider said of the thing that it is to take over, when the change was planned. */
  imported?: ImportedThing;
  /** It decides what a check found, and its input is its identity alone. */
  drift?: ChosenDrift;
}

/** A choice about drift, and its place in the list of those. */
export interface ChosenDrift {
  index: number;
  choice: DriftChoice;
}

/** The standing that a document of a revert brings back, as far as it is known. */
export interface Restored {
  /** The draft that was staged over what the document asks for. */
  draft?: RestoredDraft;
  /** The document is a draft, and what ran below it cannot be applied: nothing ever did, or it is not known. */
  below?: "nothing" | "unknown";
  /** It had failed with this config. */
  hadFailed?: true;
  /** Obstacles to an exact revert are named, and not refused. */
  forced?: true;
}

/** A draft to be staged once what ran below it has succeeded. */
export interface RestoredDraft {
  config: JsonObject;
  depends_on: readonly string[];
  /** Key of its connection, null for none; absent, it stays. */
  connection?: string | null;
  /** Texts that stay sensitive wherever they appear. */
  secrets: readonly string[];
  /** The schema of its type when it was staged; null if that was unknown. */
  schemaId: string | null;
}

/** A deletion of a change. */
export interface RequestedDeletion extends ChangeDeletion {
  /** The key, once it is known that it exists. */
  key?: string;
  /** It is not named in the request: the set has it, and the documents do not. */
  pruned?: true;
}

/** The request of a change, in the form in which it is decided, and stored sealed. */
export interface ChangeRequest {
  documents: readonly RequestedDocument[];
  delete: readonly RequestedDeletion[];
  /** Ids of resources to apply once more, until they are among the documents. */
  reapply?: readonly string[];
  /** Ids of resources to replace, until they are among the documents. */
  replace?: readonly string[];
  /** What it may replace besides; null for nothing. Absent in plans of earlier releases. */
  allowReplace?: AllowReplace | null;
  /** What providers said of its updates when it was planned. */
  foreseen?: ForeseenUpdates;
  /** Choices about drift, until they are among the documents. */
  drift?: readonly { resource: string; choice: DriftChoice }[];
  set: string | null;
  prune: boolean;
  allowEmpty: boolean;
  /** All of the set is deleted, however many resources it has. */
  wholeSet?: true;
  /** For pruned resources. */
  dependents: Dependents | null;
  takeOver: boolean;
  /** By id: an entity tag, `*` or `none`. */
  ifMatch: Readonly<Record<string, string>>;
  /** Its conditions were held when it was planned: what they name is compared with what it was then. */
  wasPlanned?: true;
  message: string | null;
  source: ChangeSource | null;
  /** The change that this one undoes. */
  reverts: string | null;
}

export const EMPTY_REQUEST: ChangeRequest = {
  documents: [],
  delete: [],
  set: null,
  prune: false,
  allowEmpty: false,
  dependents: null,
  takeOver: false,
  ifMatch: {},
  message: null,
  source: null,
  reverts: null,
};
