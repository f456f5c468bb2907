import { createMemberAccount, PASSWORD } from "./support/accounts.ts";
import { pageOf } from "./support/page-of.ts";
import { callProcedure } from "./support/procedure.ts";
import { signIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";
import { expectWellBehaved } from "./support/well-behaved.ts";

const HELLO = { provider: "pragma", resource: "config", name: "hello", config: { data: { greeting: "Hello" } } };

test("an invitation makes one viewer, who sees and cannot write", async ({
  page,
  browser,
  signedIn: _,
  owner,
  stack,
  complaints,
  api,
}) => {
  complaints.expect(/status of 40[34]/);
  await api.apply(HELLO);
  await api.waitFor("pragma/config/hello", "ready");

  await page.goto(pageOf(owner, "/members"));
  await page.getByRole("button", { name: "Invite" }).first().click();
  await page.getByLabel("Role").selectOption("viewer");
  await page.getByRole("button", { name: "Create invitation" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  expect(link.startsWith(`${stack.webUrl}/invitations/`)).toBe(true);

  const context = await browser.newContext({ baseURL: stack.webUrl });
  await complaints.watch(context);
  const guest = await context.newPage();
  await expectWellBehaved(guest, async () => {
    await guest.goto(link);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText(`Join ${owner.organizationName}`);
  });
  await guest.getByLabel("Your name").fill("Grace");
  await guest.getByLabel("Email").fill(`grace-${owner.email}`);
  await guest.getByLabel("Password").fill(PASSWORD);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await test.step("reads everything, and is offered nothing that writes", async () => {
    await guest.goto(pageOf(owner, "/resources/view/pragma/config/hello"));
    await expect(guest.getByRole("heading", { level: 1, name: "hello" })).toBeVisible();
    await expect(guest.getByRole("link", { name: "Edit" })).toHaveCount(0);
    await guest.getByRole("button", { name: "More actions" }).click();
    await expect(guest.getByRole("menuitem", { name: "Copy id" })).toBeVisible();
    await expect(guest.getByRole("menuitem", { name: /Delete/ })).toHaveCount(0);
    await guest.keyboard.press("Escape");
    await guest.goto(pageOf(owner, "/resources"));
    await expect(guest.getByRole("row", { name: /pragma\/config/ })).toBeVisible();
    await expect(guest.getByRole("link", { name: "New resource" })).toHaveCount(0);
    await guest.goto(pageOf(owner, "/resources/new"));
    await expect(guest.getByText("Your role can view resources but not change them.")).toBeVisible();
    await guest.goto(pageOf(owner, "/members"));
    await expect(guest.getByRole("button", { name: "Invite" })).toHaveCount(0);
  });

  await test.step("is refused what is not offered", async () => {
    expect(await callProcedure(guest, owner, "resources.applyOne", { ...HELLO, name: "mine" })).toBe(403);
    expect(await callProcedure(guest, owner, "changes.plan", { delete: [{ resource: "pragma/config/hello" }] })).toBe(
      403,
    );
    expect(await callProcedure(guest, owner, "resources.reveal", { id: "pragma/config/hello" })).toBe(403);
    expect(await callProcedure(guest, owner, "invitations.create", { role: "owner", email: null })).toBe(403);
    expect((await api.resource("pragma/config/mine")).status).toBe(404);
    await api.waitFor("pragma/config/hello", "ready");
  });

  await test.step("the link works for nobody else", async () => {
    const late = await browser.newPage({ baseURL: stack.webUrl });
    await late.goto(link);
    await expect(late.getByRole("heading", { level: 1 })).toHaveText("This invitation is not valid");
    await late.close();
  });

  await test.step("another role holds at once, and removal ends all access", async () => {
    await page.goto(pageOf(owner, "/members"));
    await page.getByRole("row", { name: /Grace/ }).getByRole("combobox").selectOption("member");
    await expect(page.getByRole("row", { name: /Grace/ }).getByRole("combobox")).toHaveValue("member");
    await expect.poll(() => callProcedure(guest, owner, "resources.applyOne", { ...HELLO, name: "mine" })).toBe(200);
    await page.getByRole("button", { name: "Actions for Grace" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page
      .getByRole("alertdialog")
      .or(page.getByRole("dialog"))
      .getByRole("button", { name: /Remove/ })
      .click();
    await expect(page.getByRole("row", { name: /Grace/ })).toHaveCount(0);
    // The open page notices without a reload.
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
    await guest.getByRole("link", { name: "Go to the overview" }).click();
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("You are not in any organization");
  });
  await context.close();
});

test("a member who may write is not an admin", async ({ page, owner, platform, complaints }) => {
  complaints.expect(/status of 403/);
  const member = await createMemberAccount(platform, owner, "member");
  await signIn(page, member);
  await page.goto(pageOf(owner, "/members"));
  await expect(page.getByRole("row", { name: new RegExp(member.email) })).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
  expect(await callProcedure(page, owner, "invitations.create", { role: "viewer", email: null })).toBe(403);
  expect(await callProcedure(page, owner, "members.changeRole", { userId: owner.userId, role: "viewer" })).toBe(403);
  expect(await callProcedure(page, owner, "resources.applyOne", HELLO)).toBe(200);
});
