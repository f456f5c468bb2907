import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { fileForm } from "../../support/file.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Many more than there are connections. */
const names = Array.from({ length: 60 }, (_, index) => `file-${index}`);

it("takes sixty uploads at once", async () => {
  const { client } = await api.tenant();
  const answers = await Promise.all(
    names.map((name) => client.post(`/files/${name}/upload`, fileForm(`bytes of ${name}`, "text/plain"))),
  );
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
});

it("takes sixty uploads with an Idempotency-Key at once, and as many for an unknown type", async () => {
  const { client } = await api.tenant();
  const uploads = names.map((name) =>
    client.post(`/files/${name}/upload`, fileForm("bytes", "text/plain"), { "idempotency-key": `upload-${name}` }),
  );
  const applies = names.map((name) =>
    client.post(
      "/resources/apply",
      { provider: "nobody", resource: "thing", name, config: {}, lifecycle_state: "pending" },
      { "idempotency-key": `apply-${name}` },
    ),
  );
  expect((await Promise.all(uploads)).map(({ status }) => status)).toEqual(names.map(() => 200));
  expect((await Promise.all(applies)).map(({ status }) => status)).toEqual(names.map(() => 422));
});
