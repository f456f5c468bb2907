import { randomUUID } from "node:crypto";
import { type Account, createOwnerAccount, createTokenOf } from "./accounts.ts";
import { Api } from "./api.ts";
import { fillOrganization } from "./sample.ts";
import { enter } from "./sign-in.ts";
import { test as base } from "./test.ts";

/** An organization with resources in every state, and its owner, signed in. */
export interface Filled {
  readonly account: Account;
  readonly api: Api;
  readonly storageState: { cookies: Cookie[]; origins: [] };
}

type Cookie = Awaited<ReturnType<import("@playwright/test").BrowserContext["cookies"]>>[number];

/** For tests that only look: one filled organization a worker, whose owner every page is signed in as. */
export const test = base.extend<object, { filled: Filled }>({
  filled: [
    async ({ platform, stack, browser }, provide) => {
      const account = await createOwnerAccount(platform);
      const api = new Api(await createTokenOf(platform, account));
      await fillOrganization(api, `shop_${randomUUID().slice(0, 8)}`);
      const context = await browser.newContext({ baseURL: stack.webUrl });
      await enter(context, account);
      const { cookies } = await context.storageState();
      await context.close();
      await provide({ account, api, storageState: { cookies, origins: [] } });
    },
    { scope: "worker", timeout: 600_000 },
  ],
  storageState: async ({ filled }, provide) => provide(filled.storageState),
});
