import { expectAccessible } from "./support/accessibility.ts";
import { createReplica, type Replica } from "./support/replica.ts";
import { signIn } from "./support/sign-in.ts";
import { test as base, expect } from "./support/test.ts";

/** A dashboard that only loads small graphs. */
const test = base.extend<{ replica: Replica }>({
  replica: async ({ stack }, provide) => {
    const replica = await createReplica(stack, async () => ({ PRAGMA_MAX_GRAPH_NODES: "4" }));
    await replica.program.start();
    await provide(replica);
    await replica.program.stop();
  },
});

test("a graph that is too large to load is one of groups, and a part that is says how to get a smaller one", async ({
  page,
  owner,
  replica,
  complaints,
  api,
}) => {
  complaints.expect(/status of 422 .*\/api\/trpc\/resources\.graph/);
  const config = (name: string, data: Record<string, unknown>) =>
    api.apply({ provider: "pragma", resource: "config", name, config: { data } });
  await config("hub", { size: "large" });
  for (const name of ["a", "b", "c", "d"]) await config(name, { size: "${pragma/config/hub.outputs.size}" });

  await signIn(page, owner, replica.webUrl);
  await page.goto(`${replica.webUrl}/graph`);
  await expect(page.getByText("5 resources, 1 group", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${replica.webUrl}/graph?root=pragma/config/hub`);
  await expect(page.getByText("Too many resources are connected to pragma/config/hub")).toBeVisible();
  await expect(page.getByRole("button", { name: "Show 1 step" })).toBeVisible();
  await page.getByRole("button", { name: "Show its dependencies" }).click();
  await expect(page.getByText("1 resource", { exact: true })).toBeVisible();
  // Its streams would find the dashboard gone.
  await page.close();
});
