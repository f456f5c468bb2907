import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { readNextPage } from "./read-next-page.ts";

const queryKey = ["list"];

/** A list whose pages are numbers, each read of which is answered when the test says so. */
function list(readPages = 5) {
  const client = new QueryClient();
  const asked: { page: number; answer: (fails?: boolean) => void }[] = [];
  const observer = new InfiniteQueryObserver(client, {
    ...{ queryKey, retry: false, initialPageParam: 0 },
    queryFn: ({ pageParam }) =>
      new Promise<number>((resolve, reject) => {
        const answer = (fails = false) => (fails ? reject(new Error("no")) : resolve(pageParam));
        asked.push({ page: pageParam, answer });
      }),
    getNextPageParam: (last: number) => (last + 1 < readPages ? last + 1 : undefined),
  });
  const end = observer.subscribe(() => {});
  return {
    client,
    end,
    asked: () => asked.map(({ page }) => page),
    /** Answers the read that is under way. */
    answer: async (fails?: boolean) => {
      await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
      asked.splice(0).at(-1)?.answer(fails);
    },
    next: () => readNextPage(client, queryKey, observer.fetchNextPage),
    news: () => client.invalidateQueries({ queryKey }),
    pages: () => client.getQueryData<{ pages: number[] }>(queryKey)?.pages,
    result: () => observer.getCurrentResult(),
  };
}

it("a page ends a read of the whole list, which follows it", async () => {
  const { answer, asked, next, news, pages, end } = list();
  await answer();
  await vi.waitFor(() => expect(pages()).toEqual([0]));
  void news();
  const page = next();
  await vi.waitFor(() => expect(asked()).toEqual([0, 1]));
  await answer();
  await vi.waitFor(() => expect(asked()).toEqual([0]));
  expect(pages()).toEqual([0, 1]);
  await answer();
  await answer();
  await page;
  expect(pages()).toEqual([0, 1]);
  end();
});

it("a page that a read of the whole list has ended is asked for again", async () => {
  const { answer, asked, next, news, pages, end } = list();
  await answer();
  await vi.waitFor(() => expect(pages()).toEqual([0]));
  const page = next();
  void news();
  await vi.waitFor(() => expect(asked()).toEqual([1, 0]));
  await answer();
  await vi.waitFor(() => expect(asked()).toEqual([1]));
  await answer();
  await page;
  expect(pages()).toEqual([0, 1]);
  expect(asked()).toEqual([]);
  end();
});

it("a page that is under way is not asked for twice", async () => {
  const { answer, asked, next, pages, end } = list();
  await answer();
  await vi.waitFor(() => expect(pages()).toEqual([0]));
  const both = Promise.all([next(), next()]);
  await vi.waitFor(() => expect(asked()).toEqual([1]));
  await answer();
  await both;
  expect(pages()).toEqual([0, 1]);
  expect(asked()).toEqual([]);
  end();
});

it("a page that fails is not asked for again, and what it ended is read", async () => {
  const { answer, asked, next, news, pages, result, end } = list();
  await answer();
  await vi.waitFor(() => expect(pages()).toEqual([0]));
  const refused = next();
  await answer(true);
  await refused;
  expect(result().isFetchNextPageError).toBe(true);
  expect(asked()).toEqual([]);
  void news();
  const again = next();
  await vi.waitFor(() => expect(asked()).toEqual([0, 1]));
  await answer(true);
  await answer();
  await again;
  expect(result()).toMatchObject({ isError: false, data: { pages: [0] } });
  end();
});

it("ends where there is no next page, and where nobody shows the list any more", async () => {
  const { client, answer, asked, next, pages, end } = list(1);
  await answer();
  await vi.waitFor(() => expect(pages()).toEqual([0]));
  await next();
  expect(asked()).toEqual([]);
  end();
  client.clear();
  await next();
  expect(asked()).toEqual([]);
});
