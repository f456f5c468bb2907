import type { StateChange } from "@pragma/contract";
import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { type ListRead, watchReads } from "./list-reads.ts";
import type { ListCursor, ListData, ListPage, WindowRows } from "./list-types.ts";
import { News } from "./news.ts";

export interface WindowOptions {
  client: QueryClient;
  /** Query key of the list's pages. */
  queryKey: QueryKey;
  isGroup: boolean;
  /** Milliseconds from one read of the first page to the next, at least. */
  topPause: number;
  readRows: (window: { keys: string[]; news: string[]; until: ListCursor }) => Promise<WindowRows>;
  /** Reads the first page, up to a position. */
  readTop: (until: ListCursor) => Promise<ListPage>;
  /** Has `read` called when it is its turn. */
  askForTurn: () => void;
  /** Whether the reader is at the top, where new rows push away nothing. */
  isAtTop: () => boolean;
  /** Told the ids of what is news, whenever they may have changed. */
  onNews: (ids: readonly string[]) => void;
}

const NOTHING: WindowRows = { rows: [], news: [] };

/**
 * A list as a window on the server: when something changes, the rows in view are read again, and with them what is news to the list.
 * News are shown to a reader at the top, and otherwise only counted, so that nothing moves under the eyes.
 */
export class ListWindow {
  readonly #options: WindowOptions;
  readonly #news: News;
  #view = { start: 0, end: -1 };
  /** How many reads of pages have ended, and how many of those that were of all loaded ones. */
  #ended = { all: 0, whole: 0 };
  #isReadingTop = false;
  #nextTopAt = 0;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#news = new News(options.isGroup);
  }

  /** Follows the reads of the pages. @returns ends it */
  start(): () => void {
    const { client, queryKey } = this.#options;
    return watchReads(client.getQueryCache(), hashKey(queryKey), (read) => this.#onPages(read));
  }

  hear(changes: readonly StateChange[]): void {
    this.#news.note(changes);
    this.#options.askForTurn();
  }

  /** Goes on with what was heard while it could not be read. */
  resume(): void {
    if (this.#news.isOpen) this.#options.askForTurn();
  }

  /** Must be told which rows are in view. */
  view(start: number, end: number): void {
    if (start === this.#view.start && end === this.#view.end) return;
    this.#view = { start, end };
    if (this.#news.hasComeIn) this.#options.askForTurn();
  }

  /** Reads what is in view. If that fails, rows stay as they are, and the next change tries again. */
  async read(): Promise<void> {
    const data = this.#data;
    if (!data || !this.#isShown) return;
    const asked = this.#news.ask(data, this.#view);
    const { keys, news } = asked;
    const until = data.pages.at(-1)?.nextCursor ?? null;
    const isNothing = keys.length + news.length === 0;
    const endedBefore = this.#ended.all;
    const answer = isNothing ? NOTHING : await this.#options.readRows({ keys, news, until });
    const now = this.#data;
    if (!now || !this.#isShown) return;
    // Pending reads may be older, and pages read in the meantime may begin where the loaded rows ended.
    const isLate = this.#isReadingTop || this.#pagesOnTheirWay() !== null || this.#ended.all !== endedBefore;
    this.#write(now, this.#news.answer(now, asked, answer, isLate));
    if (this.#news.unseen.length === 0 || !this.#options.isAtTop()) this.#publish();
    else if (performance.now() < this.#nextTopAt) this.#options.askForTurn();
    else void this.showNews().catch(() => undefined);
    this.resume();
  }

  /** Reads the first page, with what is new. */
  async showNews(): Promise<void> {
    const first = this.#data?.pages[0];
    const before = this.#news.unseen;
    // One read of it is enough, and a read of all pages brings it, too.
    if (!first || before.length === 0 || this.#isReadingTop || this.#pagesOnTheirWay() === "all") return;
    const wholeBefore = this.#ended.whole;
    this.#isReadingTop = true;
    this.#nextTopAt = performance.now() + this.#options.topPause;
    try {
      const top = await this.#options.readTop(first.nextCursor);
      const now = this.#data;
      const isCurrent = wholeBefore === this.#ended.whole && this.#pagesOnTheirWay() !== "all";
      if (now && this.#isShown && isCurrent) this.#write(now, this.#news.readTop(now, top, before));
      this.#ended.all++;
    } finally {
      this.#isReadingTop = false;
      this.#publish();
      this.resume();
    }
  }

  #onPages({ isWhole, error }: ListRead): void {
    const data = this.#data;
    this.#ended.all++;
    if (data && !error) {
      if (isWhole) {
        this.#ended.whole++;
        this.#news.readWhole();
      } else this.#news.readMore(data);
    }
    this.#publish();
    this.resume();
  }

  get #data(): ListData | undefined {
    return this.#options.client.getQueryData<ListData>(this.#options.queryKey);
  }

  /** Whether anybody still looks at the list: what is written to others would pass for fresh. */
  get #isShown(): boolean {
    const { client, queryKey } = this.#options;
    return client.getQueryCache().find({ queryKey, exact: true })?.isActive() === true;
  }

  /** Also while a read is paused, which it is without a network, before it is tried again. */
  #pagesOnTheirWay(): "all" | "more" | null {
    const state = this.#options.client.getQueryState(this.#options.queryKey);
    if (!state || state.fetchStatus === "idle") return null;
    return state.fetchMeta?.fetchMore ? "more" : "all";
  }

  #write(before: ListData, data: ListData): void {
    // To write the same rows would tell the cache that they are fresh.
    if (data !== before) this.#options.client.setQueryData(this.#options.queryKey, data);
  }

  #publish(): void {
    this.#options.onNews(this.#news.unseen);
  }
}
