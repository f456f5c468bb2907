import { expect, type Page } from "@playwright/test";

/** Replaces the text in the YAML editor. */
export async function writeYaml(page: Page, text: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: "Manifest in YAML" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** From the editor through the review to the resource's page. */
export async function reviewAndApply(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByRole("heading", { name: "Review" })).toBeVisible();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(/\/resources\/view\//);
}

/** Waits until the page of a resource says, without a reload, that it is in a state. */
export async function expectState(page: Page, state: string): Promise<void> {
  await expect(page.getByRole("status", { name: "State" })).toHaveText(state);
}

/** Adds an optional field of the config, as its name is typed. */
export async function addField(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add field", exact: true }).click();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
}
