import type { Json, Path } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import type { FieldModel } from "../schema/field-model.ts";

/** The props of a value's control. */
export interface ValueFieldProps {
  path: Path;
  label: string;
  model: FieldModel;
  value: Json | undefined;
  required: boolean;
  /** It cannot change any more. */
  locked: boolean;
  /** Its context names it: its label is for screen readers only. */
  bare?: boolean;
  /** Removes it; left out where that is offered elsewhere. */
  onRemove?: () => void;
  /** Sets the value, or removes it. */
  onChange: (value: Json | undefined) => void;
}

/** The props of any field. */
export interface FieldNodeProps {
  path: Path;
  label: string;
  schema: Schema;
  value: Json | undefined;
  required: boolean;
  /** It is inside an immutable value. */
  locked: boolean;
  /** It is an entry of a record: it stays when emptied, and its key stands beside it. */
  entry?: boolean;
  /** It is optional: it can be removed. */
  removable?: boolean;
}
