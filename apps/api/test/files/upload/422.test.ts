import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";
import { countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

function two(): FormData {
  const form = fileForm("a", "text/plain");
  form.append("file", new Blob(["b"]), "g");
  return form;
}

function textField(): FormData {
  const form = new FormData();
  form.set("file", "no file");
  return form;
}

/** Names of properties that every JavaScript object has. */
const INHERITED = ["__proto__", "constructor", "toString", "__defineGetter__"];

const part = (name: string, more = "") =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\nabc\r\n--x--`;

const boundary = { "content-type": "multipart/form-data; boundary=x" };

describe("POST /files/{name}/upload", () => {
  it.each<[string, unknown, Record<string, string>]>([
    ["another field", fileForm("a", "text/plain", "code"), {}],
    ["two files", two(), {}],
    ["a text instead of a file", textField(), {}],
    ["an empty form", "--x--\r\n", boundary],
    ["a form that breaks off", '--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nabc', boundary],
    ["no form at all", "nonsense", boundary],
    ...INHERITED.flatMap((name): [string, string, Record<string, string>][] => [
      [`a text in ${name}`, part(name), boundary],
      [`a file in ${name}`, part(name, '; filename="f"'), boundary],
    ]),
    [
      "a text that is not the JSON it says it is",
      '--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n\r\n{\r\n--x--',
      boundary,
    ],
  ])("refuses %s, and writes nothing", async (_what, body, headers) => {
    const before = await countRows(api, tenant.organizationId);
    const answer = await tenant.client.post("/files/a/upload", body, headers);
    expect(answer.status).toBe(422);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });

  it.each([".hidden", "a%2Fb", "a%00", "%D1%80aypal"])("refuses the name %s", async (name) => {
    const { status, body } = await tenant.client.post(`/files/${name}/upload`, fileForm("a", "text/plain"));
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["path", "name"]);
  });
});
