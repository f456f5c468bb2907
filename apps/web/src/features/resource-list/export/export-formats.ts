import type { Resource } from "@pragma/contract";
import { type ReadResource, writeDocument } from "@pragma/manifest";
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
    one: writeDocument,
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
