import type { FieldModel } from "./field-model.ts";

/** Formats that say that a text has several lines. */
const FORMATS = new Set(["textarea", "multiline", "text", "markdown", "pem", "yaml", "json", "sql", "html"]);
/** Names of fields that usually have several lines. */
const NAMES =
  /(^|_)(content|template|text|body|script|sql|ca|cert|certificate|pem|private_key|public_key|ssh_key|policy|query)$/;
/** A longer text is more than a line. */
const LINE = 255;
/** An author who allows this much expects more than a line. */
const LONG = 1000;

/** Whether a text is likely to have several lines: by its format, its length, its media type or its name. */
export function isLongText({ shape, flat }: FieldModel, name: string | number | undefined): boolean {
  if (shape.kind !== "string") return false;
  const { format, pattern, maxLength } = shape;
  if (format !== null) return FORMATS.has(format);
  if (typeof flat.contentMediaType === "string" && flat.contentEncoding === undefined) return true;
  if (maxLength !== null) return maxLength >= LONG || (maxLength > LINE && NAMES.test(String(name)));
  return pattern === null && NAMES.test(String(name));
}
