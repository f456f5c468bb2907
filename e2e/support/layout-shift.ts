import { expect, type Page } from "@playwright/test";

/** A fifth of what a good page may have: https://web.dev/articles/cls. */
const MOST = 0.02;

/** A layout shift, with its share of the page. */
interface Shift {
  readonly value: number;
  /** From where to where, and the beginnings of the markup of what moved. */
  readonly moved: readonly string[];
}

const watched = new WeakSet<Page>();

declare global {
  interface Window {
    layoutShifts?: Shift[];
  }
}

/** Has every page that is opened from now on count what moves by itself, not in answer to somebody's input. */
export async function watchLayoutShifts(page: Page): Promise<void> {
  if (watched.has(page)) return;
  watched.add(page);
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    window.layoutShifts = shifts;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & LayoutShift)[]) {
        if (entry.hadRecentInput) continue;
        const rect = ({ x, y, width, height }: DOMRectReadOnly) => [x, y, width, height].map(Math.round).join(" ");
        const moved = entry.sources.map(({ node, previousRect, currentRect }) => {
          const markup = (node as Element | null)?.outerHTML?.slice(0, 120) ?? "";
          return `${rect(previousRect)} → ${rect(currentRect)}: ${markup}`;
        });
        shifts.push({ value: entry.value, moved });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** https://wicg.github.io/layout-instability/ */
interface LayoutShift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

/** Checks that what has been shown since the page was opened did not move by itself. */
export async function expectNoLayoutShift(page: Page): Promise<void> {
  const shifts = await page.evaluate(() => window.layoutShifts ?? null);
  expect(shifts, "watchLayoutShifts comes before the page is opened").not.toBeNull();
  const sum = (shifts ?? []).reduce((total, { value }) => total + value, 0);
  expect(sum > MOST ? shifts : [], `moved by ${sum.toFixed(3)} in all, at most ${MOST}`).toEqual([]);
}
