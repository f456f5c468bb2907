import type { Json, Path } from "../json/json.ts";
import type { ResourceRef } from "../names/names.ts";

/** Field that a reference takes: a path into the outputs or config of its target. */
export type Field = {
  root: "outputs" | "config";
  /** The path's text after the root, split at its dots. Only resolution knows which of them join into one key. */
  keys: string[];
  /** The whole path, such as `outputs.url`; a bare name is completed. */
  text: string;
};

/** A reference at a place in a config. */
export type Reference = {
  /** Its place; for a reference inside a string, the place of the string. */
  path: Path;
  form: "object" | "string" | "whole";
  target: ResourceRef;
  /** Null in the whole-resource form. */
  field: Field | null;
};

/** The state of a target that references read: its last success, with sensitive values sealed. */
export type TargetState = { config: Json; outputs: Json };

/** A reference that cannot be resolved, and why. */
export type Missing = {
  path: Path;
  target: ResourceRef;
  /** Such as `outputs.url`; empty in the whole-resource form. */
  field: string;
  message: string;
};

/** A rewritten config, or the first reference that could not be resolved. */
export type Rewrite = { ok: true; value: Json } | { ok: false; missing: Missing };

/** How a type reads its config: strings in `pragma/secret` are literal, and only objects are references. */
export type ReferenceOptions = { stringReferences: boolean };
