import { expect, it } from "vitest";
import type { Disturbance } from "./facts.ts";
import { KEY, makeFacts, makeHistory, makeRequest, SPACE } from "./make-facts.ts";
import { momentsDuring, timelinesOf } from "./timeline.ts";

const [kill, pause] = [
  { what: "kill", whom: "api 0", from: 5000, until: 30_000 },
  { what: "pause", whom: "database", from: 5000, until: 25_000 },
] as const;

/** How many seconds after a step began the state before it may still be seen. */
function secondsBefore(...disturbances: Disturbance[]): number {
  const history = makeHistory(["CREATE ->pending e"]).map((row) => ({ ...row, at: 10_000 }));
  const timelines = timelinesOf(makeFacts({ history, disturbances }));
  let seconds = 0;
  const isAbsent = (at: number): boolean =>
    momentsDuring(timelines, SPACE, KEY, { startedAt: at, endedAt: at }).some(({ state }) => state === null);
  while (isAbsent(10_000 + (seconds + 1) * 1000)) seconds++;
  return seconds;
}

it("lets a step be seen late where processes are disturbed, and later where the database was paused", () => {
  expect([secondsBefore(), secondsBefore(kill), secondsBefore(kill, pause)]).toEqual([3, 20, 40]);
});

it("knows the config that a change declares, until the change is ended", () => {
  const config = { text: "declared" };
  const requests = [makeRequest({ kind: "change", documents: [{ key: KEY, config }], apply: true })];
  const history = makeHistory(["CREATE ->pending e", "END pending>failed e"]);
  const moments = timelinesOf(makeFacts({ history, requests })).get(`${SPACE} ${KEY}`) ?? [];
  expect(moments.map((moment) => moment.config)).toEqual([null, config, null]);
});

it("takes a deletion for withdrawn where its change ended before it began", () => {
  const deleting = (end: string, error: string | null = null): boolean | undefined => {
    const history = makeHistory(["CREATE ->draft", "DELETE draft>pending d", end]).map((row) => ({ ...row, error }));
    return timelinesOf(makeFacts({ history })).get(`${SPACE} ${KEY}`)?.at(-1)?.deleting;
  };
  expect(deleting("END pending>ready")).toBe(false);
  expect(deleting("END pending>failed", "not begun: ended by Ann")).toBe(false);
  expect(deleting("END pending>failed d", "ended by Ann")).toBe(true);
  expect(deleting("CANCEL pending>failed d")).toBe(true);
});
