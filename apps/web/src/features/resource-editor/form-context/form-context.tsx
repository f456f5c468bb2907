"use client";

import type { Json, JsonObject, Path } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { type ComponentType, createContext, type ReactNode, use, useLayoutEffect, useMemo, useState } from "react";
import { fieldId } from "../manifest/problem.ts";
import type { NewCompanion } from "../state/companions.ts";
import type { FieldNodeProps } from "./field-props.ts";

/** The context of every field of a form. Paths point into the manifest. */
export interface FormState {
  /** The schema of the config. */
  root: Schema;
  /** Type of the resource; undefined if it is unknown. */
  type: { provider: string; resource: string } | undefined;
  /** Sets a value, or empties it if undefined. */
  edit: (path: Path, value: Json | undefined) => void;
  /** Shows an optional field, with a value where it needs one. */
  open: (path: Path, value: Json | undefined) => void;
  /** Whether a field without a value is shown. */
  isOpen: (path: Path) => boolean;
  /** Removes a value, and its field where that is optional. */
  remove: (path: Path) => void;
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
  /** Name of the edited resource, to name others after. */
  name: string;
  /** Its key. */
  own: string;
  /** Keys of all resources of this change. */
  takenKeys: readonly string[];
  /** Adds a resource to this change; null where none can be added. */
  create: ((companion: NewCompanion) => void) | null;
  /** Gives the focus to a field that is in view, once what this event changes is drawn. */
  focusField: (path: Path) => void;
  /** Draws the field of any value. Here, since fields of objects and lists hold such fields in their turn. */
  FieldNode: ComponentType<FieldNodeProps>;
}

const FormContext = createContext<FormState | null>(null);

export function FormStateProvider({ state, children }: { state: Omit<FormState, "focusField">; children: ReactNode }) {
  // Here, since a field may be replaced by the change after which its successor takes the focus. And as state, so that it
  // is drawn with that change: a frame may come before it.
  const [focus, setFocus] = useState<{ path: Path } | null>(null);
  useLayoutEffect(() => {
    if (focus) document.getElementById(fieldId(focus.path))?.focus();
  }, [focus]);
  const form = useMemo<FormState>(() => ({ ...state, focusField: (path) => setFocus({ path }) }), [state]);
  return <FormContext value={form}>{children}</FormContext>;
}

/** @throws Error outside of a form */
export function useFormState(): FormState {
  const state = use(FormContext);
  if (!state) throw new Error("There is no form state outside of the editor's form");
  return state;
}
