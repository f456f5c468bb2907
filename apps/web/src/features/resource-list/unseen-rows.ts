import { resourceKey, type StateChange } from "@pragma/contract";
import type { RowFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";
import type { Patched } from "./patch-rows.ts";

interface UnseenRow {
  /** Of a resource whose row is not loaded; null for one that is shown and has another place by now. */
  key: string | null;
  /** It matches the filters. */
  isSure: boolean;
}

/** What `take` took, for `putBack`. */
export type TakenRows = ReadonlyMap<string, UnseenRow>;

/**
 * Resources that belong between the loaded rows of a list and are not shown there yet, or have another place by now. The stream
 * carries neither tags nor sets: with filters by those, a resource counts once its row was read, and is forgotten if that does not
 * match.
 */
export class UnseenRows {
  readonly #filters: RowFilters;
  #rows = new Map<string, UnseenRow>();
  /** Ids of those that belong elsewhere since some were taken. */
  #dropped = new Set<string>();

  constructor(filters: RowFilters) {
    this.#filters = filters;
  }

  /** How many there are that match. */
  get count(): number {
    return [...this.#rows.values()].filter(({ isSure }) => isSure).length;
  }

  /** Keys of resources of which it is open whether they match. */
  get open(): string[] {
    return [...this.#rows.values()].flatMap(({ key, isSure }) => (isSure || key === null ? [] : [key]));
  }

  /** @param patched what `patchRows` made of the changes */
  note(changes: readonly StateChange[], { unseen, moved, elsewhere }: Omit<Patched, "data" | "patched">): void {
    for (const id of elsewhere) {
      this.#rows.delete(id);
      this.#dropped.add(id);
    }
    const latest = new Map(changes.map((change) => [change.resource_id, change]));
    for (const id of unseen) {
      const change = latest.get(id);
      if (!change) continue;
      const isSure = this.#rows.get(id)?.isSure ?? !hasLabels(this.#filters);
      this.#rows.set(id, { key: resourceKey(change), isSure });
    }
    this.move(moved);
  }

  /** Counts rows that are shown in another place than their own. */
  move(ids: readonly string[]): void {
    for (const id of ids) this.#rows.set(id, { key: null, isSure: true });
  }

  /** Settles for rows that were read whether they match. */
  judge(read: readonly ListRow[]): void {
    for (const row of read) {
      const known = this.#rows.get(row.id);
      if (!known || known.isSure) continue;
      if (matchesLabels(row, this.#filters)) this.#rows.set(row.id, { ...known, isSure: true });
      else this.#rows.delete(row.id);
    }
  }

  /** Takes all of them, to be shown. */
  take(): TakenRows {
    const taken = this.#rows;
    this.#rows = new Map();
    this.#dropped = new Set();
    return taken;
  }

  /** Puts back what could not be shown. What was noted since holds. */
  putBack(taken: TakenRows): void {
    this.#rows = new Map([...[...taken].filter(([id]) => !this.#dropped.has(id)), ...this.#rows]);
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
