import { expect, it } from "vitest";
import { SiblingUses } from "./sibling-uses.ts";

const strings = { stringReferences: true };
const of = (key: string, path: string) => ({ key, path, provider: "p", resource: "t" });

it("counts each output once for each sibling, for its resource and for its type", () => {
  const uses = new SiblingUses(
    [
      "${p/t/a.outputs.url} and ${p/t/a.outputs.url}",
      "${p/t/a.outputs.url}",
      "${p/t/b.outputs.url}",
      "${p/t/c.config.url}",
      "plain",
      null,
    ],
    [],
    strings,
  );
  expect([
    uses.ofOutput(of("p/t/a", "url")),
    uses.ofOutput(of("p/t/b", "url")),
    uses.ofOutput(of("p/t/z", "url")),
  ]).toEqual([2, 1, 0]);
  expect([uses.ofTypesOutput(of("", "url")), uses.ofTypesOutput(of("", "id"))]).toEqual([3, 0]);
  expect(uses.keys).toEqual(["p/t/a", "p/t/b"]);
});

it("takes any element of a list for one of the index, and only the field's own part of it", () => {
  const list = (...urls: string[]) => urls.map((url) => ({ url, name: "${p/t/z.outputs.id}" }));
  const uses = new SiblingUses(
    [list("x", "${p/t/a.outputs.url}"), list("${p/t/a.outputs.url}"), "${p/t/b.outputs.url}"],
    [0, "url"],
    strings,
  );
  expect(uses.ofOutput(of("p/t/a", "url"))).toBe(2);
  expect(uses.keys).toEqual(["p/t/a"]);
});

it("reads only objects where the type takes texts as they are", () => {
  const found = { provider: "p", resource: "t", name: "a", field: "outputs.url" };
  const uses = new SiblingUses(["${p/t/b.outputs.url}", found], [], { stringReferences: false });
  expect(uses.keys).toEqual(["p/t/a"]);
});
