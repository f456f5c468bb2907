import { expectAccessible, expectNoSidewaysScrolling, expectSettled } from "./support/accessibility.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const key = (name: string) => `pragma/config/${name}`;
const config = (name: string, data: Record<string, unknown>) => ({
  ...{ provider: "pragma", resource: "config", name },
  config: { data },
});

test("the graph of a change shows what it touches before, after, and both at once", async ({
  page,
  signedIn: _,
  owner,
  api,
}) => {
  await api.apply(config("old-base", { x: 1 }));
  await api.apply(config("new-base", { x: 1 }));
  await api.apply(config("user", { x: `\${${key("old-base")}.outputs.x}` }));
  for (const name of ["user", "new-base"]) await api.waitFor(key(name), "ready");
  const answer = await api.post("/changes", {
    documents: [
      config("user", { x: `\${${key("new-base")}.outputs.x}` }),
      config("extra", { x: `\${${key("user")}.outputs.x}` }),
    ],
    delete: [{ resource: key("old-base") }],
  });
  const { id } = (await answer.json()) as { id: string };

  await page.goto(pageOf(owner, `/changes/${id}`));
  await page.getByRole("button", { name: "Show graph" }).press("Enter");
  const graph = page.getByRole("application");
  await expect(graph.getByRole("button", { name: /^extra/ })).toContainText("+ create");
  await expectSettled(page);
  await expect(graph.getByRole("button", { name: /^old-base/ })).toContainText("- delete");
  await expect(graph.getByRole("button", { name: /^user/ })).toContainText("~ update");
  await expectAccessible(page);
  await page.getByText("3 edges added or removed").click();
  await expect(page.getByText(`${key("user")} no longer depends on ${key("old-base")}`)).toBeVisible();
  await expect(page.getByText(`${key("extra")} depends on ${key("user")}`)).toBeVisible();

  await page.getByRole("radio", { name: "Both" }).press("ArrowLeft");
  await expect(page.getByRole("radio", { name: "After" })).toBeChecked();
  await expect(graph.getByRole("button", { name: /^old-base/ })).toHaveCount(0);
  await page.getByRole("radio", { name: "After" }).press("ArrowLeft");
  await expect(graph.getByRole("button", { name: /^old-base/ })).toHaveCount(1);
  await expect(graph.getByRole("button", { name: /^extra/ })).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
});
