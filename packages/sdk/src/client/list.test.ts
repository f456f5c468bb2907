import { describe, expect, it } from "vitest";
import { json, startFaultServer } from "../../test/support/fault-server.ts";
import { Pragma } from "./index.ts";

const page = (names: string[], cursor?: string) =>
  json(
    200,
    names.map((name) => ({ name })),
    cursor === undefined ? {} : { link: `<http://public.example/resources/?limit=5&cursor=${cursor}>; rel="next"` },
  );

describe("a list", () => {
  it("goes on after a page that is short, or empty, until no link leads on", async () => {
    const { url, received } = await startFaultServer(page(["a", "b"], "one"), page([], "two"), page(["c"]));
    const list = new Pragma({ apiUrl: url, token: "secret" }).resources.list({ pageSize: 5 });
    expect((await list.toArray()).map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(received.map((request) => new URL(request.url, url).searchParams.get("cursor"))).toEqual([
      null,
      "one",
      "two",
    ]);
  });
});
