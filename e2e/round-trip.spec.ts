import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Change, JsonObject, Resource } from "@pragma/contract";
import { parseAllDocuments, stringify } from "yaml";
import { expectAccessible } from "./support/accessibility.ts";
import { createOwnerAccount, createTokenOf } from "./support/accounts.ts";
import { Api } from "./support/api.ts";
import { applyAll } from "./support/changes.ts";
import { writeYaml } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { runCli } from "./support/run-cli.ts";
import { expect, test } from "./support/test.ts";

const ref = (name: string, resource = "config") => ({ provider: "pragma", resource, name });
const config = (name: string, data: JsonObject) => ({ ...ref(name), config: { data } });

/** Owners, tags, protection, and each kind of dependency: explicit, of a reference, both, and of one behind a mask. */
const RESOURCES = [
  config("team", { a: 1 }),
  config("first", { a: 1 }),
  config("base", { size: 1 }),
  config("handles", { all: "@everyone", escaped: ["@@one"] }),
  { ...ref("key", "secret"), config: { data: { password: "never-shown" } } },
  {
    ...config("everything", { size: "${pragma/config/base.outputs.size}", of: "${pragma/config/first.outputs.a}" }),
    depends_on: ["pragma/config/team", "pragma/config/first"],
    owner_references: [ref("team")],
    tags: ["b", "a"],
    deletion_protected: true,
  },
  {
    ...{ provider: "http", resource: "webhook", name: "hook", lifecycle_state: "draft" as const },
    config: { url: "http://127.0.0.1:1/${pragma/secret/key.outputs.password}" },
    depends_on: ["pragma/config/first"],
  },
];

/** All that the API says of all resources, and all that happened to them. */
async function everything(api: Api): Promise<{ resources: Resource[]; events: unknown[] }> {
  const resources = (await (await api.get("/resources/")).json()) as Resource[];
  const events = resources.map(async ({ id }) => (await api.get(`/resources/${encodeURIComponent(id)}/events`)).json());
  return { resources, events: await Promise.all(events) };
}

async function exportOf(page: Page, path: string): Promise<string> {
  const answer = await page.request.get(path);
  expect(answer.ok()).toBe(true);
  return answer.text();
}

const documentsIn = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as JsonObject);

/** The dependencies that stay once a client sends back what it read, without the references in it. */
async function explicitOf(api: Api, key: string): Promise<string[]> {
  const read = (await (await api.resource(key)).json()) as Resource;
  const answer = await api.post("/resources/apply", { ...read, config: {}, lifecycle_state: "draft" });
  const { dependencies } = (await answer.json()) as Resource;
  return dependencies.map(({ name }) => name);
}

test(
  "what is exported is applied by each client without a change",
  { tag: "@thorough" },
  async ({ page, owner, api, platform, signedIn: _ }, info) => {
    await applyAll(api, RESOURCES);
    for (const { name } of RESOURCES.slice(0, 4)) await api.waitFor(`pragma/config/${name}`, "ready");
    await api.waitFor("pragma/secret/key", "ready");
    await api.waitFor("pragma/config/everything", "ready");
    const before = await everything(api);
    const token = await createTokenOf(platform, owner);
    const yaml = info.outputPath("export.yaml");
    const json = info.outputPath("export.json");
    await writeFile(yaml, await exportOf(page, pageOf(owner, "/resources/export?format=yaml")));
    await writeFile(json, await exportOf(page, pageOf(owner, "/resources/export?format=json")));
    const documents = documentsIn(await exportOf(page, pageOf(owner, "/resources/export?format=yaml")));

    await test.step("by the API", async () => {
      for (const document of documents) expect((await api.post("/resources/apply", document)).status).toBe(200);
      const planned = (await (await api.post("/changes", { documents })).json()) as Change;
      expect(planned).toMatchObject({ counts: { unchanged: RESOURCES.length }, actions: [] });
      expect(await everything(api)).toEqual(before);
    });

    await test.step("by the command line, and what that reads, too", async () => {
      const read = info.outputPath("read.yaml");
      await writeFile(read, await runCli(token, ["resources", "get", "pragma/config/everything", "-o", "yaml"]));
      for (const file of [yaml, json, read]) {
        expect(await runCli(token, ["apply", "-f", file, "--yes"])).toContain("Nothing changed");
      }
      expect(await everything(api)).toEqual(before);
    });

    await test.step("by the dashboard, as files of a change", async () => {
      for (const file of [yaml, json]) {
        await page.goto(pageOf(owner, "/changes/new"));
        await page.getByLabel("YAML files").setInputFiles(file);
        await page.getByRole("button", { name: "Plan", exact: true }).click();
        await expect(page.getByRole("list", { name: "Counts" })).toHaveText(`${RESOURCES.length} unchanged`);
      }
      expect(await everything(api)).toEqual(before);
    });

    await test.step("by the dashboard, in the editor", async () => {
      const isIt = ({ name }: { name?: unknown }) => name === "everything";
      for (const document of [documents.find(isIt), before.resources.find(isIt)]) {
        await page.goto(pageOf(owner, "/resources/edit/pragma/config/everything?view=yaml"));
        await writeYaml(page, stringify(document));
        await page.getByRole("button", { name: "Review changes" }).click();
        await expect(page.getByRole("list", { name: "Counts" })).toHaveText("1 unchanged");
      }
      await page.getByRole("button", { name: "Back to editing" }).click();
      await page.getByRole("tab", { name: "Form" }).click();
      const listed = page.getByRole("group", { name: "Dependencies as read" }).getByRole("listitem");
      await expect(listed).toHaveText(["team", "first", "base"].map((name) => `pragma/config/${name}`));
      await expectAccessible(page);
      expect(await everything(api)).toEqual(before);
    });

    expect(await explicitOf(api, "pragma/config/everything")).toEqual(["team", "first"]);
    expect(await explicitOf(api, "http/webhook/hook")).toEqual(["first"]);
  },
);

test("what is exported is the same in another organization", async ({
  page,
  owner,
  api,
  platform,
  signedIn: _,
}, info) => {
  await applyAll(api, RESOURCES);
  const other = await createTokenOf(platform, await createOwnerAccount(platform));
  const there = new Api(other);
  const file = info.outputPath("export.yaml");
  await writeFile(file, await exportOf(page, pageOf(owner, "/resources/export?format=yaml&type=config")));
  await runCli(other, ["apply", "-f", file, "--yes"]);
  const facts = async (from: Api) => {
    const resource = (await (await from.resource("pragma/config/everything")).json()) as Resource;
    const { config: data, dependencies, owner_references, tags, deletion_protected } = resource;
    return { data, dependencies, owner_references, tags, deletion_protected };
  };
  expect(await facts(there)).toEqual(await facts(api));
  expect(await explicitOf(there, "pragma/config/everything")).toEqual(["team", "first"]);
});
