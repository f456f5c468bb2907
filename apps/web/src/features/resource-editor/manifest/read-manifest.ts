import { type Json, type JsonObject, parseKey, resourceKey } from "@pragma/contract";
import { type Document, LineCounter, parseDocument } from "yaml";
import { isObject } from "../schema/json-schema.ts";
import type { Manifest } from "./manifest.ts";
import type { Problem } from "./problem.ts";
import { SYSTEM_FIELDS } from "./system-fields.ts";

/** What a text says. */
export interface Reading {
  document: Document;
  lines: LineCounter;
  /** Null where the text is no YAML, or no mapping. */
  manifest: Manifest | null;
  problems: Problem[];
}

/** Reads a manifest from YAML, and says with line and column what is wrong with the text. */
export function readManifest(text: string): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
  const problems: Problem[] = document.errors.map(({ message, pos: [from, to] }) => {
    const { line, col } = lines.linePos(from);
    return { path: [], message: `Line ${line}, column ${col}: ${message}`, severity: "error", range: { from, to } };
  });
  if (problems.length > 0) return { document, lines, manifest: null, problems };
  let value: Json;
  try {
    value = (document.toJS({ maxAliasCount: 100 }) ?? {}) as Json;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { document, lines, manifest: null, problems: [{ path: [], message, severity: "error" }] };
  }
  if (!isObject(value)) {
    const message = "A resource is a mapping: provider, resource, name and config";
    return { document, lines, manifest: null, problems: [{ path: [], message, severity: "error" }] };
  }
  const manifest = manifestFrom(value, problems);
  checkNumbers(value, [], problems);
  return { document, lines, manifest, problems };
}

const KEYS = new Set([
  "provider",
  "resource",
  "name",
  "config",
  "depends_on",
  "tags",
  "owner_references",
  "deletion_protected",
]);

function manifestFrom(value: JsonObject, problems: Problem[]): Manifest {
  const complain = (key: string, message: string): void => {
    problems.push({ path: [key], message, severity: "error" });
  };
  for (const key of Object.keys(value)) {
    if (KEYS.has(key)) continue;
    const message = SYSTEM_FIELDS.has(key)
      ? `${key} is set by the system and is ignored`
      : `${key} is not a known field; the known ones are ${[...KEYS].join(", ")}`;
    problems.push({ path: [key], message, severity: SYSTEM_FIELDS.has(key) ? "warning" : "error" });
  }
  const text = (key: string): string => {
    const found = value[key] ?? "";
    if (typeof found !== "string") complain(key, `${key} must be a text; put it in quotes`);
    return String(found);
  };
  const list = (key: string): string[] => {
    const found = value[key] ?? [];
    if (Array.isArray(found) && found.every((item) => typeof item === "string")) return found;
    complain(key, `${key} must be a list of texts`);
    return [];
  };
  const config = value.config ?? {};
  if (!isObject(config)) complain("config", "config must be a mapping");
  const protection = value.deletion_protected ?? false;
  if (typeof protection !== "boolean") complain("deletion_protected", "deletion_protected must be true or false");
  return {
    provider: text("provider"),
    resource: text("resource"),
    name: text("name"),
    config: isObject(config) ? config : {},
    depends_on: list("depends_on"),
    tags: list("tags"),
    owner_references: owners(value.owner_references, complain),
    deletion_protected: protection === true,
  };
}

/** Owners as keys, or as the objects that answers of the API have. */
function owners(value: Json | undefined, complain: (key: string, message: string) => void): string[] {
  if (value === undefined || value === null) return [];
  const keys = Array.isArray(value) ? value.map(ownerKey) : [null];
  if (keys.every((key) => key !== null)) return keys;
  complain("owner_references", "owner_references must be a list of provider/resource/name");
  return [];
}

function ownerKey(value: Json): string | null {
  if (typeof value === "string") return parseKey(value) === null ? null : value;
  if (!isObject(value)) return null;
  const { provider, resource, name } = value;
  const texts = typeof provider === "string" && typeof resource === "string" && typeof name === "string";
  return texts ? resourceKey({ provider, resource, name }) : null;
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
