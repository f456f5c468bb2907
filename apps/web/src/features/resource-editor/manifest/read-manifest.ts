import { type Json, type JsonObject, SHOWN_FIELDS } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import type { Document, LineCounter } from "yaml";
import { MANIFEST_FIELDS, type Manifest } from "./manifest.ts";
import { readDependencies, readMetadata } from "./metadata.ts";
import type { Problem } from "./problem.ts";
import { parseText, readValue } from "./yaml-value.ts";

/** The result of parsing a text. */
export interface Reading {
  document: Document;
  lines: LineCounter;
  /** Null if the text is not YAML, or not a mapping. */
  manifest: Manifest | null;
  problems: Problem[];
}

/** Parses a manifest from YAML, and reports errors with line and column. */
export function readManifest(text: string): Reading {
  const { document, lines, faults } = parseText(text);
  const problems: Problem[] = faults.map(({ message, from, to }) => {
    const { line, col } = lines.linePos(from);
    return { path: [], message: `Line ${line}, column ${col}: ${message}`, severity: "error", range: { from, to } };
  });
  if (problems.length > 0) return { document, lines, manifest: null, problems };
  let value: Json;
  try {
    value = readValue(document) ?? {};
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { document, lines, manifest: null, problems: [{ path: [], message, severity: "error" }] };
  }
  if (!isJsonObject(value)) {
    const message = "A resource is a mapping: provider, resource, name and config";
    return { document, lines, manifest: null, problems: [{ path: [], message, severity: "error" }] };
  }
  const manifest = manifestIn(value, problems);
  return { document, lines, manifest, problems };
}

/** The manifest in the value of a document. @param problems gets what is wrong with it */
export function manifestIn(value: JsonObject, problems: Problem[]): Manifest {
  const manifest = manifestFrom(value, problems);
  checkNumbers(value, [], problems);
  return manifest;
}

const FIELDS: readonly string[] = MANIFEST_FIELDS;

/** Fields of answers that a text may hold, and that authors do not write. */
const SYSTEM_FIELDS: readonly string[] = SHOWN_FIELDS.filter((field) => !FIELDS.includes(field));

function manifestFrom(value: JsonObject, problems: Problem[]): Manifest {
  const complain = (key: string, message: string): void => {
    problems.push({ path: [key], message, severity: "error" });
  };
  for (const key of Object.keys(value)) {
    if (FIELDS.includes(key)) continue;
    const isSystem = SYSTEM_FIELDS.includes(key);
    const message = isSystem
      ? `${key} is set by the system and is ignored`
      : `${key} is not a known field; the known ones are ${FIELDS.join(", ")}`;
    problems.push({ path: [key], message, severity: isSystem ? "warning" : "error" });
  }
  const text = (key: string): string => {
    const found = value[key] ?? "";
    if (typeof found !== "string") complain(key, `${key} must be a string; put it in quotes`);
    return String(found);
  };
  const config = value.config ?? {};
  if (!isJsonObject(config)) complain("config", "config must be a mapping");
  return {
    provider: text("provider"),
    resource: text("resource"),
    name: text("name"),
    config: isJsonObject(config) ? config : {},
    ...readDependencies(value, complain),
    ...readMetadata(value, complain),
  };
}

/** JSON has neither infinity nor whole numbers of any length; the server refuses both. */
function checkNumbers(value: Json, path: Problem["path"], problems: Problem[]): void {
  if (typeof value === "number") {
    const message = Number.isFinite(value) ? "is too large for a whole number; put it in quotes" : "is not a number";
    const exact = Number.isFinite(value) && !(Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER);
    if (!exact) problems.push({ path, message: `The value ${message}`, severity: "error" });
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkNumbers(item, [...path, index], problems);
  } else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) checkNumbers(item, [...path, key], problems);
  }
}
