import type { ValidationIssue } from "@pragma/contract";
import type { IdentityRow } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { checkPreconditions } from "../../resources/present/etag.ts";
import type { ChangeRequest, RequestedDeletion } from "../request/change-request.ts";

/** Something refused that is said of no document. */
export interface Refusal {
  /** Key of the resource. */
  key: string;
  issue: ValidationIssue;
  error: DomainError;
}

/** Returns a condition of `if_match` in the form of headers. */
export function asHeaders(wanted: string | undefined): { ifMatch?: string; ifNoneMatch?: string } {
  if (wanted === undefined) return {};
  return wanted === "none" ? { ifNoneMatch: "*" } : { ifMatch: wanted };
}

/** A condition on something that no document names: on a deletion, or on what the change does not touch. */
export interface Guard {
  key: string;
  /** As it was written. */
  id: string;
  wanted: string;
  row: IdentityRow | undefined;
}

/** The conditions that no document has. */
export function guardsOf(ifMatch: ChangeRequest["ifMatch"], rows: KnownRows, documents: ReadonlySet<string>): Guard[] {
  return Object.entries(ifMatch)
    .map(([id, wanted]): Guard => ({ id, wanted, key: rows.keyOf(id), row: rows.find(id) }))
    .filter(({ key }) => !documents.has(key));
}

/** Whether a condition of `if_match` holds for a row. */
export function conditionHolds(row: Parameters<typeof checkPreconditions>[0], wanted: string): boolean {
  try {
    checkPreconditions(row, asHeaders(wanted));
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return false;
  }
}

/** Those that do not hold. */
export function failedGuards(guards: readonly Guard[]): Refusal[] {
  return guards.flatMap(({ key, id, wanted, row }): Refusal[] => {
    try {
      checkPreconditions(row, asHeaders(wanted));
      return [];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return [{ key, error, issue: { loc: ["if_match", id], msg: error.message, type: error.code } }];
    }
  });
}

/** Deletions that name one resource more than once, by each of its ids: nobody could tell which of them is meant. */
export function repeatedDeletions(
  deletions: readonly (RequestedDeletion & { index: number; key: string })[],
): Refusal[] {
  const same = [...Map.groupBy(deletions, ({ key }) => key).values()].filter((some) => some.length > 1);
  return same.flat().map(({ key, index }) => {
    const error = new DomainError("bad_request", `${key} is named more than once in delete`);
    return { key, error, issue: { loc: ["delete", index], msg: error.message, type: "repeated" } };
  });
}

/** Resources by either of their ids. */
export class KnownRows {
  readonly #byAny = new Map<string, IdentityRow>();
  readonly #keys: ReadonlyMap<string, string>;

  /** @param documents keys of documents that do not exist yet, by the ids that they would have */
  constructor(rows: readonly IdentityRow[], documents: ReadonlyMap<string, string>) {
    this.#keys = documents;
    for (const row of rows) this.#byAny.set(row.id, row);
    for (const row of rows) this.#byAny.set(row.key, row);
  }

  find(id: string): IdentityRow | undefined {
    return this.#byAny.get(id);
  }

  /** The key of a resource; of one that nobody knows, the text that names it. */
  keyOf(id: string): string {
    return this.find(id)?.key ?? this.#keys.get(id) ?? id;
  }
}
