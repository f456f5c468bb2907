import type { Json } from "@pragma/contract";

/** One field of a config or of outputs, as its documentation shows it. */
export interface SchemaField {
  /** The key; `<key>` for the values of a map, `<item>` for those of a list. */
  readonly name: string;
  /** In words, such as `list of strings`. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string | null;
  /** As JSON; null where there is none. */
  readonly defaultValue: string | null;
  /** Further constraints on the value, such as `at least 1 character`. */
  readonly constraints: readonly string[];
  /** None of what is sensitive, is in it, or has it. */
  readonly examples: readonly Json[];
  readonly sensitive: boolean;
  readonly immutable: boolean;
  readonly children: readonly SchemaField[];
}
