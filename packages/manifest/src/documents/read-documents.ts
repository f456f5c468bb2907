import type { ApplyInput } from "@pragma/contract";
import { isDraft } from "@pragma/contract/lifecycle";
import { isJsonObject, type JsonObject, type Path, resourceKey } from "@pragma/language";
import { type ParsedDocument, parseText } from "../yaml/parse-text.ts";
import type { Place, Position } from "../yaml/place.ts";
import { checkFields, NOT_A_RESOURCE } from "./check-fields.ts";
import { complainTo, type DocumentProblem } from "./problem.ts";

/** The body of an apply: what a document leaves out keeps its value, null clears it. */
export type DocumentInput = { [Field in keyof ApplyInput]: Exclude<ApplyInput[Field], undefined> } & {
  lifecycle_state: "draft" | "pending";
};

/** One resource of a text. */
export interface ReadDocument {
  input: DocumentInput;
  /** It is output of the API: to the command line, a string in it that begins with `@` is literal. */
  asRead: boolean;
  /** `provider/resource/name`. */
  id: string;
  /** The place of a path of the document, or of its nearest parent. */
  placeOf(path: Path): Place;
}

/** Something wrong at a place of a text. */
export interface DocumentFault extends Place {
  message: string;
  severity: DocumentProblem["severity"];
}

/** The resources that a text declares, and what is wrong with it. */
export interface DocumentsReading {
  /** Those without errors, in order. */
  documents: ReadDocument[];
  faults: DocumentFault[];
  positionOf(offset: number): Position;
}

/**
 * Reads a text of YAML or JSON: documents with `---` between them, each a resource or a list of resources. Empty documents
 * are skipped.
 */
export function readDocuments(text: string): DocumentsReading {
  const { documents: parsed, positionOf } = parseText(text);
  const documents: ReadDocument[] = [];
  const faults: DocumentFault[] = [];
  for (const one of parsed) {
    for (const { message, from, to } of one.faults)
      faults.push({ message, severity: "error", at: from, range: { from, to } });
    for (const { value, placeOf } of valuesOf(one)) {
      const { fields, problems } = readDocument(value);
      for (const { path, message, severity } of problems) faults.push({ message, severity, ...placeOf(path) });
      if (fields !== null) documents.push({ ...fields, placeOf });
    }
  }
  return { documents, faults, positionOf };
}

/** A document, or each item of a list as one. */
function* valuesOf({
  value,
  placeOf,
}: ParsedDocument): Generator<{ value: unknown; placeOf: ParsedDocument["placeOf"] }> {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) yield { value, placeOf };
  else for (const [index, item] of value.entries()) yield { value: item, placeOf: (path) => placeOf([index, ...path]) };
}

function readDocument(value: unknown): {
  fields: Omit<ReadDocument, "placeOf"> | null;
  problems: DocumentProblem[];
} {
  if (!isJsonObject(value as JsonObject))
    return { fields: null, problems: [{ path: [], message: NOT_A_RESOURCE, severity: "error" }] };
  const problems: DocumentProblem[] = [];
  const { config, lifecycle_state, ...fields } = checkFields(value as JsonObject, complainTo(problems));
  if (problems.some(({ severity }) => severity === "error")) return { fields: null, problems };
  const input = {
    ...fields,
    config: config ?? {},
    // Other states than draft are written by the API, and only sent back here.
    lifecycle_state: lifecycle_state && isDraft(lifecycle_state) ? "draft" : "pending",
  } as DocumentInput;
  const asRead = Object.hasOwn(value as JsonObject, "id") && Object.hasOwn(value as JsonObject, "generation");
  return { fields: { input, asRead, id: resourceKey(input) }, problems };
}
