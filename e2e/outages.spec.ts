import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { deleteLoginsOf } from "@pragma/db/administration";
import { expectAccessible } from "./support/accessibility.ts";
import { type Account, createOwnerAccount, createTokenOf } from "./support/accounts.ts";
import { Api } from "./support/api.ts";
import { writeYaml } from "./support/editor.ts";
import { waitForHydration } from "./support/hydration.ts";
import { expectNoLayoutShift, watchLayoutShifts } from "./support/layout-shift.ts";
import { expectLive } from "./support/live.ts";
import { type OwnStack, startOwnStack } from "./support/own-stack.ts";
import { pageOf } from "./support/page-of.ts";
import { OUTPUT } from "./support/paths.ts";
import { signIn, submitSignIn } from "./support/sign-in.ts";
import { test as base, expect } from "./support/test.ts";

/**
 * The plug pulled: what a person sees while something is away, and once it is back. Pictures are in `.output/outages`; those
 * of after 1, 5 and 30 s take minutes, so `PRAGMA_OUTAGE_SECONDS=1` asks for them.
 */

const FOLDER = join(OUTPUT, "outages");
const MOMENTS = process.env["PRAGMA_OUTAGE_SECONDS"] === "1" ? [1, 5, 30] : [];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
/** The browser's log lines for requests that fail. */
const FAILS = [
  /net::ERR_/,
  /status of 50\d/,
  /status of 401/,
  /Failed to fetch RSC payload/,
  /EventSource/,
  /Minified React error|Server Components render/,
];

const PAGES = [
  { name: "overview", path: "/", heading: "Overview", content: "Needs attention" },
  { name: "resources", path: "/resources", heading: "Resources", content: "first" },
  { name: "resource", path: "/resources/view/pragma/config/first", heading: "first", content: "Config" },
  { name: "changes", path: "/changes", heading: "Changes", content: "Changes" },
  { name: "editor", path: "/resources/edit/pragma/config/first?view=yaml", heading: /^Edit/, content: "first" },
] as const;

const BANNER = /server cannot be reached|You are offline|database does not answer|session has ended/;

const test = base.extend<{ owner: Account }, { own: OwnStack }>({
  own: [
    async ({ stack }, provide) => {
      const own = await startOwnStack(stack);
      await provide(own);
      await own.stop();
    },
    { scope: "worker", timeout: 600_000 },
  ],
  baseURL: async ({ own }, provide) => provide(own.info.webUrl),
  owner: async ({ own }, provide) => {
    const owner = await createOwnerAccount(own.platform);
    const api = new Api(await createTokenOf(own.platform, owner), own.info.apiUrl);
    await api.apply({ provider: "pragma", resource: "config", name: "first", config: { data: { a: 1 } } });
    await provide(owner);
  },
});

// All of it takes the same programs away.
test.describe.configure({ mode: "default" });

const banner = (page: Page) => page.getByRole("alert").filter({ hasText: BANNER });

interface Outage {
  name: string;
  says: string;
  light: string;
  begin: (own: OwnStack, pages: readonly Page[]) => Promise<unknown>;
  end: (own: OwnStack, pages: readonly Page[]) => Promise<unknown>;
}

const OUTAGES: Outage[] = [
  {
    name: "offline",
    says: "You are offline",
    light: "Offline",
    begin: (_, pages) => Promise.all(pages.map((page) => page.context().setOffline(true))),
    end: (_, pages) => Promise.all(pages.map((page) => page.context().setOffline(false))),
  },
  {
    name: "server-killed",
    says: "The server cannot be reached",
    light: "Offline",
    begin: ({ web }) => web.kill(),
    end: ({ web }) => web.start(),
  },
  {
    name: "server-hanging",
    says: "The server cannot be reached",
    light: "Offline",
    begin: async ({ web }) => web.pause(),
    end: async ({ web }) => web.resume(),
  },
  {
    name: "database-hanging",
    says: "The server’s database does not answer",
    light: "Not live",
    begin: ({ database }) => database.pause(),
    end: async ({ database }) => database.resume(),
  },
  {
    name: "database-stopped",
    says: "The server’s database does not answer",
    light: "Not live",
    begin: ({ database }) => database.stop(),
    end: ({ database }) => database.start(),
  },
];

async function picture(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const path = join(FOLDER, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path, animations: "disabled" });
    }
  }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: "light" });
}

/** A window of its own for each page: a browser makes only six connections to a host for all tabs of one. */
async function openAll(browser: Browser, page: Page, own: OwnStack, owner: Account): Promise<Page[]> {
  await signIn(page, owner, own.info.webUrl);
  const storageState = await page.context().storageState();
  return Promise.all(
    PAGES.map(async ({ path, heading }) => {
      const context = await browser.newContext({ storageState, baseURL: own.info.webUrl });
      const opened = await context.newPage();
      waitForHydration(opened);
      await watchLayoutShifts(opened);
      await opened.goto(pageOf(owner, path));
      await expect(opened.getByRole("heading", { level: 1 })).toHaveText(heading);
      await expectLive(opened);
      return opened;
    }),
  );
}

async function expectStands(page: Page, { heading, content }: (typeof PAGES)[number]): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
  await expect(page.getByRole("main")).toContainText(content);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
}

/** Each of the others is one that an ordinary run has already, in another way. */
const ORDINARY = ["offline", "server-killed", "database-hanging"];

for (const outage of OUTAGES.filter(({ name }) => MOMENTS.length > 0 || ORDINARY.includes(name))) {
  test(`${outage.name}: five pages stay, say so, and recover by themselves`, {
    tag: outage.name === "offline" ? [] : "@thorough",
  }, async ({ browser, page, own, owner, complaints }) => {
    complaints.expect(...FAILS);
    const pages = await openAll(browser, page, own, owner);
    await page.goto("about:blank");
    await Promise.all(pages.map((one) => one.evaluate(() => Reflect.set(window, "isSameDocument", true))));
    await outage.begin(own, pages);
    const each = (look: (page: Page, route: (typeof PAGES)[number]) => Promise<void>) =>
      Promise.all(pages.map((one, index) => look(one, PAGES[index] as (typeof PAGES)[number])));
    try {
      for (const seconds of MOMENTS) {
        await page.waitForTimeout((seconds - (MOMENTS[MOMENTS.indexOf(seconds) - 1] ?? 0)) * 1000);
        await each((one, { name }) => picture(one, `${outage.name}-${name}-${seconds}s`));
      }
      await each(async (one, route) => {
        await expect(banner(one)).toContainText(outage.says);
        await expect(one.getByText(/^Trying again/)).toBeVisible();
        await expect(one.getByRole("button", { name: "Try now" })).toBeVisible();
        await expect(one.getByRole("status").filter({ hasText: outage.light })).toBeVisible();
        await expectStands(one, route);
        await expectNoLayoutShift(one);
      });
      await picture(pages[4] as Page, `${outage.name}-editor`);
    } finally {
      await outage.end(own, pages);
    }
    await each(async (one, route) => {
      await expect(banner(one)).toBeHidden();
      await expectLive(one);
      await expectStands(one, route);
      expect(await one.evaluate(() => Reflect.get(window, "isSameDocument"))).toBe(true);
    });
    if (MOMENTS.length > 0) await each((one, { name }) => picture(one, `${outage.name}-${name}-after`));
    await Promise.all(pages.map((one) => one.context().close()));
  });
}

for (const { name, begin, end } of OUTAGES.filter(
  ({ name }) => !["server-hanging", "database-stopped"].includes(name),
).filter(({ name }) => MOMENTS.length > 0 || name !== "offline")) {
  test(`${name}: a link stays in the page, and leads on once the server is back`, {
    tag: name === "server-killed" ? [] : "@thorough",
  }, async ({ page, own, owner, complaints }) => {
    complaints.expect(...FAILS);
    await signIn(page, owner, own.info.webUrl);
    await page.goto(pageOf(owner, "/resources"));
    await expectLive(page);
    await page.evaluate(() => Reflect.set(window, "isSameDocument", true));
    const menu = page.getByRole("navigation", { name: "Main" });
    await begin(own, [page]);
    try {
      // Before the page knows of it, and after.
      await menu.getByRole("link", { name: "Members" }).click();
      await expect(banner(page)).toBeVisible();
      await expect(menu).toBeVisible();
      await menu.getByRole("link", { name: "Changes" }).click();
      await expect(menu).toBeVisible();
      await picture(page, `${name}-navigation`);
      await page.getByRole("button", { name: "Try now" }).focus();
      await expectAccessible(page);
    } finally {
      await end(own, [page]);
    }
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
    await expect(page).toHaveURL(pageOf(owner, "/changes"));
    await expect(banner(page)).toBeHidden();
    await expectLive(page);
    expect(await page.evaluate(() => Reflect.get(window, "isSameDocument"))).toBe(true);
  });
}

test("an address that is opened while the database is away shows its page once that is back", async ({
  page,
  own,
  owner,
  complaints,
}) => {
  complaints.expect(...FAILS);
  await signIn(page, owner, own.info.webUrl);
  await own.database.pause();
  try {
    await page.goto(pageOf(owner, "/resources"));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page cannot be loaded right now");
    await expect(banner(page)).toBeVisible();
    await picture(page, "database-hanging-opened");
  } finally {
    own.database.resume();
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Resources");
  await expectLive(page);
});

test("the API of programs may be away: the dashboard does not need it", async ({ page, own, owner }) => {
  await signIn(page, owner, own.info.webUrl);
  await own.api.kill();
  try {
    await page.goto(pageOf(owner, "/resources"));
    await expectLive(page);
    await page.getByRole("link", { name: "first", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("first");
    await expect(banner(page)).toBeHidden();
    await picture(page, "api-killed-resource");
  } finally {
    await own.api.start();
  }
});

test("a session that has ended leaves the page, and leads back to it", async ({ page, own, owner, complaints }) => {
  complaints.expect(...FAILS);
  await signIn(page, owner, own.info.webUrl);
  await page.goto(pageOf(owner, "/resources?q=fir"));
  await expectLive(page);
  await deleteLoginsOf(own.platform.core.db, owner.userId, null);
  await expect(banner(page)).toContainText("Your session has ended");
  await expect(page.getByRole("status").filter({ hasText: "Signed out" })).toBeVisible();
  await expectStands(page, PAGES[1]);
  await picture(page, "session-ended-resources");
  await page.getByRole("button", { name: "Sign in again" }).click();
  await submitSignIn(page, owner);
  await expect(page).toHaveURL(pageOf(owner, "/resources?q=fir"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Resources");
  await expectLive(page);
});

test("a session that has ended costs nothing that was typed", async ({ page, own, owner, complaints }) => {
  complaints.expect(...FAILS);
  await signIn(page, owner, own.info.webUrl);
  await page.goto(pageOf(owner, "/resources/edit/pragma/config/first?view=yaml"));
  await expectLive(page);
  await writeYaml(page, "provider: pragma\nresource: config\nname: first\nconfig:\n  data:\n    a: 2\n");
  await expect(page.getByText("a: 2")).toBeVisible();
  await deleteLoginsOf(own.platform.core.db, owner.userId, null);
  await expect(banner(page)).toContainText("Your session has ended");
  await picture(page, "session-ended-editor");
  const opened = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "Sign in again" }).click();
  const beside = await opened;
  await submitSignIn(beside, owner);
  await expect(beside.getByRole("heading", { level: 1 })).toHaveText(/^Edit/);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(banner(page)).toBeHidden();
  await expectLive(page);
  await expect(page.getByText("a: 2")).toBeVisible();
});
