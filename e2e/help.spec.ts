import { enter } from "./support/keyboard.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

test("a page leads to what the guides tell of it, and guides lead to each other", async ({
  page,
  owner,
  signedIn: _,
}) => {
  const heading = (level: number, name: string) => page.getByRole("heading", { level, name, exact: true });
  await page.goto(pageOf(owner, "/failures"));
  await enter(page.getByRole("link", { name: "Guide to this page" }));
  await expect(page).toHaveURL(pageOf(owner, "/help/concepts#failure"));
  await expect(heading(1, "Concepts")).toBeVisible();
  await expect(heading(2, "Failure")).toBeInViewport();
  await expect(heading(2, "References")).not.toBeInViewport();

  await page.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "References" }).click();
  await expect(heading(2, "References")).toBeInViewport();
  await page.getByRole("article").getByRole("link", { name: "GET /events/stream" }).click();
  await expect(page).toHaveURL(pageOf(owner, "/help/rest#wait"));
  await expect(heading(1, "The REST API")).toBeVisible();
  await expect(heading(2, "Wait")).toBeInViewport();

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Guides" }).click();
  await expect(heading(1, "Quick start")).toBeVisible();
  const guides = page.getByRole("navigation", { name: "Guides" });
  await expect(guides.getByRole("link", { name: "Quick start" })).toHaveAttribute("aria-current", "page");
});

test("the palette finds a guide, and there is none of another name", async ({
  page,
  owner,
  signedIn: _,
  complaints,
}) => {
  await page.goto(pageOf(owner, "/help/cli"));
  await expectLive(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("guide writing");
  await page.getByRole("option", { name: "Writing a provider" }).click();
  await expect(page).toHaveURL(pageOf(owner, "/help/providers"));
  await expect(page.getByRole("heading", { level: 1, name: "Writing a provider" })).toBeVisible();
  complaints.expect(/status of 404/);
  await page.goto(pageOf(owner, "/help/constructor"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
});
