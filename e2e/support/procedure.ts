import type { Page } from "@playwright/test";

/**
 * Calls a procedure as the page's own scripts do, with the page's cookie, whatever the page offers.
 * @returns the status of the answer
 */
export function callProcedure(page: Page, name: string, input: unknown): Promise<number> {
  return page.evaluate(
    async ([path, body]) => {
      const headers = { "Content-Type": "application/json" };
      return (await fetch(`/api/trpc/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).status;
    },
    [name, input] as const,
  );
}
