import type { Page } from "@playwright/test";

/** A draft, of a config if no other type is given. */
export const draft = (name: string, tags: string[], resource = "config") => ({
  provider: "pragma",
  resource,
  name,
  config: { data: {} },
  tags,
  lifecycle_state: "draft" as const,
});

/** The names in the list, in its order. */
export const names = (page: Page) => page.locator("[data-row-link]").allTextContents();
