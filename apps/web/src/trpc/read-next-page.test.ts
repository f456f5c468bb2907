import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { readNextPage } from "./read-next-page.ts";

const queryKey = ["list"];

/** A list of which the first page is loaded: its pages are numbers, and each read is answered when the test says so. */
async function list(length = 5) {
  const client = new QueryClient();
  const asked: { page: number; answer: (fails?: boolean) => void }[] = [];
  const options = {
    ...{ queryKey, retry: false, initialPageParam: 0 },
    queryFn: ({ pageParam }: { pageParam: number }) =>
      new Promise<number>((resolve, reject) => {
        const answer = (fails = false) => (fails ? reject(new Error("no")) : resolve(pageParam));
        asked.push({ page: pageParam, answer });
      }),
    getNextPageParam: (last: number) => (last + 1 < length ? last + 1 : undefined),
  };
  const observer = new InfiniteQueryObserver(client, options);
  let current = queryKey;
  const end = observer.subscribe(() => {});
  const pages = () => client.getQueryData<{ pages: number[] }>(queryKey)?.pages;
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked.pop()?.answer();
  await vi.waitFor(() => expect(pages()).toEqual([0]));
  return {
    client,
    pages,
    end,
    asked: () => asked.map(({ page }) => page),
    /** Answers the read that is under way. */
    answer: async (fails?: boolean) => {
      await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
      asked.splice(0).at(-1)?.answer(fails);
    },
    /** Answers all reads that were asked for, also those that were given up. */
    answerAll: async () => {
      for (const { answer } of asked.splice(0)) answer();
    },
    next: () => readNextPage(client, queryKey, observer.fetchNextPage, () => current === queryKey),
    /** As when another filter is set, whose list has one page. */
    filter: () => {
      current = ["filtered"];
      observer.setOptions({ ...options, queryKey: current, getNextPageParam: () => undefined });
    },
    news: () => client.invalidateQueries({ queryKey }),
    result: () => observer.getCurrentResult(),
  };
}

it("a page ends a read of the whole list, which follows it", async () => {
  const { answer, asked, next, news, pages, end } = await list();
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
  const { answer, asked, next, news, pages, end } = await list();
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
  const { answer, asked, next, pages, end } = await list();
  const both = Promise.all([next(), next()]);
  await vi.waitFor(() => expect(asked()).toEqual([1]));
  await answer();
  await both;
  expect(pages()).toEqual([0, 1]);
  expect(asked()).toEqual([]);
  end();
});

it("a page of filters that are no longer set is not asked for again", async () => {
  const { answerAll, asked, next, news, filter, end } = await list();
  const page = next();
  void news();
  await vi.waitFor(() => expect(asked()).toEqual([1, 0]));
  filter();
  await vi.waitFor(() => expect(asked()).toEqual([1, 0, 0]));
  await answerAll();
  await page;
  expect(asked()).toEqual([]);
  end();
});

it("two that wait for one page, which ended a read of the whole list, read that once", async () => {
  const { answer, asked, next, news, pages, end } = await list();
  void news();
  const both = Promise.all([next(), next()]);
  await vi.waitFor(() => expect(asked()).toEqual([0, 1]));
  await answer();
  await vi.waitFor(() => expect(asked()).toEqual([0]));
  await answer();
  await answer();
  await both;
  expect(pages()).toEqual([0, 1]);
  expect(asked()).toEqual([]);
  end();
});

it("a page that fails is not asked for again, and what it ended is read", async () => {
  const { answer, asked, next, news, result, end } = await list();
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
  const { client, asked, next, end } = await list(1);
  await next();
  expect(asked()).toEqual([]);
  end();
  client.clear();
  await next();
  expect(asked()).toEqual([]);
});
