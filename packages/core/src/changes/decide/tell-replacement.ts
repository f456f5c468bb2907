import { leavesThing, parseKey, resourceId } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { formatPath, type Path } from "@pragma/language";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import type { DecidedDocument } from "./decision.ts";

/** Makes it a replacement, and says what that costs. @param fixed the immutable fields that differ; none if it is simply wanted */
export function tellReplacement(decided: DecidedDocument, fixed: readonly Path[]): void {
  const { existing, write } = decided;
  if (!existing || !write) return;
  decided.replaces = true;
  decided.warnings.push(replacementWarning({ ...existing, ...write.patch }, fixed));
}

/** What a replacement costs, in the words of somebody who has to decide. */
export function replacementWarning(row: Pick<ResourceRow, "id" | "handling">, fixed: readonly Path[]): string {
  const fields = fixed.map((path) => formatPath(["config", ...path]));
  const why = fields.length === 0 ? "" : `, because ${list(fields)} cannot change`;
  return leavesThing(storedHandling(row))
    ? `Creates ${row.id} anew${why}, and leaves the old one where it is`
    : `Deletes ${row.id} and creates it anew${why}: what it holds is lost`;
}

/** Of what may be gone with something that is replaced. @param source its key */
export function repairWarning(source: string): string {
  const ref = parseKey(source);
  return `Is repaired, since ${ref ? resourceId(ref) : source} is replaced: looked at, and created anew if it is gone with that`;
}

/** So many fields are named. */
const MOST_NAMED = 5;

function list(fields: readonly string[]): string {
  const named = fields.slice(0, MOST_NAMED);
  const rest = fields.length - named.length;
  if (rest > 0) return `${named.join(", ")} and ${rest} more`;
  return named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named.at(-1)}` : named.join();
}
