import { formatPath } from "@pragma/language";

/** Where in the request an issue is: `Document 2, config.data.size`. Documents are counted from 1. */
export function placeWords(loc: readonly (string | number)[]): string {
  const [root, index, ...rest] = loc;
  if (root === "documents" && typeof index === "number") {
    const field = formatPath(rest);
    return field === "" ? `Document ${index + 1}` : `Document ${index + 1}, ${field}`;
  }
  if (root === "delete") return typeof index === "number" ? `Deletion ${index + 1}` : "Deletion";
  if (root === "if_match") return "Precondition";
  if (root === "prune") return "Prune";
  if (root === "set") return "Set";
  return formatPath([...loc]) || "The change";
}

/** The text after its place: messages mostly begin with the field's name, which the place ends with. */
export function afterPlace(place: string, message: string): string {
  const field = place.split(", ").at(-1) ?? "";
  return message.startsWith(`${field} `) ? message.slice(field.length) : `: ${message}`;
}
