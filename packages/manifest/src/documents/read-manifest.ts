import { connectionGiven } from "@pragma/contract/connection";
import { isJsonObject, resourceKey } from "@pragma/language";
import { type ParsedDocument, parseText } from "../yaml/parse-text.ts";
import type { TextRange } from "../yaml/place.ts";
import { checkFields, NOT_A_RESOURCE } from "./check-fields.ts";
import type { FieldValues } from "./fields.ts";
import type { Manifest } from "./manifest.ts";
import { metadataOf } from "./metadata.ts";
import { complainTo, type DocumentProblem } from "./problem.ts";

/** A problem of a manifest, or of its text. */
export interface ManifestProblem extends DocumentProblem {
  /** Set if the text cannot be read: the characters concerned. */
  range?: TextRange;
}

/** Content of an editor's text. */
export interface Reading extends Pick<ParsedDocument, "placeOf" | "pathAt"> {
  /** Null if the text cannot be read. What is wrong or missing in one is empty. */
  manifest: Manifest | null;
  /** Names that are missing are left out: the text may have just been begun. */
  problems: ManifestProblem[];
}

const NOWHERE: TextRange = { from: 0, to: 0 };
const EMPTY: ParsedDocument = {
  value: undefined,
  faults: [],
  placeOf: () => ({ at: 0, range: NOWHERE }),
  pathAt: () => null,
};

/** Reads the text of one resource, which may be empty. */
export function readManifest(text: string): Reading {
  const { documents, positionOf } = parseText(text);
  const [first = EMPTY, second] = documents;
  const { placeOf, pathAt } = first;
  const at = { placeOf, pathAt };
  const faults = [...first.faults];
  if (second !== undefined) {
    const { range } = second.placeOf([]);
    faults.push({ ...range, message: "this is another document, and here is room for one" });
  }
  const problems = faults.map(({ message, from, to }): ManifestProblem => {
    const { line, column } = positionOf(from);
    return { path: [], message: `Line ${line}, column ${column}: ${message}`, severity: "error", range: { from, to } };
  });
  if (problems.length > 0) return { ...at, manifest: null, problems };
  const value = first.value ?? {};
  if (!isJsonObject(value))
    return { ...at, manifest: null, problems: [{ path: [], message: NOT_A_RESOURCE, severity: "error" }] };
  const found: DocumentProblem[] = [];
  const fields = checkFields(value, complainTo(found));
  if (fields.lifecycle_state !== undefined)
    complainTo(found)(["lifecycle_state"], "lifecycle_state is set by the system and is ignored", {
      severity: "warning",
    });
  return { ...at, manifest: manifestFrom(fields, value), problems: found.filter(({ missing }) => !missing) };
}

function manifestFrom(fields: FieldValues, value: Record<string, unknown>): Manifest {
  // A name that is a number is shown as it stands there.
  const name = (field: "provider" | "resource" | "name") => fields[field] ?? nameOf(value[field]);
  const dependencies = (fields.dependencies ?? []).map(resourceKey);
  const provider = name("provider");
  const connection = connectionGiven({ provider, connection: fields.connection });
  return {
    provider,
    resource: name("resource"),
    name: name("name"),
    ...(connection === undefined ? {} : { connection }),
    ...(fields.adopt === undefined ? {} : { adopt: fields.adopt }),
    config: fields.config ?? {},
    depends_on: fields.depends_on ?? [],
    ...(dependencies.length > 0 ? { dependencies } : {}),
    ...metadataOf(fields),
  };
}

function nameOf(value: unknown): string {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
