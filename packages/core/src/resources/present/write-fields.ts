import { type Resource, SHOWN_FIELDS, type ShownField } from "@pragma/contract";
import type { PresentedRow } from "@pragma/db/queries";

/** What the fields of one resource are written from. */
export interface FieldSource {
  row: PresentedRow;
  /** JSON text. */
  conditions: string;
  /** JSON text as it is stored. */
  outputs: string;
  /** Makes stored JSON text what the reader may see of it. */
  show: (json: string) => string;
}

type Write = (source: FieldSource) => string;

/** Fields that are their column, and plain: no text of a provider's or a client's JSON, in which something may be sealed. */
type PlainField = {
  [Field in ShownField & keyof PresentedRow]: PresentedRow[Field] extends Resource[Field]
    ? Resource[Field] extends string | number | boolean | null
      ? Field
      : never
    : never;
}[ShownField & keyof PresentedRow];

const WRITTEN: Record<Exclude<ShownField, PlainField>, Write> = {
  config: ({ row, show }) => show(row.config),
  resolved_config: ({ row, show }) => (row.resolved_config === null ? "null" : show(row.resolved_config)),
  dependencies: ({ row }) => row.dependencies,
  owner_references: ({ row }) => row.owner_references,
  outputs: ({ outputs, show }) => show(outputs),
  conditions: ({ conditions }) => conditions,
  tags: ({ row }) => (row.has_tags ? JSON.stringify(row.tags) : "null"),
};

function writeOf(field: ShownField): Write {
  if (field in WRITTEN) return WRITTEN[field as keyof typeof WRITTEN];
  return ({ row }) => {
    const value = row[field as PlainField];
    return typeof value === "string" ? JSON.stringify(value) : `${value}`;
  };
}

const writers = SHOWN_FIELDS.map((field, index) => ({
  before: `${index === 0 ? "{" : ","}"${field}":`,
  write: writeOf(field),
}));

/** JSON text of a resource, its fields in the order of the contract's table. */
export function writeFields(source: FieldSource): string {
  let text = "";
  for (const { before, write } of writers) text += before + write(source);
  return `${text}}`;
}
