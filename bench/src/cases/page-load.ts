import type { Browser } from "playwright-core";
import type { Bench, Case } from "../bench.ts";
import { loadTwice, type PageLoad } from "../browser/page-load.ts";
import { launchBrowser, organizationOf, type Session, signIn } from "../browser/session.ts";
import type { Row } from "../report/row.ts";
import { median } from "../report/statistics.ts";
import { startDashboard } from "../stack/dashboard.ts";
import { seedResources, settleTable } from "../stack/seed.ts";
import { startStack } from "../stack/stack.ts";

const SIZES = [300, 10_000];

/** A build of the product, running. */
interface Running {
  readonly session: Session;
  /** Of each run: without and with the files of the page. */
  readonly loads: PageLoad[][];
  stop(): Promise<void>;
}

/** What the list of resources costs a browser, beside another build in turns if `--beside` names one. */
export const pageLoad: Case = { name: "page-load", title: "Page load of the list", run };

async function run(bench: Bench): Promise<Row[]> {
  const browser = await launchBrowser();
  try {
    const rows: Row[] = [];
    for (const size of SIZES) rows.push(...(await runSize(bench, browser, size)));
    return rows;
  } finally {
    await browser.close();
  }
}

async function runSize(bench: Bench, browser: Browser, size: number): Promise<Row[]> {
  const builds: Running[] = [];
  try {
    for (const root of [undefined, ...(bench.beside === undefined ? [] : [bench.beside])]) {
      builds.push(await start(bench, browser, size, root));
    }
    // The first page that a server renders is slower than all others.
    for (const { session } of builds) await loadTwice(browser, session, `${session.home}/resources`);
    for (let index = 0; index < bench.runs; index++) {
      for (const { session, loads } of builds) {
        loads.push(await loadTwice(browser, session, `${session.home}/resources`));
      }
    }
    return rowsOf(size, builds);
  } finally {
    for (const build of builds) await build.stop();
  }
}

async function start(bench: Bench, browser: Browser, size: number, root: string | undefined): Promise<Running> {
  const stack = await startStack({ ...bench, root });
  const web = await startDashboard(stack);
  await seedResources(stack, await organizationOf(stack), size);
  await settleTable(stack);
  const session = await signIn(browser, web.url, stack);
  return {
    session,
    loads: [],
    async stop() {
      await web.stop();
      await stack.stop();
    },
  };
}

function rowsOf(size: number, builds: readonly Running[]): Row[] {
  const [own = [], beside] = builds.map(({ loads }) => loads);
  const path = `dashboard, list of ${size.toLocaleString("en")}`;
  const row = (what: string, unit: "ms" | "kB", atMost: number, figureOf: (loads: PageLoad[]) => number): Row => {
    const text = (of: PageLoad[][]): string => `${median(of.map(figureOf)).toFixed(0)} ${unit}`;
    return {
      path: `${path}: ${what}`,
      figure: text(own),
      beside: beside === undefined ? "" : `${text(beside)} of the other build`,
      value: median(own.map(figureOf)),
      unit,
      target: { atMost },
      details: { runs: own.map(figureOf), beside: beside?.map(figureOf) },
    };
  };
  return [
    row("largest contentful paint, first visit", "ms", 300, ([first]) => first?.lcp ?? Number.NaN),
    row("largest contentful paint, later visits", "ms", 300, ([, later]) => later?.lcp ?? Number.NaN),
    row("JavaScript transferred, compressed", "kB", 300, ([first]) => (first?.scriptBytes ?? Number.NaN) / 1000),
  ];
}
