import { createTokenOf } from "./support/accounts.ts";
import { Api } from "./support/api.ts";
import { ApiDocs } from "./support/api-docs.ts";
import { told, violationsIn } from "./support/axe.ts";
import { expect, test } from "./support/test.ts";

/** The address that the document names, and another of the same server: the page must call the one it came from. */
const ADDRESSES = ["localhost", "127.0.0.1"];

test.beforeEach(({ complaints }) => {
  // Zod, which is part of Scalar's script, tests whether it may compile code. It may not, and works without.
  complaints.expect(/^policy: script-src blocked eval in .*\/docs\/js\/scalar\.js$/);
});

for (const host of ADDRESSES) {
  test(`requests tried on the page at ${host} get real answers`, {
    tag: host === "localhost" ? "@thorough" : [],
  }, async ({ page, owner, platform, stack, complaints }) => {
    complaints.expect(/status of 404/);
    const apiUrl = stack.apiUrl.replace("localhost", host);
    const token = await createTokenOf(platform, owner);
    const docs = new ApiDocs(page);
    await docs.open(apiUrl, token);

    await test.step("who the token is", async () => {
      await docs.begin("authentication", "GET", "/auth/me");
      const { status, body } = await docs.send();
      expect(status).toBe("200 OK");
      await expect(body).toContainText(owner.email);
      await docs.close();
    });

    await test.step("the example of an apply works as it is", async () => {
      await docs.begin("resources", "POST", "/resources/apply");
      const { status, body } = await docs.send();
      expect(status).toBe("200 OK");
      await expect(body).toContainText("resource:pragma_config_hello");
      await docs.close();
      await new Api(token).waitFor("pragma/config/hello", "ready");
    });

    await test.step("a friendly id goes as one segment of the path", async () => {
      await docs.begin("resources", "GET", "/resources/{id}");
      const { status, body } = await docs.send();
      expect(status).toBe("200 OK");
      await expect(body).toContainText('"greeting": "Hello"');
      expect(docs.asked).toContain(`${apiUrl}/resources/pragma%2Fconfig%2Fhello`);
      await docs.close();
    });

    await test.step("a file is uploaded", async () => {
      await docs.begin("files", "POST", "/files/{name}/upload");
      const chooser = page.waitForEvent("filechooser");
      await docs.client.getByRole("button", { name: "Select File" }).first().click();
      await (await chooser).setFiles({ name: "any.txt", mimeType: "text/plain", buffer: Buffer.from("hello there") });
      await expect(docs.client.getByText("any.txt").first()).toBeVisible();
      const { status, body } = await docs.send();
      expect(status).toBe("200 OK");
      await expect(body).toContainText('"size": 11');
      await docs.close();
    });

    await test.step("a resource is deleted, and then absent", async () => {
      await docs.begin("resources", "DELETE", "/resources/{id}");
      expect((await docs.send()).status).toBe("200 OK");
      await docs.close();
      await expect.poll(async () => (await new Api(token).resource("pragma/config/hello")).status).toBe(404);
      await docs.begin("resources", "GET", "/resources/{id}/status");
      const { status, body } = await docs.send();
      expect(status).toBe("404 Not Found");
      await expect(body).toContainText("Resource not found");
      await docs.close();
    });

    const elsewhere = docs.asked.filter((url) => url.startsWith("http") && new URL(url).origin !== apiUrl);
    expect(elsewhere, "what was asked of others").toEqual([]);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(token);
  });
}

test("a request can be tried with the keyboard alone", async ({ page, owner, platform, stack }) => {
  const docs = new ApiDocs(page);
  await docs.open(stack.apiUrl, await createTokenOf(platform, owner));
  await page.evaluate(() => {
    location.hash = "tag/authentication/GET/auth/me";
  });
  await page.getByRole("button", { name: "Test Request (get /auth/me)" }).focus();
  await page.keyboard.press("Enter");
  await expect(docs.client.getByRole("button", { name: /^Send \w+ request/ })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Enter");
  expect((await docs.shown()).status).toBe("200 OK");
  await page.keyboard.press("Escape");
  await expect(docs.client).toBeHidden();
});

// The reading page only: in the window where requests are made, fields have roles that Scalar leaves incomplete.
test("the page is accessible in both themes", async ({ page, stack }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(`${stack.apiUrl}/docs`);
    await expect(page.locator("body")).toHaveClass(new RegExp(`${colorScheme}-mode`));
    await expect(page.getByRole("heading", { level: 1, name: "Pragma API" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Create or change a resource" })).toBeVisible();
    const violations = await violationsIn(page);
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(told(grave), `violations in the ${colorScheme} theme`).toEqual([]);
  }
});
