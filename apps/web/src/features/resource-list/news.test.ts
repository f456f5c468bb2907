import type { StateChange } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { rowsOf } from "./list-data.ts";
import type { ListCursor, ListData, ListPage, ListRow } from "./list-types.ts";
import { News } from "./news.ts";

const row = (name: string, place: string | null = "", more: Partial<ListRow> = {}) =>
  ({ id: name, key: `p/t/${name}`, place, updated_at: "1", ...more }) as ListRow;
const change = (name: string, lifecycle_state: string | null = "ready") =>
  ({ resource_id: name, provider: "p", resource: "t", name, lifecycle_state }) as StateChange;
const cursor = (name: string) => ({ name, provider: "p", resource: "t" }) as ListCursor;
const page = (names: string, end: string | null = null): ListPage => ({
  items: [...names].map((name) => row(name)),
  nextCursor: end === null ? null : (cursor(end) as ListPage["nextCursor"]),
});
/** Two pages, with more to come. */
const list: ListData = { pages: [page("ac", "c"), page("eg", "g")], pageParams: [null, cursor("c")] };
const TOP = { start: 0, end: 0 };
const namesOf = (data: ListData): string =>
  rowsOf(data)
    .map(({ id }) => id)
    .join("");

/** A list's news and its request, with the first row in view. */
function asking(changes: StateChange[], isGroup = false) {
  const news = new News(isGroup);
  news.note(changes);
  return { news, asked: news.ask(list, TOP) };
}

describe("what is asked for", () => {
  it("is what is in view, what has changed among the loaded rows, and elsewhere, but nothing that is gone", () => {
    const { news, asked } = asking([change("a"), change("b"), change("g"), change("c", null)]);
    expect([asked.keys, asked.news]).toEqual([["p/t/a", "p/t/g"], ["p/t/b"]]);
    const all = news.answer(list, asked, { rows: [row("a"), row("g")], news: [] }, false);
    expect(namesOf(all)).toBe("aeg");
    expect(news.isOpen).toBe(false);
    expect(news.ask(all, TOP)).toMatchObject({ keys: ["p/t/a"], news: [] });
  });

  it("is at most what the server takes, and the rest the next time", () => {
    const names = Array.from({ length: 250 }, (_, index) => `n-${index}`);
    const { news, asked } = asking([...names, "a"].map((name) => change(name)));
    expect(asked.keys.length + asked.news.length).toBe(200);
    news.answer(list, asked, { rows: [row("a")], news: [] }, false);
    expect(news.ask(list, TOP).news).toHaveLength(51);
  });

  it("is asked for once more if it changed meanwhile, or if a read is on its way that may be older", () => {
    const { news, asked } = asking([change("b"), change("d")]);
    news.note([change("b")]);
    const answer = { rows: [row("a")], news: [{ id: "b", place: "" }] };
    news.answer(list, asked, answer, false);
    const again = news.ask(list, TOP);
    expect(again.news).toEqual(["p/t/b"]);
    news.answer(list, again, answer, true);
    expect(news.ask(list, TOP).news).toEqual(["p/t/b"]);
    expect(news.unseen).toEqual(["b"]);
  });
});

describe("what is news", () => {
  const answered = (place: string | null, isGroup = false) => {
    const { news, asked } = asking([change("a")], isGroup);
    const shown = news.answer(list, asked, { rows: [row("a", place, { tags: ["x"] })], news: [] }, false);
    return { news, shown };
  };

  it("is a resource between the rows for as long as the server says so", () => {
    const { news, asked } = asking([change("b"), change("z")]);
    news.answer(list, asked, { rows: [row("a")], news: [{ id: "b", place: "" }] }, false);
    expect(news.unseen).toEqual(["b"]);
    news.note([change("b")]);
    news.answer(list, news.ask(list, TOP), { rows: [row("a")], news: [] }, false);
    expect(news.unseen).toEqual([]);
  });

  it("is a row that has another place, until it is back in its own; it stays where it is meanwhile", () => {
    const { news, shown } = answered("later");
    expect(news.unseen).toEqual(["a"]);
    expect([namesOf(shown), rowsOf(shown)[0]]).toMatchObject(["aceg", { tags: ["x"], place: "" }]);
    news.note([change("a")]);
    news.answer(shown, news.ask(shown, TOP), { rows: [row("a")], news: [] }, false);
    expect(news.unseen).toEqual([]);
  });

  it("is a row out of view that has another place, unless it was let go since", () => {
    const { news, asked } = asking([change("e"), change("g")]);
    const rows = [row("a"), row("e", "later"), row("g")];
    news.answer(list, asked, { rows, news: [] }, false);
    expect(news.unseen).toEqual(["e"]);
    const first = { pages: list.pages.slice(0, 1), pageParams: [null] };
    news.note([change("e")]);
    news.answer(first, asked, { rows, news: [] }, false);
    expect(news.unseen).toEqual([]);
  });

  it("is not yet known of a row that has come with a page since", () => {
    const { news, asked } = asking([change("h")], true);
    const more = { pages: [...list.pages, page("hi")], pageParams: [...list.pageParams, cursor("g")] };
    news.answer(more, asked, { rows: [row("a")], news: [] }, false);
    expect([news.unseen, news.ask(more, TOP).keys]).toEqual([[], ["p/t/a", "p/t/h"]]);
  });

  it("is a row that matches no more in a group, which counts it elsewhere, but not in the list", () => {
    expect(answered(null).news.unseen).toEqual([]);
    expect(answered(null, true).news.unseen).toEqual(["a"]);
  });

  it("is nothing that is gone", () => {
    const { news } = answered("later");
    news.note([change("a", null)]);
    news.answer(list, news.ask(list, TOP), { rows: [], news: [] }, false);
    expect(news.unseen).toEqual([]);
    const { asked, news: more } = asking([]);
    expect(namesOf(more.answer(list, asked, { rows: [], news: [] }, false))).toBe("ceg");
  });

  it("is what was not read: by a read of all pages nothing, by one page more what is above it too", () => {
    const { news, asked } = asking([change("a"), change("h")]);
    news.answer(list, asked, { rows: [row("a", "later")], news: [{ id: "h", place: "" }] }, false);
    const more = { pages: [...list.pages, page("ah")], pageParams: [...list.pageParams, cursor("g")] };
    news.readMore(more);
    expect(news.unseen).toEqual(["a"]);
    news.readWhole();
    expect(news.unseen).toEqual([]);
  });
});

describe("the first page", () => {
  const after = (top: ListPage, unseen: { id: string; place: string }[], moved = "") => {
    const { news, asked } = asking([change("b"), change("f"), change("g")]);
    const rows = [row("a"), row("g", moved)];
    const shown = news.answer(list, asked, { rows, news: unseen }, false);
    const data = news.readTop(shown, top, news.unseen);
    return { news, names: namesOf(data), data };
  };

  it("takes in what is new there, and the pages below stay", () => {
    const { names, news, data } = after(page("abc"), [{ id: "b", place: "" }]);
    expect([names, news.unseen]).toEqual(["abceg", []]);
    expect(data.pages.map(({ nextCursor }) => nextCursor)).toEqual([cursor("c"), cursor("g")]);
  });

  it("shows a row that moved there once", () => {
    expect(after(page("gac"), [], "later").names).toBe("gace");
  });

  it("lets go of the pages below if something is new in them, or if it has no room for all", () => {
    expect(after(page("ac"), [{ id: "f", place: "" }])).toMatchObject({ names: "ac", news: { unseen: [] } });
    expect(after(page("ab", "b"), [{ id: "b", place: "" }]).names).toBe("ab");
  });

  it("leaves what came since", () => {
    const { news, asked } = asking([change("b")]);
    const before = news.unseen;
    news.answer(list, asked, { rows: [row("a")], news: [{ id: "b", place: "" }] }, false);
    expect(namesOf(news.readTop(list, page("ac"), before))).toBe("aceg");
    expect(news.unseen).toEqual(["b"]);
  });

  it("leaves out what has left the group, wherever it was", () => {
    const { news, asked } = asking([change("e")], true);
    const shown = news.answer(list, asked, { rows: [row("a", null), row("e", null)], news: [] }, false);
    expect(namesOf(news.readTop(shown, page("c"), news.unseen))).toBe("cg");
  });
});
