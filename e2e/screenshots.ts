import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expectSettled } from "./support/accessibility.ts";
import { createOwnerAccount, createTokenOf } from "./support/accounts.ts";
import { Api } from "./support/api.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { ROOT } from "./support/paths.ts";
import { signIn } from "./support/sign-in.ts";
import { test } from "./support/test.ts";

/** `npm run screenshots`: the pictures in docs/images, of the example's shop as the dashboard shows it. */

const run = promisify(execFile);
const IMAGES = join(ROOT, "docs", "images");

const PICTURES = {
  overview: "/",
  resources: "/resources",
  resource: "/resources/view/postgres/database/shop",
  graph: "/graph",
  editor: "/resources/edit/postgres/database/shop",
  failures: "/failures",
};

/** Two things that go wrong in any team: a server that is missing, and a name with a typo. */
async function addFailures(api: Api): Promise<void> {
  await api.apply({
    provider: "pragma",
    resource: "secret",
    name: "reports-server",
    config: { data: { url: "postgresql://reports:secret@127.0.0.1:1/postgres" } },
    tags: ["reports"],
  });
  await api.apply({
    provider: "postgres",
    resource: "database",
    name: "reports",
    config: { server_url: "${pragma/secret/reports-server.outputs.url}", name: "reports" },
    tags: ["reports"],
  });
  await api.apply({
    provider: "pragma",
    resource: "config",
    name: "newsletter",
    config: { data: { sender: "news@${pragma/config/shop-names.outputs.domian}" } },
    tags: ["shop"],
  });
  for (const key of ["postgres/database/reports", "pragma/config/newsletter"]) await api.waitFor(key, "failed");
}

test("pictures", async ({ page, platform, stack }) => {
  test.setTimeout(600_000);
  const owner = await createOwnerAccount(platform, "Ada", "Corner Shop");
  const token = await createTokenOf(platform, owner);
  const shop = await mkdtemp(join(tmpdir(), "pragma-shop-"));
  await cp(join(ROOT, "examples", "shop.yaml"), join(shop, "shop.yaml"));
  await writeFile(join(shop, "server-url"), stack.userDatabaseUrl);
  await run(process.execPath, [join(ROOT, "packages/cli/dist/pragma.js"), "resources", "apply", "-f", shop], {
    env: { ...process.env, PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: token },
  });
  await rm(shop, { recursive: true });
  await addFailures(new Api(token));
  await signIn(page, owner);
  await page.getByRole("button", { name: "Dismiss first steps" }).click();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries(PICTURES)) {
      await page.goto(pageOf(owner, path));
      await expectSettled(page);
      await expectLive(page);
      await page.screenshot({ path: join(IMAGES, `${name}-${colorScheme}.png`), animations: "disabled" });
    }
  }
});
