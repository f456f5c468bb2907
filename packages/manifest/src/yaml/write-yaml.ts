import type { Json } from "@pragma/language";
import { Document, type ToStringOptions, visit } from "yaml";

/** A value as YAML that reads back as the same. */
export function writeYaml(value: Json): string {
  return textOf(documentOf(value));
}

/**
 * A value as a document that reads back as the same: `<<` in quotes merges nothing, and the lines of a text of spaces alone
 * are not taken for its indentation.
 *
 * @param inFlow whether it is put between brackets, where no text is a block: in plain lines the library overlooks a `:` or `-`
 */
export function documentOf(value: Json, { inFlow = false } = {}): Document {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (needsQuotes(scalar.value, inFlow)) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return document;
}

function needsQuotes(value: unknown, inFlow: boolean): boolean {
  return value === "<<" || (typeof value === "string" && value.includes("\n") && (inFlow || value.trim() === ""));
}

/** The text of a document. Lines stay as long as they are: the library loses spaces where it breaks one in quotes. */
export function textOf(document: Document, options: ToStringOptions = {}): string {
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true, ...options });
}
