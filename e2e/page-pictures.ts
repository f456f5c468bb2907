import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { openPage } from "./support/accessibility.ts";
import { applyAll } from "./support/changes.ts";
import { type Filled, test as filledTest } from "./support/filled-test.ts";
import { OUTPUT } from "./support/paths.ts";
import { packNotes } from "./support/provider-archive.ts";
import { OUTSIDE_PAGES, PAGES, type Route } from "./support/routes.ts";
import { test as outsideTest } from "./support/test.ts";

/**
 * `npm run screenshots -- page-pictures`: every page, light and dark, on a desk and on a phone, in `.output/pages`. For
 * who changes the looks and wants to see it all, before and after.
 */

const FOLDER = join(OUTPUT, "pages");
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

async function take(page: Page, route: Route, name: string, filled?: Filled): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await openPage(page, route, filled?.account);
    // By its text: a dialog hides it from the roles.
    await expect(page.getByText("Connecting")).toHaveCount(0);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const path = join(FOLDER, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path, animations: "disabled", fullPage: true });
    }
  }
}

/** `resources-view-postgres-database-shop-tab-history` */
const nameOf = ({ path }: Route): string => path.replaceAll(/[^a-z]+/gi, "-").replaceAll(/^-|-$/g, "") || "overview";

for (const route of PAGES) {
  filledTest(`picture of ${route.path}`, ({ page, filled }) => take(page, route, nameOf(route), filled));
}
for (const route of OUTSIDE_PAGES) {
  outsideTest(`picture of ${route.path}`, ({ page, owner: _ }) => take(page, route, nameOf(route)));
}

filledTest("picture of a change", async ({ page, filled }) => {
  const { api } = filled;
  const config = { provider: "pragma", resource: "config", config: { data: { size: 1 } } };
  await applyAll(api, [
    { ...config, name: "one" },
    { ...config, name: "two" },
  ]);
  const [{ id }] = (await (await api.get("/changes?limit=1")).json()) as [{ id: string }];
  await take(page, { path: `/changes/${id}`, heading: /./ }, "change", filled);
});

filledTest("picture of a build", async ({ page, filled }) => {
  const { api } = filled;
  const pushed = await api.upload("/providers/notes/push", "code", packNotes({ release: "first" }));
  const { version } = (await pushed.json()) as { version: string };
  const route = { path: `/providers/notes/builds/${version}`, heading: /^notes / };
  await openPage(page, route, filled.account);
  await expect(page.getByText("success", { exact: true })).toBeVisible();
  await take(page, route, "build", filled);
});
