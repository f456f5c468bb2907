import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type { Account } from "./support/accounts.ts";
import { expectState, reviewAndApply, writeYaml } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { createSwitchableServer } from "./support/switchable-server.ts";
import { expect, test } from "./support/test.ts";

const run = promisify(execFile);

/** The terminal's output for a token: the answer's body, then its status. */
async function curl(token: string, url: string): Promise<{ status: string; body: string }> {
  const { stdout } = await run("curl", ["-s", "-w", "\n%{http_code}", "-H", `Authorization: Bearer ${token}`, url]);
  const end = stdout.lastIndexOf("\n");
  return { body: stdout.slice(0, end), status: stdout.slice(end + 1) };
}

async function createToken(page: Page, owner: Account): Promise<{ token: string; snippet: string }> {
  await page.goto(pageOf(owner, "/tokens"));
  await page.getByRole("button", { name: "New token" }).first().click();
  await page.getByLabel("Name").fill("terminal");
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  const token = await page.getByLabel("Token", { exact: true }).inputValue();
  const snippet = (await page.getByRole("region", { name: "curl snippet" }).textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByRole("row", { name: /^terminal/ })).toBeVisible();
  return { token, snippet };
}

test("from an empty organization to a database, through a failure and out of it", async ({
  page,
  signedIn: _,
  owner,
  stack,
}) => {
  const { token } = await test.step("a token, made in the browser, works in a terminal", async () => {
    const created = await createToken(page, owner);
    // The snippet as shown, pasted into a shell: it asks who the token is, and applies a resource.
    const { stdout } = await run("bash", ["-c", created.snippet]);
    expect(stdout).toContain(owner.email);
    expect((await curl(created.token, `${stack.apiUrl}/resources/pragma%2Fconfig%2Fhello`)).status).toBe("200");
    // Once the dialog is closed, the secret is nowhere in the page.
    expect(await page.content()).not.toContain(created.token);
    return created;
  });

  await test.step("a secret, written as YAML, becomes ready while one looks", async () => {
    await page.goto(pageOf(owner, "/resources/new?type=pragma%2Fsecret&view=yaml"));
    await writeYaml(
      page,
      `provider: pragma\nresource: secret\nname: server\nconfig:\n  data:\n    url: ${stack.userDatabaseUrl}\n`,
    );
    await reviewAndApply(page);
    await expectState(page, "ready");
    expect(await page.content()).not.toContain(new URL(stack.userDatabaseUrl).password);
  });

  const database = `journey_${randomUUID().slice(0, 8)}`;
  await test.step("a connection, by the form, with a reference to that secret", async () => {
    await page.goto(pageOf(owner, "/resources/new"));
    await page.getByLabel("Search types").fill("postgres connection");
    await page.getByRole("link", { name: /^postgres\/connection/ }).click();
    await page.getByLabel("Name", { exact: true }).first().fill("default");
    await page.getByRole("button", { name: "Use a reference for server_url" }).click();
    await expect(page.getByRole("combobox", { name: "Reference for server_url" })).toBeFocused();
    // The output of that name, of a secret for a secret field, comes first.
    await expect(page.getByRole("option").first()).toContainText("pragma/secret/server.outputs.url");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name: /pragma\/secret\/server/ })).toBeVisible();
    await reviewAndApply(page);
    await expectState(page, "ready");
  });

  await test.step("a database, which uses that connection", async () => {
    await page.goto(pageOf(owner, "/resources/new?type=postgres%2Fdatabase"));
    await page.getByLabel("Name", { exact: true }).first().fill("shop");
    await page.locator('[id="field-config/name"]').fill(database);
    await reviewAndApply(page);
    await expect(page).toHaveURL(pageOf(owner, "/resources/view/postgres/database/shop"));
    await expectState(page, "ready");
  });

  await test.step("what refers to a field that is not there fails, and the editor fixes it", async () => {
    await page.goto(pageOf(owner, "/resources/new?type=pragma%2Fconfig&view=yaml"));
    const manifest = (field: string): string =>
      `provider: pragma\nresource: config\nname: site\nconfig:\n  data:\n    at: \${pragma/config/hello.outputs.${field}}\n`;
    await writeYaml(page, manifest("greting"));
    await reviewAndApply(page);
    await expectState(page, "failed");
    await page.getByRole("link", { name: "Failures" }).click();
    await expect(page.getByRole("row", { name: /pragma\/config\/site/ })).toBeVisible();
    await page.getByRole("link", { name: "pragma/config/site", exact: true }).click();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByRole("tab", { name: "YAML" }).click();
    await writeYaml(page, manifest("greeting"));
    await reviewAndApply(page);
    await expectState(page, "ready");
    const body = JSON.parse((await curl(token, `${stack.apiUrl}/resources/pragma%2Fconfig%2Fsite`)).body);
    expect(body.outputs).toEqual({ at: "Hello" });
  });

  await test.step("what fails because of something else is retried once that is fixed", async () => {
    const server = await createSwitchableServer();
    await page.goto(pageOf(owner, "/resources/new?type=http%2Fcheck&view=yaml"));
    await writeYaml(page, `provider: http\nresource: check\nname: site\nconfig:\n  url: ${server.url}\n  wait: 1\n`);
    await reviewAndApply(page);
    await expectState(page, "failed");
    await page.getByRole("link", { name: "Failures" }).click();
    const row = page.getByRole("row", { name: /http\/check\/site/ });
    await expect(row).toBeVisible();
    await server.start();
    await page.getByRole("button", { name: "Retry http/check/site" }).click();
    // Without a reload: what was fixed leaves the list automatically.
    await expect(page.getByText("Nothing has failed")).toBeVisible();
    await page.goto(pageOf(owner, "/resources/view/http/check/site"));
    await expectState(page, "ready");
    await server.close();
  });

  await test.step("the graph has all of it", async () => {
    await page.goto(pageOf(owner, "/graph?view=list"));
    for (const key of ["pragma/secret/server", "postgres/database/shop", "pragma/config/site", "http/check/site"]) {
      await expect(page.getByText(key).first()).toBeVisible();
    }
    await page.getByRole("button", { name: "Show as graph" }).click();
    await expect(page.getByText("shop", { exact: true }).first()).toBeVisible();
  });

  await test.step("a token that was revoked is refused", async () => {
    await page.goto(pageOf(owner, "/tokens"));
    await page.getByRole("button", { name: "Revoke terminal" }).click();
    await page.getByRole("button", { name: "Revoke token" }).click();
    await expect(page.getByRole("row", { name: /^terminal/ })).toHaveCount(0);
    await expect.poll(async () => (await curl(token, `${stack.apiUrl}/auth/me`)).status).toBe("401");
  });
});
