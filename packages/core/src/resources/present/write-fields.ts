import {
  connectionRef,
  type ErrorKind,
  isFailed,
  type Resource,
  SHOWN_FIELDS,
  type ShownField,
} from "@pragma/contract";
import { CONFIG_FACT, type PresentedRow } from "@pragma/db/queries";
import { isLeaving } from "../lifecycle/index.ts";

/** The source of one resource's fields. */
export interface FieldSource {
  row: PresentedRow;
  /** JSON text. */
  conditions: string;
  /** JSON text as stored. */
  outputs: string;
  /** Turns stored JSON text into what the reader may see. */
  show: (json: string) => string;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_SURROGATE = 0xd800;

type Write = (source: FieldSource) => string;

/** Fields equal to their column, and plain: not JSON from a provider or client, which may contain sealed values. */
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
  connection: ({ row }) => (row.connection === null ? "null" : JSON.stringify(connectionRef(row.connection))),
  handling: ({ row }) => row.handling ?? "null",
  dependencies: ({ row }) => row.dependencies,
  owner_references: ({ row }) => row.owner_references,
  outputs: ({ outputs, show }) => show(outputs),
  error_kind: ({ row }) => (errorKindOf(row) === null ? "null" : '"config"'),
  conditions: ({ conditions }) => conditions,
  tags: ({ row }) => (row.has_tags ? JSON.stringify(row.tags) : "null"),
};

/** The same as `errorKind` of the queries says of others. */
function errorKindOf(row: PresentedRow): ErrorKind {
  const { lifecycle_state, error_facts } = row;
  if (error_facts === null || !isFailed(lifecycle_state) || isLeaving(row)) return null;
  return CONFIG_FACT in (JSON.parse(error_facts) as object) ? "config" : null;
}

function writeOf(field: ShownField): Write {
  if (field in WRITTEN) return WRITTEN[field as keyof typeof WRITTEN];
  return ({ row }) => {
    const value = row[field as PlainField];
    return typeof value === "string" ? quoted(value) : `${value}`;
  };
}

/**
 * `JSON.stringify` for the short words that most fields are, at half its cost: a row has a dozen of them. Only what needs no
 * escape is written as it is (RFC 8259, section 7).
 */
function quoted(text: string): string {
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    const isPlain = code >= SPACE && code !== QUOTE && code !== BACKSLASH && code < FIRST_SURROGATE;
    if (!isPlain) return JSON.stringify(text);
  }
  return `"${text}"`;
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
