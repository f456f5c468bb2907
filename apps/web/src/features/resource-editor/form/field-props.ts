import type { Json, Path } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import type { FieldModel } from "../schema/field-model.ts";

/** What the control of one value is given. */
export interface ValueFieldProps {
  path: Path;
  label: string;
  model: FieldModel;
  value: Json | undefined;
  required: boolean;
  /** It cannot change any more. */
  locked: boolean;
  /** Puts the value, or takes it away. */
  onChange: (value: Json | undefined) => void;
}

/** What the field of any value is given. */
export interface FieldNodeProps {
  path: Path;
  label: string;
  schema: Schema;
  value: Json | undefined;
  required: boolean;
  /** It is inside of something that cannot change. */
  locked: boolean;
  /** It is an entry of a record: emptied, it stays. */
  entry?: boolean;
}
