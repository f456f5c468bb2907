import type { Browser } from "playwright-core";
import type { Bench, Case } from "../bench.ts";
import { type LongTasks, watchLongTasks } from "../browser/long-tasks.ts";
import { launchUrgentBrowser, organizationOf, type Session, signIn, VIEWPORT } from "../browser/session.ts";
import { applyBody } from "../documents.ts";
import { quietMachine } from "../quiet-machine.ts";
import type { Row } from "../report/row.ts";
import { startDashboard } from "../stack/dashboard.ts";
import { seedResources, settleTable } from "../stack/seed.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { targetOf } from "./target.ts";

const SIZE = 10_000;
const CHANGES_A_SECOND = 200;
const SECONDS = 30;
/** How many at the top of the list have every second change: none is applied again while it is still processed. */
const AT_THE_TOP = 500;
/** By name, where rows change in their places, and by the last update, where each that changes moves to the top. */
const LISTS = { "by name": "", "by last update": "?sort=-updated" };

/** Whether the list answers its user while much of it changes. */
export const busyList: Case = { name: "busy-list", title: "Long tasks of a list of 10,000, 200 changes/s", run };

async function run(bench: Bench): Promise<Row[]> {
  const stack = await startStack(bench);
  const web = await startDashboard(stack);
  const browser = await launchUrgentBrowser();
  try {
    await seedResources(stack, await organizationOf(stack), SIZE);
    await settleTable(stack);
    const session = await signIn(browser, web.url, stack);
    const bodies = await changes(stack);
    const rows: Row[] = [];
    for (const [order, query] of Object.entries(LISTS)) {
      const tasks = await watchList(bench, stack, browser, session, query, bodies(order));
      bench.note(`${order}: ${JSON.stringify(tasks)}`);
      rows.push(rowOf(order, tasks));
    }
    return rows;
  } finally {
    await browser.close();
    await web.stop();
    await stack.stop();
  }
}

/** Bodies of applies that each change a resource: in turns one at the top of the list and one of the others. */
async function changes(stack: Stack): Promise<(content: string) => string[]> {
  const { rows } = await stack.pool.query<{ name: string }>("SELECT name FROM resources ORDER BY name");
  const names = rows.map(({ name }) => name);
  const [top, rest] = [names.slice(0, AT_THE_TOP), names.slice(AT_THE_TOP)];
  return (content) =>
    Array.from({ length: CHANGES_A_SECOND * SECONDS }, (_, index) => {
      const from = index % 2 === 0 ? top : rest;
      const name = from[Math.floor(index / 2) % from.length] ?? "";
      return applyBody({ name, config: { content: `${content} ${index}` }, dependencies: [] });
    });
}

async function watchList(
  bench: Bench,
  stack: Stack,
  browser: Browser,
  { storageState, home }: Session,
  query: string,
  bodies: string[],
): Promise<LongTasks> {
  const context = await browser.newContext({ viewport: VIEWPORT, storageState });
  const page = await context.newPage();
  await page.goto(`${home}/resources${query}`);
  await page.locator('[data-row="0"]').waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await quietMachine();
  const end = await watchLongTasks(browser, page);
  const { failures, milliseconds } = await bench.load.run({
    kind: "paced-applies",
    ...targetOf(stack),
    bodies,
    everyMilliseconds: 1000 / CHANGES_A_SECOND,
  });
  if (failures > 0) throw new Error(`${failures} applies were refused`);
  bench.note(`${((bodies.length * 1000) / milliseconds).toFixed(0)} changes a second were answered`);
  const tasks = await end();
  await context.close();
  return tasks;
}

function rowOf(order: string, { observed, traced }: LongTasks): Row {
  const longest = Math.max(0, ...observed);
  const computed = Math.max(0, ...traced.map(({ computed }) => computed));
  return {
    path: `dashboard, list of ${SIZE.toLocaleString("en")} ${order}, ${CHANGES_A_SECOND} changes/s for ${SECONDS} s: longest task`,
    figure: `${longest.toFixed(0)} ms`,
    beside: `${observed.length} of 50 ms or more; at most ${computed.toFixed(0)} ms of processor time`,
    value: longest,
    unit: "ms",
    target: { atMost: 100 },
    details: { observed, traced },
  };
}
