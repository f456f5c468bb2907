import type { Json, Path } from "../json/json.ts";
import type { ResourceRef } from "../names/names.ts";

/** What a reference takes: a path into the outputs or the config of its target. */
export type Field = {
  root: "outputs" | "config";
  /** The path's text after the root, split at its dots; which of them join into one key is known at resolution. */
  keys: string[];
  /** The whole path, such as `outputs.url`; a bare name is written out. */
  text: string;
};

/** A reference as it stands somewhere in a config. */
export type Reference = {
  /** Where it stands; inside a string, where the string stands. */
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

/** A rewritten config, or the first reference that could not be. */
export type Rewrite = { ok: true; value: Json } | { ok: false; missing: Missing };

/** How a type reads its config: in `pragma/secret` strings are literal, and only objects are references. */
export type ReferenceOptions = { stringForm: boolean };
