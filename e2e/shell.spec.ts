import { makeOperator } from "./support/accounts.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

test.describe("on a large screen", () => {
  test.beforeEach(async ({ signedIn: _ }) => {});

  test("the theme can be chosen, and stays chosen", async ({ owner, page }) => {
    await page.goto(pageOf(owner));
    const html = page.locator("html");
    const choose = async (theme: string): Promise<void> => {
      await page.getByRole("button", { name: "Theme" }).click();
      await page.getByRole("menuitem", { name: theme }).click();
    };
    await expect(html).toHaveClass(/light/);
    await choose("Dark");
    await expect(html).toHaveClass(/dark/);
    await page.reload();
    await expect(html).toHaveClass(/dark/);
    await choose("System");
    await expect(html).toHaveClass(/light/);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(html).toHaveClass(/dark/);
  });

  test("the first stop of the keyboard leads past the navigation", async ({ page, owner, platform }) => {
    await makeOperator(platform, owner);
    await page.goto("/account/organizations/new");
    await expect(page.getByRole("heading", { level: 1, name: "New organization" })).toBeVisible();
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(page.getByLabel("Name of the organization")).toBeFocused();
  });

  test("the command palette opens by keyboard, finds pages and resources, and gives the focus back", async ({
    owner,
    page,
    complaints,
  }) => {
    complaints.expect(/ERR_FAILED/);
    const palette = page.getByRole("dialog", { name: "Search or jump to" });
    const field = page.getByPlaceholder("Name of a resource, or a page");

    await test.step("it leads to a page, and loses no letter while it is still loading", async () => {
      await page.goto(pageOf(owner, "/settings"));
      await expectLive(page);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("home");
      await expect(palette.getByRole("combobox")).toHaveValue("home");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(pageOf(owner));
      await expect(palette).toBeHidden();
    });

    await test.step("it finds a page by a part of its name", async () => {
      await page.keyboard.press("Control+k");
      await expect(palette).toBeVisible();
      await page.keyboard.type("overv");
      await expect(palette.getByRole("option")).toHaveText(["Overview"]);
      await page.keyboard.press("Escape");
      await expect(palette).toBeHidden();
    });

    await test.step("it gives the focus back", async () => {
      const theme = page.getByRole("button", { name: "Theme" });
      await theme.focus();
      await page.keyboard.press("Control+k");
      await expect(field).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(theme).toBeFocused();
    });

    await test.step("it says so when there is nothing", async () => {
      await page.getByRole("button", { name: /^Search or jump to/ }).click();
      await field.fill("zzz-nothing-of-that-name");
      await expect(page.getByText("Nothing found")).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(palette).toBeHidden();
    });

    await test.step("and when resources could not be searched", async () => {
      await page.route(/resources\.suggest/, (route) => route.abort());
      await page.keyboard.press("Control+k");
      await page.keyboard.type("shop");
      await expect(page.getByText(/^Resources could not be searched: /)).toBeVisible();
      await expect(page.getByText("Nothing found")).toBeHidden();
    });
  });

  test("what gets the focus while a dialog closes keeps it", async ({ owner, page }) => {
    await page.goto(pageOf(owner, "/settings"));
    await expectLive(page);
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    const focused = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const dialog = document.querySelector("[role=dialog]");
          // Told in a microtask: after the dialog is gone, before the task that gives the focus back.
          const observer = new MutationObserver(() => {
            if (dialog?.isConnected) return;
            observer.disconnect();
            document.querySelector<HTMLElement>("[aria-label=Theme]")?.focus();
            requestAnimationFrame(() => setTimeout(() => resolve(document.activeElement?.ariaLabel)));
          });
          observer.observe(document.body, { childList: true, subtree: true });
          document.activeElement?.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }),
          );
        }),
    );
    expect(focused).toBe("Theme");
  });

  test("the command palette goes on with what was typed before it was there", async ({ owner, page }) => {
    await page.goto(pageOf(owner, "/settings"));
    await expectLive(page);
    const areTaken = await page.evaluate(async () => {
      const press = (key: string, ctrlKey = false): boolean =>
        !document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
      press("k", true);
      // React hears of the key in a microtask, and draws the palette in a task.
      for (let microtasks = 0; microtasks < 10; microtasks++) await null;
      return [..."aud"].map((key) => press(key));
    });
    expect(areTaken).toEqual([true, true, true]);
    await expect(page.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("i");
    await expect(page.getByRole("combobox")).toHaveValue("audi");
  });

  test("the command palette leads to the resource that is found, also when that comes last", async ({
    owner,
    page,
    api,
  }) => {
    await api.apply({ provider: "pragma", resource: "config", name: "audit-trail", config: { data: {} } });
    await page.goto(pageOf(owner, "/settings"));
    await expectLive(page);
    let answer = (): void => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(/resources\.suggest/, async (route) => {
      await isAnswered;
      await route.continue();
    });
    const palette = page.getByRole("dialog", { name: "Search or jump to" });
    const found = palette.getByRole("option", { name: "pragma/config/audit-trail" });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("audit");
    await expect(palette.getByRole("option", { name: "Audit", exact: true })).toBeVisible();
    // Enter waits for the answer, which may hold what is meant.
    await page.keyboard.press("Enter");
    answer();
    await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/audit-trail"));
    await page.goBack();
    await expect(page).toHaveURL(pageOf(owner, "/settings"));
    await page.keyboard.press("Control+k");
    await page.keyboard.type("audi");
    await expect(found).toHaveAttribute("aria-selected", "true");
    await found.hover();
    await expect(found).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowDown");
    await expect(found).toHaveAttribute("aria-selected", "false");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(pageOf(owner, "/audit"));
  });

  test("the command palette that is still loading says so, and Escape ends that", async ({ owner, page }) => {
    const path = pageOf(owner, "/settings");
    const first = await (await page.request.get(path)).text();
    const released = Promise.withResolvers<void>();
    await page.route("**/_next/static/chunks/**", async (route) => {
      if (!first.includes(new URL(route.request().url()).pathname)) await released.promise;
      await route.continue();
    });
    await page.goto(path);
    await expectLive(page);
    await page.keyboard.press("Control+k");
    const loading = page.getByText("Loading the search…");
    await expect(loading).toBeVisible();
    await page.keyboard.type("lost");
    await page.keyboard.press("Escape");
    await expect(loading).toBeHidden();
    released.resolve();
    await page.keyboard.press("Control+k");
    await expect(page.getByPlaceholder("Name of a resource, or a page")).toHaveValue("");
  });

  test("what still has to be loaded opens with the first click, hover or focus", async ({ page, owner }) => {
    await page.goto(pageOf(owner, "/settings"));
    await expectLive(page);
    await page.getByRole("button", { name: /^Account of/ }).click();
    await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
    await page.getByRole("button", { name: /^Account of/ }).click();
    await expect(page.getByRole("menu")).toHaveCount(0);

    await test.step("so does more about the connection", async () => {
      const live = page.getByRole("button").filter({ has: page.getByRole("status") });
      const more = page.getByRole("tooltip", { name: "Changes appear here as they happen." });
      await live.hover();
      await expect(more).toHaveCount(1);
      // Radix looks where the pointer goes from the trigger on, so one jump is not enough.
      await page.getByRole("heading", { level: 1 }).hover();
      await page.mouse.move(500, 500, { steps: 3 });
      await expect(more).toHaveCount(0);
      await page.getByRole("link", { name: "Guide to this page" }).focus();
      await page.keyboard.press("Shift+Tab");
      await expect(live).toBeFocused();
      await expect(more).toHaveCount(1);
      await page.keyboard.press("Escape");
      await expect(more).toHaveCount(0);
      await expect(live).toBeFocused();
    });
  });

  test("a menu opens with the first key at its first item, and gives the focus back", async ({ page, owner }) => {
    await page.goto(pageOf(owner, "/settings"));
    await expectLive(page);
    const theme = page.getByRole("button", { name: "Theme" });
    // The first time it is loaded, the second time it is there.
    for (const key of ["ArrowDown", "Enter"]) {
      await theme.focus();
      await page.keyboard.press(key);
      await expect(page.getByRole("menuitem", { name: "Light" })).toBeFocused();
      await page.keyboard.press("ArrowDown");
      await expect(page.getByRole("menuitem", { name: "Dark" })).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("menu")).toHaveCount(0);
      await expect(theme).toBeFocused();
    }
  });

  test("a dialog gives the focus back, also one that came after another", async ({ owner, page }) => {
    await page.goto(pageOf(owner, "/tokens"));
    const open = page.getByRole("button", { name: "New token" }).first();
    await open.click();
    await page.getByLabel("Name").fill("terminal");
    await page.keyboard.press("Escape");
    await expect(open).toBeFocused();

    await page.keyboard.press("Enter");
    await page.getByLabel("Name").fill("terminal");
    await page.getByRole("button", { name: "All", exact: true }).click();
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByRole("row", { name: /^terminal/ })).toBeVisible();
    // The list has a button of its own only while it is empty; then the page has the focus.
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  });

  test("a page that does not exist says so, and keeps navigation and search in an organization", async ({
    owner,
    page,
    complaints,
  }) => {
    complaints.expect(/status of 404/);
    await page.goto("/no/such/page");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
    await page.getByRole("link", { name: "Go to the overview" }).click();
    await expect(page).toHaveURL(pageOf(owner));

    for (const path of ["/no/such/page", "/changes/00000000-0000-7000-8000-000000000000", "/help/none-such"]) {
      await page.goto(pageOf(owner, path));
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      await expect(page.getByRole("button", { name: /^Search or jump to/ })).toBeVisible();
    }
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Resources" }).click();
    await expect(page).toHaveURL(pageOf(owner, "/resources"));
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });
  test.beforeEach(async ({ signedIn: _ }) => {});

  test("the navigation is in a drawer that closes once it has led somewhere, and holds the focus until then", async ({
    owner,
    page,
  }) => {
    const navigation = page.getByRole("navigation", { name: "Main" });
    await page.goto(pageOf(owner, "/settings"));
    await expect(navigation).toBeHidden();
    await page.getByRole("button", { name: "Open navigation" }).tap();
    await expect(navigation).toBeVisible();
    await navigation.getByRole("link", { name: "Overview" }).tap();
    await expect(page).toHaveURL(pageOf(owner));
    await expect(navigation).toBeHidden();

    const open = page.getByRole("button", { name: "Open navigation" });
    await open.focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "Pragma" });
    await expect(drawer).toBeVisible();
    for (let stop = 0; stop < 15; stop++) await page.keyboard.press("Tab");
    expect(await drawer.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(open).toBeFocused();
  });
});
