import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createOwnerAccount, createTokenOf } from "./support/accounts.ts";
import { pageOf } from "./support/page-of.ts";
import { ROOT } from "./support/paths.ts";
import { test as base, expect } from "./support/test.ts";

const run = promisify(execFile);

/** A shell as it is on a machine with Node, npm and git, and nothing of this repository. */
interface Shell {
  /** Pastes text into it. @returns what was printed */
  paste(text: string, env?: Record<string, string>): Promise<string>;
}

const test = base.extend<{ shell: Shell }>({
  shell: async ({ stack: _ }, provide) => {
    const home = await mkdtemp(join(tmpdir(), "pragma-paste-"));
    // The machine's own: the PATH of tests begins with the tools of the workspace.
    const own = (process.env.PATH ?? "").split(":").filter((folder) => !folder.startsWith(ROOT));
    for (const name of ["node", "npm", "npx", "git"]) await symlink(await find(name, own), join(home, name));
    const PATH = `${home}:/usr/bin:/bin`;
    await provide({
      paste: async (text, env = {}) => {
        const { stdout } = await run("bash", ["-e", "-o", "pipefail", "-c", text], {
          cwd: home,
          env: { PATH, HOME: home, npm_config_registry: "http://127.0.0.1:9/", npm_config_fetch_retries: "0", ...env },
        });
        return stdout;
      },
    });
    await rm(home, { recursive: true, force: true });
  },
});

async function find(name: string, folders: readonly string[]): Promise<string> {
  const { stdout } = await run("/usr/bin/which", [name], { env: { PATH: folders.join(":") } });
  return stdout.trim();
}

/** The first block of commands in a guide, with the addresses of this stack. */
async function firstCommands(guide: string, webUrl: string): Promise<string> {
  const text = await readFile(join(ROOT, "docs/guides", guide), "utf8");
  return (/```sh\n(.*?)```/s.exec(text)?.[1] ?? "").replaceAll("http://localhost:3000", webUrl);
}

test("the snippets for a new token work when pasted", async ({ page, signedIn: _, owner, shell }) => {
  await page.goto(pageOf(owner, "/tokens?new=token"));
  await page.getByLabel("Name").fill("pasted");
  await page.getByRole("button", { name: "CI: apply" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  const codeOf = async (tab: string) => {
    await page.getByRole("tab", { name: tab }).click();
    return (await page.getByRole("region", { name: `${tab} snippet` }).textContent()) ?? "";
  };
  expect(await shell.paste(await codeOf("curl"))).toContain(owner.email);
  expect(await shell.paste(await codeOf("CLI"))).toContain("hello");
  expect(await shell.paste(await codeOf("TypeScript"))).toContain(owner.email);
});

test("the first commands of the guides work when pasted", { tag: "@thorough" }, async ({
  stack,
  shell,
  platform,
  owner,
}) => {
  const project = "mkdir -p project && cd project && npm init --yes > /dev/null && ";
  await shell.paste(project + (await firstCommands("sdk.md", stack.webUrl)));
  const program = `cd project && cat > use.mjs <<'END'
import { Pragma } from "@pragma/sdk";
console.log((await new Pragma({ apiUrl: ${JSON.stringify(stack.apiUrl)}, token: process.env.TOKEN }).me()).email);
END
node use.mjs`;
  expect(await shell.paste(program, { TOKEN: await createTokenOf(platform, owner) })).toContain(owner.email);
  expect(await shell.paste(await firstCommands("cli.md", stack.webUrl))).toMatch(/\d+\.\d+\.\d+/);
});

test("the example that an organization shows is applied nowhere else", async ({
  page,
  signedIn: _,
  owner,
  stack,
  shell,
  platform,
}) => {
  await page.goto(pageOf(owner));
  const command = (await page.getByRole("region", { name: /^Command: / }).textContent()) ?? "";
  expect(command).toContain(owner.organizationId);
  // With the token of another organization, as the one that the start wrote may be.
  const another = await createTokenOf(platform, await createOwnerAccount(platform, "Neighbour"));
  const env = { PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: another };
  await expect(shell.paste(`cd ${ROOT} && ${command}`, env)).rejects.toMatchObject({
    stderr: expect.stringContaining("Nothing was applied"),
  });
});

test("nothing else is served", async ({ request }) => {
  for (const file of ["package.json", "..%2Fmain.js", "pragma-cli"]) {
    expect((await request.get(`/api/packages/${file}`)).status(), file).toBe(404);
  }
});
