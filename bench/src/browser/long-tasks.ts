import type { Browser, Page } from "playwright-core";

/** A task of a page's main thread that kept it from answering for 50 ms or more. */
export interface LongTask {
  /** Milliseconds from its start to its end. */
  readonly lasted: number;
  /** Milliseconds of processor time of the thread in it. During the others something else had the processor. */
  readonly computed: number;
}

export interface LongTasks {
  /** Milliseconds of each, as the page's PerformanceObserver reports them. */
  readonly observed: readonly number[];
  /** The same by the browser's trace, which knows what they computed. */
  readonly traced: readonly LongTask[];
}

/** As a trace has it: times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** https://w3c.github.io/longtasks/ */
const LONG_MS = 50;
/** Of a task that is made last, to see whether tasks are seen. */
const CONTROL_MS = 150;
const CATEGORIES = ["disabled-by-default-devtools.timeline", "__metadata"];

/**
 * Watches the main thread of the only page that is open in a browser, which has been loaded before.
 * @returns ends it; throws Error if a long task that it makes itself goes unseen
 */
export async function watchLongTasks(browser: Browser, page: Page): Promise<() => Promise<LongTasks>> {
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: "longtask" });
  });
  await browser.startTracing(page, { categories: CATEGORIES });
  return async () => {
    const observed = await observedBeforeControl(page);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const traced = longTasksOf(trace.traceEvents);
    const control = traced.findLastIndex(({ lasted }) => lasted >= CONTROL_MS);
    if (control === -1) throw new Error("The trace has no long task");
    return { observed, traced: traced.slice(0, control) };
  };
}

/** Makes a long task, and waits until the page has seen it. @returns the tasks before it */
function observedBeforeControl(page: Page): Promise<number[]> {
  return page.evaluate((milliseconds) => {
    const { longTasks } = window as unknown as { longTasks: number[] };
    const before = longTasks.length;
    return new Promise<number[]>((resolve) => {
      setTimeout(() => {
        const end = performance.now() + milliseconds;
        while (performance.now() < end);
        const look = (): void => {
          const control = longTasks.findIndex((lasted, index) => index >= before && lasted >= milliseconds);
          if (control === -1) setTimeout(look);
          else resolve(longTasks.slice(0, control));
        };
        look();
      });
    });
  }, CONTROL_MS);
}

/** In the order in which they began. */
function longTasksOf(events: readonly TraceEvent[]): LongTask[] {
  const threads = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const mains = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`));
  return events
    .filter(({ name, pid, tid }) => name === "RunTask" && mains.has(`${pid} ${tid}`))
    .sort((a, b) => a.ts - b.ts)
    .map(({ dur = 0, tdur = 0 }) => ({ lasted: dur / 1000, computed: tdur / 1000 }))
    .filter(({ lasted }) => lasted >= LONG_MS);
}
