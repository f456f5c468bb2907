import type { Json } from "../../src/index.ts";

/** A config and the references that are found in it. */
export interface ReferenceCase {
  name: string;
  config: Json;
  /** The type takes `${…}` in strings literally. */
  literal?: true;
  /** Each by where it stands, its form, and what it names. */
  found: string[];
  /** Where one is malformed. */
  malformed: string[];
}
