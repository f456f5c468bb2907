import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listenForCallback } from "./support/callback-listener.ts";
import { ROOT } from "./support/paths.ts";
import { test as base, expect } from "./support/test.ts";

/** A running `pragma auth login`, in a configuration of its own. */
interface Login {
  /** The URL that it asks the user to open. */
  url: Promise<string>;
  credentials: string;
  paste(text: string): void;
  ended: Promise<{ code: number | null; output: string }>;
}

const test = base.extend<{ login: Login }>({
  login: async ({ stack }, provide) => {
    const home = await mkdtemp(join(tmpdir(), "pragma-login-"));
    const args = ["auth", "login", "--no-browser", "--api-url", stack.apiUrl, "--dashboard-url", stack.webUrl];
    const child = spawn(process.execPath, [`${ROOT}/packages/cli/dist/pragma.js`, ...args], {
      env: { PATH: process.env.PATH ?? "", HOME: home, XDG_CONFIG_HOME: home, PRAGMA_AUTH_CALLBACK_PORT: "0" },
    });
    let output = "";
    const url = new Promise<string>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          const found = /^ {2}(http\S+)$/m.exec(output)?.[1];
          if (found !== undefined) resolve(found);
        });
      }
    });
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output }));
    const paste = (text: string) => void child.stdin.write(`${text}\n`);
    await provide({ url, credentials: join(home, "pragma/credentials"), paste, ended });
    child.kill();
    await ended;
    await rm(home, { recursive: true, force: true });
  },
});

test("logs the command line in with state and PKCE", async ({ page, signedIn: _, owner, login }) => {
  const url = new URL(await login.url);
  expect(url.searchParams.get("state")).toMatch(/^[\w-]{32,}$/);
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  const asked = url.searchParams.get("scope")?.split(" ") ?? [];
  expect(asked).toContain("resources:write");
  for (const scope of ["secrets:reveal", "tokens:write"]) expect(asked).not.toContain(scope);

  // Any page could send a browser to the command's port: without its state that changes nothing.
  const callback = url.searchParams.get("callback") ?? "";
  expect((await fetch(`${callback}?code=stolen&state=wrong`)).status).toBe(400);

  await page.goto(url.href);
  await expect(page.getByRole("group", { name: "The token may" }).getByRole("checkbox")).toHaveCount(asked.length);
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("You are logged in.")).toBeVisible();
  const { code, output } = await login.ended;
  expect(output).toContain(owner.email);
  expect(code).toBe(0);
  const [, token = ""] = /^default=(pragma_\S+)\n$/.exec(await readFile(login.credentials, "utf8")) ?? [];
  expect(token).not.toBe("");
  expect(output).not.toContain(token);
});

test("ends with 3 when the user denies", async ({ page, signedIn: _, login }) => {
  await page.goto(await login.url);
  await page.getByRole("button", { name: "Deny" }).click();
  expect(await login.ended).toMatchObject({ code: 3, output: expect.stringContaining("denied") });
});

test("takes the address pasted from another machine", async ({ page, signedIn: _, owner, login }) => {
  // The browser's own machine: the command does not run there, and all that the user has is the address.
  const there = await listenForCallback();
  const url = new URL(await login.url);
  url.searchParams.set("callback", `http://localhost:${there.port}/auth/callback`);
  await page.goto(url.href);
  await page.getByRole("button", { name: "Allow" }).click();
  const { url: arrived } = await there.request;
  login.paste(`http://localhost:${there.port}${arrived}`);
  expect(await login.ended).toMatchObject({ code: 0, output: expect.stringContaining(owner.email) });
  await there.close();
});
