import { expect, type Page } from "@playwright/test";

/** Waits until the page of a resource shows a value in one of its tables. @param name such as `database.host` */
export async function expectValue(page: Page, table: "Config" | "Outputs", name: string, value: string): Promise<void> {
  const row = page
    .getByRole("region", { name: table, exact: true })
    .getByRole("row")
    .filter({
      has: page.getByRole("rowheader", { name, exact: true }),
    });
  // On a phone, the next column is below this one.
  await expect(row.getByRole("cell").first()).toHaveText(value, { useInnerText: true });
}
