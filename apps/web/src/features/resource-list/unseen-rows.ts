import { resourceKey, type StateChange } from "@pragma/contract";
import type { RowFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";
import type { Patched } from "./patch-rows.ts";

interface UnseenRow {
  /** Of a resource whose row is not loaded; null for one that is shown and has another place by now. */
  key: string | null;
  /** It matched the filters when it was last judged. */
  isSure: boolean;
  /** How often it is still to be asked for whether it matches. */
  asksLeft: number;
  /** When it changed: a row that is older does not say whether it matches. */
  changedAt: string;
}

/** Whether a resource matches that does not answer after so many reads, the next read of the list decides. */
const MAX_ASKS = 3;

/**
 * Resources that belong between the loaded rows of a list and are not shown there yet, or have another place by now. The stream
 * carries neither tags nor sets: with filters by those, a resource counts once its row was read, and is forgotten if that does not
 * match.
 */
export class UnseenRows {
  readonly #filters: RowFilters;
  #rows = new Map<string, UnseenRow>();
  /** Those that the read of the list which is on its way is to show. */
  #taken = new Map<string, UnseenRow>();

  constructor(filters: RowFilters) {
    this.#filters = filters;
  }

  /** Ids of those that match. */
  get ids(): string[] {
    return [...this.#rows].flatMap(([id, { isSure }]) => (isSure ? [id] : []));
  }

  /** Keys of resources whose rows are to be read, for `judge`. */
  get open(): string[] {
    return [...this.#rows.values()].flatMap(({ key, asksLeft }) => (asksLeft === 0 || key === null ? [] : [key]));
  }

  /** @param patched what `patchRows` made of the changes */
  note(changes: readonly StateChange[], { unseen, moved, elsewhere }: Omit<Patched, "data" | "patched">): void {
    for (const id of elsewhere) {
      this.#rows.delete(id);
      this.#taken.delete(id);
    }
    const latest = new Map(changes.map((change) => [change.resource_id, change]));
    const isOpen = hasLabels(this.#filters);
    for (const id of unseen) {
      const change = latest.get(id);
      if (!change) continue;
      const isSure = !isOpen || this.#rows.get(id)?.isSure === true;
      const asksLeft = isOpen ? MAX_ASKS : 0;
      this.#rows.set(id, { key: resourceKey(change), isSure, asksLeft, changedAt: change.updated_at });
    }
    this.move(moved);
  }

  /** Counts rows that are shown in another place than their own. */
  move(ids: readonly string[]): void {
    for (const id of ids) this.#rows.set(id, { key: null, isSure: true, asksLeft: 0, changedAt: "" });
  }

  /**
   * Forgets those that are among the loaded rows by now.
   * @param areInPlace all of them were read anew, so that none has another place, and what was taken is shown or matches no more
   */
  found(loaded: readonly ListRow[], areInPlace: boolean): void {
    if (areInPlace) this.#taken.clear();
    for (const { id } of loaded) if (areInPlace || this.#rows.get(id)?.key) this.#rows.delete(id);
  }

  /**
   * Settles whether resources match whose rows were asked for.
   * @param keys those that were asked for
   * @param rows what was read of them; one may lack, or all of them if the read failed
   */
  judge(keys: readonly string[], rows: readonly ListRow[]): void {
    const answers = new Map(rows.map((row) => [row.key, row]));
    const asked = new Set(keys);
    for (const [id, row] of this.#rows) {
      if (row.key === null || row.asksLeft === 0 || !asked.has(row.key)) continue;
      const read = answers.get(row.key);
      const answer = read && read.updated_at >= row.changedAt ? read : undefined;
      const asksLeft = answer ? 0 : row.asksLeft - 1;
      if (answer && !matchesLabels(answer, this.#filters)) this.#rows.delete(id);
      else this.#rows.set(id, { ...row, asksLeft, isSure: row.isSure || asksLeft === 0 });
    }
  }

  /** Takes all of them, to be shown by a read of the list that begins now. */
  take(): void {
    this.#taken = new Map([...this.#taken, ...this.#rows]);
    this.#rows = new Map();
  }

  /** Puts back what was taken, since the read has failed. What was noted since holds. */
  putBack(): void {
    this.#rows = new Map([...this.#taken, ...this.#rows]);
    this.#taken = new Map();
  }
}

function hasLabels({ tags, set, lacking }: RowFilters): boolean {
  return tags.length > 0 || Boolean(set) || lacking !== undefined;
}

function matchesLabels(row: ListRow, { tags, set, lacking }: RowFilters): boolean {
  const own = row.tags ?? [];
  if (lacking === "tags" && own.length > 0) return false;
  if (lacking === "set" && row.set !== null) return false;
  if (set && row.set !== set) return false;
  return tags.every((tag) => own.includes(tag));
}
