import type { StateChange } from "@pragma/contract";
import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { mergeRead, rowsOf } from "./list-data.ts";
import type { ListCursor, ListData, ListPage, ListRow, WindowRows } from "./list-types.ts";
import { ListWindow } from "./list-window.ts";

const KEY = ["list"];
const NAMES = [..."abcdefghijklmnopqrst"];
const PAGE = 4;
/** The last one: a page that had been asked for before the rows in view came after they were asked for, and before their answer. */
const SEEDS = [...Array.from({ length: 60 }, (_, index) => index + 1), 1097];

interface Stored {
  name: string;
  value: number;
  isIn: boolean;
  version: number;
}

/** Numbers from 0 to below `below`, the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const positionOf = ({ name, value }: Pick<Stored, "name" | "value">): string => `${value}/${name}`;
const cursorText = (cursor: ListCursor | undefined): string => (cursor ? `${cursor.value}/${cursor.name}` : "");

/** Changes, the stream, reads and the reader, in any order; answers are as old as their requests, and come in any order, too. */
async function play(seed: number, isGroup: boolean) {
  const random = randomOf(seed);
  const stored = new Map<string, Stored>();
  const stream: StateChange[] = [];
  const answers: (() => void)[] = [];
  let version = 0;
  const write = (name: string, isGone: boolean): void => {
    version++;
    if (isGone) stored.delete(name);
    else stored.set(name, { name, value: random(4), isIn: random(4) > 0, version });
    const lifecycle_state = isGone ? null : "ready";
    stream.push({ resource_id: name, provider: "p", resource: "t", name, lifecycle_state } as StateChange);
  };
  for (const name of NAMES.slice(0, 14)) write(name, false);
  stream.length = 0;

  const later = <Answer>(answer: Answer): Promise<Answer> =>
    new Promise((resolve) => answers.push(() => resolve(answer)));
  const listed = (): Stored[] =>
    [...stored.values()].filter(({ isIn }) => isIn).sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
  const rowOf = ({ name, value, isIn, version: at }: Stored): ListRow =>
    ({
      id: name,
      key: `p/t/${name}`,
      name,
      place: isIn ? `${value}` : null,
      updated_at: `${at}`.padStart(6, "0"),
    }) as ListRow;
  const pageOf = (after: ListCursor, until: ListCursor, limit: number): ListPage => {
    const isWithin = (one: Stored) =>
      positionOf(one) > cursorText(after) && (!until || positionOf(one) <= cursorText(until));
    const found = listed().filter(isWithin);
    const last = found[limit - 1];
    const more = found.length > limit && last ? { ...last, value: `${last.value}` } : null;
    return { items: found.slice(0, limit).map(rowOf), nextCursor: more as unknown as ListPage["nextCursor"] };
  };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  const observer = new InfiniteQueryObserver(client, {
    queryKey: KEY,
    initialPageParam: null as ListCursor,
    queryFn: ({ pageParam }) => later(pageOf(pageParam, null, PAGE)),
    getNextPageParam: ({ nextCursor }: ListPage) => nextCursor,
    structuralSharing: (before, read) => {
      const isMore = Boolean(client.getQueryState(KEY)?.fetchMeta?.fetchMore);
      return mergeRead(before as ListData | undefined, read as ListData, isMore);
    },
  });
  const stop = observer.subscribe(() => {});
  const reader = { isAtTop: false, unseen: [] as readonly string[], isTurn: false };
  const list = new ListWindow({
    ...{ client, queryKey: KEY, isGroup, topPause: 0 },
    readRows: ({ keys, news, until }): Promise<WindowRows> => {
      const find = (key: string) => stored.get(key.slice(4)) ?? [];
      const isReached = (one: Stored) => one.isIn && (!until || positionOf(one) <= cursorText(until));
      const found = news.flatMap(find).filter(isReached);
      const places = found.map(({ name, value }) => ({ id: name, place: `${value}` }));
      return later({ rows: keys.flatMap(find).map(rowOf), news: places });
    },
    readTop: (until) => later(pageOf(null, until, 2 * PAGE)),
    askForTurn: () => {
      reader.isTurn = true;
    },
    isAtTop: () => reader.isAtTop,
    onNews: (ids) => {
      reader.unseen = ids;
    },
  });
  list.start();
  let reading: Promise<void> | null = null;
  const takeTurn = (): void => {
    if (reading || !reader.isTurn) return;
    reader.isTurn = false;
    reading = list.read().finally(() => {
      reading = null;
    });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const steps: (() => void)[] = [
    () => write(NAMES[random(NAMES.length)] ?? "", random(3) === 0),
    () => write(NAMES[random(NAMES.length)] ?? "", random(3) === 0),
    () => {
      const changes = stream.splice(0, 1 + random(3));
      if (changes.length > 0) list.hear(changes);
    },
    () => answers.splice(random(answers.length), 1)[0]?.(),
    () => answers.splice(random(answers.length), 1)[0]?.(),
    takeTurn,
    () => void observer.fetchNextPage({ cancelRefetch: false }),
    () => (random(2) === 0 ? void observer.refetch() : undefined),
    () => void list.showNews(),
    () => list.view(random(6), 6 + random(6)),
    () => {
      reader.isAtTop = random(2) === 0;
    },
  ];
  for (let step = 0; step < 120; step++) {
    steps[random(steps.length)]?.();
    await settle();
  }
  // Nothing changes any more, and the reader goes to the top.
  reader.isAtTop = true;
  list.hear(stream.splice(0));
  for (let round = 0; round < 200 && (reader.isTurn || answers.length > 0 || reading); round++) {
    takeTurn();
    for (const answer of answers.splice(0)) answer();
    await settle();
  }
  for (let pages = 0; pages < 20 && observer.getCurrentResult().hasNextPage; pages++) {
    void observer.fetchNextPage();
    await settle();
    for (const answer of answers.splice(0)) answer();
    await settle();
  }
  const data = client.getQueryData(KEY) as ListData;
  stop();
  client.clear();
  const isIn = ({ id }: ListRow): boolean => isGroup || stored.get(id)?.isIn === true;
  return {
    shown: rowsOf(data)
      .filter(isIn)
      .map(({ id, updated_at }) => `${id}${Number(updated_at)}`),
    expected: listed().map(({ name, version: at }) => `${name}${at}`),
    unseen: reader.unseen,
  };
}

it.each([true, false])(
  "whatever comes in between, a list shows what there is in the end (group: %s)",
  async (isGroup) => {
    for (const seed of SEEDS) {
      const { shown, expected, unseen } = await play(seed, isGroup);
      expect([seed, shown, unseen]).toEqual([seed, expected, []]);
    }
  },
);
