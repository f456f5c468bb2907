import { createInvitation } from "@pragma/core/invitations";
import { deleteMember } from "@pragma/db/administration";
import { createMemberAccount, createOwnerAccount, makeOperator, memberOf } from "./support/accounts.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { signIn, signOut, submitSignIn } from "./support/sign-in.ts";
import { letTabsBeHidden, setView } from "./support/tab-view.ts";
import { expect, test } from "./support/test.ts";

/** As many streams as one login may have open. */
const MAX_STREAMS = 50;

test.describe("a tab that stays open", () => {
  test("asks to sign in again when its login ends elsewhere, also after it had signed out itself", async ({
    page,
    owner,
    context,
    complaints,
  }) => {
    complaints.expect(/401/);
    await signIn(page, owner);
    await signOut(page, owner);
    await expect(page).toHaveURL("/login");
    await submitSignIn(page, owner);
    await expectLive(page);
    const other = await context.newPage();
    await other.goto(pageOf(owner));
    await signOut(other, owner);
    await expect(other).toHaveURL("/login");
    await page.getByRole("button", { name: "Sign in again" }).click();
    await expect(page).toHaveURL(/\/login\?next=/);
  });

  for (const event of ["hears of it", "signs out"] as const) {
    test(`does nothing in the name of somebody else who signed in beside it, once it ${event}`, async ({
      page,
      owner,
      context,
      platform,
      complaints,
    }) => {
      complaints.expect(/401/);
      const colleague = await createMemberAccount(platform, owner, "member", "Grace");
      await letTabsBeHidden(context);
      await signIn(page, owner);
      await page.goto(pageOf(owner, "/settings"));
      await expectLive(page);
      await setView(page, "hidden");
      const other = await context.newPage();
      await other.goto(pageOf(owner));
      await signOut(other, owner);
      await submitSignIn(other, colleague);
      await expectLive(other);
      if (event === "hears of it") {
        await setView(page, "visible");
        await page.getByRole("button", { name: "Sign in again" }).click();
      } else {
        await signOut(page, owner);
        // The document is still the one that was hidden.
        await setView(page, "visible");
      }
      await expect(page.getByRole("button", { name: `Account of ${colleague.name}` })).toBeVisible();
      await expectLive(page);
      await other.reload();
      await expect(other.getByRole("button", { name: `Account of ${colleague.name}` })).toBeVisible();
    });
  }

  test("joins and creates nothing for somebody else who signed in beside it, and does not sign them out", async ({
    page,
    owner,
    context,
    platform,
    complaints,
  }) => {
    complaints.expect(/409/);
    const inviter = await memberOf(platform, await createOwnerAccount(platform, "Host"));
    const invite = (email: string | null) => createInvitation(platform.core, inviter, { role: "viewer", email });
    const toAnybody = await invite(null);
    const toLin = await invite("lin@example.com");
    const colleague = await createMemberAccount(platform, owner, "member", "Grace");
    for (const person of [owner, colleague]) await makeOperator(platform, person);
    await signIn(page, owner);
    const newTab = () => context.newPage();
    const tabs = { joins: page, leaves: await newTab(), creates: await newTab(), consents: await newTab() };
    const callback = "http://localhost:9/auth/callback";
    await tabs.joins.goto(`/invitations/${toAnybody.token}`);
    await tabs.leaves.goto(`/invitations/${toLin.token}`);
    await tabs.creates.goto("/account/organizations/new");
    await tabs.consents.goto(`/auth/callback?callback=${encodeURIComponent(callback)}`);
    await expect(tabs.consents.getByText(`asks for a token of ${owner.email}`)).toBeVisible();
    await expect(tabs.creates.getByLabel("Name of the organization")).toBeVisible();
    const other = await context.newPage();
    await other.goto(pageOf(owner));
    await signOut(other, owner);
    await submitSignIn(other, colleague);
    await expectLive(other);

    const refusal = `You are now signed in as ${colleague.email} in this browser`;
    await tabs.joins.getByRole("button", { name: `Join as ${owner.email}` }).click();
    await expect(tabs.joins.getByText(refusal)).toBeVisible();
    await tabs.creates.getByLabel("Name of the organization").fill("Second Shop");
    await tabs.creates.getByRole("button", { name: "Create organization" }).click();
    await expect(tabs.creates.getByText(refusal)).toBeVisible();
    await expect(tabs.creates.getByLabel("Name of the organization")).toHaveValue("Second Shop");
    await tabs.consents.getByRole("button", { name: "Allow" }).click();
    await expect(tabs.consents.getByText(`You are now signed in as ${colleague.email}`)).toBeVisible();
    await tabs.leaves.getByRole("button", { name: "Sign out and use another account" }).click();
    await expect(tabs.leaves.getByText(`You are signed in as ${colleague.email}`)).toBeVisible();

    // Members of one organization are led to it, and others are asked.
    await other.goto("/o");
    await expect(other).toHaveURL(pageOf(owner));
    await expect(other.getByRole("button", { name: `Account of ${colleague.name}` })).toBeVisible();
  });

  test("shows what there is to see once its owner is no longer a member", async ({
    page,
    owner,
    context,
    platform,
    complaints,
  }) => {
    complaints.expect(/403|404/);
    const member = await createMemberAccount(platform, owner, "member");
    await letTabsBeHidden(context);
    await signIn(page, member);
    await page.goto(pageOf(owner, "/resources"));
    await expectLive(page);
    await setView(page, "hidden");
    await deleteMember(platform.core.db.tenant(owner.organizationId), member.userId);
    await setView(page, "visible");
    await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
  });
});

test("a window too many says so", async ({ page, owner, context, signedIn: _, stack, complaints }) => {
  complaints.expect(/429/);
  await page.goto(pageOf(owner));
  await expectLive(page);
  const cookies = await context.cookies(stack.webUrl);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const query = new URLSearchParams({ organization: owner.organizationId, user: owner.userId });
  const stop = new AbortController();
  // An answer that nobody holds ends.
  const streams: Response[] = [];
  while (streams.length < MAX_STREAMS - 1) {
    const headers = { cookie, accept: "text/event-stream" };
    streams.push(await fetch(`${stack.webUrl}/api/trpc/live.stream?${query}`, { headers, signal: stop.signal }));
  }
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
  const another = await context.newPage();
  await another.goto(pageOf(owner));
  const refused = "Changes do not appear here as they happen: 50 streams are open already: close other windows.";
  await expect(another.getByText(refused)).toBeVisible();
  stop.abort();
});
