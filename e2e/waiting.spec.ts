import type { Route } from "@playwright/test";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { signIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";

const SLOW_MS = 3000;

test("a page that takes long says that it is loading", async ({ page, signedIn: _, owner }) => {
  await page.goto(pageOf(owner));
  const bar = page.getByRole("progressbar", { name: "Loading the page" });
  await expect(bar).toHaveCount(0);
  await page.route(/_rsc=/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    await route.continue();
  });
  await page.getByRole("navigation").getByRole("link", { name: "Providers" }).click();
  await expect(bar).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Providers" })).toBeVisible();
  await expect(bar).toHaveCount(0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("data that could not be loaded names its request", async ({ page, signedIn: _, owner, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  await page.goto(pageOf(owner, "/resources?provider=%00"));
  await expect(page.getByRole("alert").getByText(/^Request [\w-]{8,}$/)).toBeVisible();
});

test("a cancelled resource is failed on every page", async ({ page, signedIn: _, owner, api }) => {
  const waiting = { provider: "pragma", resource: "config", name: "waiting" };
  await api.apply({ ...waiting, config: { data: { of: "${pragma/config/absent.outputs.x}" } } });
  await page.goto(pageOf(owner, "/failures"));
  await expect(page.getByText("Nothing has failed")).toBeVisible();
  await api.post("/resources/resource:pragma_config_waiting/cancel", {});
  await expect(page.getByText("1 resource is failed but not in this list")).toBeVisible();
  await expect(page.getByText("Nothing has failed")).toHaveCount(0);
  await page.getByRole("link", { name: "Show failed resources" }).click();
  await expect(page.getByRole("link", { name: "waiting", exact: true })).toBeVisible();
  await page.goto(pageOf(owner));
  await expect(
    page.getByRole("region", { name: "Resources by state" }).getByRole("link", { name: /failed\s*1/ }),
  ).toBeVisible();
});

test("dialogs focus their first field, or a button that deletes nothing", async ({ page, signedIn: _, owner, api }) => {
  await api.apply({ provider: "pragma", resource: "config", name: "base", config: { data: { x: 1 } } });
  await page.goto(pageOf(owner, "/members?new=invitation"));
  await expect(page.getByRole("dialog").getByLabel("Role")).toBeFocused();

  await page.goto(pageOf(owner, "/resources/view/pragma/config/base"));
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await expect(page.getByRole("dialog").getByRole("radio", { checked: true })).toBeFocused();

  await page.goto(pageOf(owner, "/settings"));
  await page.getByRole("button", { name: "Leave organization" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Cancel" })).toBeFocused();
});

test("messages are in the theme that was chosen", async ({ page, owner }) => {
  await signIn(page, owner);
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitem", { name: "Dark" }).click();
  await page.goto(pageOf(owner, "/tokens?new=token"));
  await page.getByLabel("Name").fill("dark");
  await page.getByRole("button", { name: "CI: apply" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await page
    .getByRole("button", { name: "Revoke, dark" })
    .or(page.getByRole("button", { name: /Revoke/ }).first())
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(page.locator("[data-sonner-toaster]")).toHaveAttribute("data-sonner-theme", "dark");
});

for (const [name, path, procedure] of [
  ["overview", "", "overview.queue"],
  ["resource", "/resources/view/pragma/config/busy", "resources.get"],
  ["failures", "/failures", "deadLetters.list"],
  ["list", "/resources", "resources.facets"],
] as const) {
  test(`a server that takes its time is not asked again meanwhile: ${name}`, async ({
    page,
    signedIn: _,
    owner,
    api,
  }) => {
    const change = async (data: unknown): Promise<void> => {
      await api.apply({ provider: "pragma", resource: "config", name: "busy", config: { data } });
      await api.waitFor("pragma/config/busy", "ready");
    };
    await change({ nothing: "yet" });
    const opened = performance.now();
    await page.goto(pageOf(owner, path));
    await expectLive(page);
    const held: Route[] = [];
    let isHolding = true;
    await page.route(/\/api\/trpc\/(?!live)/, async (route) => {
      // From the one in question on: after another one that is not answered, that one would not be requested either.
      const isFirst = held.length === 0 && !route.request().url().includes(procedure);
      if (isHolding && !isFirst) held.push(route);
      else await route.continue();
    });
    const asked = (): number => held.filter((route) => route.request().url().includes(procedure)).length;
    for (let changes = 0; changes < 10 || asked() === 0; changes++) {
      await change({ value: changes });
      await page.waitForTimeout(300);
    }
    // The overview's charts follow at another pace. Counts are read once more half a minute after the page was opened.
    const late = performance.now() - opened > 25_000 && (name === "overview" || name === "list") ? 1 : 0;
    expect(asked()).toBeLessThanOrEqual((name === "overview" ? 2 : 1) + late);

    isHolding = false;
    // The held answer may be older than the last change.
    const askedAgain = page.waitForRequest((request) => request.url().includes(procedure));
    await Promise.all(held.map((route) => route.continue()));
    await askedAgain;
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
}
