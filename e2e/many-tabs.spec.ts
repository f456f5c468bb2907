import type { Page } from "@playwright/test";
import { expectState } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { signIn } from "./support/sign-in.ts";
import { letTabsBeHidden, setView } from "./support/tab-view.ts";
import { expect, test } from "./support/test.ts";

/** More than a browser's connections to one host. */
const TABS = 8;

test("many tabs in one browser all work, and one that comes into view again shows what changed", async ({
  page,
  context,
  owner,
  api,
}) => {
  const config = (name: string) => ({ provider: "pragma", resource: "config", name, config: { data: { name } } });
  await api.apply({ ...config("one"), lifecycle_state: "draft" });
  await letTabsBeHidden(context);
  await signIn(page, owner);
  const live = (tab: Page) => tab.getByRole("status").filter({ hasText: "Live" });

  const tabs = [page];
  for (let count = 1; count < TABS; count++) {
    const last = tabs.at(-1) as Page;
    await setView(last, "hidden");
    const tab = await context.newPage();
    await tab.goto(pageOf(owner, "/resources/view/pragma/config/one?tab=logs"));
    await expect(live(tab)).toBeVisible();
    await expect(tab.getByText("No logs yet")).toBeVisible();
    tabs.push(tab);
  }
  const last = tabs.at(-1) as Page;
  const former = tabs.at(1) as Page;
  await last.getByRole("tab", { name: "Overview" }).click();
  await api.apply(config("one"));
  await expectState(last, "ready");

  await expectState(former, "draft");
  await setView(last, "hidden");
  await setView(former, "visible");
  await expectState(former, "ready");
  await expect(live(former)).toBeVisible();
});
