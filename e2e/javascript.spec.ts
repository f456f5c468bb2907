import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test as filledTest } from "./support/filled-test.ts";
import { pageOf } from "./support/page-of.ts";
import { ROOT } from "./support/paths.ts";
import { OUTSIDE_PAGES, PAGES } from "./support/routes.ts";
import { Scripts } from "./support/scripts.ts";
import { expect, test } from "./support/test.ts";

/**
 * Compressed, of what a page loads before it works. Charts, editors, dialogs, menus and whatever else is not seen at
 * first come after that: `next/dynamic`, `apps/web/src/components/ui/trigger-slot.tsx`.
 */
const MOST_BYTES = 250_000;

/** Those of pages that load more than they may. */
function tooLarge(sizes: ReadonlyMap<string, number>): string[] {
  const large = [...sizes].filter(([, size]) => size > MOST_BYTES);
  return large.map(([page, size]) => `${page}: ${(size / 1000).toFixed(1)} kB`);
}

filledTest("no page loads more JavaScript than it may before it works", async ({ page, filled }) => {
  const scripts = new Scripts(page);
  const sizes = new Map<string, number>();
  for (const { path, isOutside } of [...PAGES, ...OUTSIDE_PAGES]) {
    sizes.set(path, await scripts.sizeOf(isOutside ? path : pageOf(filled.account, path)));
  }
  expect(tooLarge(sizes)).toEqual([]);
});

test("nor does the page of a change", async ({ page, owner, signedIn: _, api }) => {
  const documents = [{ provider: "pragma", resource: "config", name: "planned", config: { data: {} } }];
  const { id } = (await (await api.post("/changes", { documents })).json()) as { id: string };
  const path = pageOf(owner, `/changes/${id}`);
  expect(tooLarge(new Map([[path, await new Scripts(page).sizeOf(path)]]))).toEqual([]);
});

/** The build's statistics of a route. */
interface RouteStats {
  route: string;
  /** Files in the dashboard's folder. */
  firstLoadChunkPaths: string[];
}

test("nor does any route by what the build says of it", () => {
  const web = join(ROOT, "apps/web");
  const stats: RouteStats[] = JSON.parse(readFileSync(join(web, ".next/diagnostics/route-bundle-stats.json"), "utf8"));
  expect(stats.map(({ route }) => route)).toContain("/o/[organization]/providers/[id]/builds/[version]");
  const sizes = stats.map(({ route, firstLoadChunkPaths }) => {
    const files = firstLoadChunkPaths.map((path) => gzipSync(readFileSync(join(web, path))).length);
    return [route, files.reduce((sum, size) => sum + size, 0)] as const;
  });
  expect(tooLarge(new Map(sizes))).toEqual([]);
});
