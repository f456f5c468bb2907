import type { Resource } from "@pragma/contract";
import { manifestOf } from "@pragma/manifest";
import { expect, it } from "vitest";
import type { Loaded } from "../schema/types.ts";
import { reviewInput } from "./review-input.ts";

const resource = {
  provider: "p",
  resource: "t",
  name: "one",
  config: { size: 1 },
  dependencies: [],
  owner_references: [],
  tags: null,
  deletion_protected: false,
} as unknown as Resource;
const manifest = manifestOf({ resource, explicit: [] });

it("is a change of the loaded version, and carries it out", () => {
  const loaded = { resource, etag: '"7"' } as Loaded;
  expect(reviewInput(manifest, loaded)).toMatchObject({
    documents: [{ provider: "p", resource: "t", name: "one", config: { size: 1 }, lifecycle_state: "pending" }],
    if_match: { "p/t/one": '"7"' },
    message: "Update p/t/one",
  });
});

it("creates only what is not there yet", () => {
  expect(reviewInput(manifest, null)).toMatchObject({
    if_match: { "p/t/one": "none" },
    message: "Create p/t/one",
  });
});

it("creates what it refers to in the same change", () => {
  const secret = { ...manifest, provider: "pragma", resource: "secret", name: "s", config: { data: { pw: "x" } } };
  const companion = { key: "pragma/secret/s", manifest: secret, type: undefined };
  expect(reviewInput(manifest, null, [companion])).toMatchObject({
    documents: [{ name: "one" }, { provider: "pragma", resource: "secret", name: "s", lifecycle_state: "pending" }],
    if_match: { "p/t/one": "none", "pragma/secret/s": "none" },
    message: "Create p/t/one, and create pragma/secret/s",
  });
});

it("stores all of it as drafts where nothing is to run", () => {
  const companion = { key: "p/t/two", manifest: { ...manifest, name: "two" }, type: undefined };
  const loaded = { resource, etag: '"7"' } as Loaded;
  const drafts = [{ lifecycle_state: "draft" }, { lifecycle_state: "draft" }];
  expect(reviewInput(manifest, loaded, [companion], true)).toMatchObject({
    documents: drafts,
    if_match: { "p/t/one": '"7"', "p/t/two": "none" },
    message: "Stage p/t/one, and create p/t/two",
  });
  expect(reviewInput(manifest, null, [], true).message).toBe("Draft p/t/one");
});
