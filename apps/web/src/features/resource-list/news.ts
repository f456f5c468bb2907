import { resourceKey, type StateChange } from "@pragma/contract";
import { refreshRows, replaceTop, rowsOf } from "./list-data.ts";
import type { ListData, ListPage, ListRow, WindowRows } from "./list-types.ts";

/** As many as the server takes at once. */
const MAX_ASKED = 200;

interface Heard {
  key: string;
  isGone: boolean;
}

/** The rows and news of one request. */
export interface Asked {
  /** Keys of rows in view, and of loaded ones that have changed. */
  keys: string[];
  /** Keys of others that have changed. */
  news: string[];
  /** The changes heard of by then, by the ids of the resources. */
  heard: ReadonlyMap<string, Heard>;
}

/**
 * Changes that a list has heard of since its rows were read, and those to be shown. Whether a resource is in the list, and
 * where, only the server says.
 */
export class News {
  readonly #isGroup: boolean;
  #heard = new Map<string, Heard>();
  /** Ids of those that have another place than where they are shown, or are not shown; true for those that have none any more. */
  #unseen = new Map<string, boolean>();
  /** Something has changed since the list was read. */
  hasComeIn = false;

  /** @param isGroup whether rows that do not match any more are news: they are in another group, which counts them */
  constructor(isGroup: boolean) {
    this.#isGroup = isGroup;
  }

  /** Ids of the resources that are news to the reader. */
  get unseen(): string[] {
    return [...this.#unseen.keys()];
  }

  /** Something is still to be asked for. */
  get isOpen(): boolean {
    return this.#heard.size > 0;
  }

  note(changes: readonly StateChange[]): void {
    this.hasComeIn = true;
    for (const change of changes) {
      this.#heard.set(change.resource_id, { key: resourceKey(change), isGone: change.lifecycle_state === null });
    }
  }

  /** Returns the next request. `start` and `end` are the rows in view. */
  ask(data: ListData, { start, end }: { start: number; end: number }): Asked {
    const loaded = rowsOf(data);
    const ids = new Set(loaded.map(({ id }) => id));
    const inView = new Map(loaded.slice(start, end + 1).map(({ id, key }) => [id, key]));
    for (const [id, { isGone }] of this.#heard) if (isGone) inView.delete(id);
    const keys = [...inView.values()].slice(0, MAX_ASKED);
    const news: string[] = [];
    const heard = new Map<string, Heard>();
    for (const [id, one] of this.#heard) {
      const isNamed = !one.isGone && !inView.has(id);
      if (isNamed && keys.length + news.length >= MAX_ASKED) continue;
      if (isNamed) (ids.has(id) ? keys : news).push(one.key);
      heard.set(id, one);
    }
    return { keys, news, heard };
  }

  /**
   * Takes in an answer.
   * @param isLate whether a read is on its way that may be older: the same is then asked for once more
   * @returns what is to be shown: rows as they are now, in the places where they were
   */
  answer(data: ListData, asked: Asked, { rows, news }: WindowRows, isLate: boolean): ListData {
    const shown = new Map(rowsOf(data).map((row) => [row.id, row]));
    const gone = this.#goneOf(shown, asked, rows);
    const places = new Map<string, string | null>(news.map(({ id, place }) => [id, place]));
    // A row may have been let go since.
    for (const { id, place } of rows) places.set(id, shown.has(id) ? place : null);
    for (const [id, place] of places) this.#judge(id, shown.get(id), place);
    for (const [id, one] of asked.heard) {
      // Rows that have come with a page since were asked about as something else.
      if (!one.isGone && !places.has(id) && shown.has(id) && !gone.has(id)) continue;
      if (!places.has(id)) this.#unseen.delete(id);
      // It may have changed once more.
      if (this.#heard.get(id) === one) this.#heard.delete(id);
      if (isLate && !this.#heard.has(id)) this.#heard.set(id, one);
    }
    for (const id of gone) this.#unseen.delete(id);
    return refreshRows(data, rows, gone);
  }

  /** All loaded pages were read anew. */
  readWhole(): void {
    this.#unseen.clear();
    this.hasComeIn = this.isOpen;
  }

  /** One more page was read: what is only there is shown now. */
  readMore({ pages }: ListData): void {
    const above = new Set(pages.slice(0, -1).flatMap(({ items }) => items.map(({ id }) => id)));
    for (const { id } of pages.at(-1)?.items ?? []) if (!above.has(id)) this.#unseen.delete(id);
  }

  /**
   * Takes in the first page.
   * @param before what was news when it was asked for: what is not on it is below, or in the list no more
   */
  readTop(data: ListData, top: ListPage, before: readonly string[]): ListData {
    const onTop = new Set(top.items.map(({ id }) => id));
    const left = new Set(before.filter((id) => this.#unseen.get(id) === true && !onTop.has(id)));
    const isAll = before.every((id) => onTop.has(id) || !this.#unseen.has(id) || left.has(id));
    for (const id of [...before, ...onTop]) this.#unseen.delete(id);
    return replaceTop(refreshRows(data, [], left), top, isAll);
  }

  /** Ids of shown rows that do not exist any more: the stream said so, or the answer lacks them. */
  #goneOf(shown: ReadonlyMap<string, ListRow>, { keys, heard }: Asked, rows: readonly ListRow[]): Set<string> {
    const lacking = new Set(keys);
    for (const { key } of rows) lacking.delete(key);
    const isGone = ({ id, key }: ListRow): boolean => heard.get(id)?.isGone === true || lacking.has(key);
    return new Set([...shown.values()].filter(isGone).map(({ id }) => id));
  }

  #judge(id: string, shown: ListRow | undefined, place: string | null): void {
    const isNews = place === null ? shown !== undefined && this.#isGroup : shown?.place !== place;
    if (isNews) this.#unseen.set(id, place === null);
    else this.#unseen.delete(id);
  }
}
