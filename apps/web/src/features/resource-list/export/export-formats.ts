import { type KindOf, type Resource, resourceKey, type ShownField } from "@pragma/contract";
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

/** Whether a table has a column of a field, in this order: none of values within values. One that is missing does not compile. */
const IS_IN_CSV = {
  provider: true,
  resource: true,
  name: true,
  connection: true,
  lifecycle_state: true,
  error: true,
  tags: true,
  drift: true,
  identity: false,
  set: true,
  deletion_protected: true,
  created_at: true,
  updated_at: true,
  id: false,
  config: false,
  resolved_config: false,
  dependencies: false,
  owner_references: false,
  outputs: false,
  error_kind: false,
  conditions: false,
  handling: false,
  generation: false,
  observed_generation: false,
  pending_event_id: false,
  provisioned: false,
  change_id: false,
} as const satisfies { [Field in ShownField]: KindOf<Field> extends NestedKind ? false : boolean };

type NestedKind = "object" | "members" | "references" | "conditions";
type CsvField = { [Field in ShownField]: (typeof IS_IN_CSV)[Field] extends true ? Field : never }[ShownField];

const CSV_FIELDS = (Object.keys(IS_IN_CSV) as ShownField[]).filter((field): field is CsvField => IS_IN_CSV[field]);

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

function textOf(value: Resource[CsvField]): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? resourceKey(value) : String(value);
}
