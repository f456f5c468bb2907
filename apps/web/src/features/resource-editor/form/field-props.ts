import type { Json, Path } from "@pragma/contract";
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
