"use client";

import type { Json, JsonObject, Path } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { type ComponentType, createContext, type ReactNode, use } from "react";
import type { FieldNodeProps } from "./field-props.ts";

/** The context of every field of a form. Paths point into the manifest. */
export interface FormState {
  /** The schema of the config. */
  root: Schema;
  /** Sets a value, or removes it if undefined. */
  edit: (path: Path, value: Json | undefined) => void;
  /** Errors of exactly the value at a path. */
  errorAt: (path: Path) => string | null;
  /** Errors of the value or anything inside it. */
  errorBelow: (path: Path) => string | null;
  /** The config that was loaded; null for a new resource. */
  stored: JsonObject | null;
  /** There is a real object, whose immutable fields are fixed. */
  provisioned: boolean;
  /** `${…}` is a reference; in secrets it is text. */
  stringReferences: boolean;
  /** Texts of small YAML fields that are not valid yet, by the key of their path. */
  unparsed: ReadonlyMap<string, string>;
  setUnparsed: (path: Path, text: string | null) => void;
  /** Keys that are typed but not added yet, by the key of their record's path. */
  unadded: ReadonlyMap<string, string>;
  setUnadded: (record: Path, key: string | null) => void;
  /** Draws the field of any value. Here, since fields of objects and lists hold such fields in their turn. */
  FieldNode: ComponentType<FieldNodeProps>;
}

const FormContext = createContext<FormState | null>(null);

export function FormStateProvider({ state, children }: { state: FormState; children: ReactNode }) {
  return <FormContext value={state}>{children}</FormContext>;
}

/** @throws Error outside of a form */
export function useFormState(): FormState {
  const state = use(FormContext);
  if (!state) throw new Error("There is no form state outside of the editor's form");
  return state;
}
