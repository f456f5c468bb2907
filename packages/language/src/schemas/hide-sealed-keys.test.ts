import { expect, it } from "vitest";
import type { Path } from "../json/json.ts";
import { hideSealedKeys } from "./hide-sealed-keys.ts";
import { annotate } from "./marks.ts";

const annotations = annotate({
  properties: {
    open: { type: "object" },
    creds: { type: "object", sensitive: true },
    list: { items: { additionalProperties: { sensitive: true } } },
  },
});
const sealed = { open: { $encrypted: "v1.a.b.c" } };

const hide = (loc: Path, msg: string, value = {}) =>
  hideSealedKeys({ loc: ["body", "config", ...loc], msg, type: "t" }, ["body", "config"], annotations, value);

it.each<[Path, string, Path, string, object?]>([
  [["open", "k"], "config.open.k is required", ["open", "k"], "config.open.k is required"],
  [["open", "k"], "config.open.k is required", ["open"], "A value in config.open is required", sealed],
  [["creds"], "config.creds must be an object", ["creds"], "config.creds must be an object"],
  [["creds", "k", 0], "config.creds.k[0] must be a string", ["creds"], "A value in config.creds must be a string"],
  [["creds", "k"], "The key config.creds.k is not allowed", ["creds"], "A value in config.creds is not allowed"],
  [["creds", "k"], "is not k", ["creds"], "config.creds holds something that is not allowed"],
  [["creds", "KEY"], "give the value itself", ["creds"], "give the value itself"],
  [["list", 0, "k", "l"], "config.list[0].k.l is x", ["list", 0, "k"], "A value in config.list[0].k is x"],
])("for %j, names only what is outside sealed values", (loc, msg, shownLoc, shownMsg, value) => {
  expect(hide(loc, msg, value)).toEqual({ loc: ["body", "config", ...shownLoc], msg: shownMsg, type: "t" });
});
