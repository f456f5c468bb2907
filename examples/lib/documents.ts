import { type Document, isMap, LineCounter, parseAllDocuments, type YAMLMap } from "yaml";
import { Fault } from "./fault.ts";

/** A resource as the file has it: the body of an apply. */
export interface ResourceDocument {
  provider: string;
  resource: string;
  name: string;
  config: Record<string, unknown>;
  [field: string]: unknown;
}

/** Where `!local` gets its values from. */
export interface LocalValues {
  env: Readonly<Record<string, string | undefined>>;
  /** Content of a file; undefined if there is none. */
  readFile(path: string): string | undefined;
}

const REQUIRED = ["provider", "resource", "name"] as const;
const OPTIONAL = ["config", "depends_on", "owner_references", "tags", "deletion_protected", "lifecycle_state"];

/**
 * Reads the resources of a multi-document YAML file; empty documents are skipped. `!local { env, file }` becomes the
 * value of that environment variable or else the first line of that file. What the API can judge better is left to it.
 *
 * Throws Fault with file and line: broken YAML, a field that no resource has, the same resource twice, a `!local` that
 * finds nothing.
 */
export function readDocuments(fileName: string, text: string, local: LocalValues): ResourceDocument[] {
  const lines = new LineCounter();
  const localTag = {
    tag: "!local",
    collection: "map" as const,
    resolve: (value: unknown, onError: (message: string) => void) => resolveLocal(value, local, onError),
  };
  const resources: ResourceDocument[] = [];
  const seen = new Set<string>();
  for (const document of parseAllDocuments(text, { lineCounter: lines, customTags: [localTag] })) {
    const at = (offset: number) => `${fileName}:${lines.linePos(offset).line}`;
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) throw new Fault("usage", `${at(problem.pos[0])}: ${firstLine(problem.message)}`);
    if (document.toJS() === null) continue;
    const line = at(document.contents?.range?.[0] ?? document.range[0]);
    const resource = checkDocument(document, line);
    const id = friendlyId(resource);
    if (seen.has(id)) throw new Fault("usage", `${line}: ${id} is in this file twice`);
    seen.add(id);
    resources.push(resource);
  }
  if (resources.length === 0) throw new Fault("usage", `${fileName} has no resources in it`);
  return resources;
}

/** `provider/resource/name`. */
export function friendlyId(resource: { provider: string; resource: string; name: string }): string {
  return `${resource.provider}/${resource.resource}/${resource.name}`;
}

function checkDocument(document: Document, line: string): ResourceDocument {
  if (!isMap(document.contents)) throw new Fault("usage", `${line}: a resource is a mapping`);
  const fields = document.toJS() as Record<string, unknown>;
  for (const field of REQUIRED) {
    if (typeof fields[field] !== "string") throw new Fault("usage", `${line}: ${field} is missing or is no text`);
  }
  const unknown = Object.keys(fields).find((field) => !isKnown(field));
  if (unknown !== undefined) throw new Fault("usage", `${line}: a resource has no field "${unknown}"`);
  return {
    config: {},
    lifecycle_state: "pending",
    ...(fields as { provider: string; resource: string; name: string }),
  };
}

function isKnown(field: string): boolean {
  return OPTIONAL.includes(field) || REQUIRED.some((required) => required === field);
}

function resolveLocal(value: unknown, local: LocalValues, onError: (message: string) => void): unknown {
  const { env, file } = (value as YAMLMap).toJSON() as { env?: string; file?: string };
  const found = (env && local.env[env]) || (file && local.readFile(file)?.trim());
  if (found) return found;
  const places = [env && `the environment variable ${env}`, file && `the file ${file}, which \`npm start\` writes`];
  onError(`!local found no value: set ${places.filter(Boolean).join(" or provide ")}`);
  return value;
}

/** The parser's messages go on with a drawing of the place. */
function firstLine(message: string): string {
  return message.split("\n")[0]?.replace(/ at line \d+, column \d+:$/, "") ?? message;
}
