import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { quietMachine } from "../quiet-machine.ts";
import { type Session, VIEWPORT } from "./session.ts";

/** One opening of a page. */
export interface PageLoad {
  /** Milliseconds from the start of the navigation to the largest contentful paint. */
  readonly lcp: number;
  /** Bytes of JavaScript that came over the network, compressed, until nothing more came. */
  readonly scriptBytes: number;
}

const LOOK_MS = 100;

/** What the page is told to note. */
interface Noted {
  largestPaint?: number;
}

/**
 * Opens a page of a dashboard on a machine that has been idle for a moment, until it hears of changes and has nothing more to load:
 * first in a browser that has none of its files, then in one that has them all.
 */
export async function loadTwice(browser: Browser, { storageState }: Session, url: string): Promise<PageLoad[]> {
  const context = await browser.newContext({ viewport: VIEWPORT, storageState });
  try {
    const loads: PageLoad[] = [];
    for (let time = 0; time < 2; time++) {
      const page = await context.newPage();
      loads.push(await load(page, url));
      await page.close();
    }
    return loads;
  } finally {
    await context.close();
  }
}

async function load(page: Page, url: string): Promise<PageLoad> {
  await quietMachine();
  const scripts = await countScripts(page);
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      Object.assign(window, { largestPaint: list.getEntries().at(-1)?.startTime });
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await page.goto(url);
  await page.locator('[data-row="0"]').waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await quietMachine();
  while (scripts.pending() > 0) await sleep(LOOK_MS);
  const lcp = await page.evaluate(() => (window as Noted).largestPaint);
  if (lcp === undefined) throw new Error(`${url} has no largest contentful paint`);
  return { lcp, scriptBytes: scripts.bytes() };
}

/** Counts as the browser's network does, which knows what came from its cache. */
async function countScripts(page: Page): Promise<{ bytes(): number; pending(): number }> {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  const pending = new Set<string>();
  let bytes = 0;
  network.on("Network.requestWillBeSent", ({ requestId, type }) => {
    if (type === "Script") pending.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (pending.delete(requestId)) bytes += encodedDataLength;
  });
  network.on("Network.loadingFailed", ({ requestId }) => void pending.delete(requestId));
  return { bytes: () => bytes, pending: () => pending.size };
}
