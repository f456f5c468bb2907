import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page, Response as PageResponse } from "@playwright/test";
import { makeOperator } from "./support/accounts.ts";
import { signIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";

async function open(page: Page, path: string): Promise<PageResponse> {
  const response = await page.goto(path);
  if (!response) throw new Error(`${path} has no answer`);
  return response;
}

const nonceOf = (response: PageResponse): string | undefined =>
  /'nonce-([^']+)'/.exec(response.headers()["content-security-policy"] ?? "")?.[1];

for (const path of ["/login", "/o/{slug}"]) {
  test(`${path} keeps itself to itself`, async ({ page, owner }) => {
    if (path !== "/login") await signIn(page, owner);
    const response = await open(page, path.replace("{slug}", owner.organizationSlug));
    const headers = response.headers();
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["x-request-id"]).toBeTruthy();
    const policy = headers["content-security-policy"] ?? "";
    for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(rule);
    }
    const scripts = policy.split("; ").find((rule) => rule.startsWith("script-src ")) ?? "";
    expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval/);
  });
}

test("each answer has a nonce of its own, and all its scripts carry it", async ({ page }) => {
  const first = nonceOf(await open(page, "/login"));
  const response = await open(page, "/login");
  const second = nonceOf(response);
  expect(first).toBeTruthy();
  expect(second).toBeTruthy();
  expect(second).not.toBe(first);
  const tags = (await response.text()).match(/<script\b[^>]*>/g) ?? [];
  expect(tags.length).toBeGreaterThan(0);
  for (const tag of tags) expect(tag).toContain(`nonce="${second}"`);
});

test("an injected script does not run", async ({ page, complaints }) => {
  complaints.expect(/script-src/, /Content Security Policy/);
  await page.goto("/login");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='document.title = 1234'>");
    document.body.insertAdjacentHTML("beforeend", "<a id='smuggled' href='javascript:document.title = 1234'>x</a>");
    document.getElementById("smuggled")?.click();
  });
  await expect.poll(() => complaints.all.filter((complaint) => complaint.startsWith("policy:")).length).toBe(2);
  await expect(page).toHaveTitle(/Sign in/);
});

test("the login's cookie is out of reach of scripts and of other sites' requests", async ({ page, context, owner }) => {
  await signIn(page, owner);
  const cookies = await context.cookies();
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  const cookie = cookies.find(({ name }) => name === "pragma-login");
  expect(cookie).toMatchObject({
    name: "pragma-login",
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    domain: "localhost",
  });
  expect(await page.evaluate(() => document.cookie)).toBe("");
  // Its content is encrypted: nothing of the account can be read.
  expect(Buffer.from(cookie?.value ?? "", "base64url").toString("latin1")).not.toContain(owner.userId);
});

test.describe("another site", () => {
  /** A page of another origin that sends the visitor's browser to the dashboard. */
  async function visitForm(page: Page, action: string, fields: Record<string, string>): Promise<() => void> {
    const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
    const server = createServer((_request, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<form method="post" action="${action}">${inputs.join("")}<button>Win a prize</button></form>`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return () => server.close();
  }

  test("cannot create a token in the name of its visitor", async ({ page, owner, complaints, stack }) => {
    complaints.expect(/status of 403/, /favicon/);
    await signIn(page, owner);
    const callback = "http://localhost:9/auth/callback";
    const action = `${stack.webUrl}/auth/callback/consent`;
    const close = await visitForm(page, action, { decision: "allow", scope: "resources:write", callback });
    await page.getByRole("button", { name: "Win a prize" }).click();
    await expect(page.getByText("The form must be sent from this site")).toBeVisible();
    close();
  });

  test("cannot call a procedure in the name of its visitor", async ({ page, owner, complaints, stack }) => {
    complaints.expect(/status of 403/, /favicon/);
    await signIn(page, owner);
    const close = await visitForm(page, `${stack.webUrl}/api/trpc/account.logins.endEverywhere`, {});
    await page.getByRole("button", { name: "Win a prize" }).click();
    await expect(page.getByText("Requests from other sites are refused")).toBeVisible();
    close();
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  });

  test("cannot run an action in the name of its visitor", async ({ page, owner, context, stack, platform }) => {
    await makeOperator(platform, owner);
    await signIn(page, owner);
    await page.goto("/account/organizations/new");
    const sent = page.waitForRequest((request) => request.headers()["next-action"] !== undefined);
    await page.getByLabel("Name of the organization").fill("Mine");
    await page.getByRole("button", { name: "Create organization" }).click();
    const action = await sent;
    await expect(page.getByRole("button", { name: "Organization Mine, owner, switch" })).toBeVisible();

    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const replayed = await fetch(`${stack.webUrl}/account/organizations/new`, {
      method: "POST",
      redirect: "manual",
      headers: { ...(await action.allHeaders()), cookie: cookies, origin: "http://evil.example" },
      body: new Uint8Array(action.postDataBuffer() ?? []),
    });
    expect(replayed.status).toBeGreaterThanOrEqual(400);
    await page.goto("/o/mine");
    await page.getByRole("button", { name: "Organization Mine, owner, switch" }).click();
    await expect(page.getByRole("menuitem", { name: "Mine" })).toHaveCount(1);
  });

  test("cannot show the dashboard in a frame", async ({ page, stack, complaints }) => {
    complaints.expect(/frame/, /favicon/);
    const server = createServer((_request, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<iframe src="${stack.webUrl}/login"></iframe>`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
    server.close();
  });
});

test("another name of this machine leads to the one that cookies are for", async ({ page, stack }) => {
  await page.goto(`${stack.webUrl.replace("localhost", "127.0.0.1")}/login?next=%2Faccount`);
  await expect(page).toHaveURL("/login?next=%2Faccount");
});
