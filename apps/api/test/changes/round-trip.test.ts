import type { Change, Resource } from "@pragma/contract";
import { joinTexts, readDocuments, readManifest, writeDocument, writeManifest, writeYaml } from "@pragma/manifest";
import { generatedConfigs } from "@pragma/manifest/cases";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { configPath } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";

const COUNT = 200;
let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

/** The bodies of a text without a fault. */
function inputsOf(text: string) {
  const { documents, faults } = readDocuments(text);
  expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
  return documents.map(({ input }) => input);
}

async function countsOf(text: string, apply = false): Promise<Change["counts"]> {
  const { status, body } = await tenant.client.post("/changes", { documents: inputsOf(text), apply });
  expect({ status, issues: body.detail }).toEqual({ status: 201, issues: undefined });
  return (body as Change).counts;
}

it("stores what is written, and what is read of it is the same again", async () => {
  const written = generatedConfigs(COUNT).map((data, index) => ({
    ...{ provider: "pragma", resource: "config", name: `n${index}`, lifecycle_state: "draft" },
    config: { data },
    tags: Object.keys(data).filter((key) => key !== ""),
    ...(index > 0 ? { depends_on: [`pragma/config/n${index - 1}`] } : {}),
  }));
  expect(await countsOf(joinTexts(written.map(writeYaml)), true)).toMatchObject({ stage: COUNT });

  const read: Resource[] = [];
  for (const { name, config } of written) {
    const { body } = await tenant.client.get(configPath(name));
    expect(body.config).toEqual(config);
    read.push(body);
  }
  const exported = read.map((resource, index) =>
    writeDocument({ resource, explicit: written[index]?.depends_on ?? [] }),
  );
  const edited = exported.map((text) => {
    const { manifest } = readManifest(text);
    return `lifecycle_state: draft\n${writeManifest(manifest ?? expect.fail(text))}`;
  });
  // As the command writes answers, as files of either format, as the dashboard exports and edits them.
  const texts = [
    read.map((resource) => writeYaml(resource as never)),
    read.map((one) => JSON.stringify(one)),
    exported,
    edited,
  ];
  for (const documents of texts)
    expect(await countsOf(joinTexts(documents))).toMatchObject({
      unchanged: COUNT,
      stage: 0,
      update: 0,
      refuse: 0,
    });
});
