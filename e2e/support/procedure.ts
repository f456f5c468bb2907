import type { Page } from "@playwright/test";
import type { Account } from "./accounts.ts";

/**
 * Calls a procedure as the page's own scripts do, with the page's cookie, whatever the page offers.
 * @param account in whose organization
 * @returns the status of the answer
 */
export function callProcedure(
  page: Page,
  { organizationId }: Pick<Account, "organizationId">,
  name: string,
  input: unknown,
): Promise<number> {
  return page.evaluate(
    async ([path, body]) => {
      const headers = { "Content-Type": "application/json" };
      return (await fetch(`/api/trpc/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).status;
    },
    [`${name}?organization=${organizationId}`, input] as const,
  );
}
