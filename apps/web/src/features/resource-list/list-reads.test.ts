import { InfiniteQueryObserver, onlineManager, QueryClient } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { watchReads } from "./list-reads.ts";

afterEach(() => onlineManager.setOnline(true));

/** A list whose pages are numbers, and what is told of its reads. */
function watched(readPage: (page: number) => Promise<number>) {
  const client = new QueryClient();
  const observer = new InfiniteQueryObserver(client, {
    ...{ queryKey: ["list"], retry: false, initialPageParam: 0, staleTime: Number.POSITIVE_INFINITY },
    queryFn: ({ pageParam }) => readPage(pageParam),
    getNextPageParam: (last: number) => last + 1,
  });
  const told: string[] = [];
  const end = watchReads(client.getQueryCache(), '["list"]', ({ isWhole, error }) =>
    told.push(`${isWhole ? "whole" : "more"}${error ? " failed" : ""}`),
  );
  /** As when a row changes. */
  const write = () => client.setQueryData(["list"], { pages: [0], pageParams: [0] });
  return { client, observer, told, write, end };
}

it("each read is told, also of two in a row", async () => {
  const { client, observer, told, end } = watched(async (page) => page);
  await observer.refetch();
  await observer.refetch();
  await observer.fetchNextPage();
  expect(told).toEqual(["whole", "whole", "more"]);
  await client.prefetchQuery({ queryKey: ["another"], queryFn: () => 1 });
  end();
  await observer.refetch();
  expect(told).toHaveLength(3);
});

it("a read that fails is told as such, although a row changes meanwhile and afterwards", async () => {
  const answers = [Promise.resolve(0), Promise.reject(new Error("no")), Promise.reject(new Error("no"))];
  const { observer, told, write } = watched(() => answers.shift() ?? Promise.resolve(0));
  await observer.refetch();
  const more = observer.fetchNextPage();
  write();
  await more;
  write();
  await observer.refetch();
  expect(told).toEqual(["whole", "more failed", "whole failed"]);
});

it("a read is told once it goes on, and not while it is paused", async () => {
  const { client, observer, told } = watched(async (page) => page);
  await observer.refetch();
  onlineManager.setOnline(false);
  const read = observer.refetch();
  expect(client.getQueryState(["list"])?.fetchStatus).toBe("paused");
  onlineManager.setOnline(true);
  client.getQueryCache().onOnline();
  await read;
  expect(told).toEqual(["whole", "whole"]);
});

it("a read that is cancelled is not told", async () => {
  const { client, observer, told } = watched((page) => (page === 0 ? Promise.resolve(0) : new Promise(() => {})));
  await observer.refetch();
  const more = observer.fetchNextPage();
  await vi.waitFor(() => expect(client.getQueryState(["list"])?.fetchStatus).toBe("fetching"));
  await client.cancelQueries({ queryKey: ["list"] });
  await more;
  expect(told).toEqual(["whole"]);
});
