import type { ChangeDocument, JsonObject, LifecycleState, Path, ValidationIssue } from "@pragma/contract";
import { isDraft } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import type { Document, LineCounter } from "yaml";
import { checkManifest } from "~/features/resource-editor/manifest/check-manifest.ts";
import { locate, type TextRange } from "~/features/resource-editor/manifest/locate.ts";
import type { Manifest } from "~/features/resource-editor/manifest/manifest.ts";
import { givenMetadata, METADATA_NAMES, refsOf } from "~/features/resource-editor/manifest/metadata.ts";
import type { Problem } from "~/features/resource-editor/manifest/problem.ts";
import { manifestIn } from "~/features/resource-editor/manifest/read-manifest.ts";
import { serverProblems } from "~/features/resource-editor/manifest/server-problems.ts";
import { parseTexts, readValue } from "~/features/resource-editor/manifest/yaml-value.ts";

/** Something wrong at a place of the text. */
export interface Fault {
  message: string;
  severity: "error" | "warning";
  range: TextRange;
  /** From 1. */
  line: number;
}

/** Several documents, as a change takes them. */
export interface DocumentsReading {
  /** Of the documents that can be sent, in order. */
  inputs: ChangeDocument[];
  faults: Fault[];
  /** Where a part of a document that is sent is in the text. */
  locate(index: number, path: Path): TextRange;
  lines: LineCounter;
}

interface Place {
  document: Document;
  /** A document may be a list of resources. */
  above: Path;
}

/** Reads YAML documents with `---` between them; the items of a list are documents of their own, as for the command. */
export function readDocuments(text: string): DocumentsReading {
  const { documents, lines } = parseTexts(text);
  const inputs: ChangeDocument[] = [];
  const places: Place[] = [];
  const faults: Fault[] = [];
  const report = (message: string, range: TextRange, severity: Fault["severity"] = "error"): void => {
    faults.push({ message, severity, range, line: lineOf(lines, range.from) });
  };
  for (const { document, faults: wrong } of documents) {
    for (const { message, from, to } of wrong) report(message, { from, to });
    if (wrong.length > 0) continue;
    for (const { value, above } of valuesOf(document, report)) {
      const place = { document, above };
      if (!isJsonObject(value as never)) {
        report("A resource is a mapping: provider, resource, name and config", rangeIn(place, []));
        continue;
      }
      const { input, problems } = readDocument(value as JsonObject);
      for (const { path, message, severity } of problems) report(message, rangeIn(place, path), severity);
      inputs.push(input);
      places.push(place);
    }
  }
  return {
    inputs,
    faults,
    lines,
    locate: (index, path) => {
      const place = places[index];
      return place ? rangeIn(place, path) : { from: 0, to: 0 };
    },
  };
}

function* valuesOf(document: Document, report: (message: string, range: TextRange) => void) {
  try {
    const value = readValue(document) ?? null;
    if (value === null) return;
    if (!Array.isArray(value)) yield { value, above: [] };
    else for (const [index, item] of value.entries()) yield { value: item, above: [index] };
  } catch (error) {
    report(error instanceof Error ? error.message : String(error), rangeIn({ document, above: [] }, []));
  }
}

function readDocument(value: JsonObject): { input: ChangeDocument; problems: Problem[] } {
  const found: Problem[] = [];
  const manifest = manifestIn(value, found);
  const problems = [...found.filter(({ path }) => path[0] !== "lifecycle_state"), ...checkManifest(manifest, null)];
  return { input: inputOf(manifest, value), problems };
}

/** What a document leaves out keeps its value, as with the command. */
function inputOf(manifest: Manifest, value: JsonObject): ChangeDocument {
  const { provider, resource, name, config, depends_on, dependencies } = manifest;
  const metadata = givenMetadata(manifest, null);
  return {
    provider,
    resource,
    name,
    config,
    ...(value["depends_on"] === undefined ? {} : { depends_on }),
    ...(dependencies && { dependencies: refsOf(dependencies) }),
    ...Object.fromEntries(
      METADATA_NAMES.filter((field) => value[field] !== undefined).map((field) => [
        field,
        value[field] === null ? null : metadata[field],
      ]),
    ),
    lifecycle_state: isDraft(value["lifecycle_state"] as LifecycleState) ? "draft" : "pending",
  };
}

function rangeIn({ document, above }: Place, path: Path): TextRange {
  const found = locate(document, [...above, ...path]);
  if (found.to > 0) return found;
  const start = document.contents?.range?.[0] ?? document.range?.[0] ?? 0;
  return { from: start, to: start + 1 };
}

function lineOf(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line);
}

/** What the server refuses, at its place in the text. Issues that are about no document are left out. */
export function serverFaults(reading: DocumentsReading, issues: readonly ValidationIssue[]): Fault[] {
  return issues.flatMap(({ loc: [root, index, ...rest], msg, type }) => {
    if (root !== "documents" || typeof index !== "number") return [];
    const [problem] = serverProblems([{ loc: rest, msg, type }]);
    if (!problem) return [];
    const range = reading.locate(index, problem.path);
    return [{ message: msg, severity: "error" as const, range, line: lineOf(reading.lines, range.from) }];
  });
}
