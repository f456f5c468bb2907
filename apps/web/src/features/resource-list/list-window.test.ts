import type { StateChange } from "@pragma/contract";
import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { mergeRead, rowsOf } from "./list-data.ts";
import type { ListCursor, ListData, ListPage, ListRow, WindowRows } from "./list-types.ts";
import { ListWindow } from "./list-window.ts";

const KEY = ["list"];
const row = (name: string) => ({ id: name, key: `p/t/${name}`, name, place: "", updated_at: "1" }) as ListRow;
const change = (name: string, lifecycle_state: string | null = "ready") =>
  ({ resource_id: name, provider: "p", resource: "t", name, lifecycle_state }) as StateChange;
const cursorAt = (name: string | undefined) =>
  name === undefined ? null : ({ name, provider: "p", resource: "t" } as NonNullable<ListCursor>);

/** A server with a list by name in pages of two, a page that shows it, and what that asks for. */
async function shown({ isAtTop = true, topPause = 0 } = {}) {
  const server = { names: ["a", "c", "e", "g", "y"], isRefusing: false };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  const pageOf = (after: ListCursor | undefined, until: ListCursor | undefined, limit: number): ListPage => {
    if (server.isRefusing) throw new Error("refused");
    const names = server.names.filter((name) => name > (after?.name ?? "") && (!until || name <= until.name));
    const end = names.length > limit ? cursorAt(names[limit - 1]) : null;
    return { items: names.slice(0, limit).map(row), nextCursor: end };
  };
  const observer = new InfiniteQueryObserver(client, {
    queryKey: KEY,
    initialPageParam: null as ListCursor,
    queryFn: async ({ pageParam }) => pageOf(pageParam, undefined, 2),
    getNextPageParam: ({ nextCursor }: ListPage) => nextCursor,
    structuralSharing: (before, read) =>
      mergeRead(
        before as ListData | undefined,
        read as ListData,
        Boolean(client.getQueryState(KEY)?.fetchMeta?.fetchMore),
      ),
  });
  const leave = observer.subscribe(() => {});
  await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true));
  await observer.fetchNextPage();
  const asked: string[] = [];
  const page = { turns: 0, isAtTop, unseen: [] as readonly string[] };
  const held: { rows: Promise<unknown> } = { rows: Promise.resolve() };
  const list = new ListWindow({
    client,
    queryKey: KEY,
    isGroup: false,
    topPause,
    readRows: async ({ keys, news, until }): Promise<WindowRows> => {
      asked.push([...keys, "|", ...news].join(" ").replaceAll("p/t/", ""));
      if (server.isRefusing) throw new Error("refused");
      const known = (key: string) => server.names.filter((name) => key === `p/t/${name}`);
      const answer = {
        rows: keys.flatMap(known).map(row),
        news: news.flatMap(known).flatMap((id) => (!until || id <= until.name ? [{ id, place: "" }] : [])),
      };
      await held.rows;
      return answer;
    },
    readTop: async (until) => {
      asked.push("top");
      return pageOf(null, until, 3);
    },
    askForTurn: () => void page.turns++,
    isAtTop: () => page.isAtTop,
    onNews: (ids) => {
      page.unseen = ids;
    },
  });
  list.start();
  list.view(0, 1);
  const names = () =>
    rowsOf(client.getQueryData(KEY) as ListData)
      .map(({ id }) => id)
      .join("");
  return { server, client, observer, list, asked, page, names, leave, held };
}

describe("a reader at the top", () => {
  it("is shown what is new at once, and what is gone no more; one who looks at nothing new asks for nothing", async () => {
    const { server, list, asked, page, names } = await shown();
    list.view(0, 2);
    expect(page.turns).toBe(0);
    server.names = ["b", "c", "e", "g", "y"];
    list.hear([change("a", null), change("b")]);
    expect(page.turns).toBe(1);
    await list.read();
    await vi.waitFor(() => expect(names()).toBe("bceg"));
    expect([asked, page.unseen]).toEqual([["c e | b", "top"], []]);
  });

  it("is shown it later where that costs much, and as a count once they have scrolled away", async () => {
    const { server, list, asked, page, names } = await shown({ topPause: 60_000 });
    server.names = ["a", "b", "c", "e", "g"];
    list.hear([change("b")]);
    await list.read();
    await vi.waitFor(() => expect(names()).toBe("abceg"));
    server.names = ["a", "b", "c", "d", "e", "g"];
    list.hear([change("d")]);
    const before = page.turns;
    await list.read();
    expect([page.turns, page.unseen]).toEqual([before + 1, []]);
    page.isAtTop = false;
    await list.read();
    expect([asked.filter((one) => one === "top").length, page.unseen]).toEqual([1, ["d"]]);
  });
});

describe("a reader further down", () => {
  it("is told how much is new, without anything moving, and shown it when they say so", async () => {
    const { server, list, page, names } = await shown({ isAtTop: false });
    server.names = ["a", "b", "c", "d", "e", "g", "z"];
    list.hear([change("b"), change("d"), change("z")]);
    await list.read();
    expect([names(), page.unseen]).toEqual(["aceg", ["b", "d"]]);
    await list.showNews();
    // The second page is read anew once somebody scrolls there.
    expect([names(), page.unseen]).toEqual(["abc", []]);
  });
});

describe("a read", () => {
  it("that fails leaves all as it is, and what was heard is asked for with the next change", async () => {
    const { server, list, page, asked, names } = await shown({ isAtTop: false });
    server.names = ["a", "b", "c", "e", "g"];
    server.isRefusing = true;
    list.hear([change("b")]);
    await expect(list.read()).rejects.toThrow("refused");
    server.isRefusing = false;
    list.hear([change("c")]);
    await list.read();
    expect([asked, names(), page.unseen]).toEqual([["a c | b", "a c | b"], "aceg", ["b"]]);
    server.isRefusing = true;
    await expect(list.showNews()).rejects.toThrow("refused");
    expect([names(), page.unseen]).toEqual(["aceg", ["b"]]);
  });

  it("of the pages that was on its way is followed by another one: it may be older", async () => {
    const { server, list, observer, page, names } = await shown({ isAtTop: false });
    const pages = observer.refetch();
    server.names = ["a", "b", "c", "e", "y"];
    list.hear([change("b"), change("g", null)]);
    await list.read();
    await pages;
    const before = page.turns;
    list.resume();
    expect(page.turns).toBe(before + 1);
    await list.read();
    expect([names(), page.unseen]).toEqual(["acey", ["b"]]);
  });

  it("whose list nobody shows any more changes nothing", async () => {
    const { server, list, names, leave, held } = await shown();
    const { promise, resolve } = Promise.withResolvers<void>();
    held.rows = promise;
    server.names = ["c"];
    list.hear([change("a")]);
    const reading = list.read();
    leave();
    resolve();
    await reading;
    expect(names()).toBe("aceg");
  });
});
