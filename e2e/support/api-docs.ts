import { expect, type Locator, type Page } from "@playwright/test";

/** An answer as the page shows it. */
export interface ShownAnswer {
  readonly status: string;
  readonly body: Locator;
}

/** The API's own page, `/docs`, on which requests can be tried. */
export class ApiDocs {
  readonly page: Page;
  /** Where a request is put together and its answer shown. */
  readonly client: Locator;
  /** URLs of all requests of the page. */
  readonly asked: string[] = [];

  constructor(page: Page) {
    this.page = page;
    this.client = page.getByRole("dialog", { name: "API Client" });
    page.on("request", (request) => this.asked.push(request.url()));
  }

  /** Opens the page at an address of the API, and enters a token. */
  async open(apiUrl: string, token: string): Promise<void> {
    await this.page.goto(`${apiUrl}/docs`);
    await this.page.getByRole("textbox", { name: "Bearer Token" }).fill(token);
  }

  /** Goes to an operation, as the sidebar's link does, and opens its request. @param path as in the document */
  async begin(tag: string, method: string, path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `tag/${tag}/${method}${path}`);
    await this.page.getByRole("button", { name: `Test Request (${method.toLowerCase()} ${path})` }).click();
    await expect(this.client.getByRole("button", { name: /^Send \w+ request/ })).toBeVisible();
  }

  /** Sends what is put together. @returns the answer, once it is shown */
  async send(): Promise<ShownAnswer> {
    await this.client.getByRole("button", { name: /^Send \w+ request/ }).click();
    return this.shown();
  }

  /** The answer that is shown, or will be. */
  async shown(): Promise<ShownAnswer> {
    const answer = this.client.getByRole("region", { name: /^Response/ });
    const status = answer.getByText(/^[1-5]\d\d [A-Z]/).first();
    return { status: ((await status.textContent()) ?? "").trim(), body: answer.locator(".cm-content") };
  }

  async close(): Promise<void> {
    await this.client.getByRole("button", { name: "Close Client" }).click();
    await expect(this.client).toBeHidden();
  }
}
