import { test as base, expect } from "@playwright/test";
import { type Account, createOwnerAccount, createTokenOf } from "./accounts.ts";
import { Api } from "./api.ts";
import { Complaints } from "./complaints.ts";
import { waitForHydration } from "./hydration.ts";
import { openPlatform, type Platform } from "./platform.ts";
import { enter } from "./sign-in.ts";
import { type StackInfo, stackInfo } from "./stack-info.ts";

interface TestFixtures {
  /** Watches every page of the test. */
  complaints: Complaints;
  /** An owner with an organization of their own, for this test alone. */
  owner: Account;
  /** The REST API with all that `owner` may do. */
  api: Api;
  /** Signs the browser in as `owner`. No page is open yet. */
  signedIn: undefined;
}

interface WorkerFixtures {
  stack: StackInfo;
  platform: Platform;
}

/** Tests with the stack, an account of their own, and an eye on the browser's console. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Playwright reads the names of fixtures out of the first parameter, so it has to be a pattern.
  stack: [async ({ browserName: _ }, provide) => provide(stackInfo()), { scope: "worker" }],
  platform: [
    async ({ stack: _ }, provide) => {
      const platform = openPlatform();
      await provide(platform);
      await platform.close();
    },
    { scope: "worker" },
  ],
  page: async ({ page }, provide) => {
    waitForHydration(page);
    await provide(page);
  },
  baseURL: async ({ stack }, provide) => provide(stack.webUrl),
  complaints: [
    async ({ context }, provide) => {
      const complaints = new Complaints();
      await complaints.watch(context);
      await provide(complaints);
      expect(complaints.unexpected, "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
  owner: async ({ platform }, provide) => provide(await createOwnerAccount(platform)),
  api: async ({ platform, owner }, provide) => provide(new Api(await createTokenOf(platform, owner))),
  signedIn: async ({ context, owner }, provide) => {
    await enter(context, owner);
    await provide(undefined);
  },
});

export { expect };
