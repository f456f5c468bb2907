import { isDraft, type Json, type Resource } from "@pragma/contract";
import { mapJson } from "@pragma/language";
import { manifestOf, type ReadResource } from "~/features/resource-editor/manifest/manifest.ts";
import { writeManifest } from "~/features/resource-editor/manifest/write-manifest.ts";
import { csvLine } from "./csv.ts";

/** How a file of resources is written: one after the other, so that it is never in memory as a whole. */
interface Format {
  contentType: string;
  /** Before the first. */
  head: string;
  one: (read: ReadResource) => string;
  /** Between two. */
  between: string;
  /** After the last. */
  tail: string;
}

const CSV_FIELDS = [
  ...["provider", "resource", "name", "lifecycle_state", "error", "tags", "set", "deletion_protected"],
  ...["created_at", "updated_at"],
] as const satisfies readonly (keyof Resource)[];

const MASKED =
  "# Sensitive values are masked. Applied to the resource that they are of, they stand for what is stored.\n";

/** What the command knows an answer of the API by. Everybody else ignores it. */
const AS_READ = "# With id and generation, the command line takes a text that begins with @ as it is.\n";

export const EXPORT_FORMATS = {
  csv: {
    contentType: "text/csv; charset=utf-8",
    head: csvLine(CSV_FIELDS),
    one: ({ resource }) => csvLine(CSV_FIELDS.map((field) => textOf(resource[field]))),
    between: "",
    tail: "",
  },
  json: {
    contentType: "application/json",
    head: "[\n",
    one: ({ resource }) => JSON.stringify(resource),
    between: ",\n",
    tail: "\n]\n",
  },
  yaml: {
    contentType: "application/yaml; charset=utf-8",
    head: MASKED,
    one: (read) => {
      const { id, generation, lifecycle_state, config } = read.resource;
      const state = isDraft(lifecycle_state) ? "lifecycle_state: draft\n" : "";
      const asRead = looksLikeFiles(config) ? `${AS_READ}id: ${id}\ngeneration: ${generation}\n` : "";
      return `${state}${asRead}${writeManifest(manifestOf(read))}`;
    },
    between: "---\n",
    tail: "",
  },
} as const satisfies Record<string, Format>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

export function isExportFormat(name: string | null): name is ExportFormat {
  return name !== null && Object.hasOwn(EXPORT_FORMATS, name);
}

function textOf(value: Resource[(typeof CSV_FIELDS)[number]]): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Whether a text in it would be the name of a file to the command, in a document that somebody wrote. */
function looksLikeFiles(config: Json): boolean {
  let found = false;
  mapJson(config, (value) => {
    found ||= typeof value === "string" && value.startsWith("@");
    return undefined;
  });
  return found;
}
