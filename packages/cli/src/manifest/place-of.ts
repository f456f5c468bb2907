import { formatPath } from "@pragma/language";
import type { ValidationIssue } from "@pragma/sdk";
import { oneLine } from "../output/printable.ts";
import type { ManifestDocument } from "./document.ts";
import type { Fault } from "./position.ts";

type Loc = readonly (string | number)[];

/**
 * Where a part of the body of a change stands in the files it was made of: the file, and the position of the value, or of
 * its nearest parent. Null for what is in no file: options, deletions, documents of the command's own.
 */
export function findPlace(documents: readonly ManifestDocument[], loc: Loc): Pick<Fault, "file" | "at"> | null {
  const [part, index, ...path] = withoutBody(loc);
  const document = part === "documents" && typeof index === "number" ? documents[index] : undefined;
  if (document === undefined || document.file === null) return null;
  return { file: document.file, at: document.locate(path) };
}

/** An issue in words. Most begin with the path; it is put before the others. */
export function issueText({ loc, msg }: ValidationIssue): string {
  const [part, , ...path] = withoutBody(loc);
  // Only of the form of the body is nothing said but what is wrong.
  const option = loc[0] === "body" ? withoutBody(loc) : [];
  const name = formatPath(part === "documents" ? path : option);
  if (name === "" || msg.includes(name)) return oneLine(msg);
  return oneLine(/^[A-Z]/.test(msg) ? `${name}: ${msg}` : `${name} ${msg}`);
}

function withoutBody(loc: Loc): Loc {
  return loc[0] === "body" ? loc.slice(1) : loc;
}

/** The same as text: `shop.yaml:12:3`. */
export function placeIn(documents: readonly ManifestDocument[]): (loc: Loc) => string | null {
  return (loc) => {
    const place = findPlace(documents, loc);
    return place === null ? null : `${place.file}:${place.at.line}:${place.at.column}`;
  };
}
