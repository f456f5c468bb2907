import { addOrganization, type TestOrganization } from "@pragma/testing/organization";
import type { Bench, Case } from "../bench.ts";
import { runAll } from "../load/load.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio, percentile } from "../report/statistics.ts";
import { NOT_READY, seedResources, settleTable, TAGS, unsettleSome } from "../stack/seed.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

const SMALL = 10_000;
const LARGE = 1_000_000;
const PAGE = 50;
const PLACES = 100;
const REQUESTS = 400;
const FILTERED_REQUESTS = 20;

/** Pages and tags in an organization of a million resources, beside one of ten thousand in the same database. */
export const lists: Case = { name: "lists", title: "Lists at 1,000,000 rows", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  try {
    const small = await addOrganization(stack.pool, "small");
    const large = await addOrganization(stack.pool, "large");
    bench.note(`seeding ${LARGE.toLocaleString("en")} rows`);
    await seedResources(stack, small.organizationId, SMALL);
    await seedResources(stack, large.organizationId, LARGE);
    await stack.stopWorker();
    await unsettleSome(stack, large.organizationId, LARGE);
    await settleTable(stack);
    return [
      await pages(bench, stack, small, large),
      ...(await tags(bench, stack, large)),
      ...(await filters(bench, stack, large)),
    ];
  } finally {
    await stack.stop();
  }
}

async function pages(bench: Bench, stack: Stack, small: TestOrganization, large: TestOrganization): Promise<Row> {
  bench.note("collecting places all over both lists");
  const smallPlaces = await collectPlaces(stack, small, SMALL);
  const largePlaces = await collectPlaces(stack, large, LARGE);
  const take = async (tenant: TestOrganization, places: readonly string[]): Promise<number> =>
    percentile(await ask(bench, stack, tenant, places), 0.5);
  await take(small, smallPlaces);
  await take(large, largePlaces);
  const [ofSmall, ofLarge]: [number[], number[]] = [[], []];
  for (let index = 0; index < bench.runs; index++) {
    ofSmall.push(await take(small, smallPlaces));
    ofLarge.push(await take(large, largePlaces));
  }
  return {
    path: "page of 50 at 1,000,000 rows: p50",
    figure: `${median(ofLarge).toFixed(2)} ms`,
    beside: `${median(ofSmall).toFixed(2)} ms at 10,000`,
    value: medianRatio(ofLarge, ofSmall),
    unit: "×",
    target: { atMost: 1.5 },
    details: { at_10_000: ofSmall, at_1_000_000: ofLarge },
  };
}

/** Texts that few, some and all of a million keys have, states that few are in, types, and these together. */
async function filters(bench: Bench, stack: Stack, tenant: TestOrganization): Promise<Row[]> {
  const wanted = [
    { query: "q=-99999", title: "q (11 rows)" },
    { query: "q=abc", title: "q (2,500 rows)" },
    { query: "q=bench/file", title: "q (all rows)" },
    { query: "q=no-such-thing", title: "q (no row)" },
    { query: "resource=other", title: "type (no row)" },
    ...Object.entries(NOT_READY).map(([state, count]) => ({
      query: `lifecycle_state=${state}`,
      title: `${state} (${count} rows)`,
    })),
    { query: "q=abc&tags=half&resource=file", title: "q, type and tag (1,200 rows)" },
    { query: "q=0&tags=all&resource=file&lifecycle_state=failed", title: "q, type, tag and state (some of 20 rows)" },
  ];
  const rows: Row[] = [];
  for (const { query, title } of wanted) {
    const paths = [`/resources/?${query}&limit=${PAGE}`];
    await ask(bench, stack, tenant, paths, 3);
    const runs: number[][] = [];
    for (let index = 0; index < bench.runs; index++) {
      runs.push(await ask(bench, stack, tenant, paths, FILTERED_REQUESTS));
    }
    const p99 = median(runs.map((latencies) => percentile(latencies, 0.99)));
    const p50 = median(runs.map((latencies) => percentile(latencies, 0.5)));
    rows.push({
      path: `${title} at 1,000,000 rows: p50`,
      figure: `${p50.toFixed(2)} ms`,
      beside: `p99 ${p99.toFixed(2)} ms`,
      value: p50,
      unit: "ms",
      target: { atMost: 50 },
    });
  }
  return rows;
}

async function tags(bench: Bench, stack: Stack, tenant: TestOrganization): Promise<Row[]> {
  const wanted = [
    { tag: TAGS.rare, title: "rare tag (10 rows)", atMost: 3 },
    { tag: TAGS.hundredth, title: "common tag (10,000 rows)", atMost: 40 },
    { tag: TAGS.half, title: "common tag (500,000 rows)", atMost: 40 },
  ];
  const rows: Row[] = [];
  for (const { tag, title, atMost } of wanted) {
    const paths = [`/resources/?tags=${tag}&limit=${PAGE}`];
    await ask(bench, stack, tenant, paths);
    const runs: number[][] = [];
    for (let index = 0; index < bench.runs; index++) runs.push(await ask(bench, stack, tenant, paths));
    const p99 = median(runs.map((latencies) => percentile(latencies, 0.99)));
    const p50 = median(runs.map((latencies) => percentile(latencies, 0.5)));
    rows.push({
      path: `${title} at 1,000,000 rows: p99`,
      figure: `${p99.toFixed(2)} ms`,
      beside: `p50 ${p50.toFixed(2)} ms`,
      value: p99,
      unit: "ms",
      target: { atMost },
    });
  }
  return rows;
}

async function ask(
  bench: Bench,
  stack: Stack,
  tenant: TestOrganization,
  paths: readonly string[],
  total = REQUESTS,
): Promise<number[]> {
  const result = await runAll(bench.load, {
    kind: "requests",
    ...targetOf(stack),
    token: tenant.token,
    connections: 1,
    requests: paths.map((path) => ({ method: "GET", path })),
    total,
  });
  return result.latencies;
}

/** Pages from all over the list, since a first page is cheap however the rest is found. */
async function collectPlaces(stack: Stack, { token }: TestOrganization, count: number): Promise<string[]> {
  const step = Math.min(1000, count / PLACES);
  const every = count / step / PLACES;
  const places: string[] = [];
  let next: string | undefined = `${stack.apiUrl}/resources/?limit=${step}`;
  for (let page = 0; next !== undefined; page++) {
    const answer: Response = await fetch(next, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`A list was answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
    if (next === undefined || page % every !== 0) continue;
    const { pathname, searchParams } = new URL(next);
    searchParams.set("limit", String(PAGE));
    places.push(`${pathname}?${searchParams}`);
  }
  return places;
}
