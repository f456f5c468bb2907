import { expectAccessible } from "./support/accessibility.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

test.use({ timezoneId: "Asia/Tokyo" });

test("times are those of the device or UTC, in all tabs of the browser", async ({
  page,
  owner,
  signedIn: _,
  context,
}) => {
  await page.goto(pageOf(owner, "/audit"));
  const time = page.getByRole("main").locator("time").first();
  await expect(time).toHaveAttribute("title", /GMT\+9$/);

  const other = await context.newPage();
  await other.goto("/account");
  await expect(other.getByRole("radio", { name: "Local" })).toBeChecked();
  await expect(other.getByText(/^You opened this page on .*GMT\+9\.$/)).toBeVisible();
  await other.getByRole("radio", { name: "Local" }).press("ArrowRight");
  await expect(other.getByText(/^You opened this page on .*UTC\.$/)).toBeVisible();
  await expectAccessible(other);
  await expect(time).toHaveAttribute("title", /UTC$/);
  await page.reload();
  await expect(time).toHaveAttribute("title", /UTC$/);
});

test("the columns of a table keep their places while its times count", async ({ page, signedIn: _, owner, api }) => {
  await api.post("/changes", {
    documents: [{ provider: "pragma", resource: "config", name: "counted", config: { data: { a: 1 } } }],
  });
  await page.goto(pageOf(owner, "/changes?view=open"));
  const time = page.getByRole("table").locator("time");
  await expect(time).toBeVisible();

  // From "now" to two digits of seconds.
  const places = new Set<string>();
  const words = new Set<string>();
  await expect(async () => {
    words.add((await time.textContent()) ?? "");
    const boxes = await page.getByRole("columnheader").all();
    places.add(JSON.stringify(await Promise.all(boxes.map((header) => header.boundingBox()))));
    expect([...words].join()).toMatch(/\d\d s ago/);
  }).toPass({ intervals: [500] });
  expect(words.size).toBeGreaterThan(1);
  expect([...places]).toHaveLength(1);
});
