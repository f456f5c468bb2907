import { Document, visit } from "yaml";

/**
 * A value as YAML that reads back as the same: `<<` in quotes merges nothing, and the lines of a text of spaces alone are
 * not taken for its indentation. Lines stay as long as they are: the library loses spaces where it breaks one in quotes.
 */
export function yamlText(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (needsQuotes(scalar.value)) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

function needsQuotes(value: unknown): boolean {
  return value === "<<" || (typeof value === "string" && value.includes("\n") && value.trim() === "");
}
