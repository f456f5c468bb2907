import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { startPlainPage } from "../baselines/plain-page.ts";
import type { Bench, Case } from "../bench.ts";
import { launchBrowser, organizationOf, signIn, VIEWPORT } from "../browser/session.ts";
import { quietMachine } from "../quiet-machine.ts";
import type { Row } from "../report/row.ts";
import { median, percentile } from "../report/statistics.ts";
import { startDashboard } from "../stack/dashboard.ts";
import { connectAll, seedResources, settleTable, unsettleSome } from "../stack/seed.ts";
import { type Stack, startStack } from "../stack/stack.ts";

/** How many resources an organization has; the first is of the many tests that need no more. */
const SIZES = [10_000, 100_000] as const;
const FIELDS = ["name", "type", "state", "created", "updated"];
/** Types of resources, in turns. */
const TYPES = ["file", ...Array.from({ length: 19 }, (_, index) => `kind-${index + 1}`)];
/** How many are not ready. */
const NOT_READY = { failed: 40, draft: 20 };
/** Changes of state timed in each run. */
const CHANGES = 20;
/** As fast as one scrolls who looks for something: some 8,000 pixels a second. */
const WHEEL = { pixels: 400, everyMs: 50, times: 160 };
const WEB = join(import.meta.dirname, "..", "..", "..", "apps", "web");

/** Waits of a person, in a real browser on the production build, in organizations of 10,000 and 100,000 resources. */
export const dashboard: Case = { name: "dashboard", title: "Dashboard with 10,000 and 100,000 resources", run };

async function run(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of SIZES) rows.push(...(await runSize(bench, count)));
  return [...rows, scriptsRow()];
}

async function runSize(bench: Bench, count: number): Promise<Row[]> {
  const stack = await startStack(bench);
  const web = await startDashboard(stack);
  const plain = await startPlainPage();
  const browser = await launchBrowser();
  try {
    const organizationId = await organizationOf(stack);
    await seedResources(stack, organizationId, count, TYPES);
    await connectAll(stack, organizationId, count, TYPES);
    await unsettleSome(stack, organizationId, count, { wanted: NOT_READY, types: TYPES });
    await settleTable(stack);
    const { storageState, home } = await signIn(browser, web.url, stack);
    const context = await browser.newContext({ viewport: VIEWPORT, storageState });
    const firstRows: number[] = [];
    const plainRows: number[] = [];
    const sorted = new Map<string, number[]>();
    const filtered: number[] = [];
    const grouped: number[] = [];
    const graphs: number[] = [];
    const blanks: Scrolled[] = [];
    const changes: number[][] = [];
    for (const url of [`${home}/resources`, plain.url]) await (await openList(context, url)).page.close();
    for (let index = 0; index < bench.runs; index++) {
      const { page, milliseconds } = await openList(context, `${home}/resources`);
      firstRows.push(milliseconds);
      const bare = await openList(context, plain.url);
      plainRows.push(bare.milliseconds);
      await bare.page.close();
      blanks.push(await scroll(page));
      await page.close();
      const files = await openList(context, `${home}/resources?provider=bench&type=file`);
      changes.push(await timeChanges(files.page, stack, index));
      await files.page.close();
      filtered.push(await timeList(context, `${home}/resources?state=failed`));
      grouped.push(await timeList(context, `${home}/resources?group=type`));
      for (const sort of FIELDS.flatMap((field) => [field, `-${field}`])) {
        const opened = await openList(context, `${home}/resources?sort=${sort}`);
        sorted.set(sort, [...(sorted.get(sort) ?? []), opened.milliseconds]);
        await opened.page.close();
      }
      if (count === SIZES[0]) graphs.push(await openGraph(context, home));
    }
    const [slowest = "", times = []] = [...sorted].sort(([, a], [, b]) => median(b) - median(a))[0] ?? [];
    const size = count.toLocaleString("en");
    const rows: Row[] = [
      {
        path: `dashboard, list of ${size}: first rows painted`,
        figure: `${median(firstRows).toFixed(0)} ms`,
        beside: `from the start of the navigation; ${median(plainRows).toFixed(0)} ms of a page without scripts`,
        value: median(firstRows),
        unit: "ms",
        target: { atMost: 300 },
        details: { runs: firstRows, plain: plainRows },
      },
      {
        path: `dashboard, list of ${size}: first rows of the slowest order`,
        figure: `${median(times).toFixed(0)} ms`,
        beside: `by ${slowest}`,
        value: median(times),
        unit: "ms",
        target: { atMost: 500 },
        details: Object.fromEntries(sorted),
      },
      {
        path: `dashboard, list of ${size}, ${NOT_READY.failed} failed: first rows of those`,
        figure: `${median(filtered).toFixed(0)} ms`,
        beside: "by state",
        value: median(filtered),
        unit: "ms",
        target: { atMost: 500 },
        details: { runs: filtered },
      },
      {
        path: `dashboard, list of ${size}, grouped: first groups painted`,
        figure: `${median(grouped).toFixed(0)} ms`,
        beside: `by ${TYPES.length} types`,
        value: median(grouped),
        unit: "ms",
        target: { atMost: 500 },
        details: { runs: grouped },
      },
      {
        path: `dashboard, list of ${size}, scrolling 64,000 px at 8,000 px/s: frames with a blank row`,
        figure: `${median(blanks.map(({ blank }) => blank))} of ${median(blanks.map(({ frames }) => frames))}`,
        beside: `row ${median(blanks.map(({ lastRow }) => lastRow)).toLocaleString("en")} reached`,
        value: median(blanks.map(({ blank }) => blank)),
        unit: "",
        target: { atMost: 0 },
        details: { runs: blanks },
      },
      {
        path: `dashboard, list of ${size}: commit of a change → on screen, p99`,
        figure: `${median(changes.map((times) => percentile(times, 0.99))).toFixed(0)} ms`,
        beside: `p50 ${median(changes.map((times) => percentile(times, 0.5))).toFixed(0)} ms`,
        value: median(changes.map((times) => percentile(times, 0.99))),
        unit: "ms",
        target: { atMost: 1000 },
        details: { runs: changes },
      },
    ];
    if (graphs.length === 0) return rows;
    const graph: Row = {
      path: `dashboard, graph of ${size}: drawn, in groups`,
      figure: `${median(graphs).toFixed(0)} ms`,
      beside: `from the start of the navigation; chains across ${TYPES.length} types`,
      value: median(graphs),
      unit: "ms",
      target: { atMost: 2000 },
      details: { runs: graphs },
    };
    return [...rows, graph];
  } finally {
    await browser.close();
    await plain.stop();
    await web.stop();
    await stack.stop();
  }
}

/** The compressed scripts of a route before it works, as the build counts them. */
function scriptsRow(): Row {
  const stats = JSON.parse(readFileSync(join(WEB, ".next/diagnostics/route-bundle-stats.json"), "utf8")) as {
    route: string;
    firstLoadChunkPaths: string[];
  }[];
  const sizeOf = (path: string): number => gzipSync(readFileSync(join(WEB, path))).length / 1000;
  const sizes = stats
    .map(({ route, firstLoadChunkPaths }) => {
      return { route, kilobytes: firstLoadChunkPaths.reduce((sum, path) => sum + sizeOf(path), 0) };
    })
    .sort((a, b) => b.kilobytes - a.kilobytes);
  const [largest = { route: "", kilobytes: 0 }] = sizes;
  return {
    path: "dashboard: JavaScript of the largest route, compressed",
    figure: `${largest.kilobytes.toFixed(0)} kB`,
    beside: largest.route,
    value: largest.kilobytes,
    unit: "",
    target: { atMost: 250 },
    details: Object.fromEntries(sizes.map(({ route, kilobytes }) => [route, Math.round(kilobytes * 10) / 10])),
  };
}

interface Opened {
  page: Page;
  /** From the start of the navigation until the first frame with what was waited for was painted. */
  milliseconds: number;
}

const openList = (context: BrowserContext, url: string): Promise<Opened> => open(context, url, '[data-row="0"]');

async function timeList(context: BrowserContext, url: string): Promise<number> {
  const { page, milliseconds } = await openList(context, url);
  await page.close();
  return milliseconds;
}

async function openGraph(context: BrowserContext, home: string): Promise<number> {
  const { page, milliseconds } = await open(context, `${home}/graph`, ".react-flow__node");
  await page.close();
  return milliseconds;
}

async function open(context: BrowserContext, url: string, selector: string): Promise<Opened> {
  const page = await context.newPage();
  await quietMachine();
  await page.addInitScript((selector) => {
    const look = (): void => {
      if (document.querySelector(selector) === null) requestAnimationFrame(look);
      // The frame after the one in which it was found has been painted.
      else requestAnimationFrame(() => Object.assign(window, { paintedAt: performance.now() }));
    };
    look();
  }, selector);
  await page.goto(url);
  const found = await page.waitForFunction(() => (window as { paintedAt?: number }).paintedAt);
  await page.getByText("Live", { exact: true }).waitFor();
  return { page, milliseconds: (await found.jsonValue()) as number };
}

/** Drafts applied by API to the first row: from the commit of each to the moment that the page shows it. */
async function timeChanges(page: Page, stack: Stack, run: number): Promise<number[]> {
  const name = (await page.locator('[data-row-link="0"]').textContent()) ?? "";
  const times: number[] = [];
  for (let index = 0; index < CHANGES; index++) {
    const draft = index % 2 === 0;
    const shown = page.evaluate(
      (state) =>
        new Promise<number>((resolve) => {
          const row = document.querySelector('[data-row="0"]') as HTMLElement;
          const observer = new MutationObserver(() => {
            if (row.children[1]?.textContent !== state) return;
            observer.disconnect();
            requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
          });
          observer.observe(row, { subtree: true, childList: true, characterData: true });
        }),
      draft ? "draft" : "ready",
    );
    // If the apply fails, that is what went wrong.
    shown.catch(() => undefined);
    await apply(stack, name, { content: `${run} ${index - (index % 2)}` }, draft ? "draft" : "pending");
    const at = await shown;
    times.push(at - (await committedAt(stack, name)));
  }
  return times;
}

async function apply(stack: Stack, name: string, config: object, state: "draft" | "pending"): Promise<void> {
  const answer = await fetch(`${stack.apiUrl}/resources/apply`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    body: JSON.stringify({ provider: "bench", resource: "file", name, config, lifecycle_state: state }),
  });
  if (!answer.ok) throw new Error(`An apply was answered ${answer.status}: ${await answer.text()}`);
}

/** In milliseconds since the epoch, to the microsecond. */
async function committedAt(stack: Stack, name: string): Promise<number> {
  const { rows } = await stack.pool.query<{ at: number }>(
    "SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::float8 AS at FROM resources WHERE key = $1",
    [`bench/file/${name}`],
  );
  return rows[0]?.at ?? Number.NaN;
}

interface Scrolled {
  frames: number;
  /** Frames in which a place in the view had no row. */
  blank: number;
  lastRow: number;
}

async function scroll(page: Page): Promise<Scrolled> {
  await page.mouse.move(640, 500);
  await page.evaluate(() => {
    const seen = { frames: 0, blank: 0, lastRow: 0, over: false };
    Object.assign(window, { seen });
    const look = (): void => {
      if (seen.over) return;
      seen.frames++;
      // Before the page is scrolled, the table's head is among them.
      const top = document.querySelector("[data-row]")?.parentElement?.getBoundingClientRect().top ?? 0;
      const places = Array.from({ length: 12 }, (_, index) => 240 + index * 50).filter((y) => y > top);
      const rows = places.map((y) => document.elementFromPoint(640, y)?.closest<HTMLElement>("[data-row]"));
      if (rows.some((row) => row == null)) seen.blank++;
      seen.lastRow = Math.max(seen.lastRow, ...rows.map((row) => Number(row?.dataset["row"] ?? 0)));
      requestAnimationFrame(look);
    };
    look();
  });
  for (let index = 0; index < WHEEL.times; index++) {
    await page.mouse.wheel(0, WHEEL.pixels);
    await page.waitForTimeout(WHEEL.everyMs);
  }
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: Scrolled & { over: boolean } };
    seen.over = true;
    return { frames: seen.frames, blank: seen.blank, lastRow: seen.lastRow };
  });
}
