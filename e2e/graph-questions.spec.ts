import type { Locator } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling, expectSettled } from "./support/accessibility.ts";
import type { NewResource } from "./support/api.ts";
import { applyAll } from "./support/changes.ts";
import { tabTo } from "./support/keyboard.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const key = (name: string) => `pragma/config/${name}`;
const config = (name: string, data: Record<string, unknown>): NewResource => ({
  ...{ provider: "pragma", resource: "config", name },
  config: { data },
});

test("the root cause in a graph of 200 nodes is found without a mouse", async ({ page, owner, api, signedIn: _ }) => {
  // Four looks by axe at 200 nodes.
  test.slow();
  // A tree in which each needs the one above it; what the seventh needs is not there.
  const name = (index: number): string => `node-${String(index).padStart(3, "0")}`;
  const nodes = Array.from({ length: 200 }, (_, index) => {
    if (index === 0) return config(name(0), { x: 1 });
    const output = index === 6 ? "none" : "x";
    return config(name(index), { x: `\${${key(name(Math.floor((index - 1) / 3)))}.outputs.${output}}` });
  });
  // A missing output of the same change would be refused.
  await applyAll(api, nodes.slice(0, 6));
  await applyAll(api, nodes.slice(6));
  await api.waitFor(key(name(6)), "failed");
  await api.waitFor(key(name(100)), "ready");

  await page.goto(pageOf(owner, "/graph"));
  await expect(page.getByText("200 resources", { exact: true })).toBeVisible();
  await expectSettled(page);
  await expectAccessible(page);

  await page.keyboard.press("/");
  const find = page.getByRole("combobox", { name: "Search" });
  await expect(find).toBeFocused();
  await page.keyboard.type("node-199");
  await expect(page.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: `About ${key("node-199")}` });
  await expect(panel).toBeVisible();
  const node = page.getByRole("application").getByRole("button", { name: /^node-199/ });
  await expect(node).toBeFocused();

  await page.keyboard.press("c");
  const answer = page.getByRole("complementary", { name: `Root cause of ${key("node-199")}` });
  await expect(answer.getByRole("heading", { level: 2, name: "Root cause of node-199" })).toBeFocused();
  await expect(answer).toContainText(
    `Waiting for ${key("node-066")}, which waits for ${key("node-021")}, which waits for ${key("node-006")}, which failed`,
  );
  await expect(page).toHaveURL(/mode=cause&of=pragma\/config\/node-199|of=.*mode=cause/);
  const steps = answer.getByRole("list", { name: "Path to the root cause" }).getByRole("listitem");
  await expect(steps).toHaveCount(4);
  await expect(page.getByRole("application").getByRole("button", { name: /^node-006.*root cause/ })).toBeVisible();
  await expectAccessible(page);

  await tabTo(steps.getByRole("link", { name: key("node-066"), exact: true }));
  await tabTo(steps.getByRole("link", { name: key("node-021"), exact: true }));
  await tabTo(steps.getByRole("link", { name: key("node-006"), exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "node-006" })).toBeVisible();

  // The address is the answer: the same for whoever it is sent to.
  await page.goBack();
  await expect(answer).toContainText(`${key("node-006")}, which failed`);
  await page.keyboard.press("Escape");
});

test("the blast radius of a resource is what its deletion is refused for, and what is updated", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(config("base", { x: 1 }));
  await api.apply(config("user", { x: "${pragma/config/base.outputs.x}" }));
  await api.apply(config("far", { x: "${pragma/config/user.outputs.x}" }));
  await api.apply({
    ...config("owned", { x: 1 }),
    owner_references: [{ provider: "pragma", resource: "config", name: "base" }],
  });
  await api.apply(config("other", { x: 1 }));
  for (const name of ["far", "owned", "other"]) await api.waitFor(key(name), "ready");

  await page.goto(pageOf(owner, `/resources/view/${key("base")}`));
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "What breaks if I delete this?" }).click();
  const answer = page.getByRole("complementary", { name: `Blast radius of ${key("base")}` });
  await expect(answer).toContainText("When its values change, 2 resources may be updated.");
  await expect(answer).toContainText("Deleting it also deletes 1 resource that only it owns.");
  await expect(answer).toContainText("Deleting it is refused while 1 resource uses it or what it owns.");
  await expect(answer).toContainText("With its dependents, 3 resources would be deleted besides.");
  const near = answer.getByRole("list", { name: "1 step away (2)" }).getByRole("listitem");
  await expect(near).toHaveText([/owned.*deleted with it/, /user.*updated, blocks deletion/]);
  await expectSettled(page);
  await expectAccessible(page);
  const graph = page.getByRole("application");
  await expect(graph.getByRole("button", { name: /^far/ })).toContainText("updated, deleted with dependents");
  await expect(graph.getByRole("button", { name: /^other/ })).toBeVisible();

  await answer.getByRole("checkbox", { name: "Draw only these" }).press("Space");
  await expect(graph.getByRole("button", { name: /^other/ })).toHaveCount(0);
  await expect(page.getByText("4 resources", { exact: true })).toBeVisible();
  await answer.getByRole("button", { name: `Go to ${key("far")}` }).press("Enter");
  await expect(graph.getByRole("button", { name: /^far/ })).toBeFocused();

  // It is live: one more that uses it appears by itself.
  await api.apply(config("late", { x: "${pragma/config/base.outputs.x}" }));
  await expect(answer).toContainText("3 resources may be updated");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);

  await page.goto(pageOf(owner, `/graph?view=list&mode=blast&of=${key("base")}`));
  await expect(page.getByText("5 of 6 resources match")).toBeVisible();
  await expectAccessible(page);
});

test("only what another resource keeps leads to a root cause in the graph, and what nothing keeps says so", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(config("base", { list: [1] }));
  await api.apply(config("one", { a: "${pragma/config/base.outputs.none}" }));
  await api.waitFor(key("one"), "failed");
  await page.goto(pageOf(owner, "/failures"));
  await page.getByRole("button", { name: `Details of ${key("one")}` }).click();
  await expect(page.getByRole("link", { name: "Show blast radius" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Root cause in the graph" })).toHaveCount(0);
  await page.goto(pageOf(owner, `/graph?mode=cause&of=${key("one")}`));
  const answer = page.getByRole("complementary", { name: `Root cause of ${key("one")}` });
  await expect(answer.getByRole("heading", { name: "Failed" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(pageOf(owner, `/graph?mode=cause&of=${key("base")}`));
  await expect(page.getByText("It is ready, and waits for nothing.")).toBeVisible();
  await page.getByRole("button", { name: "Show blast radius" }).click();
  await expect(page.getByText("Deleting it is refused while 1 resource uses it.")).toBeVisible();
  await page.goto(pageOf(owner, `/resources/view/${key("one")}`));
  await expect(page.getByRole("region", { name: /^Failed/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Root cause in the graph" })).toHaveCount(0);
  await api.apply(config("below", { a: "${pragma/config/one.outputs.a}" }));
  await page.goto(pageOf(owner, `/resources/view/${key("below")}`));
  await expect(page.getByRole("link", { name: "Root cause in the graph" })).toBeVisible();
});

/** The smallest text of the graph's nodes on the screen, in px. */
async function smallestText(graph: Locator): Promise<number> {
  return graph.evaluate((element) => {
    const viewport = element.querySelector(".react-flow__viewport");
    const zoom = viewport ? new DOMMatrix(getComputedStyle(viewport).transform).a : Number.NaN;
    const texts = Array.from(element.querySelectorAll(".react-flow__node span")).filter(
      (span) =>
        span.closest(".sr-only, [aria-hidden]") === null &&
        Array.from(span.childNodes).some((child) => child instanceof Text && child.data.trim() !== ""),
    );
    return zoom * Math.min(...texts.map((span) => Number.parseFloat(getComputedStyle(span).fontSize)));
  });
}

test("the text of a graph is legible at every zoom, and no button covers a node on a phone", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(config("base", { x: 1 }));
  await api.apply(config("user", { x: "${pragma/config/base.outputs.x}" }));
  await api.waitFor(key("user"), "ready");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(pageOf(owner, "/graph"));
  const graph = page.getByRole("application");
  await expect(graph.getByRole("button", { name: /^user/ })).toBeVisible();
  await expectSettled(page);
  const controls = await page.getByRole("button", { name: "Show all", exact: true }).boundingBox();
  const picture = await graph.boundingBox();
  expect(picture?.y).toBeGreaterThanOrEqual((controls?.y ?? Number.NaN) + (controls?.height ?? 0));
  expect(await smallestText(graph)).toBeLessThan(100);
  for (let step = 0; step < 14; step++) {
    await expect.poll(() => smallestText(graph)).toBeGreaterThanOrEqual(8.9);
    await page.getByRole("button", { name: "Zoom out" }).click();
  }
});

test("Enter before its results goes to the node once it is found", async ({ page, owner, api, signedIn: _ }) => {
  for (const name of ["one", "other"]) await api.apply(config(name, { x: 1 }));
  await page.goto(pageOf(owner, "/graph"));
  const graph = page.getByRole("application");
  await expect(graph.getByRole("button", { name: /^other/ })).toBeVisible();
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/resources\.suggest/, async (route) => {
    await asked;
    await route.continue();
  });
  const find = page.getByRole("combobox", { name: "Search" });
  await find.fill("other");
  await find.press("Enter");
  await expect(page.getByText("Searching…")).toBeVisible();
  answer();
  await expect(graph.getByRole("button", { name: /^other/ })).toBeFocused();
  await expect(page.getByRole("complementary", { name: `About ${key("other")}` })).toBeVisible();
});
